import { define } from "../activation/elementwise.js";
import { faded } from "../activation/fallback/elements.js";
import { parameters } from "../activation/parameters.js";
import type { Invertible } from "../activation/types.js";
import kernel from "../kernels/elu.js";

export interface EluOptions {
  /** −elu(−∞). Default 1. */
  readonly alpha?: number;
}

/**
 * Exponential linear unit, element by element: `x > 0 ? x : alpha · (eˣ − 1)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x > 0 ? 1 : alpha · eˣ.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.alpha  scale of the exponential part; dimensionless, any finite number. Default 1. `backwardFromOutput` needs it ≥ 0.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or alpha is not finite
 * Special values: elu(−0) = −0 for alpha ≥ 0, elu(−∞) = −alpha, elu(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Clevert et al. 2016, arXiv:1511.07289; `torch.nn.functional.elu`.
 * @example elu(new Float32Array([-1, 2]));   // [-0.6321205…, 2]
 */
export const elu: Invertible<EluOptions> = /* @__PURE__ */ define({
  name: "elu",
  kernel,
  parameters: /* @__PURE__ */ parameters({ alpha: { default: 1 } }, { fromOutputMin: 0 }),
  f: (x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x),
  df: (x, alpha) => (x > 0 ? 1 : faded(alpha, x)),
  fromOutput: (y, alpha) => (y > 0 ? 1 : y + alpha),
  ulp: { f32: 1, f64: 2 },
});
