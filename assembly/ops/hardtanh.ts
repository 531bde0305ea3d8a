// hardtanh(x) = min(max(x, lo), hi)      hardtanh′(x) = lo < x < hi ? 1 : 0      a = lo, b = hi
import { Gradient, GradientOfEither, Value } from "../elementwise/activation";
import { between, clamp, keepWhere } from "../lanes";

/** From the output: lo < y < hi just where lo < x < hi. */
@final export class Hardtanh<T> implements Value, Gradient, GradientOfEither {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return clamp<T>(x, a, b); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, a, b), dy); }
}
