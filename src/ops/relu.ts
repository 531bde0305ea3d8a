import { define } from "../activation/elementwise.js";
import type { IntegerForward, Invertible } from "../activation/types.js";
import kernel from "../kernels/relu.js";

/**
 * Rectified linear unit, element by element: `x < 0 ? 0 : x`.
 *
 * Shapes: any; the result has the input's shape and type. Integer arrays are taken too (`Int8Array`, `Int16Array`, `Int32Array`; no gradients).
 * Derivative: x <= 0 ? 0 : 1.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: relu(−0) = −0, relu(−∞) = 0, NaN keeps its very bits. Max error: the exact value, bit by bit (f32, f64).
 * Source: Nair & Hinton 2010; `torch.nn.functional.relu`.
 * @example relu(new Float32Array([-1, 2]));   // [0, 2]
 */
export const relu: IntegerForward & Invertible = /* @__PURE__ */ define({
  name: "relu",
  kernel,
  f: (x) => (x < 0 ? 0 : x),
  each: (x, y, n) => {
    for (let i = 0; i < n; i++) {
      const v = x[i] as number;
      // min(v, 0), but +0 of −0, which v less +0 then is
      const below = (v - Math.abs(v)) * 0.5 + 0;
      const value = v - below;
      // Of infinities too; of NaN the bits have to be kept.
      if (Number.isNaN(value)) return false;
      y[i] = value;
    }
    return true;
  },
  df: (x) => (x <= 0 ? 0 : 1),
  fromOutput: (y) => (y <= 0 ? 0 : 1),
  integers: true,
  keepsNaN: true,
  ulp: { f32: 0, f64: 0 },
});
