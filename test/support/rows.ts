// Softmax and its relatives on one row in float64 with compensated sums: for rows longer than those there are exact values of.
import type { Floats } from "./api.js";

/** What rounding took from s = a + b. */
const tail = (a: number, b: number, s: number): number => {
  const part = s - a;
  return a - (s - part) + (b - part);
};

/** Added one by one, the rounding errors beside them (Neumaier): exact but for 2⁻⁵³ of the sum and n² · 2⁻¹⁰⁶ of Σ|terms|. */
export const exactSum = (terms: Iterable<number>): number => {
  let [sum, rest] = [0, 0];
  for (const term of terms) {
    const next = sum + term;
    rest += tail(sum, term, next);
    sum = next;
  }
  return sum + rest;
};

export const maximumOf = (x: Floats): number => {
  let maximum = Number.NEGATIVE_INFINITY;
  for (const v of x) maximum = Math.max(maximum, v);
  return maximum;
};

export interface RowReference {
  readonly maximum: number;
  /** log Σe^(x − maximum) */
  readonly logarithm: number;
  readonly softmax: Float64Array;
  readonly logSoftmax: Float64Array;
}

/** The maximum must be finite. Each value is within 3 ULP of float64: of exp or log1p 1, of the sum, the quotient and a product 0.5 each. */
export const rowReference = (x: Floats): RowReference => {
  const maximum = maximumOf(x);
  const differences = Float64Array.from(x, (v) => v - maximum);
  const tails = differences.map((z, i) => (Number.isFinite(z) ? tail(x[i] as number, -maximum, z) : 0));
  const exponentials = differences.map((z, i) => Math.exp(z) * (1 + (tails[i] as number)));
  const first = differences.indexOf(0);
  const others = exactSum(exponentials.filter((_, i) => i !== first));
  const logarithm = Math.log1p(others);
  return {
    maximum,
    logarithm,
    softmax: exponentials.map((e) => e / (1 + others)),
    logSoftmax: differences.map((z, i) => z - (logarithm - (tails[i] as number))),
  };
};
