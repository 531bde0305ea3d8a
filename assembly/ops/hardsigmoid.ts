// hardsigmoid(x) = min(max(αx + β, 0), 1)      hardsigmoid′(x) = 0 < αx + β < 1 ? α : 0      a = α, b = β
//
// Near −β/α the sum cancels. f32 takes it in f64 lanes, where the product is exact; f64 carries what product and sum lost. The usual
// α = 1/6 is no float, so with β = ½ the line is (x + 3)/6 in both types: a sum without cancellation, then one product. That is an op
// of its own, chosen once a call: chosen in the loop it took twice the time.
import { Gradient, SpecialGradient, SpecialValue, Value } from "../elementwise/activation";
import { all, between, clamp, high, keepWhere, low, magnitude, narrowMask, OnF64, onF64, scaled, select, upperHalf, zero } from "../lanes";
import { add, mul, splat, sub, twoSumError } from "../math/errorFree";

/**
 * The error of p = a · b without exception: a lower half has 27 bits, so the product of two may have 54, and goes in two parts. Where αx and β
 * cancel, the error is all of the result, and the least bit of it counts.
 */
// @ts-ignore: decorator
@inline function productError(a: v128, b: v128, p: v128): v128 {
  const ah = upperHalf(a), al = sub(a, ah), bh = upperHalf(b), bl = sub(b, bh), most = upperHalf(bl), last = sub(bl, most);
  return add(add(add(add(sub(mul(ah, bh), p), mul(ah, bl)), mul(al, bh)), mul(al, most)), mul(al, last));
}

/** (x + 3)/6 */
@final class UsualLine implements OnF64 {
  @inline at(x: v128, a: v128, b: v128): v128 { return mul(add(x, splat(3)), splat(1.0 / 6.0)); }
}

/** αx + β. f32 has it exactly but for the sum. For f64 the errors of product and sum are added, by which it is right also where it cancels. */
@final class Line<T> implements OnF64 {
  @inline at(x: v128, a: v128, b: v128): v128 {
    // ∞ · 0 would be NaN.
    const most = splat(1.7976931348623157e308), v = v128.any_true(f64x2.ne(a, zero())) ? x : clamp<f64>(x, f64x2.neg(most), most);
    const product = mul(v, a), sum = add(product, b);
    if (sizeof<T>() == 4) return this.clamped(sum);
    const rest = add(twoSumError<f64>(product, b, sum), productError(v, a, product));
    return this.clamped(add(sum, keepWhere(f64x2.lt(magnitude<f64>(sum), splat(2)), rest)));
  }
  /** Here, as an f32 a negative y may be −0. The sum makes +0 of −0. */
  @inline clamped(y: v128): v128 { return add(clamp<f64>(y, zero(), splat(1)), zero()); }
}

@final export class UsualHardsigmoid<T> implements SpecialValue, SpecialGradient {
  /** α of 1/6, also as rounded to f32, and β of ½ */
  @inline applies(a: f64, b: f64): bool { return (a == 1.0 / 6.0 || a == <f64>(<f32>(1.0 / 6.0))) && b == 0.5; }
  @inline abreast(): i32 { return 1; }
  @inline gradientsAbreast(): i32 { return 1; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return clamp<T>(onF64<T, UsualLine>(x, a, b), zero(), all<T>(1));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, all<T>(-3), all<T>(3)), v128.mul<T>(dy, a)); }
}

@final export class Hardsigmoid<T> implements Value, Gradient {
  @inline abreast(): i32 { return 1; }
  @inline gradientsAbreast(): i32 { return 1; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return onF64<T, Line<T>>(x, a, b);
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    const rising = sizeof<T>() == 4
      ? narrowMask(this.rising(low(x), low(a), low(b)), this.rising(high(x), low(a), low(b)))
      : this.rising(x, a, b);
    return keepWhere(rising, scaled<T>(dy, a));
  }
  /**
   * 0 < αx + β < 1 on f64 lanes, as −β < αx < 1 − β with the errors of the product, which f32 has none of, and of 1 − β: a sum would round
   * to its bounds beside them.
   */
  @inline rising(x: v128, a: v128, b: v128): v128 {
    const negative = f64x2.neg(b), to = sub(splat(1), b), product = mul(x, a);
    // Of an infinite product, or next to one, no error is to be had.
    const rest = sizeof<T>() == 4 ? zero() : keepWhere(f64x2.lt(magnitude<f64>(product), splat(1e308)), productError(x, a, product));
    const below = f64x2.lt(add(sub(product, to), sub(rest, twoSumError<f64>(splat(1), negative, to))), zero());
    const isOne = f64x2.eq(b, splat(1));
    if (sizeof<T>() == 8 && v128.any_true(v128.or(isOne, f64x2.lt(magnitude<f64>(b), splat(1e-270))))) {
      // αx may be less than the least f64, and alone decides beside 0 and 1.
      const byX = raise(x), byA = raise(a), u = mul(x, byX), v = mul(a, byA), raised = mul(u, v);
      const isPositive = f64x2.gt(add(add(raised, mul(mul(b, byX), byA)), productError(u, v, raised)), zero());
      return v128.and(select(isOne, f64x2.lt(raised, zero()), below), isPositive);
    }
    return v128.and(below, f64x2.gt(add(sub(product, negative), rest), zero()));
  }
}

/** What brings a number of f64 that is next to 0 away from it. */
// @ts-ignore: decorator
@inline function raise(x: v128): v128 { return select(f64x2.lt(magnitude<f64>(x), splat(1e-120)), splat(4.149515568880993e180), splat(1)); }
