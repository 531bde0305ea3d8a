// threshold(x) = x ≤ t ? v : x      threshold′(x) = x ≤ t ? 0 : 1      a = t, b = v
import { Gradient, Value } from "../elementwise/activation";
import { select, zeroWhere } from "../lanes";

@final export class Threshold<T> implements Value, Gradient {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return select(v128.le<T>(x, a), b, x); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(x, a), dy); }
}
