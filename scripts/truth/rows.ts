// Softmax and its relatives on one row, and their gradients, exactly.
import { fromDouble, negate, type Real, type Reals, ZERO } from "./reals.js";

/** What a value or a gradient is: a number to compute, or one that is said at once (infinite, NaN). */
export type Result = Real | number;

export interface RowResults {
  readonly y: readonly Result[];
  readonly d: readonly Result[];
}

/** A row with what the functions share: pᵢ = e^(xᵢ − max)/Σ, and log Σ. What is −∞ has no part in it. */
interface Row {
  readonly reals: Reals;
  readonly x: readonly number[];
  readonly differences: readonly (Real | undefined)[];
  readonly p: readonly Real[];
  readonly maximum: Real;
  readonly logarithm: Real;
}

const rowOf = (reals: Reals, x: readonly number[]): Row => {
  const greatest = Math.max(...x);
  const maximum = fromDouble(greatest);
  const differences = x.map((v) => (v === Number.NEGATIVE_INFINITY ? undefined : reals.subtract(fromDouble(v), maximum)));
  const exponentials = differences.map((z) => (z ? reals.exp(z) : ZERO));
  const first = x.indexOf(greatest);
  const others = exponentials.filter((_, i) => i !== first).reduce((sum, e) => reals.add(sum, e), ZERO);
  const total = reals.add(fromDouble(1), others);
  return {
    reals,
    x,
    differences,
    p: exponentials.map((e) => (e === ZERO ? ZERO : reals.divide(e, total))),
    maximum,
    logarithm: reals.log1p(others),
  };
};

const sum = (reals: Reals, terms: readonly Real[]): Real => terms.reduce((total, term) => reals.add(total, term), ZERO);

interface RowFormula {
  /** Of a row with a finite maximum, and the upstream gradient: as many numbers as x, or one. */
  readonly finite: (row: Row, g: readonly Real[]) => RowResults;
  /** The value where the maximum is no number or infinite; the gradient is NaN there. */
  readonly special: (maximum: number) => number;
  /** Of −x, so that the gradient's sign changes. */
  readonly isOfNegative?: true;
}

const nan = (): number => Number.NaN;

const softmax: RowFormula = {
  special: nan,
  finite: ({ reals, p }, g) => {
    const mean = sum(
      reals,
      p.map((one, i) => reals.multiply(one, g[i] as Real)),
    );
    return { y: p, d: p.map((one, i) => (one === ZERO ? ZERO : reals.multiply(one, reals.subtract(g[i] as Real, mean)))) };
  },
};

export const rowFormulas: Readonly<Record<string, RowFormula>> = {
  softmax,
  softmin: { ...softmax, isOfNegative: true },
  logSoftmax: {
    special: nan,
    finite: ({ reals, differences, logarithm, p }, g) => {
      const total = sum(reals, g);
      return {
        y: differences.map((z) => (z ? reals.subtract(z, logarithm) : Number.NEGATIVE_INFINITY)),
        d: p.map((one, i) => reals.subtract(g[i] as Real, reals.multiply(one, total))),
      };
    },
  },
  logSumExp: {
    special: (maximum) => maximum,
    finite: ({ reals, maximum, logarithm, p }, g) => ({
      y: [reals.add(maximum, logarithm)],
      d: p.map((one) => (one === ZERO ? ZERO : reals.multiply(g[0] as Real, one))),
    }),
  },
};

/** f(x) and the gradient for the upstream gradient g, of one row. */
export const evaluateRow = (formula: RowFormula, reals: Reals, x: readonly number[], g: readonly number[]): RowResults => {
  const row = formula.isOfNegative ? x.map((v) => -v) : x;
  const maximum = Math.max(...row);
  if (!Number.isFinite(maximum)) return { y: g.map(() => formula.special(maximum)), d: x.map(nan) };
  const { y, d } = formula.finite(rowOf(reals, row), g.map(fromDouble));
  return { y, d: formula.isOfNegative ? d.map((one) => (typeof one === "number" || one === ZERO ? one : negate(one))) : d };
};
