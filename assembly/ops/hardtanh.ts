// hardtanh(x) = min(max(x, lo), hi)      hardtanh′(x) = lo < x < hi ? 1 : 0      a = lo, b = hi
import { Activation } from "../activation";
import { between, clamp, keepWhere } from "../lanes";
import { backward, forward } from "../loops";

@final class Hardtanh<T> implements Activation {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return clamp<T>(x, a, b); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return keepWhere(between<T>(x, a, b), dy); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Hardtanh<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Hardtanh<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Hardtanh<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Hardtanh<f64>>(dy, x, dx, n, a, b); }
// lo < y < hi just where lo < x < hi
export { backward_f32 as from_output_f32, backward_f64 as from_output_f64 };
