import { define } from "../activation/elementwise.js";
import type { Invertible } from "../activation/types.js";
import { ways } from "../activation/ways.js";
import kernel from "../kernels/relu6.js";

/**
 * ReLU that stops at 6, element by element: `min(max(x, 0), 6)`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: 0 < x < 6 ? 1 : 0.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: relu6(−0) = −0, relu6(∞) = 6, NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: Krizhevsky 2010, *Convolutional Deep Belief Networks on CIFAR-10*; `torch.nn.functional.relu6`.
 * @example relu6(new Float32Array([-1, 2, 9]));   // [0, 2, 6]
 */
export const relu6: Invertible = /* @__PURE__ */ define({
  name: "relu6",
  kernel,
  f: (x) => (x < 0 ? 0 : x > 6 ? 6 : x),
  each: (x, y, n) => {
    ways[1] = 0;
    ways[2] = 6;
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      ways[0] = v;
      y[i] = ways[+(v < 0) | (+(v > 6) << 1)] as number;
    }
    return true;
  },
  df: (x) => (x > 0 && x < 6 ? 1 : 0),
  fromOutput: (y) => (y > 0 && y < 6 ? 1 : 0),
  ulp: { f32: 0, f64: 0 },
});
