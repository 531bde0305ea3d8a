import { defineGated } from "../activation/gated.js";
import type { Gated } from "../activation/rowTypes.js";
import kernel from "../kernels/gate.js";
import { relu } from "./relu.js";

/**
 * Gated linear unit with relu, over rows of two halves [a | b]: `relu(a) · b`.
 *
 * Which half is the gate: **a, the first half, is the gate, b the value**; `glu` has it the other way round.
 * Shapes: x is [rows, cols], flat or nested; the result is [rows, cols / 2], of x's type. A plain array without `cols` is one row;
 * of nested arrays each innermost one is (`dim = -1` in PyTorch).
 * Of a tensor rows are along the last axis, of which the result has half, without `cols`; rows of no elements give rows of none, as in PyTorch.
 * `backward`: da = a > 0 ? dy · b : 0, db = dy · relu(a); dy has the result's shape.
 * There is no `derivative`: there would be two for each element.
 * @param x  nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, an even number that divides x's length. Default: x's length, or the innermost array's.
 * @param options.out  where to write: an array of x's type and half its length, apart from x; of `backward`, `x` itself or an array
 *   of its type and length, apart from dy. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols is odd or does not divide x's length, lengths differ, memory
 *   overlaps
 * Special values: those of the product, 0 · ∞ is NaN. The gradient of a gate at 0 or below is exactly 0, whatever
 *   dy and b are. Max error: 0.5 ULP (f32, f64); gradient of the gate: 0.5 ULP.
 * Source: Shazeer 2020, arXiv:2002.05202.
 * @example reglu(new Float32Array([-1, 2, 3, 4]));   // [0, 8]
 */
export const reglu: Gated = /* @__PURE__ */ defineGated({
  name: "reglu",
  kernel,
  activation: relu,
  gate: "first",
  ulp: { f32: 0.5, f64: 0.5 },
});
