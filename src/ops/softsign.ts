import { define } from "../activation/elementwise.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/softsign.js";

/**
 * Rational sigmoid, element by element: `x / (1 + |x|)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: 1 / (1 + |x|)².
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: softsign(−0) = −0, softsign(±∞) = ±1, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Turian et al. 2009; `torch.nn.functional.softsign`.
 * @example softsign(new Float32Array([-1, 3]));   // [-0.5, 0.75]
 */
export const softsign: Activation = /* @__PURE__ */ define({
  name: "softsign",
  kernel,
  f: (x) => (Math.abs(x) === Number.POSITIVE_INFINITY ? Math.sign(x) : x / (1 + Math.abs(x))),
  df: (x) => 1 / (1 + Math.abs(x)) / (1 + Math.abs(x)),
  ulp: { f32: 1, f64: 2 },
});
