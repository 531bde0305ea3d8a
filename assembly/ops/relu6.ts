// relu6(x) = min(max(x, 0), 6)      relu6′(x) = 0 < x < 6 ? 1 : 0
import { Activation } from "../activation";
import { all, between, clamp, keepWhere, zero } from "../lanes";
import { backward, forward } from "../loops";

@final class Relu6<T> implements Activation {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return clamp<T>(x, zero(), all<T>(6)); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, zero(), all<T>(6)), dy); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Relu6<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Relu6<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Relu6<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Relu6<f64>>(dy, x, dx, n, a, b); }
// 0 < y < 6 just where 0 < x < 6
export { backward_f32 as from_output_f32, backward_f64 as from_output_f64 };
