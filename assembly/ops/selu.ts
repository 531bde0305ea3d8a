// selu(x) = λ·(x > 0 ? x : α(eˣ − 1))      selu′(x) = x > 0 ? λ : λα·eˣ
import { DIFFERENCE, Exponential, POWER, Smooth } from "../exponential";
import { all, select, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, corrected, div, k, mul } from "../math";
import { FromOutput, Output } from "../output";

@final class Selu<T> implements Exponential {
  /** What comes out above 0 is not looked at. */
  @inline domain(x: v128): v128 { return v128.pmax<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 { return x; }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const below = mul(k(1.7580993408473768), sizeof<T>() == 4 ? div(m, b) : m);
    if (sizeof<T>() == 8) return select(f64x2.lt(x, zero()), below, mul(k(1.0507009873554805), x));
    // Next to 0 the line λαx, as x²/2 is less than 2⁻²⁶ of x
    const line = mul(x, select(f64x2.lt(x, zero()), k(1.7580993408473768), k(1.0507009873554805)));
    return select(f64x2.lt(x, k(-2.9802322387695312e-8)), below, line);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? mul(k(1.7580993408473768), div(a, b)) : mul(k(1.7580993408473768), a);
    return corrected<T>(y, y, delta);
  }
  @inline kind(ofSlope: bool): i32 { return ofSlope ? POWER : DIFFERENCE; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1.0507009873554805), d); }
}

@final class SeluOutput implements Output {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), k(1.0507009873554805), add(y, k(1.7580993408473768))); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Selu<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Selu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Selu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Selu<f64>>>(dy, x, dx, n, a, b); }
export function from_output_f32(dy: usize, y: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, FromOutput<f32, SeluOutput>>(dy, y, dx, n, a, b); }
export function from_output_f64(dy: usize, y: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, FromOutput<f64, SeluOutput>>(dy, y, dx, n, a, b); }
