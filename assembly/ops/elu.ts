// elu(x) = x > 0 ? x : α(eˣ − 1)      elu′(x) = x > 0 ? 1 : α·eˣ
import { DIFFERENCE, Exponential, POWER, Smooth } from "../exponential";
import { all, select, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, corrected, div, k, mul } from "../math";
import { FromOutput, Output } from "../output";

@final class Elu<T> implements Exponential {
  /** What comes out above 0 is not looked at. */
  @inline domain(x: v128): v128 { return v128.pmax<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 { return x; }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return mul(p, sizeof<T>() == 4 ? div(m, b) : m);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? mul(p, div(a, b)) : mul(p, a);
    return corrected<T>(y, y, delta);
  }
  @inline kind(ofSlope: bool): i32 { return ofSlope ? POWER : DIFFERENCE; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    if (sizeof<T>() == 8) return select(v128.lt<T>(x, zero()), y, x);
    // Next to 0 the line αx, as x²/2 is less than 2⁻²⁶ of x
    return select(v128.lt<T>(x, all<T>(-2.9802322387695312e-8)), y, select(v128.lt<T>(x, zero()), v128.mul<T>(x, p), x));
  }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1), d); }
}

@final class EluOutput implements Output {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), k(1), add(y, p)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Elu<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Elu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Elu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Elu<f64>>>(dy, x, dx, n, a, b); }
export function from_output_f32(dy: usize, y: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, FromOutput<f32, EluOutput>>(dy, y, dx, n, a, b); }
export function from_output_f64(dy: usize, y: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, FromOutput<f64, EluOutput>>(dy, y, dx, n, a, b); }
