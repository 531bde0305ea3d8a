// tanh(x) = (e²ˣ − 1)/(e²ˣ + 1)      tanh′(x) = 1 − tanh² x = 4σ(1 − σ) at 2x
import { Exponential, DIFFERENCE, FADING, Smooth } from "../exponential";
import { all, clamp, magnitude, select, withSignOf, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, bell, div, k, mul, negative, sub } from "../math";
import { FromOutput, Output } from "../output";

@final class Tanh<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -60 : -400), all<T>(sizeof<T>() == 4 ? 60 : 400)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    if (sizeof<T>() == 4) return add(x, x);
    return negative(ofSlope ? add(x, x) : clamp<f64>(add(x, x), k(-50), k(50)));
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return div(m, add(a, b));
    // m is e^−2|x| − 1, δ its tail
    const d = add(k(2), m), y = div(m, d);
    // 1/d is (1 − y)/2
    return add(y, mul(sub(delta, mul(y, add(add(sub(k(2), d), m), delta))), mul(sub(k(1), y), k(0.5))));
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const d = add(a, b);
    if (sizeof<T>() == 4) return div(mul(mul(a, b), k(4)), mul(d, d));
    return mul(bell<T>(a, b, delta), k(4));
  }
  @inline kind(ofSlope: bool): i32 { return ofSlope ? FADING : DIFFERENCE; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // For f32, x itself where x³/3 is less than 2⁻²⁷ of it
    return sizeof<T>() == 8 ? withSignOf<T>(y, x) : select(v128.lt<T>(magnitude<T>(x), all<T>(0.0001220703125)), x, y);
  }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return d; }
}

@final class TanhOutput implements Output {
  @inline slope(y: v128, p: v128): v128 { return mul(sub(k(1), y), add(k(1), y)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Tanh<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Tanh<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Tanh<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Tanh<f64>>>(dy, x, dx, n, a, b); }
export function from_output_f32(dy: usize, y: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, FromOutput<f32, TanhOutput>>(dy, y, dx, n, a, b); }
export function from_output_f64(dy: usize, y: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, FromOutput<f64, TanhOutput>>(dy, y, dx, n, a, b); }
