import { define } from "../activation/elementwise.js";
import { faded, quotientTail } from "../activation/fallback/elements.js";
import { parameters } from "../activation/parameters.js";
import type { Invertible } from "../activation/types.js";
import kernel from "../kernels/celu.js";

export interface CeluOptions {
  /** −celu(−∞), and the scale of x below 0. Default 1. */
  readonly alpha?: number;
}

/**
 * Continuously differentiable exponential linear unit, element by element: `x > 0 ? x : alpha · (e^(x/alpha) − 1)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x > 0 ? 1 : e^(x/alpha).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.alpha  scale of the exponential part; in units of x, any finite number but 0. Default 1. `backwardFromOutput` needs it > 0.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or alpha is 0 or not finite
 * Special values: celu(−0) = −0, celu(−∞) = −alpha for alpha > 0, celu(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Barron 2017, arXiv:1704.07483; `torch.nn.functional.celu`.
 * @example celu(new Float32Array([-1, 2]));   // [-0.6321205…, 2]
 */
export const celu: Invertible<CeluOptions> = /* @__PURE__ */ define({
  name: "celu",
  kernel,
  parameters: /* @__PURE__ */ parameters({ alpha: { default: 1, not: 0 } }, { fromOutputAbove: 0 }),
  f: (x, alpha) => {
    if (!(x < 0)) return x;
    const z = x / alpha;
    const tail = quotientTail(x, alpha, z);
    // Next to 0 it is x, which z may be too small to tell.
    if (Math.abs(z) < 2 ** -60) return x;
    // Only where alpha is negative; the 1 is below the last bit there.
    if (z > 40) return faded(alpha, z, tail);
    return alpha * (Math.expm1(z) + faded(tail, z));
  },
  df: (x, alpha) => (x > 0 ? 1 : faded(1, x / alpha, quotientTail(x, alpha, x / alpha))),
  fromOutput: (y, alpha) => (y > 0 ? 1 : y / alpha + 1),
  ulp: { f32: 1, f64: 2 },
});
