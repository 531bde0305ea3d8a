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
import { clamp, keepWhere, zero } from "../lanes";
import { add, div, linear, mul, splat, sub } from "./errorFree";

// Adding 1.5 · 2⁵² rounds to the nearest integer n and leaves it in the low bits, from where a shift brings it to the exponent.
// @ts-ignore: decorator
@inline export function shifter(): v128 { return splat(6755399441055744.0); }
/** n in the low bits, for z in f64. */
// @ts-ignore: decorator
@inline export function roundToInt(z: v128): v128 { return add(mul(z, splat(1.4426950408889634)), shifter()); }
/** n as a number. */
// @ts-ignore: decorator
@inline export function intToFloat(t: v128): v128 { return sub(t, shifter()); }

/** r: for f32 in units of ln 2, one product and its rounding; for f64 by Cody and Waite's two-part ln 2. zt: the error of z. */
// @ts-ignore: decorator
@inline export function reduced<T>(z: v128, zt: v128, t: v128): v128 {
  if (sizeof<T>() == 4) return sub(mul(z, splat(1.4426950408889634)), intToFloat(t));
  return sub(reducedHigh(z, t), reducedLow(zt, t));
}
/** Exact: the constant is ln 2 to 32 bits, n has 11. */
// @ts-ignore: decorator
@inline function reducedHigh(z: v128, t: v128): v128 { return sub(z, mul(intToFloat(t), splat(6.93147180369123816490e-1))); }
// @ts-ignore: decorator
@inline function reducedLow(zt: v128, t: v128): v128 { return sub(mul(intToFloat(t), splat(1.90821492927058770002e-10)), zt); }
// @ts-ignore: decorator
@inline export function reducedError<T>(z: v128, zt: v128, t: v128, r: v128): v128 {
  return sizeof<T>() == 4 ? zero() : sub(sub(reducedHigh(z, t), r), reducedLow(zt, t));
}

/** R(r), in the units of r. Error: 2⁻²⁹ of it (f32), 2⁻⁶⁰ (f64, before rounding, which matters as little). */
// @ts-ignore: decorator
@inline export function rCothHalf<T>(r: v128): v128 {
  if (sizeof<T>() == 8) return add(splat(2), rCothHalfMinus2(r));
  const v = mul(r, r);
  return add(splat(2.885390086949919), mul(v, add(splat(0.11552415778476828), mul(v, splat(-0.0009211020417589089)))));
}

/** R − 2, for f64. */
// @ts-ignore: decorator
@inline export function rCothHalfMinus2(r: v128): v128 {
  const v = mul(r, r);
  const high = add(linear(v, 6.613756250747775e-5, -1.6533837565770792e-6), mul(mul(v, v), splat(4.136055851995323e-8)));
  const g = add(linear(v, 0.16666666666666555, -0.002777777777670008), mul(mul(v, v), high));
  return mul(v, g);
}

/** 2ⁿ · x by adding to the exponent: x is normal and so is the result. */
// @ts-ignore: decorator
@inline export function scaleByPow2(x: v128, t: v128): v128 { return i64x2.add(x, i64x2.shl(t, 52)); }

/** t with n raised to −1000, from where 2ⁿ times a number of these formulas is normal. */
// @ts-ignore: decorator
@inline export function atLeastMinus1000(t: v128): v128 { return f64x2.pmax(t, splat(6755399441055744.0 - 1000)); }

/** 2ⁿ, for the n of a normal number. */
// @ts-ignore: decorator
@inline export function pow2(t: v128): v128 { return i64x2.add(i64x2.shl(t, 52), splat(1)); }

/** Down to here e^z times any number may be something; e^z alone is 0 in T from −1350 on. For f32 both are far below what counts. */
export const FAR: f64 = -1460;

/** z from `least` on. NaN stays. */
// @ts-ignore: decorator
@inline export function exponentInRange<T>(z: v128, least: f64 = -1350): v128 {
  return clamp<f64>(z, splat(sizeof<T>() == 4 ? -690 : least), splat(60));
}

/**
 * The small part of e^r − 1 = 2r/(R − r) = r + r(r − (R − 2))/(R − r), with the error of r: only it is rounded before the sum. The sum's
 * error is below one ULP.
 */
// @ts-ignore: decorator
@inline export function smallPart(r: v128, b: v128, rt: v128): v128 { return add(div(mul(r, sub(r, rCothHalfMinus2(r))), b), rt); }

/** scale · e^(z + zt) for f64 and z > 0, whatever the two are: e^z alone may be above the greatest f64. Error: 1.6 ULP. */
// @ts-ignore: decorator
@inline export function grown(scale: v128, z: v128, zt: v128): v128 {
  // Beyond 1500 any scale gives ∞.
  const most = f64x2.pmin(z, splat(1500)), tail = keepWhere(f64x2.eq(most, z), zt);
  const n = roundToInt(most), r = reduced<f64>(most, tail, n), R = rCothHalf<f64>(r);
  const e = add(splat(1), add(r, smallPart(r, sub(R, r), reducedError<f64>(most, tail, n, r))));
  // 2ⁿ in three factors, the first to what is nearly 1, so that only the product with scale is rounded.
  const top = splat(6755399441055744.0 + 1000), first = f64x2.pmin(n, top), rest = add(sub(n, first), shifter()), second = f64x2.pmin(rest, top);
  return mul(mul(mul(scale, scaleByPow2(e, first)), pow2(second)), pow2(add(sub(rest, second), shifter())));
}
