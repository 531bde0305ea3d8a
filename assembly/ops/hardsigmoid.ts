// hardsigmoid(x) = min(max(αx + β, 0), 1)      hardsigmoid′(x) = 0 < αx + β < 1 ? α : 0      a = α, b = β
//
// Near −β/α the sum cancels. f32 takes it in f64 lanes, where the product is exact. The usual α = 1/6 is no float, so with
// β = ½ the line is (x + 3)/6 in both types: a sum without cancellation, then one product. That is an op of its own, chosen once
// a call: chosen in the loop it took twice the time.
import { Gradient, SpecialGradient, SpecialValue, Value } from "../elementwise/activation";
import { all, between, clamp, high, keepWhere, low, narrowMask, OnF64, onF64, scaled, zero } from "../lanes";
import { add, mul, splat, twoProductError } from "../math/errorFree";

/** (x + 3)/6 */
@final class UsualLine implements OnF64 {
  @inline at(x: v128, a: v128, b: v128): v128 { return mul(add(x, splat(3)), splat(1.0 / 6.0)); }
}

/** αx + β */
@final class Line implements OnF64 {
  @inline at(x: v128, a: v128, b: v128): v128 { return add(mul(x, a), b); }
}

@final export class UsualHardsigmoid<T> implements SpecialValue, SpecialGradient {
  /** α of 1/6, also as rounded to f32, and β of ½ */
  @inline applies(a: f64, b: f64): bool { return (a == 1.0 / 6.0 || a == <f64>(<f32>(1.0 / 6.0))) && b == 0.5; }
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return clamp<T>(onF64<T, UsualLine>(x, a, b), zero(), all<T>(1));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, all<T>(-3), all<T>(3)), v128.mul<T>(dy, a)); }
}

@final export class Hardsigmoid<T> implements Value, Gradient {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return clamp<T>(onF64<T, Line>(x, a, b), zero(), all<T>(1));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    const rising = sizeof<T>() == 4
      ? narrowMask(this.rising(low(x), low(a), low(b)), this.rising(high(x), low(a), low(b)))
      : this.rising(x, a, b);
    return keepWhere(rising, scaled<T>(dy, a));
  }
  /**
   * 0 < αx + β < 1 on f64 lanes, as −β < αx < 1 − β: the sum would round to its bounds beside them. The product of f32 is exact;
   * for f64 its error decides where it meets a bound (Dekker 1971).
   */
  @inline rising(x: v128, a: v128, b: v128): v128 {
    const from = v128.neg<f64>(b), to = v128.sub<f64>(all<f64>(1), b), product = v128.mul<f64>(x, a);
    if (sizeof<T>() == 4) return between<f64>(product, from, to);
    const rest = twoProductError<f64>(x, a, product);
    const above = v128.or(v128.gt<f64>(product, from), v128.and(v128.eq<f64>(product, from), v128.gt<f64>(rest, zero())));
    const below = v128.or(v128.lt<f64>(product, to), v128.and(v128.eq<f64>(product, to), v128.lt<f64>(rest, zero())));
    return v128.and(above, below);
  }
}
