// relu(x) = x < 0 ? 0 : x      relu′(x) = x ≤ 0 ? 0 : 1
import { Activation } from "../activation";
import { backward, forward } from "../loops";
import { zero, zeroWhere } from "../lanes";

@final class Relu<T> implements Activation {
  @inline light(): bool { return true; }
  // pmax(x, 0) is `x < 0 ? 0 : x` to the bit: −0 and every NaN pass through. max costs three times as much on x86, quietens
  // NaNs and turns −0 into 0; i32x4.max_s turns NaNs with the sign bit into 0.
  @inline f(x: v128, a: v128, b: v128): v128 { return v128.pmax<T>(x, zero()); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(x, zero()), dy); }
}

// Not unrolled: a byte or short vector does 16 or 8 elements as it is, and this halves what integers add to the module.
@final class IntegerRelu<T> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 { return v128.max<T>(x, zero()); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return zeroWhere(v128.le<T>(x, zero()), dy); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Relu<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Relu<f64>, f64>(x, y, n, a, b); }
export function forward_i8(x: usize, y: usize, n: usize, a: i32, b: i32): void { forward<i8, IntegerRelu<i8>, i32>(x, y, n, a, b); }
export function forward_i16(x: usize, y: usize, n: usize, a: i32, b: i32): void { forward<i16, IntegerRelu<i16>, i32>(x, y, n, a, b); }
export function forward_i32(x: usize, y: usize, n: usize, a: i32, b: i32): void { forward<i32, IntegerRelu<i32>, i32>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Relu<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Relu<f64>>(dy, x, dx, n, a, b); }
// y ≤ 0 just where x ≤ 0
export { backward_f32 as from_output_f32, backward_f64 as from_output_f64 };
