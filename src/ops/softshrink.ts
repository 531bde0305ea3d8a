import { define } from "../activation/elementwise.js";
import { parameters } from "../activation/parameters.js";
import type { Activation } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/softshrink.js";

export interface SoftshrinkOptions {
  /** Half the width of the dead zone. Default 0.5. */
  readonly lambd?: number;
}

/**
 * Zero around 0, shifted towards 0 outside, element by element: `|x| <= lambd ? 0 : x − sign(x) · lambd`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: |x| <= lambd ? 0 : 1.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.lambd  half the width of the dead zone, in units of x, ≥ 0, may be ∞. Default 0.5.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or lambd is negative or NaN
 * Special values: softshrink(−0) = 0, softshrink(±∞) = ±∞, NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: Donoho 1995, *De-noising by soft-thresholding*; `torch.nn.functional.softshrink`.
 * @example softshrink(new Float32Array([-1, 0.25, 1]));   // [-0.5, 0, 0.5]
 */
export const softshrink: Activation<SoftshrinkOptions> = /* @__PURE__ */ define({
  name: "softshrink",
  kernel,
  parameters: /* @__PURE__ */ parameters({ lambd: { default: 0.5, min: 0, infinite: true } }),
  f: (x, lambd) => (Math.abs(x) <= lambd ? 0 : x > 0 ? x - lambd : x + lambd),
  each: (x, y, n, lambd) => {
    ways[2] = 0;
    ways[3] = 0;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      ways[0] = v - lambd;
      ways[1] = v + lambd;
      y[i] = ways[+(v < 0) | (+(Math.abs(v) <= lambd) << 1)] as number;
    }
    return true;
  },
  df: (x, lambd) => (Math.abs(x) > lambd ? 1 : 0),
  ulp: { f32: 0, f64: 0 },
});
