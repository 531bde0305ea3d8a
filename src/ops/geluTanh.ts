import { define } from "../activation/elementwise.js";
import { gated, gateSlope, productTail } from "../activation/fallback/elements.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/geluTanh.js";

const C = 0.07135481627260025;
/** Below, the result is −0; keeps ∞ · 0 from being NaN. */
const LOW = -60;

/** x(2√(2/π) + c·x²), c = 2√(2/π) · 0.044715 or thrice that. */
const cubic = (x: number, c: number): number => x * (1.5957691216057308 + c * (x * x));

/** What rounding took from cubic(x, C), the constants' own tails included. */
const cubicTail = (x: number): number => {
  const v = x * x;
  const w = C * v;
  const s = 1.5957691216057308 + w;
  const part = s - 1.5957691216057308;
  const tail = 1.5957691216057308 - (s - part) + (w - part) + productTail(C, v) + C * productTail(x, x) - 8.6e-18 * C * v - 9.97e-17;
  return productTail(x, s) + x * tail;
};

/**
 * GELU by its usual approximation, element by element: `½x · (1 + tanh(√(2/π) · (x + 0.044715x³)))`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: σ(z) + x · z′ · σ(z)(1 − σ(z)), z = 2√(2/π)(x + 0.044715x³).
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: geluTanh(−∞) = −0, geluTanh(∞) = ∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64); f′ near its zero at −0.7525 an absolute 2⁻²⁶ (f32), 2⁻⁵⁴ (f64), as its terms cancel.
 * Source: Hendrycks and Gimpel 2016, arXiv:1606.08415; `torch.nn.functional.gelu` with `approximate="tanh"`.
 * @example geluTanh(new Float32Array([-1, 2]));   // [-0.1588080…, 1.9545977…]
 */
export const geluTanh: Activation = /* @__PURE__ */ define({
  name: "geluTanh",
  kernel,
  f: (x) => {
    const v = Math.max(x, LOW);
    return x < 10 ? gated(x, cubic(v, C), cubicTail(v)) : x;
  },
  df: (x) => {
    const limited = Math.max(LOW, Math.min(x, -LOW));
    return gateSlope(cubic(limited, C), cubicTail(limited), cubic(limited, 3 * C));
  },
  ulp: { f32: 1, f64: 2 },
});
