// Batch norm and layer norm in float64, values and gradients, and the layers and shapes that are compared with that.
import { expect } from "vitest";
import { BatchNorm1d, BatchNorm2d, fill, LayerNorm, product } from "./nn.js";

type Norm = BatchNorm1d | BatchNorm2d | LayerNorm;
interface Case {
  readonly make: (affine: boolean) => Norm;
  readonly x: readonly number[];
  /** What x[i] is normalised with, and which of the weights it has. */
  readonly group: (i: number) => number;
  readonly weight: (i: number) => number;
  readonly weights: number;
}

const layer = (lead: readonly number[], shape: readonly number[]): Case => {
  const weights = product(shape);
  return {
    make: (affine) => new LayerNorm(shape.length === 1 ? (shape[0] as number) : shape, { affine, eps: 1e-3 }),
    x: [...lead, ...shape],
    group: (i) => Math.floor(i / weights),
    weight: (i) => i % weights,
    weights,
  };
};
const batch = (x: readonly number[]): Case => {
  const channels = x[1] as number;
  const channel = (i: number): number => Math.floor(i / product(x.slice(2))) % channels;
  const Kind = x.length === 4 ? BatchNorm2d : BatchNorm1d;
  return { make: (affine) => new Kind(channels, { affine, eps: 1e-3 }), x, group: channel, weight: channel, weights: channels };
};

/** 1, primes, vectors' ends on both sides, more axes. */
export const layers = [
  layer([], [7]),
  layer([], [3, 5]),
  layer([0], [4]),
  layer([1], [1]),
  layer([3], [2]),
  layer([5], [8]),
  layer([4], [9]),
  layer([2, 3], [15]),
  layer([2], [3, 4, 2]),
  layer([3], [131]),
  layer([2], [768]),
];
export const batches = [
  batch([2, 1]),
  batch([3, 4]),
  batch([7, 5]),
  batch([64, 13]),
  batch([2, 3, 1]),
  batch([1, 3, 2]),
  batch([3, 5, 7]),
  batch([2, 4, 64]),
  batch([1, 1, 2, 1]),
  batch([4, 3, 5, 5]),
  batch([2, 6, 4, 4]),
  batch([3, 2, 13, 11]),
];
export const named = (cases: readonly Case[]): [string, Case, boolean][] =>
  cases.flatMap((one) =>
    [true, false].map((affine): [string, Case, boolean] => [
      `${one.make(false).constructor.name} of [${one.x}], affine ${affine}`,
      one,
      affine,
    ]),
  );

interface Exact {
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly counts: Float64Array;
  readonly scales: Float64Array;
}
/** All of it in float64; with means and variances given, by those. */
export const normalised = (
  { group, weight }: Case,
  x: ArrayLike<number>,
  w: ArrayLike<number> | undefined,
  b: ArrayLike<number> | undefined,
  given?: { means: ArrayLike<number>; variances: ArrayLike<number> },
  eps = 1e-3,
): Exact => {
  const groups = Math.max(0, ...Array.from(x, (_, i) => group(i) + 1));
  const [means, variances, counts] = [0, 1, 2].map(() => new Float64Array(groups)) as [Float64Array, Float64Array, Float64Array];
  const add = (to: Float64Array, i: number, value: number): void => {
    to[group(i)] = (to[group(i)] as number) + value;
  };
  for (let i = 0; i < x.length; i++) add(counts, i, 1);
  for (let i = 0; i < x.length; i++) add(means, i, (x[i] as number) / (counts[group(i)] as number));
  for (let i = 0; i < x.length; i++)
    add(variances, i, ((x[i] as number) - (means[group(i)] as number)) ** 2 / (counts[group(i)] as number));
  if (given)
    for (const [to, from] of [
      [means, given.means],
      [variances, given.variances],
    ] as const)
      to.set(from);
  const scales = variances.map((value) => 1 / Math.sqrt(value + eps));
  const z = Float64Array.from(x, (value, i) => (value - (means[group(i)] as number)) * (scales[group(i)] as number));
  const y = z.map((value, i) => value * (w ? (w[weight(i)] as number) : 1) + (b ? (b[weight(i)] as number) : 0));
  return { y, z, means, variances, counts, scales };
};

export const expectWithin = (what: string, got: ArrayLike<number>, exact: ArrayLike<number>, bound: (i: number) => number): void => {
  expect(got.length, what).toBe(exact.length);
  for (let i = 0; i < exact.length; i++)
    if (!(Math.abs((got[i] as number) - (exact[i] as number)) <= bound(i) + 2 ** -149))
      throw new Error(`${what}[${i}]: got ${got[i]}, exact ${exact[i]}, bound ${bound(i)}`);
};
export const UNIT = 2 ** -24;

export const prepare = ({ make }: Case, affine: boolean): Norm => {
  const norm = make(affine);
  norm.weight?.data.set(fill(norm.weight.shape, 11, 2).data);
  norm.bias?.data.set(fill(norm.bias.shape, 12).data);
  return norm;
};

export const gradientsOf = (one: Case, { z, scales, counts }: Exact, dy: ArrayLike<number>, w: ArrayLike<number> | undefined) => {
  const { group, weight, weights } = one;
  const groups = counts.length;
  const [sum, products, sumSize, productSize] = [0, 1, 2, 3].map(() => new Float64Array(groups)) as Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [dweight, dbias, dweightSize, dbiasSize] = [0, 1, 2, 3].map(() => new Float64Array(weights)) as Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const add = (to: Float64Array, at: number, value: number): void => {
    to[at] = (to[at] as number) + value;
  };
  const g = z.map((_, i) => (dy[i] as number) * (w ? (w[weight(i)] as number) : 1));
  for (let i = 0; i < z.length; i++) {
    const [value, at, d] = [g[i] as number, z[i] as number, dy[i] as number];
    for (const [to, size, term] of [
      [sum, sumSize, value],
      [products, productSize, value * at],
    ] as const) {
      add(to, group(i), term / (counts[group(i)] as number));
      add(size, group(i), Math.abs(term) / (counts[group(i)] as number));
    }
    for (const [to, size, term] of [
      [dweight, dweightSize, d * at],
      [dbias, dbiasSize, d],
    ] as const) {
      add(to, weight(i), term);
      add(size, weight(i), Math.abs(term));
    }
  }
  const of = (from: Float64Array, i: number): number => from[group(i)] as number;
  const dx = z.map((at, i) => of(scales, i) * ((g[i] as number) - of(sum, i) - at * of(products, i)));
  const dxSize = z.map((at, i) => of(scales, i) * (Math.abs(g[i] as number) + of(sumSize, i) + Math.abs(at) * of(productSize, i)));
  return { dx, dxSize, dweight, dweightSize, dbias, dbiasSize };
};
