import { define } from "../activation/elementwise.js";
import { parameters } from "../activation/parameters.js";
import type { Elementwise } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/threshold.js";

export interface ThresholdOptions {
  /** Up to here x is replaced. */
  readonly threshold: number;
  /** What replaces it. */
  readonly value: number;
}

/**
 * Replaces what is not above a threshold, element by element: `x <= threshold ? value : x`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x <= threshold ? 0 : 1.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.threshold  any number but NaN, in units of x. Required.
 * @param options.value  what stands for everything up to the threshold; any number but NaN. Required.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or a parameter is NaN
 * Special values: NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: `torch.nn.functional.threshold`.
 * @example threshold(new Float32Array([-1, 2]), { threshold: 0.5, value: 9 });   // [9, 2]
 */
export const threshold: Elementwise<ThresholdOptions, true> = /* @__PURE__ */ define({
  name: "threshold",
  kernel,
  parameters: /* @__PURE__ */ parameters({ threshold: { infinite: true }, value: { infinite: true } }),
  f: (x, t, value) => (x <= t ? value : x),
  each: (x, y, n, t, value) => {
    ways[1] = value;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      ways[0] = v;
      y[i] = ways[+(v <= t)] as number;
    }
    return true;
  },
  df: (x, t) => (x <= t ? 0 : 1),
  ulp: { f32: 0, f64: 0 },
});
