// Pictures of digits, drawn by a seeded generator: each digit is a few strokes, which are turned, stretched, sheared, shifted and drawn
// with a pen of another width each time, in grey, on paper with noise. The same seed gives the same pictures everywhere but for last bits.
import { SIZE } from "./model.js";

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** Points on an ellipse, between angles in turns: 0 is to the right, a quarter below. */
const arc = (x: number, y: number, width: number, height: number, from = 0, to = 1): Stroke =>
  Array.from({ length: 13 }, (_, i): Point => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / 12);
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });

/** Each digit in one or more ways to write it, between −1 and 1, y downwards. */
const digits: readonly (readonly (readonly Stroke[])[])[] = [
  [[arc(0, 0, 0.55, 0.85)]],
  [
    [
      [
        [-0.3, -0.5],
        [0.05, -0.85],
        [0.05, 0.85],
      ],
    ],
    [
      [
        [0, -0.85],
        [0, 0.85],
      ],
    ],
  ],
  [[[...arc(0, -0.4, 0.5, 0.45, -0.5, 0.1), [-0.55, 0.85], [0.6, 0.85]]]],
  [[arc(-0.05, -0.42, 0.5, 0.42, -0.45, 0.25), arc(-0.05, 0.4, 0.55, 0.45, -0.25, 0.45)]],
  [
    [
      [
        [0.3, 0.85],
        [0.3, -0.85],
        [-0.6, 0.3],
        [0.65, 0.3],
      ],
    ],
    [
      [
        [-0.5, -0.8],
        [-0.5, 0.1],
        [0.5, 0.1],
      ],
      [
        [0.4, -0.8],
        [0.4, 0.85],
      ],
    ],
  ],
  [
    [
      [
        [0.5, -0.85],
        [-0.4, -0.85],
        [-0.45, -0.1],
      ],
      arc(-0.05, 0.3, 0.55, 0.52, -0.38, 0.4),
    ],
  ],
  [[[[0.35, -0.85], [-0.2, -0.45], ...arc(0, 0.38, 0.5, 0.47, -0.5, 0.5)]]],
  [
    [
      [
        [-0.55, -0.85],
        [0.55, -0.85],
        [-0.1, 0.85],
      ],
    ],
    [
      [
        [-0.55, -0.85],
        [0.55, -0.85],
        [-0.1, 0.85],
      ],
      [
        [-0.3, 0],
        [0.45, 0],
      ],
    ],
  ],
  [[arc(0, -0.42, 0.42, 0.42), arc(0, 0.42, 0.5, 0.45)]],
  [
    [
      arc(0, -0.35, 0.48, 0.48),
      [
        [0.48, -0.35],
        [0.4, 0.85],
      ],
    ],
  ],
];

/** Numbers from 0 to below 1: mulberry32. */
const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
};

const distance = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

const draw = (to: Float32Array, digit: number, random: () => number): void => {
  const between = (from: number, end: number): number => from + (end - from) * random();
  const ways = digits[digit] as (typeof digits)[number];
  const strokes = ways[Math.floor(random() * ways.length)] as readonly Stroke[];
  const angle = between(-0.25, 0.25);
  const [cos, sin, shear] = [Math.cos(angle), Math.sin(angle), between(-0.2, 0.2)];
  // Pixels for a unit.
  const [wide, high] = [between(0.24, 0.4) * SIZE, between(0.3, 0.42) * SIZE];
  const [left, top] = [SIZE / 2 + between(-1.2, 1.2), SIZE / 2 + between(-1.2, 1.2)];
  const [pen, ink, grain] = [between(0.45, 1.2), between(0.6, 1), between(0, 0.2)];
  // A hand is never exact.
  const placed = strokes.map((stroke) =>
    stroke.map(([px, py]): Point => {
      const x = px + shear * py + between(-0.06, 0.06);
      const y = py + between(-0.06, 0.06);
      return [left + wide * (cos * x - sin * y), top + high * (sin * x + cos * y)];
    }),
  );
  for (let i = 0; i < SIZE * SIZE; i++) {
    const pixel: Point = [(i % SIZE) + 0.5, Math.floor(i / SIZE) + 0.5];
    let nearest = Number.POSITIVE_INFINITY;
    for (const stroke of placed)
      for (let k = 1; k < stroke.length; k++) nearest = Math.min(nearest, distance(pixel, stroke[k - 1] as Point, stroke[k] as Point));
    const value = ink * Math.min(1, Math.max(0, pen + 0.5 - nearest)) + grain * between(-1, 1);
    to[i] = Math.min(1, Math.max(0, value));
  }
};

export interface Digits {
  /** Pictures one after the other, 0 for paper to 1 for ink. */
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

/** So many pictures, each digit equally often, in random order. */
export const drawDigits = (count: number, seed: number): Digits => {
  const random = randomOf(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [labels[i], labels[j]] = [labels[j] as number, labels[i] as number];
  }
  const pixels = new Float32Array(count * SIZE * SIZE);
  for (let i = 0; i < count; i++) draw(pixels.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE), labels[i] as number, random);
  return { pixels, labels };
};
