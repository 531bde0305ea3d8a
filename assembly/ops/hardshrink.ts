// hardshrink(x) = |x| ≤ λ ? 0 : x      hardshrink′(x) = |x| > λ ? 1 : 0      a = λ
import { Gradient, Value } from "../elementwise/activation";
import { keepWhere, magnitude, zeroWhere } from "../lanes";

@final export class Hardshrink<T> implements Value, Gradient {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(magnitude<T>(x), a), x); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(v128.gt<T>(magnitude<T>(x), a), dy); }
}
