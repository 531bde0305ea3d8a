// hardsigmoid(x) = min(max(αx + β, 0), 1)      hardsigmoid′(x) = 0 < αx + β < 1 ? α : 0      a = α, b = β
//
// Near −β/α the sum cancels. f32 takes it in f64 lanes, where the product is exact. The usual α = 1/6 is no float, so with
// β = ½ the line is (x + 3)/6 in both types: a sum without cancellation, then one product. That is an op of its own, chosen once
// a call: chosen in the loop it took twice the time.
import { Activation } from "../activation";
import { all, between, clamp, high, keepWhere, low, narrow, narrowMask, scaled, zero } from "../lanes";
import { backward, forward } from "../loops";
import { productTail } from "../math";

@final class UsualHardsigmoid<T> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    const line = sizeof<T>() == 4 ? narrow(this.line(low(x)), this.line(high(x))) : this.line(x);
    return clamp<T>(line, zero(), all<T>(1));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, all<T>(-3), all<T>(3)), v128.mul<T>(dy, a)); }
  /** (x + 3)/6 on f64 lanes */
  @inline line(x: v128): v128 { return v128.mul<f64>(v128.add<f64>(x, all<f64>(3)), all<f64>(1.0 / 6.0)); }
}

@final class Hardsigmoid<T> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    const line = sizeof<T>() == 4 ? narrow(this.line(low(x), low(a), low(b)), this.line(high(x), low(a), low(b))) : this.line(x, a, b);
    return clamp<T>(line, zero(), all<T>(1));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    const rising = sizeof<T>() == 4
      ? narrowMask(this.rising(low(x), low(a), low(b)), this.rising(high(x), low(a), low(b)))
      : this.rising(x, a, b);
    return keepWhere(rising, scaled<T>(dy, a));
  }
  /** αx + β on f64 lanes */
  @inline line(x: v128, a: v128, b: v128): v128 { return v128.add<f64>(v128.mul<f64>(x, a), b); }
  /**
   * 0 < αx + β < 1 on f64 lanes, as −β < αx < 1 − β: the sum would round to its bounds beside them. The product of f32 is exact;
   * for f64 its error decides where it meets a bound (Dekker 1971).
   */
  @inline rising(x: v128, a: v128, b: v128): v128 {
    const from = v128.neg<f64>(b), to = v128.sub<f64>(all<f64>(1), b), product = v128.mul<f64>(x, a);
    if (sizeof<T>() == 4) return between<f64>(product, from, to);
    const rest = productTail<f64>(x, a, product);
    const above = v128.or(v128.gt<f64>(product, from), v128.and(v128.eq<f64>(product, from), v128.gt<f64>(rest, zero())));
    const below = v128.or(v128.lt<f64>(product, to), v128.and(v128.eq<f64>(product, to), v128.lt<f64>(rest, zero())));
    return v128.and(above, below);
  }
}

/** α of 1/6, also as rounded to f32, and β of ½ */
// @ts-ignore: decorator
@inline function isUsual(a: f64, b: f64): bool { return (a == 1.0 / 6.0 || a == <f64>(<f32>(1.0 / 6.0))) && b == 0.5; }

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void {
  if (isUsual(a, b)) forward<f32, UsualHardsigmoid<f32>, f32>(x, y, n, a, b);
  else forward<f32, Hardsigmoid<f32>, f32>(x, y, n, a, b);
}
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void {
  if (isUsual(a, b)) forward<f64, UsualHardsigmoid<f64>, f64>(x, y, n, a, b);
  else forward<f64, Hardsigmoid<f64>, f64>(x, y, n, a, b);
}
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void {
  if (isUsual(a, b)) backward<f32, UsualHardsigmoid<f32>>(dy, x, dx, n, a, b);
  else backward<f32, Hardsigmoid<f32>>(dy, x, dx, n, a, b);
}
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void {
  if (isUsual(a, b)) backward<f64, UsualHardsigmoid<f64>>(dy, x, dx, n, a, b);
  else backward<f64, Hardsigmoid<f64>>(dy, x, dx, n, a, b);
}
