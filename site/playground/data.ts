// Points in the plane, of two classes or three, the same for the same seed.
import type { Tensor } from "relu-simd/nn";
import type { Points } from "../../examples/spiral/spirals.js";
import { uniform } from "../../examples/spiral/uniform.js";
import type { Settings } from "./settings.js";

/** The plane that is looked at goes from −EXTENT to EXTENT; without noise the points end a little before. */
export const EXTENT = 2.2;

/** A whole number of batches, of points a class. */
export const TRAIN = 192;
export const TEST = 96;

export interface Data {
  readonly classes: number;
  readonly train: Points;
  readonly test: Points;
}

interface Shape {
  readonly classes: number;
  /** A point of a class; `random` gives numbers from 0 to 1. */
  readonly place: (which: number, random: () => number) => readonly [x: number, y: number];
}

const RADIUS = 2;
/** Radians that all arms of a spiral turn together: the fewer there are, the more room has each. */
const TURNS = 13;
/** Between the quadrants of exclusive or. */
const GAP = 0.12;

const onCircle = (radius: number, angle: number): readonly [number, number] => [radius * Math.cos(angle), radius * Math.sin(angle)];

const spirals = (arms: number): Shape => ({
  classes: arms,
  place: (arm, random) => {
    // The square root: as many points on each length of the arm, which is longer outside.
    const along = 0.08 + 0.92 * Math.sqrt(random());
    return onCircle(along * RADIUS, (arm / arms) * 2 * Math.PI + (along * TURNS) / arms);
  },
});

const shapes: Readonly<Record<Settings["data"], Shape>> = {
  circles: {
    classes: 2,
    place: (which, random) => onCircle(which === 0 ? 0.9 * Math.sqrt(random()) : 1.4 + 0.6 * random(), 2 * Math.PI * random()),
  },
  xor: {
    classes: 2,
    place: (which, random) => {
      const side = random() < 0.5 ? -1 : 1;
      const [across, up] = [GAP + (RADIUS - GAP) * random(), GAP + (RADIUS - GAP) * random()];
      return [side * across, (which === 0 ? side : -side) * up];
    },
  },
  spirals2: spirals(2),
  spirals3: spirals(3),
  moons: {
    classes: 2,
    place: (which, random) => {
      const [x, y] = onCircle(1.2, Math.PI * random());
      return which === 0 ? [x - 0.6, y - 0.3] : [0.6 - x, 0.3 - y];
    },
  },
};

/** Mean 0, deviation 1, nearly normal; unlike the usual formulas it has the same bits in every engine. */
const bell = (random: () => number): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);

const draw = ({ classes, place }: Shape, count: number, noise: number, random: () => number): Points => {
  const data = new Float32Array(2 * count);
  const kinds = Uint8Array.from({ length: count }, (_, i) => i % classes);
  kinds.forEach((which, i) => {
    data.set(
      place(which, random).map((value) => value + noise * bell(random)),
      2 * i,
    );
  });
  return { places: { data, shape: [count, 2] }, classes: kinds };
};

export const dataOf = ({ data, noise, seed }: Settings): Data => {
  const shape = shapes[data];
  const random = uniform(seed);
  return { classes: shape.classes, train: draw(shape, TRAIN, noise, random), test: draw(shape, TEST, noise, random) };
};

/** The middles of a square of side² fields over the plane, row by row from the top. */
export const gridOf = (side: number): Float32Array => {
  const at = (i: number): number => EXTENT * ((2 * i + 1) / side - 1);
  return Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const field = i >> 1;
    return i % 2 === 0 ? at(field % side) : -at(Math.floor(field / side));
  });
};

/** Rows picked out of a tensor of [N, 2]. */
export const rowsOf = ({ data }: Tensor, rows: ArrayLike<number>): Tensor => {
  const picked = new Float32Array(2 * rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    picked[2 * i] = data[2 * row] as number;
    picked[2 * i + 1] = data[2 * row + 1] as number;
  }
  return { data: picked, shape: [rows.length, 2] };
};
