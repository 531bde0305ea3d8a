// How a layer is: which of its units live, how much of it is 0, how its numbers lie. Everything over given rows, [N, units].
import { deadUnits, type Tensor } from "relu-simd/nn";
import { LARGEST, SMALLEST } from "./seen.js";

const ones = ({ data, shape }: Tensor): Tensor => ({ data: new Float32Array(data.length).fill(1), shape });

/**
 * **A unit is dead if its gradient is 0 over the whole training set**: f′(z) = 0 at each of its values z before the activation. No step moves
 * its own weights then. This is the one definition of the playground; a unit whose output is 0 but whose gradient is not lives.
 */
export const deadOf = (derivative: Tensor): readonly number[] => deadUnits(derivative);

/** f′(z), element by element. */
export const derivativeOf = (backward: (dy: Tensor, x: Tensor) => Tensor, z: Tensor): Tensor => backward(ones(z), z);

/** For each unit the number of rows that give it a gradient. */
export const liveRows = ({ data, shape: [, units = 0] }: Tensor): Float32Array<ArrayBuffer> => {
  const counts = new Float32Array(units);
  data.forEach((value, i) => {
    if (value !== 0) counts[i % units] = (counts[i % units] as number) + 1;
  });
  return counts;
};

/** The largest value of each unit. */
export const peaks = ({ data, shape: [, units = 0] }: Tensor): Float32Array => {
  const found = new Float32Array(units).fill(Number.NEGATIVE_INFINITY);
  data.forEach((value, i) => {
    if (value > (found[i % units] as number)) found[i % units] = value;
  });
  return found;
};

/** Counts of values in `bins` equal parts of low … high; what lies beyond is counted in the outermost, NaN nowhere. */
export const histogram = (values: Float32Array, low: number, high: number, bins: number): Float32Array<ArrayBuffer> => {
  const counts = new Float32Array(bins);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = Math.min(Math.max(Math.floor(((value - low) / (high - low)) * bins), 0), bins - 1);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
};

/** The smallest power of two that no more than a hundredth of the values lies beyond, on either side of 0; at least 1. */
export const reach = (lists: readonly Float32Array[]): number => {
  const sizes = lists.flatMap((values) => Array.from(values, Math.abs)).filter(Number.isFinite);
  if (sizes.length === 0) return 1;
  sizes.sort((a, b) => a - b);
  const most = sizes[Math.floor(0.99 * (sizes.length - 1))] as number;
  return 2 ** Math.max(Math.ceil(Math.log2(most)), 0);
};

export interface Sizes {
  /** Counts by the power of ten of |value|, from 10^SMALLEST to 10^LARGEST. */
  readonly counts: Float32Array<ArrayBuffer>;
  /** How many are exactly 0. */
  readonly zeros: number;
  /** The mean of |value|; NaN of none. */
  readonly mean: number;
}

/** How large values are, by powers of ten. */
export const sizesOf = (values: Float32Array, bins: number): Sizes => {
  const sizes = values.map(Math.abs);
  const logs = sizes.filter((size) => size !== 0).map(Math.log10);
  return {
    counts: histogram(logs, SMALLEST, LARGEST, bins),
    zeros: sizes.length - logs.length,
    mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
  };
};
