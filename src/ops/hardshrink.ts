import { define } from "../activation/elementwise.js";
import { parameters } from "../activation/parameters.js";
import type { Activation } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/hardshrink.js";

export interface HardshrinkOptions {
  /** Half the width of the dead zone. Default 0.5. */
  readonly lambd?: number;
}

/**
 * Zero around 0, identity outside, element by element: `|x| <= lambd ? 0 : x`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: |x| <= lambd ? 0 : 1.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.lambd  half the width of the dead zone, in units of x, ≥ 0, may be ∞. Default 0.5. (The name is PyTorch's; `lambda` is a keyword in Python.)
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or lambd is negative or NaN
 * Special values: hardshrink(−0) = 0, hardshrink(±∞) = ±∞, NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: `torch.nn.functional.hardshrink`.
 * @example hardshrink(new Float32Array([-1, 0.25, 1]));   // [-1, 0, 1]
 */
export const hardshrink: Activation<HardshrinkOptions> = /* @__PURE__ */ define({
  name: "hardshrink",
  kernel,
  parameters: /* @__PURE__ */ parameters({ lambd: { default: 0.5, min: 0, infinite: true } }),
  f: (x, lambd) => (Math.abs(x) <= lambd ? 0 : x),
  each: (x, y, n, lambd) => {
    ways[1] = 0;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      ways[0] = v;
      y[i] = ways[+(Math.abs(v) <= lambd)] as number;
    }
    return true;
  },
  df: (x, lambd) => (Math.abs(x) > lambd ? 1 : 0),
  ulp: { f32: 0, f64: 0 },
});
