import { define } from "../activation/elementwise.js";
import { faded, gated, gateSlope, productTail } from "../activation/fallback/elements.js";
import { parameterGradient } from "../activation/parameterGradient.js";
import { parameters } from "../activation/parameters.js";
import type { Activation, NestedArray } from "../activation/types.js";
import type { Tensor } from "../engine/tensor.js";
import kernel from "../kernels/silu.js";

export interface SiluOptions {
  /** Sharpness of the gate. Default 1. */
  readonly beta?: number;
}

/** silu and, in addition, the gradient of its parameter. */
export interface Silu extends Activation<SiluOptions> {
  /**
   * The gradient with respect to beta, one number: Σ dy · x² · σ(beta·x)(1 − σ(beta·x)). dy has x's shape and type; options as for
   * silu, without `out`. Summed in float64 in an order that depends on the length alone.
   * Max error: 2⁻²⁸ (f32), (n + 8) · 2⁻⁵³ (f64) of Σ|terms|.
   */
  readonly betaGradient: <A extends number | NestedArray | Float32Array | Float64Array | Tensor>(
    dy: A,
    x: A,
    options?: SiluOptions,
  ) => number;
}

const own = /* @__PURE__ */ parameters({ beta: { default: 1 } });

/** Beyond this, σ(1 − σ) is 0; keeps ∞ · 0 from being NaN. */
const limited = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x));

/**
 * Sigmoid-weighted linear unit, also known as Swish, element by element: `x · σ(beta · x)`, σ the sigmoid.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: σ(z)(1 + z(1 − σ(z))), z = beta · x.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.beta  sharpness; per unit of x, any finite number. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or beta is not finite
 * Special values: silu(−∞) = −0, silu(∞) = ∞ for beta > 0, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64); f′ near its zero at −1.2785/beta an absolute 2⁻²⁶ (f32), 2⁻⁵⁴ (f64), as its terms cancel.
 * Source: Elfwing et al. 2018, arXiv:1702.03118; Ramachandran et al. 2017, arXiv:1710.05941; `torch.nn.functional.silu`.
 * @example silu(new Float32Array([-1, 2]));   // [-0.2689414…, 1.7615941…]
 */
export const silu: Silu = /* @__PURE__ */ define({
  name: "silu",
  kernel,
  parameters: own,
  f: (x, beta) => gated(x, beta * limited(x), productTail(beta, x)),
  df: (x, beta) => gateSlope(beta * limited(x), productTail(beta, x), beta * limited(x)),
  methods: () => ({
    betaGradient: parameterGradient("silu.betaGradient", kernel, "beta_gradient", own, (dy, x, beta) => {
      const v = limited(x);
      const z = beta * v;
      const tail = z > 0 ? -productTail(beta, v) : productTail(beta, v);
      const e = Math.exp(-Math.abs(z));
      // e^−|z| in halves: with v each is in range wherever the term is.
      const w = faded(v, -Math.abs(z) / 2, tail / 2) / (1 + e);
      return dy * w * w;
    }),
  }),
  ulp: { f32: 1, f64: 2 },
});
