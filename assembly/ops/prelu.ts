// prelu(x) = x > 0 ? x : w·x      ∂/∂x = x > 0 ? 1 : w      ∂/∂w = x > 0 ? 0 : x      a = w, learnable, one or one per channel
import { Learnable } from "../channels";
import { Gradient, Value } from "../elementwise/activation";
import { zero, zeroWhere } from "../lanes";
import { LeakyRelu } from "./leakyRelu";

/** One weight for everything is leakyRelu. */
@final export class Prelu<T> implements Value, Gradient, Learnable {
  @inline abreast(): i32 { return 0; }
  @inline gradientsAbreast(): i32 { return 0; }
  @inline f(x: v128, a: v128, b: v128): v128 { return changetype<LeakyRelu<T>>(0).f(x, a, b); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return changetype<LeakyRelu<T>>(0).gradient(dy, x, a, b); }
  @inline weightGradient(dy: v128, x: v128): v128 { return zeroWhere(v128.gt<f64>(x, zero()), v128.mul<f64>(dy, x)); }
}
