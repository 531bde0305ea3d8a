// logSigmoid(x) = log σ(x) = −softplus(−x)      logSigmoid′(x) = σ(−x) = softplus′(−x)
import { Gradient, Value } from "../elementwise/activation";
import { all, signBit } from "../lanes";
import { Softplus, SoftplusOfOne } from "./softplus";

@final export class LogSigmoid<T> implements Value, Gradient {
  @inline abreast(): i32 { return 4; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return v128.xor(changetype<SoftplusOfOne<T>>(0).f(v128.xor(x, signBit<T>()), a, b), signBit<T>());
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    return changetype<Softplus<T>>(0).gradient(dy, v128.xor(x, signBit<T>()), all<T>(1), b);
  }
}
