// relu(x) = x < 0 ? 0 : x      relu′(x) = x ≤ 0 ? 0 : 1
import { Gradient, GradientOfEither, IntegerValue, Value } from "../elementwise/activation";
import { zero, zeroWhere } from "../lanes";

/** From the output: y ≤ 0 just where x ≤ 0. */
@final export class Relu<T> implements Value, Gradient, GradientOfEither {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  // pmax(x, 0) is `x < 0 ? 0 : x` to the bit: −0 and every NaN pass through. max costs three times as much on x86, quietens
  // NaNs and turns −0 into 0; i32x4.max_s turns NaNs with the sign bit into 0.
  @inline f(x: v128, a: v128, b: v128): v128 { return v128.pmax<T>(x, zero()); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(x, zero()), dy); }
}

// Not unrolled: a byte or short vector does 16 or 8 elements as it is, and this halves what integers add to the module.
@final export class IntegerRelu<T> implements IntegerValue {
  @inline abreast(): i32 { return 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return v128.max<T>(x, zero()); }
}
