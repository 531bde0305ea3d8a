// e^(x − maximum) for rows, on f64 lanes or, where that is enough, on f32 lanes.
import { all, clamp, high, keepWhere, low, narrow, zero, zeroWhere } from "../lanes";
import { add, div, mul, splat, sub, twoSumError } from "../math/errorFree";
import { atLeastMinus1000, pow2, rCothHalf, rCothHalfMinus2, reduced, reducedError, roundToInt, scaleByPow2, shifter } from "../math/exponential";

/** Below it e^z is 0 in T; above, e^z in f64 lanes stays normal until the last step. */
// @ts-ignore: decorator
@inline function least<T>(): v128 { return splat(sizeof<T>() == 4 ? -690 : -1350); }

/** e^z on f64 lanes, for f32. Error: 2⁻²⁸ of it. */
// @ts-ignore: decorator
@inline function exponential(z: v128): v128 {
  const n = roundToInt(z), r = reduced<f32>(z, zero(), n), R = rCothHalf<f32>(r);
  return div(scaleByPow2(add(R, r), n), sub(R, r));
}

/** 2^lift · e^(z + zt) for f64, but with the n of 2ⁿ at least −1000. Error: 0.8 ULP. */
// @ts-ignore: decorator
@inline function exponentialParts(z: v128, zt: v128, lift: f64): v128 {
  // 2r/(R − r) = r + r(r − (R − 2))/(R − r), of which only the small second part is rounded before the sum.
  const n = roundToInt(z), r = reduced<f64>(z, zt, n), g = rCothHalfMinus2(r);
  const small = add(div(mul(r, sub(r, g)), sub(add(splat(2), g), r)), reducedError<f64>(z, zt, n, r));
  return scaleByPow2(add(splat(1), add(r, small)), atLeastMinus1000(lift == 0 ? n : add(n, splat(lift))));
}

/** What such a product lacks of e^z. */
// @ts-ignore: decorator
@inline function remainingPow2(z: v128): v128 {
  const n = roundToInt(z);
  return pow2(add(sub(n, atLeastMinus1000(n)), shifter()));
}

/** e^(x − m), x on f64 lanes and at most m. With T = f64 the rounding error of the difference is kept. */
// @ts-ignore: decorator
@inline export function exponentialBelow<T>(x: v128, m: v128): v128 {
  const z = sub(x, m), inRange = f64x2.pmax(z, least<T>());
  if (sizeof<T>() == 4) return exponential(inRange);
  return mul(exponentialParts(inRange, keepWhere(f64x2.eq(inRange, z), twoSumError<T>(x, f64x2.neg(m), z)), 0), remainingPow2(inRange));
}

/** 2⁹⁹⁰ and its inverse: by so much the exponentials of f64 are raised, so that down to 2⁻¹⁹⁸⁰ they are normal numbers. */
export const RAISE: f64 = 1.0463951242053392e298;
export const LOWER: f64 = 9.556619453472961e-299;

/** e^(x − m) for f64, raised. */
// @ts-ignore: decorator
@inline export function exponentialRaised(x: v128, m: v128): v128 {
  const z = sub(x, m), lowest = splat(-1372), inRange = f64x2.pmax(z, lowest);
  const e = exponentialParts(inRange, keepWhere(f64x2.eq(inRange, z), twoSumError<f64>(x, f64x2.neg(m), z)), 990);
  return zeroWhere(f64x2.lt(z, lowest), e);
}

/** factor · e^(x − m − l), likewise, a factor that may be huge. 0 for f64 below e⁻¹⁴⁰⁰, of which only factors beyond 10²⁸⁴ would make something. */
// @ts-ignore: decorator
@inline export function timesExponentialShifted<T>(factor: v128, x: v128, m: v128, l: v128): v128 {
  const lowest = splat(sizeof<T>() == 4 ? -690 : -1400), z = sub(x, m), w = sub(z, l), inRange = clamp<f64>(w, lowest, splat(690));
  const isLost = f64x2.lt(w, lowest);
  if (sizeof<T>() == 4) return zeroWhere(isLost, mul(factor, exponential(inRange)));
  const wt = add(twoSumError<T>(x, f64x2.neg(m), z), twoSumError<T>(z, f64x2.neg(l), w));
  return zeroWhere(isLost, mul(mul(factor, exponentialParts(inRange, keepWhere(f64x2.eq(inRange, w), wt), 0)), remainingPow2(inRange)));
}

