import { define } from "../activation/elementwise.js";
import { productTail, sumTail } from "../activation/fallback/elements.js";
import { parameters } from "../activation/parameters.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/hardsigmoid.js";

export interface HardsigmoidOptions {
  /** Slope. Default 1/6. */
  readonly alpha?: number;
  /** Value at 0. Default 1/2. */
  readonly beta?: number;
}

/** As a literal: a quotient would count as code to run, and keep the function in bundles that do not use it. */
const SIXTH = 0.16666666666666666;

/** One sixth is no float: with it, the line is (x + 3)/6, which cancels nowhere. */
const isUsual = (alpha: number, beta: number): boolean => (alpha === SIXTH || alpha === Math.fround(SIXTH)) && beta === 0.5;

/** With what product and sum lost, as it may cancel. */
const line = (x: number, alpha: number, beta: number): number => {
  if (isUsual(alpha, beta)) return (x + 3) * SIXTH;
  // ∞ · 0 would be NaN.
  if (alpha === 0 && !Number.isNaN(x)) return beta;
  const product = alpha * x;
  const sum = product + beta;
  return Math.abs(sum) < 2 ? sum + (sumTail(product, beta, sum) + productTail(x, alpha)) : sum;
};

/** What brings a number that is next to 0 away from it. */
const raise = (x: number): number => (Math.abs(x) < 1e-120 ? 2 ** 600 : 1);

/**
 * Is 0 < αx + β < 1? As −β < αx < 1 − β with the errors of the product and of 1 − β, since the sum would round to its bounds beside them
 * (Dekker 1971).
 */
const isRising = (x: number, alpha: number, beta: number): boolean => {
  if (isUsual(alpha, beta)) return x > -3 && x < 3;
  const to = 1 - beta;
  const product = x * alpha;
  const rest = productTail(x, alpha);
  // αx may be less than the least number, and alone decides beside 0 and 1.
  const [u, v] = [x * raise(x), alpha * raise(alpha)];
  if (beta === 1 ? !(u * v < 0) : !(product - to + (rest - sumTail(1, -beta, to)) < 0)) return false;
  if (Math.abs(beta) > 1e-270) return product + beta + rest > 0;
  return u * v + beta * raise(x) * raise(alpha) + productTail(u, v) > 0;
};

/** +0 for −0 too */
const clamp01 = (y: number): number => (y <= 0 ? 0 : y > 1 ? 1 : y);

/**
 * Piecewise linear sigmoid, element by element: `min(max(alpha · x + beta, 0), 1)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: 0 < alpha · x + beta < 1 ? alpha : 0.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.alpha  slope; dimensionless, any finite number. Default 1/6 (ONNX and WebNN use 0.2).
 * @param options.beta  value at 0; dimensionless, any finite number. Default 1/2.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or a parameter is not finite
 * Special values: hardsigmoid(−∞) = 0, hardsigmoid(∞) = 1, NaN → NaN. An alpha of 1/6, also as rounded to float32, means exactly one sixth with beta 1/2: (x + 3)/6. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: Courbariaux et al. 2015, arXiv:1511.00363; `torch.nn.functional.hardsigmoid`; ONNX HardSigmoid.
 * @example hardsigmoid(new Float32Array([-4, 0, 1.5]));   // [0, 0.5, 0.75]
 */
export const hardsigmoid: Activation<HardsigmoidOptions> = /* @__PURE__ */ define({
  name: "hardsigmoid",
  kernel,
  parameters: /* @__PURE__ */ parameters({ alpha: { default: SIXTH }, beta: { default: 0.5 } }),
  f: (x, alpha, beta) => clamp01(line(x, alpha, beta)),
  df: (x, alpha, beta) => (isRising(x, alpha, beta) ? alpha : 0),
  ulp: { f32: 1, f64: 2 },
});
