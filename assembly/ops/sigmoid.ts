// sigmoid(x) = 1/(1 + e⁻ˣ)      sigmoid′(x) = σ(1 − σ)
import { Exponential, FADING, Smooth } from "../exponential";
import { all, clamp, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, bell, corrected, div, k, mul, negative, sub } from "../math";
import { FromOutput, Output } from "../output";

@final class Sigmoid<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800), all<T>(sizeof<T>() == 4 ? 110 : 800)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    if (sizeof<T>() == 4) return x;
    return ofSlope ? negative(x) : f64x2.pmin(x, k(40));
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = div(a, add(a, b));
    return corrected<T>(y, mul(y, sub(k(1), y)), delta);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const d = add(a, b);
    if (sizeof<T>() == 4) return div(mul(a, b), mul(d, d));
    return bell<T>(a, b, delta);
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return d; }
}

@final class SigmoidOutput implements Output {
  @inline slope(y: v128, p: v128): v128 { return mul(y, sub(k(1), y)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Sigmoid<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Sigmoid<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Sigmoid<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Sigmoid<f64>>>(dy, x, dx, n, a, b); }
export function from_output_f32(dy: usize, y: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, FromOutput<f32, SigmoidOutput>>(dy, y, dx, n, a, b); }
export function from_output_f64(dy: usize, y: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, FromOutput<f64, SigmoidOutput>>(dy, y, dx, n, a, b); }
