// logSigmoid(x) = log σ(x) = −softplus(−x)      logSigmoid′(x) = σ(−x) = softplus′(−x)
import { Activation } from "../activation";
import { Smooth } from "../exponential";
import { all, signBit } from "../lanes";
import { backward, forward } from "../loops";
import { Softplus } from "./softplus";

@final class LogSigmoid<T> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    return v128.xor(changetype<Smooth<T, Softplus<T>>>(0).f(v128.xor(x, signBit<T>()), all<T>(1), b), signBit<T>());
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    return changetype<Smooth<T, Softplus<T>>>(0).gradient(dy, v128.xor(x, signBit<T>()), all<T>(1), b);
  }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, LogSigmoid<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, LogSigmoid<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, LogSigmoid<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, LogSigmoid<f64>>(dy, x, dx, n, a, b); }
