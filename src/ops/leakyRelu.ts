import { define } from "../activation/elementwise.js";
import { parameters } from "../activation/parameters.js";
import type { Invertible } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/leakyRelu.js";

export interface LeakyReluOptions {
  /** Slope for x ≤ 0. Default 0.01. */
  readonly negativeSlope?: number;
}

/**
 * ReLU with a slope below 0, element by element: `x > 0 ? x : negativeSlope · x`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: x > 0 ? 1 : negativeSlope.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.negativeSlope  slope for x ≤ 0; dimensionless, any finite number. Default 0.01. `backwardFromOutput` needs it ≥ 0.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part, or the slope is not finite
 * Special values: leakyRelu(−∞) = −∞ (NaN with slope 0), NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: Maas et al. 2013, *Rectifier Nonlinearities Improve Neural Network Acoustic Models*; `torch.nn.functional.leaky_relu`.
 * @example leakyRelu(new Float32Array([-1, 2]), { negativeSlope: 0.5 });   // [-0.5, 2]
 */
export const leakyRelu: Invertible<LeakyReluOptions> = /* @__PURE__ */ define({
  name: "leakyRelu",
  kernel,
  parameters: /* @__PURE__ */ parameters({ negativeSlope: { default: 0.01 } }, { fromOutputMin: 0 }),
  f: (x, slope) => (x > 0 ? x : x * slope),
  each: (x, y, n, slope) => {
    ways[0] = slope;
    ways[1] = 1;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      y[i] = v * (ways[+(v > 0)] as number);
    }
    return true;
  },
  df: (x, slope) => (x > 0 ? 1 : slope),
  fromOutput: (y, slope) => (y > 0 ? 1 : slope),
  ulp: { f32: 0, f64: 0 },
});
