// tanhshrink(x) = x − tanh x      tanhshrink′(x) = tanh² x
import { Exponential, DIFFERENCE, OTHER, Smooth } from "../exponential";
import { all, clamp, magnitude, select, withSignOf, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, div, k, mul, negative, productTail, small, smallTail, sub } from "../math";

@final class Tanhshrink<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(-1e30), all<T>(1e30)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 { return clamp<f64>(negative(add(x, x)), k(-100), zero()); }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    // Far from 0 |x| − tanh |x| = (|x| − 1) + 2σ(−2|x|); near it a series, x³(1/3 − 2x²/15 + …).
    const size = magnitude<f64>(x), v = mul(x, x), less = small(a, b), lessTail = smallTail<T>(a, b, delta, less);
    const far = add(sub(size, k(1)), add(add(less, less), add(lessTail, lessTail)));
    if (sizeof<T>() == 4) {
      let s = add(k(0.00832327600138973), mul(v, k(-0.002269590260037101)));
      s = add(k(-0.021762534204097985), mul(v, s));
      s = add(k(0.05395846613053457), mul(v, s));
      s = add(k(-0.13333300168933215), mul(v, s));
      s = add(k(0.3333333314955929), mul(v, s));
      return select(f64x2.lt(size, k(0.63)), mul(mul(size, v), s), far);
    }
    const vt = productTail<T>(x, x, v), cube = mul(size, v), cubeTail = add(productTail<T>(size, v, cube), mul(size, vt));
    let s = add(k(2.6330270500297293e-07), mul(v, k(-2.5154145338775646e-08)));
    s = add(k(-1.3791698479398685e-06), mul(v, s));
    s = add(k(4.987747811183469e-06), mul(v, s));
    s = add(k(-1.4606129481574919e-05), mul(v, s));
    s = add(k(3.8389619285618224e-05), mul(v, s));
    s = add(k(-9.646279388997627e-05), mul(v, s));
    s = add(k(0.00023895706440285052), mul(v, s));
    s = add(k(-0.0005899793002435843), mul(v, s));
    s = add(k(0.0014558246938102884), mul(v, s));
    s = add(k(-0.0035921266797099374), mul(v, s));
    s = add(k(0.008863235404621951), mul(v, s));
    s = add(k(-0.021869488529132362), mul(v, s));
    s = add(k(0.053968253968046505), mul(v, s));
    s = add(k(-0.1333333333333309), mul(v, s));
    s = add(k(0.3333333333333333), mul(v, s));
    return select(f64x2.lt(size, k(1)), add(mul(cube, s), mul(cubeTail, s)), far);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const t = div(m, add(a, b));
      return mul(t, t);
    }
    // m is e^z − 1, so tanh = m/(m + 2), here as y plus a tail
    const d = add(k(2), m), dt = add(add(sub(k(2), d), m), delta), y = div(m, d), whole = mul(y, d);
    const tail = div(add(sub(sub(m, whole), productTail<T>(y, d, whole)), sub(delta, mul(y, dt))), d);
    return add(mul(y, y), mul(add(y, y), tail));
  }
  @inline kind(ofSlope: bool): i32 { return ofSlope ? DIFFERENCE : OTHER; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(magnitude<T>(x), all<T>(1e30)), withSignOf<T>(y, x), x); }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 {
    // For f32, x² where 2x²/3 is less than 2⁻²⁶
    return sizeof<T>() == 8 ? d : select(v128.lt<T>(magnitude<T>(x), all<T>(0.0001220703125)), v128.mul<T>(x, x), d);
  }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Tanhshrink<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Tanhshrink<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Tanhshrink<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Tanhshrink<f64>>>(dy, x, dx, n, a, b); }
