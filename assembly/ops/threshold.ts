// threshold(x) = x ≤ t ? v : x      threshold′(x) = x ≤ t ? 0 : 1      a = t, b = v
import { Activation } from "../activation";
import { select, zeroWhere } from "../lanes";
import { backward, forward } from "../loops";

@final class Threshold<T> implements Activation {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return select(v128.le<T>(x, a), b, x); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(x, a), dy); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Threshold<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Threshold<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Threshold<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Threshold<f64>>(dy, x, dx, n, a, b); }