/** Less than this stands for 0 among the following: it is of x − m below their least. */
export const LEAST: f64 = 9.4039548065783e-38;

// 2¹²⁰e^(x − m) of four f32 at a time: 2¹²⁰, because so whatever matters to a quotient by the sum, or to a gradient, is a normal number. With x − m near
// n·ln 2 and ln 2 = C₁ + C₂, of which C₁ has 15 bits, h = x − m − n·C₁ is what rounding must not touch: h comes to 2⁻²⁶, and the rest is f32. Error:
// 1.1 ULP.
//
// For rows whose maximum is at most 256 h is had on f32 lanes: m = m₁ + m₂ where m₁ is a multiple of 2⁻¹⁴, so that n·C₁ + m₁ is exact, and x less that is
// exact or as small as ln 2/2; m₂ joins n·C₂. For others x − m is an f64. Where m has few bits, the results are the same.

/** Does the row with this state go the first way? Not if its maximum is infinite. */
// @ts-ignore: decorator
@inline export function isNear(state: usize): bool { return abs(load<f32>(state, 12)) <= 256; }

/** m₁ */
// @ts-ignore: decorator
@inline export function coarse(m: v128): v128 { return f32x4.sub(f32x4.add(m, all<f32>(768)), all<f32>(768)); }

/** n + 247 in the low bits, for z = x − m: the exponent field of 2¹²⁰ · 2ⁿ. */
// @ts-ignore: decorator
@inline export function powerField(z: v128): v128 { return f32x4.add(f32x4.mul(z, all<f32>(1.4426950408889634)), all<f32>(12582912 + 247)); }

// @ts-ignore: decorator
@inline function power(field: v128): v128 { return f32x4.sub(field, all<f32>(12582912 + 247)); }

/** x − m − n·ln 2 */
// @ts-ignore: decorator
@inline export function remainder(x: v128, field: v128, m1: v128, m2: v128): v128 {
  const n = power(field), h = f32x4.sub(x, f32x4.add(f32x4.mul(n, all<f32>(0.693145751953125)), m1));
  return f32x4.sub(h, f32x4.add(f32x4.mul(n, all<f32>(1.4286068203094172e-6)), m2));
}

/** 2¹²⁰ · 2ⁿ · e^r, exact for n = r = 0. A product, since an integer sum would make a number of NaN. */
// @ts-ignore: decorator
@inline export function scaledPower(r: v128, field: v128): v128 {
  const v = f32x4.mul(r, r);
  let q = f32x4.add(all<f32>(0.0416683893661267), f32x4.mul(r, all<f32>(0.008368772742961128)));
  q = f32x4.add(q, f32x4.mul(v, all<f32>(0.0013814694253414402)));
  q = f32x4.add(f32x4.add(all<f32>(0.4999999343773139), f32x4.mul(r, all<f32>(0.16666520192515671))), f32x4.mul(v, q));
  return f32x4.mul(f32x4.add(all<f32>(1), f32x4.add(r, f32x4.mul(v, q))), i32x4.shl(field, 23));
}

/** The second way. */
// @ts-ignore: decorator
@inline export function exponentialsTimes2To120(x: v128, m: v128): v128 {
  const lowest = splat(-169), z = f64x2.pmax(sub(low(x), m), lowest), w = f64x2.pmax(sub(high(x), m), lowest);
  const field = powerField(narrow(z, w)), n = power(field), c1 = splat(0.693145751953125);
  const h = narrow(sub(z, mul(low(n), c1)), sub(w, mul(high(n), c1)));
  return scaledPower(f32x4.sub(h, f32x4.mul(n, all<f32>(1.4286068203094172e-6))), field);
}
