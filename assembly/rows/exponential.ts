// e^(x − maximum) for rows, on f64 lanes or, where that is enough, on f32 lanes.
import { all, clamp, high, keepWhere, low, narrow, narrowMask, zero } from "../lanes";
import { add, div, mul, splat, sub, twoSumError } from "../math/errorFree";
import { atLeastMinus1000, pow2, rCothHalf, rCothHalfMinus2, reduced, reducedError, roundToInt, scaleByPow2, shifter } from "../math/exponential";

/** Below it e^z is 0 in T; above, e^z in f64 lanes stays normal until the last step. */
// @ts-ignore: decorator
@inline function least<T>(): v128 { return splat(sizeof<T>() == 4 ? -690 : -1350); }

/** e^(z + zt) on f64 lanes. Error: 2⁻²⁸ of it (f32), 0.8 ULP (f64). */
// @ts-ignore: decorator
@inline function exponential<T>(z: v128, zt: v128): v128 {
  const n = roundToInt(z), r = reduced<T>(z, zt, n);
  if (sizeof<T>() == 4) {
    const R = rCothHalf<T>(r);
    return div(scaleByPow2(add(R, r), n), sub(R, r));
  }
  // 2r/(R − r) = r + r(r − (R − 2))/(R − r), of which only the small second part is rounded before the sum.
  const t = atLeastMinus1000(n), g = rCothHalfMinus2(r);
  const small = add(div(mul(r, sub(r, g)), sub(add(splat(2), g), r)), reducedError<T>(z, zt, n, r));
  return mul(scaleByPow2(add(splat(1), add(r, small)), t), pow2(add(sub(n, t), shifter())));
}

/** e^(x − m), x on f64 lanes and at most m. With T = f64 the rounding error of the difference is kept. */
// @ts-ignore: decorator
@inline export function exponentialBelow<T>(x: v128, m: v128): v128 {
  const z = sub(x, m), inRange = f64x2.pmax(z, least<T>());
  if (sizeof<T>() == 4) return exponential<T>(inRange, zero());
  return exponential<T>(inRange, keepWhere(f64x2.eq(inRange, z), twoSumError<T>(x, f64x2.neg(m), z)));
}

/** e^(x − m − l), likewise. */
// @ts-ignore: decorator
@inline export function exponentialShifted<T>(x: v128, m: v128, l: v128): v128 {
  const z = sub(x, m), w = sub(z, l), inRange = clamp<f64>(w, least<T>(), splat(690));
  if (sizeof<T>() == 4) return exponential<T>(inRange, zero());
  const wt = add(twoSumError<T>(x, f64x2.neg(m), z), twoSumError<T>(z, f64x2.neg(l), w));
  return exponential<T>(inRange, keepWhere(f64x2.eq(inRange, w), wt));
}

/**
 * 2³⁰e^(x − m) of four f32: the difference and its reduction in f64, the quotient in f32. Error: 1.1 ULP, where f64 to the end has 0.5
 * and takes 1.10 of the time (1.50 against 1.37 ns an element; a polynomial in place of the quotient 1.7 to 1.8). 2³⁰, because so
 * whatever matters to a quotient by the sum is a normal number: it is rounded to a subnormal once.
 */
// @ts-ignore: decorator
@inline export function exponentialsTimes2To30(x: v128, m: v128): v128 {
  const lowest = splat(-107), z = f64x2.pmax(sub(low(x), m), lowest), w = f64x2.pmax(sub(high(x), m), lowest), t = roundToInt(z), u = roundToInt(w);
  const r = narrow(reduced<f32>(z, zero(), t), reduced<f32>(w, zero(), u)), v = f32x4.mul(r, r);
  // R − r; A/B is 1 + 2r/(R − r).
  let b = f32x4.add(all<f32>(0.11552415778476828), f32x4.mul(v, all<f32>(-0.0009211020417589089)));
  b = f32x4.add(f32x4.sub(all<f32>(2.885390086949919), r), f32x4.mul(v, b));
  const scaled = f32x4.add(all<f32>(1073741824), f32x4.div(f32x4.mul(r, all<f32>(2147483648)), b));
  return i32x4.add(scaled, i32x4.shl(narrowMask(t, u), 23));
}
