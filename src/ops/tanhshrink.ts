import { define } from "../activation/elementwise.js";
import type { Activation } from "../activation/types.js";
import kernel from "../kernels/tanhshrink.js";

/**
 * What tanh takes away, element by element: `x − tanh x`.
 *
 * Shapes: any; the result has the input's shape and type. Derivative: tanh² x.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if lengths differ, memory overlaps in part
 * Special values: tanhshrink(−0) = −0, tanhshrink(±∞) = ±∞, NaN → NaN. Max error: 1 ULP (f32), 2 ULP (f64).
 * Source: `torch.nn.functional.tanhshrink`.
 * @example tanhshrink(new Float32Array([0, 1]));   // [0, 0.2384058…]
 */
export const tanhshrink: Activation = /* @__PURE__ */ define({
  name: "tanhshrink",
  kernel,
  f: (x) => {
    const v = x * x;
    if (!(v < 1)) return x - Math.tanh(x);
    // x − tanh x cancels; Lambert's fraction tanh x = x/(1 + v/(3 + v/(5 + …))) leaves x·v/(3 + v + v/(5 + …)).
    let rest = 0;
    for (let n = 21; n > 3; n -= 2) rest = v / (n + rest);
    return (x * v) / (3 + v + rest);
  },
  df: (x) => Math.tanh(x) ** 2,
  ulp: { f32: 1, f64: 2 },
});
