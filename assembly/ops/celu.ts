// celu(x) = x > 0 ? x : α(e^(x/α) − 1)      celu′(x) = x > 0 ? 1 : e^(x/α)
import { DIFFERENCE, Exponential, POWER, Smooth } from "../exponential";
import { all, clamp, keepWhere, magnitude, select, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, corrected, div, k, mul, productTail, sub } from "../math";
import { FromOutput, Output } from "../output";
import { EluOfOne } from "./elu";

@final class Celu<T> implements Exponential {
  @inline domain(x: v128): v128 { return v128.pmin<T>(x, zero()); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 { return clamp<f64>(div(x, p), k(sizeof<T>() == 4 ? -690 : -1350), k(710)); }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 {
    if (!v128.any_true(f64x2.ne(p, k(1)))) return zero();
    const whole = mul(z, p);
    return keepWhere(f64x2.eq(z, div(x, p)), div(sub(sub(x, whole), productTail<T>(z, p, whole)), p));
  }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return mul(p, sizeof<T>() == 4 ? div(m, b) : m);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? div(a, b) : a;
    return corrected<T>(y, y, delta);
  }
  @inline kind(ofSlope: bool): i32 { return ofSlope ? POWER : DIFFERENCE; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // Next to 0 x itself, as z²/2 is less than 2⁻²⁶ of z (f32), or z underflows (f64)
    if (sizeof<T>() == 8) return select(v128.and(v128.lt<T>(x, zero()), v128.ne<T>(y, zero())), y, x);
    return select(v128.lt<T>(x, v128.mul<T>(magnitude<T>(p), all<T>(-2.9802322387695312e-8))), y, x);
  }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1), d); }
}

@final class CeluOutput implements Output {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), k(1), add(div(y, p), k(1))); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void {
  if (a == 1) forward<f32, EluOfOne, f32>(x, y, n, a, b);
  else forward<f32, Smooth<f32, Celu<f32>>, f32>(x, y, n, a, b);
}
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Celu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Celu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Celu<f64>>>(dy, x, dx, n, a, b); }
export function from_output_f32(dy: usize, y: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, FromOutput<f32, CeluOutput>>(dy, y, dx, n, a, b); }
export function from_output_f64(dy: usize, y: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, FromOutput<f64, CeluOutput>>(dy, y, dx, n, a, b); }
