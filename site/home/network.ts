// The small network of the first page: spirals, two hidden layers of relu, and which of its units are dead. No DOM.
import { relu } from "relu-simd";
import { crossEntropy, deadUnits, init, manualSeed, SGD, type Tensor, tensor } from "relu-simd/nn";
import { Net, WIDTH } from "../../examples/spiral/net.js";
import { EXTENT, spirals } from "../../examples/spiral/spirals.js";

export { WIDTH };
/** Of the picture of the plane: so many values each way. */
export const SIDE = 44;

export interface State {
  readonly step: number;
  readonly loss: number;
  /** Share of the points that are in their region. */
  readonly accuracy: number;
  /** Hidden units that are 0 for every point, the first layer's before the second's. */
  readonly dead: ReadonlySet<number>;
}

export interface Maps {
  /** The class of each place, row by row from the top. */
  readonly regions: Uint8Array;
  /** Each hidden unit's output there, [unit][place], of its greatest. */
  readonly units: readonly Float32Array[];
}

export interface Training {
  readonly points: readonly { readonly x: number; readonly y: number; readonly of: number }[];
  /** So many steps; the state after them. */
  train(steps: number): State;
  maps(): Maps;
}

const plane = (): Tensor => {
  const at = (i: number): number => ((2 * i + 1) / SIDE - 1) * EXTENT;
  return tensor(
    Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => (i % 2 ? -at(Math.floor(i / 2 / SIDE)) : at((i >> 1) % SIDE))),
    [SIDE * SIDE, 2],
  );
};

const argmax = (row: Float32Array): number => row.reduce((best, value, i) => (value > (row[best] as number) ? i : best), 0);

const classes = ({ data, shape: [rows = 0, width = 1] }: Tensor): Uint8Array =>
  Uint8Array.from({ length: rows }, (_, i) => argmax(data.subarray(i * width, (i + 1) * width)));

/** One column of a tensor, divided by its greatest value. */
const column = ({ data, shape: [rows = 0, width = 1] }: Tensor, at: number): Float32Array => {
  const values = Float32Array.from({ length: rows }, (_, i) => data[i * width + at] as number);
  const most = values.reduce((best, value) => Math.max(best, value), 0) || 1;
  return values.map((value) => value / most);
};

/** `bias`: what all hidden units begin with; far below 0 they die. */
export const training = (seed: number, bias: number): Training => {
  manualSeed(seed);
  const net = new Net(() => [relu]).train();
  for (const { weight, bias: own } of net.linears) {
    init.kaimingNormal(weight, { nonlinearity: "relu" });
    if (own) init.constant(own, bias);
  }
  const optimizer = new SGD(net.parameters(), { lr: 0.3, momentum: 0.8 });
  const { places, classes: wanted } = spirals(seed);
  const grid = plane();
  let step = 0;
  return {
    points: Array.from(wanted, (of, i) => ({ x: places.data[2 * i] as number, y: places.data[2 * i + 1] as number, of })),
    train: (steps) => {
      for (let i = 0; i < steps; i++, step++) {
        const { gradient } = crossEntropy(net.forward(places), wanted);
        optimizer.zeroGrad();
        net.backward(gradient);
        optimizer.step();
      }
      const scores = net.forward(places);
      const right = classes(scores).filter((of, i) => of === wanted[i]).length;
      const dead = new Set(net.hidden.flatMap((y, i) => deadUnits(y).map((unit) => i * WIDTH + unit)));
      return { step, loss: crossEntropy(scores, wanted).loss, accuracy: right / wanted.length, dead };
    },
    maps: () => {
      net.eval();
      const regions = classes(net.forward(grid));
      const units = net.hidden.flatMap((y) => Array.from({ length: WIDTH }, (_, i) => column(y, i)));
      net.train();
      return { regions, units };
    },
  };
};
