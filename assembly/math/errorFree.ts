// Sums and products with the rounding error they made: f64 lanes as pairs of a value and its error.
//
// In formulas a name with t at its end is the rounding error of the name without it: z + zt is what was meant by z.
import { upperHalf, zero } from "../lanes";

// One f64 lane operation a word, so that formulas stay readable.
// @ts-ignore: decorator
@inline export function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline export function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline export function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline export function div(a: v128, b: v128): v128 { return f64x2.div(a, b); }
/** A constant in every lane. */
// @ts-ignore: decorator
@inline export function splat(value: f64): v128 { return f64x2.splat(value); }

/** a + b·v. Long polynomials go in pairs of such (Estrin): f64 waits for its chains of operations, not for their number. */
// @ts-ignore: decorator
@inline export function linear(v: v128, a: f64, b: f64): v128 { return add(splat(a), mul(v, splat(b))); }

/** The rounding error of s = a + b: a + b is s plus this, exactly (Knuth). */
// @ts-ignore: decorator
@inline export function twoSumError<T>(a: v128, b: v128, s: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const part = sub(s, a);
  return add(sub(a, sub(s, part)), sub(b, part));
}

/**
 * The rounding error of p = a · b, from halves of the significands (Dekker 1971): nearly all of it, as the product of the lower
 * halves is rounded.
 */
// @ts-ignore: decorator
@inline export function twoProductError<T>(a: v128, b: v128, p: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const ah = upperHalf(a), al = sub(a, ah), bh = upperHalf(b), bl = sub(b, bh);
  return add(add(add(sub(mul(ah, bh), p), mul(ah, bl)), mul(al, bh)), mul(al, bl));
}

/** Corrects y for the rounding error δ of its argument: y + y′·δ. */
// @ts-ignore: decorator
@inline export function corrected<T>(y: v128, slope: v128, delta: v128): v128 {
  return sizeof<T>() == 4 ? y : add(y, mul(slope, delta));
}
