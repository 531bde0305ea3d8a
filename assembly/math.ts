// Exponentials on f64 lanes, for ops on f32 (T = f32: 30 bits are enough, rounded to f32 at the end) and on f64 (T = f64:
// every step's rounding error is carried along).
//
// e^z is never formed. With z = n·ln 2 + r, |r| ≤ ln 2/2, and R = r·coth(r/2), an even function of r that is nearly 2,
//
//   e^z = A/B   with   A = 2ⁿ(R + r), B = R − r
//
// exactly. So sigmoid is A/(A + B), tanh(z/2) is (A − B)/(A + B), expm1 is (A − B)/B: one division each, and no cancellation
// that r, which is exact, does not survive. R needs 3 coefficients for 2⁻³¹ and 6 for 2⁻⁶² where e^r needs 7 and 12; an error
// of R changes A/B by r/2 of it. (For f64 fdlibm's exp is the same identity.) Coefficients: scripts/coefficients.py.
//
// For T = f64 the rounding errors of z, r, R + r and R − r together are as if z had been off by δ, a few 2⁻⁵⁴: δ is kept, and
// the result corrected by its slope times δ, which needs few bits. What stays are the roundings of the op's own formula.
import { clamp, keepWhere, select, upperHalf, zero } from "./lanes";

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
@inline export function k(value: f64): v128 { return f64x2.splat(value); }

/** s = a + b: what rounding took from it (Knuth). */
// @ts-ignore: decorator
@inline export function sumTail<T>(a: v128, b: v128, s: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const part = sub(s, a);
  return add(sub(a, sub(s, part)), sub(b, part));
}

/** p = a · b: what rounding took from it (Dekker 1971). */
// @ts-ignore: decorator
@inline export function productTail<T>(a: v128, b: v128, p: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const ah = upperHalf(a), al = sub(a, ah), bh = upperHalf(b), bl = sub(b, bh);
  return add(add(add(sub(mul(ah, bh), p), mul(ah, bl)), mul(al, bh)), mul(al, bl));
}

/** y for the z that was meant: δ off from the one it was computed with. */
// @ts-ignore: decorator
@inline export function corrected<T>(y: v128, slope: v128, delta: v128): v128 {
  return sizeof<T>() == 4 ? y : add(y, mul(slope, delta));
}

// Adding 1.5 · 2⁵² rounds to the nearest integer n and leaves it in the low bits, from where a shift brings it to the exponent.
// @ts-ignore: decorator
@inline export function rounder(): v128 { return k(6755399441055744.0); }
/** n in the low bits, for z in f64. */
// @ts-ignore: decorator
@inline export function turns(z: v128): v128 { return add(mul(z, k(1.4426950408889634)), rounder()); }
/** n as a number. */
// @ts-ignore: decorator
@inline export function count(t: v128): v128 { return sub(t, rounder()); }

/** r: for f32 in units of ln 2, one product and its rounding; for f64 by Cody and Waite's two-part ln 2. zt: tail of z. */
// @ts-ignore: decorator
@inline export function rest<T>(z: v128, zt: v128, t: v128): v128 {
  if (sizeof<T>() == 4) return sub(mul(z, k(1.4426950408889634)), count(t));
  return sub(restHigh(z, t), restLow(zt, t));
}
/** Exact: the constant is ln 2 to 32 bits, n has 11. */
// @ts-ignore: decorator
@inline function restHigh(z: v128, t: v128): v128 { return sub(z, mul(count(t), k(6.93147180369123816490e-1))); }
// @ts-ignore: decorator
@inline function restLow(zt: v128, t: v128): v128 { return sub(mul(count(t), k(1.90821492927058770002e-10)), zt); }
// @ts-ignore: decorator
@inline export function restTail<T>(z: v128, zt: v128, t: v128, r: v128): v128 {
  return sizeof<T>() == 4 ? zero() : sub(sub(restHigh(z, t), r), restLow(zt, t));
}

/** R(r), in the units of r. Error: 2⁻²⁹ of it (f32), 2⁻⁶⁰ (f64, before rounding, which matters as little). */
// @ts-ignore: decorator
@inline export function even<T>(r: v128): v128 {
  if (sizeof<T>() == 8) return add(k(2), evenLess2(r));
  const v = mul(r, r);
  return add(k(2.885390086949919), mul(v, add(k(0.11552415778476828), mul(v, k(-0.0009211020417589089)))));
}

/** a + b·v. Long polynomials go in pairs of such (Estrin): f64 waits for its chains of operations, not for their number. */
// @ts-ignore: decorator
@inline export function line(v: v128, a: f64, b: f64): v128 { return add(k(a), mul(v, k(b))); }

/** R − 2, for f64. */
// @ts-ignore: decorator
@inline export function evenLess2(r: v128): v128 {
  const v = mul(r, r);
  const high = add(line(v, 6.613756250747775e-5, -1.6533837565770792e-6), mul(mul(v, v), k(4.136055851995323e-8)));
  const g = add(line(v, 0.16666666666666555, -0.002777777777670008), mul(mul(v, v), high));
  return mul(v, g);
}

/** 2ⁿ · x by adding to the exponent: x is normal and so is the result. */
// @ts-ignore: decorator
@inline export function lift(x: v128, t: v128): v128 { return i64x2.add(x, i64x2.shl(t, 52)); }

/** t, n being −1000 at least. */
// @ts-ignore: decorator
@inline export function liftable(t: v128): v128 { return f64x2.pmax(t, k(6755399441055744.0 - 1000)); }

/** 2ⁿ, for the n of a normal number. */
// @ts-ignore: decorator
@inline export function power(t: v128): v128 { return i64x2.add(i64x2.shl(t, 52), k(1)); }

