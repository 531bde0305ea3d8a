// softshrink(x) = |x| ≤ λ ? 0 : x − sign(x)·λ      softshrink′(x) = |x| > λ ? 1 : 0      a = λ
import { Gradient, Value } from "../elementwise/activation";
import { keepWhere, magnitude, withSignOf, zeroWhere } from "../lanes";

@final export class Softshrink<T> implements Value, Gradient {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return zeroWhere(v128.le<T>(magnitude<T>(x), a), v128.sub<T>(x, withSignOf<T>(a, x)));
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(v128.gt<T>(magnitude<T>(x), a), dy); }
}
