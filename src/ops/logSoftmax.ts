import { faded } from "../activation/fallback/elements.js";
import { logSoftmaxGradient, logSoftmaxRow, softmaxTimes, sumOfAll } from "../activation/fallback/rows.js";
import { defineRows, type Pass, READS_DY, READS_X, type RowDefinition, WRITES } from "../activation/rows.js";
import type { Rowwise } from "../activation/rowTypes.js";
import { ALL } from "../activation/rowwise.js";
import kernel from "../kernels/logSoftmax.js";

/**
 * How both activations of this kernel begin.
 * @internal
 */
export const logarithm: readonly Pass[] = [
  ["maximum", READS_X],
  ["sum_below", READS_X],
  ["logarithm", 0],
];
// Functions, because bundlers keep what is spread or computed, used or not.
const gradient = (): readonly Pass[] => [
  ["sum", READS_DY],
  ["spread", READS_DY | READS_X | WRITES],
];

const definition = (): RowDefinition => ({
  name: "logSoftmax",
  kernel,
  mode: 0,
  width: ALL,
  directions: [
    { passes: [...logarithm, ["shift", READS_X | WRITES]], plain: logSoftmaxRow },
    { passes: [...logarithm, ...gradient()], plain: (x, y, dy) => logSoftmaxGradient(softmaxTimes(x, sumOfAll(dy)), y, dy) },
    {
      passes: [["as_given", 0], ...gradient()],
      plain: (x, y, dy) => {
        const sum = sumOfAll(dy);
        logSoftmaxGradient(
          Float64Array.from(x, (v) => faded(sum, v)),
          y,
          dy,
        );
      },
    },
  ],
  ulp: { f32: 2, f64: 2 },
});

/**
 * Logarithm of softmax over rows: `xᵢ − log Σ e^xⱼ`, computed as (xᵢ − m) − log Σ e^(xⱼ − m), m the row's maximum.
 *
 * Shapes: x is [rows, cols, inner], flat, or [rows, cols], nested; the result has the input's shape and type. A plain array without `cols` is one row;
 * of nested arrays each innermost one is (`dim = -1` in PyTorch).
 * Of a tensor rows are along the last axis, without `cols` and `inner`; rows of no elements give rows of none, as in PyTorch.
 * `backward`: dy − e^y · Σ dy, from x or the output.
 * There is no `derivative`: that of a row is a matrix.
 * @param x  number (a row of one), nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param options.cols  elements of a row, a whole number ≥ 1; cols · inner divides x's length. Default: x's length / inner, or the innermost
 *   array's length.
 * @param options.inner  product of the axes behind that of `cols`, a whole number ≥ 1; of nested arrays 1. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x or out is of another type; RangeError if cols · inner does not divide x's length, lengths differ, memory overlaps
 *   in part
 * Special values: a row with NaN or ∞, or of −∞ alone, is NaN; −∞ beside finite numbers stays −∞. Max error: 2 ULP + cols · 2⁻²⁴ of
 * the value (f32), 2 ULP + cols · 2⁻⁵³ (f64), also where one element dominates and its logarithm is next to 0. Gradient, of
 * Σ|terms|: (cols + 8) · 2⁻²⁴, 2⁻⁵³. Sums are float64 and their order depends on cols alone.
 * Source: `torch.nn.functional.log_softmax`.
 * @example logSoftmax(new Float32Array([0, 0]));   // [-0.6931…, -0.6931…]
 */
export const logSoftmax: Rowwise = /* @__PURE__ */ defineRows(/* @__PURE__ */ definition());
