// leakyRelu(x) = x > 0 ? x : s·x      leakyRelu′(x) = x > 0 ? 1 : s      a = s, the negative slope
import { Gradient, GradientOfEither, Value } from "../elementwise/activation";
import { scaled, select, zero } from "../lanes";

/** From the output: y > 0 just where x > 0, as long as s ≥ 0. */
@final export class LeakyRelu<T> implements Value, Gradient, GradientOfEither {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return select(v128.gt<T>(x, zero()), x, v128.mul<T>(x, a)); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return select(v128.gt<T>(x, zero()), dy, scaled<T>(dy, a)); }
}
