import { define } from "../activation/elementwise.js";
import { logisticSlope } from "../activation/fallback/elements.js";
import type { Invertible } from "../activation/types.js";
import kernel from "../kernels/tanh.js";

/**
 * Hyperbolic tangent, element by element: `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: 1 − tanh² x.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: tanh(−0) = −0, tanh(±∞) = ±1, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: `torch.tanh`.
 * @example tanh(new Float32Array([0, 0.5]));   // [0, 0.4621171…]
 */
export const tanh: Invertible = /* @__PURE__ */ define({
  name: "tanh",
  kernel,
  f: Math.tanh,
  df: (x) => 4 * logisticSlope(2 * x),
  fromOutput: (y) => (1 - y) * (1 + y),
  ulp: { f32: 1, f64: 2 },
});
