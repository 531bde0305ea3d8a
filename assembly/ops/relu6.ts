// relu6(x) = min(max(x, 0), 6)      relu6′(x) = 0 < x < 6 ? 1 : 0
import { Gradient, GradientOfEither, Value } from "../elementwise/activation";
import { all, between, clamp, keepWhere, zero } from "../lanes";

/** From the output: 0 < y < 6 just where 0 < x < 6. */
@final export class Relu6<T> implements Value, Gradient, GradientOfEither {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return clamp<T>(x, zero(), all<T>(6)); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, zero(), all<T>(6)), dy); }
}
