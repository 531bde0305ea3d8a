// Batch norm's kernel: assembly/nn/kernels/batchNorm.ts, or the same in JavaScript.
import kernel from "../kernels/batchNorm.js";
import { type Plain, programOf, WORKSPACE } from "./program.js";

/** Rows of `stats`, [STATS, channels]. */
export const MEAN = 0;
export const REST = 1;
export const DEVIATION = 2;
export const SCALE = 3;
export const STATS = 4;

/** float32 that `moments` and `gradient` work in. */
export const roomFor = (channels: number): number => 4 * channels + 16;

/** Sums in float64. */
const plain: Plain = (memory) => {
  const at = (address: number, i: number): number => memory[(address >>> 2) + i] as number;
  /** Calls `visit(element)` for all of a channel. */
  const over = (c: number, rows: number, channels: number, inner: number, visit: (i: number) => void): void => {
    for (let row = 0; row < rows; row++) for (let i = 0; i < inner; i++) visit((row * channels + c) * inner + i);
  };
  return {
    moments: (x = 0, rows = 0, channels = 0, inner = 0, stats = 0) => {
      for (let c = 0; c < channels; c++) {
        let [sum, squares] = [0, 0];
        over(c, rows, channels, inner, (i) => {
          sum += at(x, i);
        });
        const mean = sum / (rows * inner);
        over(c, rows, channels, inner, (i) => {
          squares += (at(x, i) - mean) ** 2;
        });
        for (const [row, value] of [mean, mean - Math.fround(mean), Math.sqrt(squares / (rows * inner))].entries())
          memory[(stats >>> 2) + row * channels + c] = value;
      }
      return 0;
    },
    normalise: (x = 0, y = 0, rows = 0, channels = 0, inner = 0, stats = 0, weight = 0, bias = 0) => {
      for (let c = 0; c < channels; c++) {
        const [mean, rest, , scale] = [0, 1, 2, 3].map((row) => at(stats, row * channels + c)) as [number, number, number, number];
        const [factor, shift] = weight ? [scale * at(weight, c), at(bias, c)] : [scale, 0];
        over(c, rows, channels, inner, (i) => {
          memory[(y >>> 2) + i] = (at(x, i) - mean - rest) * factor + shift;
        });
      }
      return 0;
    },
    gradient: (dy = 0, x = 0, dx = 0, rows = 0, channels = 0, inner = 0, stats = 0, weight = 0, dweight = 0, dbias = 0) => {
      for (let c = 0; c < channels; c++) {
        const [mean, rest, , scale] = [0, 1, 2, 3].map((row) => at(stats, row * channels + c)) as [number, number, number, number];
        const z = (i: number): number => (at(x, i) - mean - rest) * scale;
        let [sum, products] = [0, 0];
        over(c, rows, channels, inner, (i) => {
          sum += at(dy, i);
          products += at(dy, i) * z(i);
        });
        const count = rows * inner;
        const factor = weight ? scale * at(weight, c) : scale;
        over(c, rows, channels, inner, (i) => {
          memory[(dx >>> 2) + i] = factor * (at(dy, i) - sum / count - z(i) * (products / count));
        });
        if (weight) {
          memory[(dweight >>> 2) + c] = at(dweight, c) + products;
          memory[(dbias >>> 2) + c] = at(dbias, c) + sum;
        }
      }
      return 0;
    },
  };
};

/** Channels side by side and runs of them, with a weight and without. */
export const batchNormKernel = /* @__PURE__ */ programOf(
  "batchNorm",
  kernel,
  ["moments", "normalise", "gradient"],
  plain,
  ({ moments, normalise, gradient }) => {
    moments?.(16384, 5, 7, 1, 18432, WORKSPACE);
    moments?.(16384, 3, 2, 11, 18688, WORKSPACE);
    normalise?.(16384, 20480, 5, 7, 1, 18432, 19456, 19584);
    normalise?.(16384, 21504, 3, 2, 11, 18688, 0, 0);
    normalise?.(16384, 22528, 3, 2, 11, 18688, 19456, 19584);
    gradient?.(24576, 16384, 26624, 5, 7, 1, 18432, 19456, 28672, 28800, WORKSPACE);
    gradient?.(24576, 16384, 27648, 3, 2, 11, 18688, 19456, 28928, 29056, WORKSPACE);
  },
);
