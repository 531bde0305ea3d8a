// Errors in units in the last place: the spacing of floats at the exact value, with gradual underflow.
import type { Dtype, Floats } from "./api.js";
import type { Case, Exact } from "./truth.js";

const cell = new Float64Array(1);
const halves = new Uint32Array(cell.buffer);

/** Spacing of the dtype's floats at |x|, which is finite. */
export const ulpAt = (dtype: Dtype, x: number): number => {
  cell[0] = x;
  const exponent = (((halves[1] as number) >>> 20) & 0x7ff) - 1023;
  return dtype === "f32" ? 2 ** (Math.max(exponent, -126) - 23) : 2 ** (Math.max(exponent, -1022) - 52);
};

/** Inside (from, to) the formula cancels, and the error counts in ulps of `least` or more. */
export type Floor = readonly [from: number, to: number, least: number];

/**
 * |got − exact| in ulps of the exact value hi + lo · ulp(hi); 0 or Infinity where either is NaN or infinite, or where exact is
 * a zero. Signs of zeros, also of those that underflowed, count in a value, not in a derivative.
 */
export const errorInUlps = (
  dtype: Dtype,
  got: number,
  hi: number,
  { lo = 0, x = 0, floor, signedZero = true }: { lo?: number; x?: number; floor?: Floor | undefined; signedZero?: boolean } = {},
): number => {
  if (Number.isNaN(hi)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
  const rounded = dtype === "f32" ? Math.fround(hi) : hi;
  if (!Number.isFinite(rounded) || !Number.isFinite(got)) return got === rounded ? 0 : Number.POSITIVE_INFINITY;
  if (got === 0 && signedZero && Object.is(got, 0) !== (hi > 0 || Object.is(hi, 0))) return Number.POSITIVE_INFINITY;
  const inside = floor !== undefined && x > floor[0] && x < floor[1];
  const unit = ulpAt(dtype, inside ? Math.max(Math.abs(hi), floor[2]) : hi);
  // Divided first: the product of lo and an ulp of 2⁻¹⁰⁷⁴ would be lost.
  return Math.abs((got - hi) / unit - lo * (ulpAt("f64", hi) / unit));
};

/** At most this many are shown of what is wrong. */
const FEW = 5;

/** The elements whose error exceeds the bound, in words. */
export const tooFar = (
  { dtype, x }: Pick<Case, "dtype" | "x">,
  got: Floats,
  { hi, lo }: Exact,
  bound: number,
  floor: Floor | undefined,
  signedZero: boolean,
): readonly string[] =>
  Array.from(got, (value, i) => {
    const at = x[i] as number;
    const error = errorInUlps(dtype, value, hi[i] as number, { lo: lo?.[i] ?? 0, x: at, floor, signedZero });
    return error <= bound ? "" : `x = ${at}: ${value}, expected ${hi[i]}, off by ${error} ULP`;
  })
    .filter(Boolean)
    .slice(0, FEW);
