// hardshrink(x) = |x| ≤ λ ? 0 : x      hardshrink′(x) = |x| > λ ? 1 : 0      a = λ
import { Activation } from "../activation";
import { keepWhere, magnitude, zeroWhere } from "../lanes";
import { backward, forward } from "../loops";

@final class Hardshrink<T> implements Activation {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(magnitude<T>(x), a), x); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(v128.gt<T>(magnitude<T>(x), a), dy); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Hardshrink<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Hardshrink<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Hardshrink<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Hardshrink<f64>>(dy, x, dx, n, a, b); }
