import { define } from "../activation/elementwise.js";
import { logistic, softened } from "../activation/fallback/elements.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/logSigmoid.js";

/**
 * Logarithm of the sigmoid, element by element: `−log(1 + e⁻ˣ)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: σ(−x).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: logSigmoid(−∞) = −∞, logSigmoid(∞) = −0, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: `torch.nn.functional.logsigmoid`.
 * @example logSigmoid(new Float32Array([0, -100]));   // [-0.6931472…, -100]
 */
export const logSigmoid: Activation = /* @__PURE__ */ define({
  name: "logSigmoid",
  kernel,
  f: (x) => -softened(-x, 0),
  df: (x) => logistic(-x),
  ulp: { f32: 1, f64: 2 },
});
