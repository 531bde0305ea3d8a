// softplus(x) = log(1 + e^βx)/β = (max(z, 0) + log1p(e^−|z|))/β, z = βx      softplus′(x) = σ(βx)
import { Exponential, FADING, Smooth } from "../exponential";
import { all, keepWhere, select, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, corrected, div, flipped, inRange, k, logarithmLess2w, mul, negative, productTail, productTailInRange, sub, sumTail } from "../math";

@final export class Softplus<T> implements Exponential {
  @inline domain(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    const z = inRange<T>(mul(p, x));
    return ofSlope ? z : negative(z);
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 {
    const tail = productTailInRange<T>(p, x);
    return ofSlope ? tail : flipped(tail, mul(p, x));
  }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    // log1p(e) = 2·artanh w with w = e/(2 + e)
    const z = mul(p, x), d = add(add(b, b), a), w = div(a, d), twice = add(w, w);
    let log = add(logarithmLess2w<T>(w), twice);
    if (sizeof<T>() == 8) {
      // d log1p(e)/dz = e/(1 + e) = 2w/(1 + w)
      const slope = mul(twice, sub(k(1), mul(w, sub(k(1), w))));
      // w's own tail: what is left of A after w·D, D with its tail; 1/D is about (1 − w)/4
      const whole = mul(w, d), left = sub(sub(sub(a, whole), productTail<T>(w, d, whole)), mul(w, add(sub(add(b, b), d), a)));
      const wt = mul(left, sub(k(0.25), mul(w, k(0.25)))), gain = add(k(2), mul(mul(w, w), k(2)));
      const tail = add(add(sub(twice, log), logarithmLess2w<T>(w)), add(mul(slope, delta), mul(gain, wt)));
      const above = keepWhere(f64x2.gt(z, zero()), productTailInRange<T>(p, x));
      const sum = add(f64x2.pmax(z, zero()), log);
      return div(add(sum, add(add(sumTail<T>(f64x2.pmax(z, zero()), log, sum), tail), above)), p);
    }
    return mul(add(f64x2.pmax(z, zero()), log), div(k(1), p));
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = div(a, add(a, b));
    return corrected<T>(y, mul(y, sub(k(1), y)), delta);
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return sizeof<T>() == 4 ? y : select(v128.gt<T>(v128.mul<T>(p, x), all<T>(100)), x, y); }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return d; }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Softplus<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Softplus<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Softplus<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Softplus<f64>>>(dy, x, dx, n, a, b); }
