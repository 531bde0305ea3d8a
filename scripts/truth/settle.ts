// From formulas in numbers of any length to doubles that are right: computed with more and more bits until two in a row agree.
import { fromDouble, isZero, negate, type Real, Reals, toDouble, ZERO } from "./reals.js";

const FEWEST_BITS = 160;
/** For sums that cancel at 2⁻¹⁰⁷⁴, twice over. A result that is still 0 with so many bits is 0. */
const MOST_BITS = 2 ** 14;
/** Two results that differ by less than 2⁻¹²⁰ of them are one: a double and a float hold 77 bits. */
const AGREEMENT = -120;

const levels: readonly Reals[] = Array.from({ length: Math.log2(MOST_BITS / FEWEST_BITS) + 1 }, (_, i) => new Reals(FEWEST_BITS * 2 ** i));

const areOne = (reals: Reals, x: Real, y: Real): boolean => {
  if (isZero(x) || isZero(y)) return x === ZERO && y === ZERO;
  const { m, e } = reals.subtract(x, y);
  return m === 0n || m.toString(2).length + e < y.m.toString(2).length + y.e + AGREEMENT;
};

/** The results of a formula, with 120 right bits each. A zero other than ZERO counts as one only if it stays so to the last. */
export const settle = (compute: (reals: Reals) => readonly Real[]): readonly Real[] => {
  let before: readonly Real[] = [];
  for (const reals of levels) {
    const results = compute(reals);
    if (results.every((result, i) => before[i] !== undefined && areOne(reals, before[i], result))) return results;
    before = results;
  }
  return before;
};

const cell = new Float64Array(1);
const word = new BigUint64Array(cell.buffer);

/** The place of the last bit of a finite double, as a power of two. */
const lastPlace = (x: number): number => {
  cell[0] = x;
  return Math.max(Number(((word[0] as bigint) >> 52n) & 0x7ffn), 1) - 1075;
};

/** hi, the nearest double, and lo, what is left of the exact value in units of hi's last place. */
export const split = (exact: Real): readonly [hi: number, lo: number] => {
  const hi = toDouble(exact);
  if (!Number.isFinite(hi)) return [hi, 0];
  const rest = new Reals(MOST_BITS).add(exact, negate(fromDouble(hi)));
  return [hi, Math.fround(toDouble({ ...rest, e: rest.e - lastPlace(hi) })) + 0];
};
