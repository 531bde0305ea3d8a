import { define } from "../activation/elementwise.js";
import { faded, productTail } from "../activation/fallback/elements.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/gelu.js";

/** ½ · 1/(1 + 1.25t) · (1 + S), by which e^(−t²/2) becomes Φ(−t); S by a rational function to 2⁻⁵⁷ for t up to 39.5. */
const ratio = (t: number): number => {
  const limited = Math.min(t, 40);
  let p = 0;
  let q = 0;
  for (let i = P.length - 1; i >= 0; i--) {
    p = p * limited + (P[i] as number);
    q = q * limited + (Q[i] as number);
  }
  return (0.5 / (1 + 1.25 * t)) * (1 + (limited * p) / (1 + limited * q));
};
const P = [
  0.45211543919713465, 0.6132285749722283, 0.41383602935509534, 0.17834958476512955, 0.053535235945789995, 0.011548678219311152,
  0.001787541363947492, 0.00019158652797443462, 1.2918099215501685e-5, 4.11578968739022e-7, -1.520105406761115e-9,
];
const Q = [
  2.4564174980354188, 2.82341783899795, 2.008549058113373, 0.9849557338871776, 0.3505815747802698, 0.09273441595042535,
  0.018305165500055107, 0.002656368874979827, 0.0002717586099434945, 1.7809658462865852e-5, 5.748613938632382e-7,
];

/** scale · e^(−x²/2) */
const bell = (scale: number, x: number): number => faded(scale, x * x * -0.5, productTail(x, x) * -0.5);

/**
 * Gaussian error linear unit, element by element: `x · Φ(x)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: Φ(x) + x · φ(x), Φ and φ the normal distribution and its density.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: gelu(−∞) = −0, gelu(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64; f′ 2.2); f′ near its zero at −0.7518 an absolute 2⁻²⁶ (f32), 2⁻⁵⁴ (f64), as its terms cancel.
 * Source: Hendrycks and Gimpel 2016, arXiv:1606.08415; `torch.nn.functional.gelu`.
 * @example gelu(new Float32Array([-1, 2]));   // [-0.1586552…, 1.9544997…]
 */
export const gelu: Activation = /* @__PURE__ */ define({
  name: "gelu",
  kernel,
  f: (x) => (x < 0 ? bell(Math.max(x, -60) * ratio(-x), x) : x < 40 ? x * (1 - bell(ratio(x), x)) : x),
  df: (x) => {
    const t = Math.min(Math.abs(x), 60);
    const lower = bell(ratio(t) - t * 0.3989422804014327, x);
    return x < 0 ? lower : 1 - lower;
  },
  ulp: { f32: 1, f64: 2 },
});
