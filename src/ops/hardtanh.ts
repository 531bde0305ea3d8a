import { define } from "../activation/elementwise.js";
import { parameters } from "../activation/parameters.js";
import type { Invertible } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/hardtanh.js";

export interface HardtanhOptions {
  /** Lower bound. Default −1. */
  readonly minVal?: number;
  /** Upper bound. Default 1. */
  readonly maxVal?: number;
}

/**
 * Clamp, element by element: `min(max(x, minVal), maxVal)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: minVal < x < maxVal ? 1 : 0.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.minVal  lower bound, may be −∞. Default −1.
 * @param options.maxVal  upper bound, may be ∞, not below minVal. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, a bound is NaN or minVal > maxVal
 * Special values: hardtanh(±∞) = the bounds, hardtanh(−0) = −0, NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: Collobert 2004; `torch.nn.functional.hardtanh`.
 * @example hardtanh(new Float32Array([-3, 0.5, 3]));   // [-1, 0.5, 1]
 */
export const hardtanh: Invertible<HardtanhOptions> = /* @__PURE__ */ define({
  name: "hardtanh",
  kernel,
  parameters: /* @__PURE__ */ parameters(
    { minVal: { default: -1, infinite: true }, maxVal: { default: 1, infinite: true } },
    { ordered: true },
  ),
  f: (x, lo, hi) => (x < lo ? lo : x > hi ? hi : x),
  each: (x, y, n, lo, hi) => {
    ways[1] = lo;
    ways[2] = hi;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      ways[0] = v;
      y[i] = ways[+(v < lo) | (+(v > hi) << 1)] as number;
    }
    return true;
  },
  df: (x, lo, hi) => (x > lo && x < hi ? 1 : 0),
  fromOutput: (y, lo, hi) => (y > lo && y < hi ? 1 : 0),
  ulp: { f32: 0, f64: 0 },
});
