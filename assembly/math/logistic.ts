// The logistic function σ(z) = A/(A + B) and what is made of it, from A/B = e^z (see exponential.ts).
import { select, zero } from "../lanes";
import { add, div, mul, splat, sub, twoProductError, twoSumError } from "./errorFree";

/** −|z| */
// @ts-ignore: decorator
@inline export function negativeMagnitude(z: v128): v128 { return v128.or(z, splat(-0.0)); }

/** x with its sign changed where z > 0: makes the rounding error of z that of −|z|. */
// @ts-ignore: decorator
@inline export function negateWherePositive(x: v128, z: v128): v128 { return v128.xor(x, v128.andnot(splat(-0.0), z)); }

/** A/(A + B), for e^z ≤ 1. */
// @ts-ignore: decorator
@inline export function logistic(a: v128, b: v128): v128 { return div(a, add(b, a)); }

/** The error of y = A/(A + B) for T = f64: the roundings of the sum and of the quotient, and δ. */
// @ts-ignore: decorator
@inline export function logisticError<T>(a: v128, b: v128, delta: v128, y: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const d = add(b, a), whole = mul(y, d), left = sub(sub(a, whole), twoProductError<T>(y, d, whole)), other = sub(splat(1), y);
  // 1/d is (1 − y)/b, and b nearly 2
  return mul(other, add(mul(y, delta), mul(sub(left, mul(y, add(sub(b, d), a))), splat(0.5))));
}

/** y(1 − y) for y = A/(A + B), e^z ≤ 1 */
// @ts-ignore: decorator
@inline export function logisticSlope<T>(a: v128, b: v128, delta: v128): v128 {
  const y = logistic(a, b), yt = logisticError<T>(a, b, delta, y), other = sub(splat(1), y), ot = sub(sub(sub(splat(1), other), y), yt);
  return add(mul(y, other), add(mul(yt, other), mul(y, ot)));
}

/** y(1 + w(1 − y)), the slope of x·σ(z), for y = σ(z), w + wt = x·z′; A/B = e^z (f32), e^−|z| (f64); z has the sign of `sign`. */
// @ts-ignore: decorator
@inline export function timesLogisticSlope<T>(a: v128, b: v128, delta: v128, sign: v128, w: v128, wt: v128): v128 {
  if (sizeof<T>() == 4) {
    const d = add(a, b);
    return div(mul(a, add(d, mul(w, b))), mul(d, d));
  }
  // σ(−|z|) and σ(|z|), which is 1 − that
  const less = logistic(a, b), lessError = logisticError<T>(a, b, delta, less);
  const more = sub(splat(1), less), moreError = sub(sub(sub(splat(1), more), less), lessError), isUp = f64x2.gt(sign, zero());
  const y = select(isUp, more, less), yt = select(isUp, moreError, lessError);
  const other = select(isUp, less, more), ot = select(isUp, lessError, moreError);
  const whole = mul(w, other), tail = add(twoProductError<T>(w, other, whole), add(mul(wt, other), mul(w, ot)));
  const sum = add(splat(1), whole), sumError = add(twoSumError<T>(splat(1), whole, sum), tail);
  return add(mul(y, sum), add(mul(yt, sum), mul(y, sumError)));
}

/** x·σ(z) for T = f64; A/B = e^−|z|; z has the sign of `sign`. */
// @ts-ignore: decorator
@inline export function timesLogistic(a: v128, b: v128, delta: v128, sign: v128, x: v128): v128 {
  const isUp = f64x2.gt(sign, zero()), d = add(b, a), y = div(select(isUp, b, a), d), other = sub(splat(1), y), whole = mul(x, y);
  // Relative: δ by its weight, less the sum's rounding; 1/d is σ(|z|)/b, and b nearly 2. The product is rounded before that is added.
  const weighted = negateWherePositive(mul(other, delta), sign), lost = mul(mul(add(sub(b, d), a), f64x2.pmax(y, other)), splat(0.5));
  return add(whole, mul(whole, sub(weighted, lost)));
}

/** x, but a zero of its sign where z is so low that e^z · x is one: keeps −∞ · 0 from being NaN. */
// @ts-ignore: decorator
@inline export function zeroWhereLost(x: v128, z: v128): v128 {
  return v128.andnot(x, v128.andnot(f64x2.lt(z, splat(-1456)), splat(-0.0)));
}