/** log1p(e) for w = e/(2 + e) ≤ 1/3: twice artanh w. Less 2w, so that w's tail can be added. Error: 2⁻²⁸ of it (f32), 2⁻⁵⁷ (f64). */
// @ts-ignore: decorator
@inline export function logarithmLess2w<T>(w: v128): v128 {
  const v = mul(w, w);
  let h: v128;
  if (sizeof<T>() == 4) {
    h = add(k(0.280008252443287), mul(v, k(0.28017110228595915)));
    h = add(k(0.4002157881301144), mul(v, h));
    h = add(k(0.6666641572627303), mul(v, h));
  } else {
    const square = mul(v, v), fourth = mul(square, square);
    h = add(line(v, 0.13301114035501507, 0.12105059795902134), mul(square, line(v, 0.0834428034993616, 0.17011308704698036)));
    h = add(add(line(v, 0.2857142854821887, 0.22222223950191103), mul(square, line(v, 0.18181744534170632, 0.15386548220841156))), mul(fourth, h));
    h = add(line(v, 0.6666666666666632, 0.40000000000153746), mul(square, h));
  }
  return mul(mul(w, v), h);
}

/** z where n stays in range. NaN stays. */
// @ts-ignore: decorator
@inline export function inRange<T>(z: v128): v128 { return clamp<f64>(z, k(sizeof<T>() == 4 ? -690 : -1350), k(60)); }

/** x, but a zero of its sign where z is so low that e^z · x is one: keeps −∞ · 0 from being NaN. */
// @ts-ignore: decorator
@inline export function unlessLost(x: v128, z: v128): v128 {
  return v128.andnot(x, v128.andnot(f64x2.lt(z, k(-1300)), k(-0.0)));
}

/** −|z| */
// @ts-ignore: decorator
@inline export function negative(z: v128): v128 { return v128.or(z, k(-0.0)); }

/** x with its sign changed where z > 0: what a tail of z is to −|z|. */
// @ts-ignore: decorator
@inline export function flipped(x: v128, z: v128): v128 { return v128.xor(x, v128.andnot(k(-0.0), z)); }

/** What rounding took from a · b; 0 where that is out of range. For a parameter a, which is 1 most of the time. */
// @ts-ignore: decorator
@inline export function productTailInRange<T>(a: v128, b: v128): v128 {
  if (!v128.any_true(f64x2.ne(a, k(1)))) return zero();
  const whole = mul(a, b);
  return keepWhere(f64x2.eq(whole, inRange<T>(whole)), productTail<T>(a, b, whole));
}

/** A/(A + B), for e^z ≤ 1. */
// @ts-ignore: decorator
@inline export function small(a: v128, b: v128): v128 { return div(a, add(b, a)); }

/** What it lacks, y, for T = f64: the roundings of the sum and of the quotient, and δ. */
// @ts-ignore: decorator
@inline export function smallTail<T>(a: v128, b: v128, delta: v128, y: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const d = add(b, a), whole = mul(y, d), left = sub(sub(a, whole), productTail<T>(y, d, whole)), other = sub(k(1), y);
  // 1/d is (1 − y)/b, and b nearly 2
  return mul(other, add(mul(y, delta), mul(sub(left, mul(y, add(sub(b, d), a))), k(0.5))));
}

/** y(1 − y) for y = A/(A + B), e^z ≤ 1 */
// @ts-ignore: decorator
@inline export function bell<T>(a: v128, b: v128, delta: v128): v128 {
  const y = small(a, b), yt = smallTail<T>(a, b, delta, y), other = sub(k(1), y), ot = sub(sub(sub(k(1), other), y), yt);
  return add(mul(y, other), add(mul(yt, other), mul(y, ot)));
}

/** y(1 + w(1 − y)), the slope of x·σ(z), for y = σ(z), w + wt = x·z′; A/B = e^z (f32), e^−|z| (f64); z has the sign of `sign`. */
// @ts-ignore: decorator
@inline export function gateSlope<T>(a: v128, b: v128, delta: v128, sign: v128, w: v128, wt: v128): v128 {
  if (sizeof<T>() == 4) {
    const d = add(a, b);
    return div(mul(a, add(d, mul(w, b))), mul(d, d));
  }
  // σ(−|z|) and σ(|z|), which is 1 − that
  const less = small(a, b), lessTail = smallTail<T>(a, b, delta, less);
  const more = sub(k(1), less), moreTail = sub(sub(sub(k(1), more), less), lessTail), isUp = f64x2.gt(sign, zero());
  const y = select(isUp, more, less), yt = select(isUp, moreTail, lessTail);
  const other = select(isUp, less, more), ot = select(isUp, lessTail, moreTail);
  const whole = mul(w, other), tail = add(productTail<T>(w, other, whole), add(mul(wt, other), mul(w, ot)));
  const sum = add(k(1), whole), sumLess = add(sumTail<T>(k(1), whole, sum), tail);
  return add(mul(y, sum), add(mul(yt, sum), mul(y, sumLess)));
}

/** x·σ(z) for T = f64; A/B = e^−|z|; z has the sign of `sign`. */
// @ts-ignore: decorator
@inline export function gate<T>(a: v128, b: v128, delta: v128, sign: v128, x: v128): v128 {
  const isUp = f64x2.gt(sign, zero()), d = add(b, a), y = div(select(isUp, b, a), d), other = sub(k(1), y), whole = mul(x, y);
  // Relative: δ by its weight, less the sum's rounding; 1/d is σ(|z|)/b, and b nearly 2. The product is rounded before that is added.
  const weighted = flipped(mul(other, delta), sign), lost = mul(mul(add(sub(b, d), a), f64x2.pmax(y, other)), k(0.5));
  return add(whole, mul(whole, sub(weighted, lost)));
}
