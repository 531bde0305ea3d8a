// leakyRelu(x) = x > 0 ? x : s·x      leakyRelu′(x) = x > 0 ? 1 : s      a = s, the negative slope
import { Activation } from "../activation";
import { scaled, select, zero } from "../lanes";
import { backward, forward } from "../loops";

@final export class LeakyRelu<T> implements Activation {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return select(v128.gt<T>(x, zero()), x, v128.mul<T>(x, a)); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return select(v128.gt<T>(x, zero()), dy, scaled<T>(dy, a)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, LeakyRelu<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, LeakyRelu<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, LeakyRelu<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, LeakyRelu<f64>>(dy, x, dx, n, a, b); }
// y > 0 just where x > 0, as long as s ≥ 0
export { backward_f32 as from_output_f32, backward_f64 as from_output_f64 };
