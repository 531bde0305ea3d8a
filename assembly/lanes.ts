// The vocabulary of the ops: short functions over the lanes of a vector, generic over T = f32 | f64.
// Comparisons give masks (all ones or all zeros per lane); masks combine with and, andnot, select.

// @ts-ignore: decorator
@inline export function zero(): v128 { return i64x2.splat(0); }

/** Every lane is `value`; folds to a constant. */
// @ts-ignore: decorator
@inline export function all<T>(value: f64): v128 { return v128.splat<T>(<T>value); }

/** mask ? yes : no, lane by lane. */
// @ts-ignore: decorator
@inline export function select(mask: v128, yes: v128, no: v128): v128 { return v128.bitselect(yes, no, mask); }

/** mask ? x : +0. Not a product: a masked NaN or ∞ is gone. */
// @ts-ignore: decorator
@inline export function keepWhere(mask: v128, x: v128): v128 { return v128.and(x, mask); }

/** mask ? +0 : x. */
// @ts-ignore: decorator
@inline export function zeroWhere(mask: v128, x: v128): v128 { return v128.andnot(x, mask); }

/** dy · d for a factor d that may be 0: then 0, whatever dy is. */
// @ts-ignore: decorator
@inline export function scaled<T>(dy: v128, d: v128): v128 { return keepWhere(v128.ne<T>(d, zero()), v128.mul<T>(dy, d)); }

/** The sign bit of every lane. */
// @ts-ignore: decorator
@inline export function signBit<T>(): v128 { return all<T>(-0.0); }

/** |x|, by clearing the sign: half the price of v128.abs on x86. */
// @ts-ignore: decorator
@inline export function magnitude<T>(x: v128): v128 { return v128.andnot(x, signBit<T>()); }

/** |x| with the sign of `sign`. */
// @ts-ignore: decorator
@inline export function withSignOf<T>(x: v128, sign: v128): v128 { return v128.bitselect(sign, x, signBit<T>()); }

/** x strictly between lo and hi; false for NaN. */
// @ts-ignore: decorator
@inline export function between<T>(x: v128, lo: v128, hi: v128): v128 { return v128.and(v128.gt<T>(x, lo), v128.lt<T>(x, hi)); }

/** x clamped to [lo, hi]; NaN stays NaN, and a zero keeps its sign where the bound is a zero too. */
// @ts-ignore: decorator
@inline export function clamp<T>(x: v128, lo: v128, hi: v128): v128 { return v128.pmin<T>(v128.pmax<T>(x, lo), hi); }

// f32 work that needs more than 24 bits goes through f64 lanes: compute on low(x) and high(x), put together with narrow.

/** Lanes 0 and 1 of four f32, as f64. Exact. */
// @ts-ignore: decorator
@inline export function low(x: v128): v128 { return f64x2.promote_low_f32x4(x); }

/** Lanes 2 and 3 of four f32, as f64. Exact. */
// @ts-ignore: decorator
@inline export function high(x: v128): v128 { return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0)); }

/** Two pairs of f64 rounded to four f32. */
// @ts-ignore: decorator
@inline export function narrow(lo: v128, hi: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(lo), f32x4.demote_f64x2_zero(hi), 0, 2);
}

/** A function of f64 lanes; a and b are parameters. */
export interface OnF64 {
  at(x: v128, a: v128, b: v128): v128;
}

/** Op on lanes of T: f32 through f64 lanes, rounded once. */
// @ts-ignore: decorator
@inline export function onF64<T, Op extends OnF64>(x: v128, a: v128, b: v128): v128 {
  const op = changetype<Op>(0);
  return sizeof<T>() == 8 ? op.at(x, a, b) : narrow(op.at(low(x), low(a), low(b)), op.at(high(x), low(a), low(b)));
}

/** Two masks over f64 lanes as one over f32 lanes. */
// @ts-ignore: decorator
@inline export function narrowMask(lo: v128, hi: v128): v128 { return v128.shuffle<i32>(lo, hi, 0, 2, 4, 6); }

/** The upper 26 bits of f64 significands: the product of two such is exact, which makes products with their error (Dekker 1971). */
// @ts-ignore: decorator
@inline export function upperHalf(x: v128): v128 { return v128.and(x, i64x2.splat(0xfffffffff8000000)); }
