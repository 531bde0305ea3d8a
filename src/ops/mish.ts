import { define } from "../activation/elementwise.js";
import { faded } from "../activation/fallback/elements.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/mish.js";

/** Beyond, the exponential is 0; keeps ∞ · 0 from being NaN. */
const LOW = -2000;

/**
 * Self-regularised smooth ReLU, element by element: `x · tanh(softplus x)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: tanh(softplus x) + x · σ(x) · sech²(softplus x).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: mish(−∞) = −0, mish(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64); f′ near its zero at −1.1924 an absolute 2⁻²⁶ (f32), 2⁻⁵⁴ (f64), as its terms cancel.
 * Source: Misra 2019, arXiv:1908.08681; `torch.nn.functional.mish`.
 * @example mish(new Float32Array([-1, 2]));   // [-0.3034014…, 1.943959…]
 */
export const mish: Activation = /* @__PURE__ */ define({
  name: "mish",
  kernel,
  f: (x) => {
    const e = Math.exp(-Math.abs(x));
    if (x < 0) return faded((Math.max(x, LOW) * (e + 2)) / (e * (e + 2) + 2), x);
    return e ? (x * (1 + 2 * e)) / (1 + 2 * e + 2 * e * e) : x;
  },
  df: (x) => {
    const e = Math.exp(-Math.abs(x));
    const n = x < 0 ? e * (e + 2) : 1 + 2 * e;
    const d = x < 0 ? n + 2 : n + 2 * e * e;
    if (x < 0) return faded(((e + 2) * d + 4 * Math.max(x, LOW) * (1 + e)) / (d * d), x);
    return (n * d + 4 * Math.min(x, -LOW) * e * e * (1 + e)) / (d * d);
  },
  ulp: { f32: 1, f64: 2 },
});
