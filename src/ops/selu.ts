import { define } from "../activation/elementwise.js";
import type { Invertible } from "../activation/types.js";
import kernel from "../kernels/selu.js";

const SCALE = 1.0507009873554805;
/** λα */
const BOTH = 1.7580993408473768;

/**
 * Scaled exponential linear unit, element by element: `λ · (x > 0 ? x : α · (eˣ − 1))`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x > 0 ? λ : λα · eˣ. Here α = 1.6732632423543772…, λ = 1.0507009873554804….
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: selu(−0) = −0, selu(−∞) = −λα, selu(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Klambauer et al. 2017, arXiv:1706.02515; `torch.nn.functional.selu`.
 * @example selu(new Float32Array([-1, 2]));   // [-1.1113307…, 2.1014020…]
 */
export const selu: Invertible = /* @__PURE__ */ define({
  name: "selu",
  kernel,
  f: (x) => (x < 0 ? BOTH * Math.expm1(x) : SCALE * x),
  df: (x) => (x > 0 ? SCALE : BOTH * Math.exp(x)),
  fromOutput: (y) => (y > 0 ? SCALE : y + BOTH),
  ulp: { f32: 1, f64: 2 },
});
