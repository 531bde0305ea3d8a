import { defineGated } from "../activation/gated.js";
import type { Gated } from "../activation/rowTypes.js";
import kernel from "../kernels/gate.js";
import { silu } from "./silu.js";

/**
 * Gated linear unit with silu, over rows of two halves [a | b]: `silu(a) · b`.
 *
 * Which half is the gate: **a, the first half, is the gate, b the value** (gate first, as in LLaMA); `glu` has it the other way round.
 * Shapes: x is [rows, cols], flat or nested; the result is [rows, cols / 2], of x's type. A plain array without `cols` is one row;
 * of nested arrays each innermost one is (`dim = -1` in PyTorch).
 * Of a tensor rows are along the last axis, of which the result has half, without `cols`; rows of no elements give rows of none, as in PyTorch.
 * `backward`: da = dy · b · silu′(a), db = dy · silu(a); dy has the result's shape.
 * There is no `derivative`: there would be two for each element.
 * @param x  nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, an even number that divides x's length. Default: x's length, or the innermost array's.
 * @param options.out  where to write: an array of x's type and half its length, apart from x; of `backward`, `x` itself or an array
 *   of its type and length, apart from dy. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols is odd or does not divide x's length, lengths differ, memory
 *   overlaps
 * Special values: those of the product, silu(−∞) = −0, so NaN where the value is infinite. Max error: 2.5 ULP (f32), 4.5 ULP
 *   (f64): silu's, doubled at worst by the product, and a rounding; where silu is subnormal, the value's half times 2⁻¹⁴⁹ (2⁻¹⁰⁷⁴)
 *   more. Gradient: of the gate one ULP more and, where silu′ is next to 0, 2⁻²⁵ (2⁻⁵²) of dy · b.
 * Source: Shazeer 2020, arXiv:2002.05202.
 * @example swiglu(new Float32Array([0, 1, 3, 2]));   // [0, 1.462117…]
 */
export const swiglu: Gated = /* @__PURE__ */ defineGated({
  name: "swiglu",
  kernel,
  activation: silu,
  gate: "first",
  ulp: { f32: 2.5, f64: 4.5 },
});
