import { softmaxBackward, softmaxGradient, softmaxRow } from "../activation/fallback/rows.js";
import { defineRows, READS_DY, READS_X, READS_Y, type RowDefinition, WRITES } from "../activation/rows.js";
import type { Rowwise } from "../activation/rowTypes.js";
import { ALL } from "../activation/rowwise.js";
import kernel from "../kernels/softmax.js";

/**
 * Both: softmin(x) is softmax(−x). The kernel is the same too; mode 1 negates.
 * @internal
 */
export const definitionOf = (name: string, sign: 1 | -1): RowDefinition => {
  const exponentials = [
    ["maximum", READS_X],
    ["exponentials", READS_X | WRITES],
  ] as const;
  return {
    name,
    kernel,
    mode: sign < 0 ? 1 : 0,
    width: ALL,
    directions: [
      { passes: [...exponentials, ["scale", READS_Y | WRITES]], plain: (x, y) => softmaxRow(x, y, sign) },
      {
        passes: [...exponentials, ["mean", READS_DY | READS_Y], ["deviation", READS_DY | READS_Y | WRITES]],
        plain: (x, y, dy) => softmaxBackward(x, y, dy, sign),
      },
      {
        passes: [
          ["dot", READS_DY | READS_X],
          ["combine", READS_DY | READS_X | WRITES],
        ],
        plain: (x, y, dy) => softmaxGradient(x, y, dy, sign),
      },
    ],
    ulp: { f32: 2, f64: 2 },
  };
};

/**
 * Softmax over rows, positive numbers with the sum 1: `e^xᵢ / Σ e^xⱼ`, computed as e^(xᵢ − m) / Σ e^(xⱼ − m), m the row's maximum.
 *
 * Shapes: x is [rows, cols, inner], flat, or [rows, cols], nested; the result has the input's shape and type. A plain array without `cols` is one row;
 * of nested arrays each innermost one is (`dim = -1` in PyTorch).
 * Of a tensor rows are along the last axis, without `cols` and `inner`; rows of no elements give rows of none, as in PyTorch.
 * `backward`: y(dy − Σ dy · y), from x or the output.
 * There is no `derivative`: that of a row is a matrix.
 * @param x  number (a row of one), nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, a whole number ≥ 1; cols · inner divides x's length. Default: x's length / inner, or the innermost
 *   array's length.
 * @param options.inner  product of the axes behind that of `cols`, a whole number ≥ 1; of nested arrays 1. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols · inner does not divide x's length, lengths differ, memory overlaps
 *   in part
 * Special values: a row with NaN or ∞, or of −∞ alone, is NaN; −∞ beside finite numbers gives 0. Max error: 2 ULP + cols · 2⁻²⁴ of
 * the value (f32), 2 ULP + cols · 2⁻⁵³ (f64); no offset of x loses accuracy. Gradient, of Σ|terms|: (cols + 8) · 2⁻²⁴, 2⁻⁵³. Sums
 * are float64, of f32 sums of four, and their order depends on cols alone.
 * Source: Bridle 1990; `torch.nn.functional.softmax`.
 * @example softmax(new Float32Array([0, 0, 1, 1]), { cols: 2 });   // [0.5, 0.5, 0.5, 0.5]
 */
export const softmax: Rowwise = /* @__PURE__ */ defineRows(/* @__PURE__ */ definitionOf("softmax", 1));
