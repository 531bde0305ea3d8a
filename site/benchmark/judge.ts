// How far from the truth a contender is, in float32. The truth is float64, computed by the package: 29 bits more than what is judged.

import { formulas } from "../../bench/formulas.js";
import type { Elements } from "../../bench/ops.js";
import { random } from "../../bench/random.js";
import { EDGE, FAR, ROWS, sweep } from "../../bench/sweep.js";
import { errorInUlps } from "../../test/support/ulp.js";
import { WORST } from "./results.js";

/** Of rows: as many as the loops take as one (bench/formulas.ts). */
const COLS = 1024;
const REPEATS = 4;

export const isOverRows = (op: string): boolean => formulas("f32")[op]?.isLoop === true;

/** Inputs within ±20; rows of which no part is further from another than that. */
export const questionsOf = (op: string): Float32Array => {
  if (!isOverRows(op)) return sweep().filter((x) => Math.abs(x) <= EDGE);
  const next = random(COLS);
  const kinds = ROWS.filter((_, i) => i !== FAR);
  return Float32Array.from({ length: REPEATS * kinds.length * COLS }, (_, i) =>
    (kinds[Math.floor(i / COLS) % kinds.length] as (typeof ROWS)[number])(next()),
  );
};

/** The greatest error in ULP. 2²⁴ where no digit is right, or where only one of the two is a number. */
export const greatestError = (got: Elements, truth: Float64Array): number => {
  if (got.length !== truth.length) throw new RangeError(`${got.length} results, expected ${truth.length}`);
  const values = got instanceof Int32Array ? new Float32Array(got.slice().buffer) : got;
  let greatest = 0;
  for (let i = 0; i < truth.length; i++)
    greatest = Math.max(greatest, errorInUlps("f32", values[i] as number, truth[i] as number, { signedZero: false }));
  return Math.min(greatest, WORST);
};
