import { logSumExpRow, softmaxTimes } from "../activation/fallback/rows.js";
import { defineRows, READS_DY, READS_X, type RowDefinition, WRITES } from "../activation/rows.js";
import type { RowReduction, RowReductionBackward } from "../activation/rowTypes.js";
import { ONE } from "../activation/rowwise.js";
import kernel from "../kernels/logSoftmax.js";
import { logarithm } from "./logSoftmax.js";

/** One value a row; what `backward` gives has x's shape. */
interface LogSumExp extends RowReduction {
  /** The gradient with respect to x: dy · softmax(x), dy having one value a row. `options.out` takes an array of x's type and length. */
  readonly backward: RowReductionBackward;
}

const definition = (): RowDefinition => ({
  name: "logSumExp",
  kernel,
  mode: 1,
  width: ONE,
  directions: [
    {
      passes: [...logarithm, ["result", WRITES]],
      plain: (x, y) => {
        y[0] = logSumExpRow(x);
      },
    },
    {
      passes: [...logarithm, ["spread", READS_DY | READS_X | WRITES]],
      plain: (x, y, dy) => {
        const [g = Number.NaN] = dy;
        y.set(softmaxTimes(x, g));
      },
    },
  ],
  ulp: { f32: 2, f64: 2 },
});

/**
 * Logarithm of the sum of exponentials of each row: `log Σ e^xⱼ`, computed as m + log Σ e^(xⱼ − m), m the row's maximum.
 *
 * Shapes: x is [rows, cols, inner], the result has one value a row: an array of `rows` elements of x's type. A plain array without `cols`
 * is one row and gives a number, with `cols` an array; of nested arrays each innermost one is a row (`dim = -1` in PyTorch).
 * There is no `derivative`: `backward` for dy = 1 is all of it.
 * Of a tensor rows are along the last axis, which the result does not have, without `cols` and `inner`; rows of no elements give −∞, as in
 * PyTorch.
 * @param x  number (a row of one), nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, a whole number ≥ 1; cols · inner divides x's length. Default: x's length / inner, or the innermost
 *   array's length.
 * @param options.inner  product of the axes behind that of `cols`, a whole number ≥ 1; of nested arrays 1. Default 1.
 * @param options.out  where to write: an array of x's type with one element a row, apart from x. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols · inner does not divide x's length, out's length is another, or memory
 *   overlaps
 * Special values: ∞ if there is one, −∞ for a row of nothing else or of nothing at all, NaN if there is one. Max error: 2 ULP +
 * cols · 2⁻²⁴ (f32), 2 ULP + cols · 2⁻⁵³ (f64), of max(|m|, log Σ e^(xⱼ − m)). Gradient: (cols + 8) · 2⁻²⁴, 2⁻⁵³ of it; NaN where
 * softmax is. Sums are float64 and their order depends on cols alone.
 * Source: `torch.logsumexp`.
 * @example logSumExp(new Float32Array([0, 0, 1, 1]), { cols: 2 });   // [0.6931…, 1.6931…]
 */
export const logSumExp: LogSumExp = /* @__PURE__ */ defineRows(/* @__PURE__ */ definition());
