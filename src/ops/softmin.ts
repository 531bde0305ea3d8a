import { defineRows } from "../activation/rows.js";
import type { Rowwise } from "../activation/rowTypes.js";
import { definitionOf } from "./softmax.js";

/**
 * Softmin over rows, positive numbers with the sum 1, the greatest for the least x: `softmax(−x)`.
 *
 * Shapes: x is [rows, cols, inner], flat, or [rows, cols], nested; the result has the input's shape and type. A plain array without `cols` is one row;
 * of nested arrays each innermost one is.
 * Of a tensor rows are along the last axis, without `cols` and `inner`; rows of no elements give rows of none, as in PyTorch.
 * `backward`: −y(dy − Σ dy · y), from x or the output. There is no `derivative`: that of a
 * row is a matrix.
 * @param x  number (a row of one), nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, a whole number ≥ 1; cols · inner divides x's length. Default: x's length / inner, or the innermost
 *   array's length.
 * @param options.inner  product of the axes behind that of `cols`, a whole number ≥ 1; of nested arrays 1. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols · inner does not divide x's length, lengths differ, memory overlaps
 *   in part
 * Special values: a row with NaN or −∞, or of ∞ alone, is NaN; ∞ beside finite numbers gives 0. Max error: as `softmax`.
 * Source: `torch.nn.functional.softmin`.
 * @example softmin(new Float32Array([0, 0, 1, 1]), { cols: 2 });   // [0.5, 0.5, 0.5, 0.5]
 */
export const softmin: Rowwise = /* @__PURE__ */ defineRows(/* @__PURE__ */ definitionOf("softmin", -1));
