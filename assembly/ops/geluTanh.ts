// geluTanh(x) = x·σ(z), z = 2√(2/π)·(x + 0.044715x³)      geluTanh′(x) = σ(1 + x·z′(1 − σ)), σ at z
import { Gradient, Value } from "../elementwise/activation";
import { Curve, fading } from "../elementwise/smooth";
import { all, clamp, scaled, select, withSignOf, zero } from "../lanes";
import { add, div, mul, splat, twoProductError, twoSumError } from "../math/errorFree";
import { negateWherePositive, negativeMagnitude, timesLogistic, timesLogisticSlope } from "../math/logistic";

/** x(2√(2/π) + c·x²) */
// @ts-ignore: decorator
@inline function cubic(x: v128, c: v128): v128 { return mul(x, add(splat(1.5957691216057308), mul(c, mul(x, x)))); }

/** What rounding took from it, with the constants' own tails. */
// @ts-ignore: decorator
@inline function cubicError<T>(x: v128, c: v128, ct: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const v = mul(x, x), vt = twoProductError<T>(x, x, v), w = mul(c, v), wt = add(twoProductError<T>(c, v, w), add(mul(c, vt), mul(ct, v)));
  const s = add(splat(1.5957691216057308), w), st = add(add(twoSumError<T>(splat(1.5957691216057308), w, s), wt), splat(-9.96930880911092e-17));
  return add(twoProductError<T>(x, s, mul(x, s)), mul(x, st));
}

/** What geluTanh and its slope have in common. */
class GeluTanhCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -12 : -26), all<T>(9)); }
  @inline exponent(x: v128, p: v128): v128 {
    const z = cubic(x, splat(0.07135481627260025));
    return sizeof<T>() == 8 ? negativeMagnitude(z) : z;
  }
  @inline exponentError(x: v128, z: v128, p: v128): v128 {
    return negateWherePositive(cubicError<T>(x, splat(0.07135481627260025), splat(-6.175149918155315e-19)), x);
  }
}

@final class GeluTanhValue<T> extends GeluTanhCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return sizeof<T>() == 4 ? mul(x, div(a, add(a, b))) : timesLogistic(a, b, delta, x, x);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(9)), sizeof<T>() == 8 ? withSignOf<T>(y, x) : y, x); }
}

@final class GeluTanhSlope<T> extends GeluTanhCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const factor = cubic(x, splat(0.21406444881780073));
    return timesLogisticSlope<T>(a, b, delta, x, factor, cubicError<T>(x, splat(0.21406444881780073), splat(1.2025242832367862e-17)));
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(9)), d, select(v128.eq<T>(x, x), all<T>(1), x)); }
}

@final export class GeluTanh<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, GeluTanhValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, GeluTanhSlope<T>>(x, a)); }
}
