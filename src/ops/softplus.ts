import { define } from "../activation/elementwise.js";
import { faded, logistic, productTail, softened } from "../activation/fallback/elements.js";
import { parameters } from "../activation/parameters.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/softplus.js";

export interface SoftplusOptions {
  /** Sharpness of the bend. Default 1. */
  readonly beta?: number;
}

/**
 * Smooth ReLU, element by element: `log(1 + e^(beta·x)) / beta`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: σ(beta · x).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.beta  sharpness; per unit of x, a finite number > 0. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or beta is not finite or not above 0
 * Special values: softplus(−∞) = 0, softplus(∞) = ∞, NaN → NaN; there is no threshold above which it becomes the identity. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Dugas et al. 2001; `torch.nn.functional.softplus`.
 * @example softplus(new Float32Array([0, 100]));   // [0.6931472…, 100]
 */
export const softplus: Activation<SoftplusOptions> = /* @__PURE__ */ define({
  name: "softplus",
  kernel,
  parameters: /* @__PURE__ */ parameters({ beta: { default: 1, above: 0 } }),
  f: (x, beta) => {
    const z = beta * x;
    if (z > 100) return x;
    // e^z may be subnormal and the quotient not: divided first, it keeps its bits. 1/beta may be above the greatest number.
    const tail = productTail(beta, x);
    return z < -700 ? faded(1 / (beta * 2 ** 60), z, tail, 60) : softened(z, tail) / beta;
  },
  df: (x, beta) => logistic(beta * x, productTail(beta, x)),
  ulp: { f32: 1, f64: 2 },
});
