import { define } from "../activation/elementwise.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/hardswish.js";

/**
 * Piecewise quadratic swish, element by element: `x · min(max(x + 3, 0), 6) / 6`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x <= −3 ? 0 : x >= 3 ? 1 : (2x + 3) / 6.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: hardswish(x ≤ −3) = −0, hardswish(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Howard et al. 2019, arXiv:1905.02244; `torch.nn.functional.hardswish`.
 * @example hardswish(new Float32Array([-4, 1, 4]));   // [-0, 0.666…, 4]
 */
export const hardswish: Activation = /* @__PURE__ */ define({
  name: "hardswish",
  kernel,
  f: (x) => (x <= -3 ? -0 : x >= 3 ? x : (x * (x + 3)) / 6),
  df: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (x + x + 3) * (1 / 6)),
  ulp: { f32: 1, f64: 2 },
});
