// prelu(x) = x > 0 ? x : w·x      ∂/∂x = x > 0 ? 1 : w      ∂/∂w = x > 0 ? 0 : x      a = w, learnable, one or one per channel
import { Learnable, backwardChannels, forwardChannels } from "../channels";
import { zero, zeroWhere } from "../lanes";
import { LeakyRelu } from "./leakyRelu";

@final class Prelu<T> implements Learnable {
  @inline light(): bool { return true; }
  @inline f(x: v128, a: v128, b: v128): v128 { return changetype<LeakyRelu<T>>(0).f(x, a, b); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return changetype<LeakyRelu<T>>(0).gradient(dy, x, a, b); }
  @inline weightGradient(dy: v128, x: v128): v128 { return zeroWhere(v128.gt<f64>(x, zero()), v128.mul<f64>(dy, x)); }
}

// One weight for everything is leakyRelu.
export { forward_f32, forward_f64, backward_f32, backward_f64 } from "./leakyRelu";
export function forward_channels_f32(x: usize, weight: usize, y: usize, rows: usize, channels: usize, inner: usize): void {
  forwardChannels<f32, Prelu<f32>>(x, weight, y, rows, channels, inner);
}
export function forward_channels_f64(x: usize, weight: usize, y: usize, rows: usize, channels: usize, inner: usize): void {
  forwardChannels<f64, Prelu<f64>>(x, weight, y, rows, channels, inner);
}
export function backward_channels_f32(dy: usize, x: usize, weight: usize, dx: usize, dweight: usize, rows: usize, channels: usize, inner: usize): void {
  backwardChannels<f32, Prelu<f32>>(dy, x, weight, dx, dweight, rows, channels, inner);
}
export function backward_channels_f64(dy: usize, x: usize, weight: usize, dx: usize, dweight: usize, rows: usize, channels: usize, inner: usize): void {
  backwardChannels<f64, Prelu<f64>>(dy, x, weight, dx, dweight, rows, channels, inner);
}
