import { define } from "../activation/elementwise.js";
import { logistic, logisticSlope } from "../activation/fallback/elements.js";
import type { Invertible } from "../activation/types.js";
import kernel from "../kernels/sigmoid.js";

/**
 * Logistic sigmoid, element by element: `1 / (1 + e⁻ˣ)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: σ(1 − σ).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: sigmoid(−∞) = 0, sigmoid(∞) = 1, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Verhulst 1845; `torch.sigmoid`.
 * @example sigmoid(new Float32Array([0, 1]));   // [0.5, 0.7310585…]
 */
export const sigmoid: Invertible = /* @__PURE__ */ define({
  name: "sigmoid",
  kernel,
  f: (x) => logistic(x),
  df: logisticSlope,
  fromOutput: (y) => y * (1 - y),
  ulp: { f32: 1, f64: 2 },
});
