// e^(x − maximum) for rows, on f64 lanes or, where that is enough, on f32 lanes.
import { all, clamp, high, keepWhere, low, narrow, narrowMask, zero, zeroWhere } from "../lanes";
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

/** factor · e^(x − m − l), likewise, a factor that may be huge. 0 where no finite factor makes anything of it. */
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

/**
 * 2¹²⁰e^(x − m) of four f32: the difference and its reduction in f64, the quotient in f32. Error: 1.1 ULP, where f64 to the end has 0.5
 * and takes 1.10 of the time (1.50 against 1.37 ns an element; a polynomial in place of the quotient 1.7 to 1.8). 2¹²⁰, because so
 * whatever matters to a quotient by the sum is a normal number, which is rounded to a subnormal once, and whatever matters to a gradient.
 */
// @ts-ignore: decorator
@inline export function exponentialsTimes2To120(x: v128, m: v128): v128 {
  const lowest = splat(-169), z = f64x2.pmax(sub(low(x), m), lowest), w = f64x2.pmax(sub(high(x), m), lowest), t = roundToInt(z), u = roundToInt(w);
  const r = narrow(reduced<f32>(z, zero(), t), reduced<f32>(w, zero(), u)), v = f32x4.mul(r, r);
  // R − r; A/B is 1 + 2r/(R − r).
  let b = f32x4.add(all<f32>(0.11552415778476828), f32x4.mul(v, all<f32>(-0.0009211020417589089)));
  b = f32x4.add(f32x4.sub(all<f32>(2.885390086949919), r), f32x4.mul(v, b));
  const scaled = f32x4.add(all<f32>(1.329227995784916e36), f32x4.div(f32x4.mul(r, all<f32>(2.658455991569832e36)), b));
  return i32x4.add(scaled, i32x4.shl(narrowMask(t, u), 23));
}
