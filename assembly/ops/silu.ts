// silu(x) = x·σ(βx)      silu′(x) = σ(1 + βx(1 − σ)), σ at βx      ∂silu/∂β = x²·σ(1 − σ)
import { Exponential, FADING, Smooth } from "../exponential";
import { all, clamp, magnitude, select } from "../lanes";
import { backward, forward } from "../loops";
import { add, corrected, div, flipped, gateSlope, inRange, k, mul, negative, productTailInRange, sub, unlessLost } from "../math";

@final class Silu<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -3.4028234663852886e38 : -1.7976931348623157e308), all<T>(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    const z = inRange<T>(mul(p, x));
    return sizeof<T>() == 8 && ofSlope ? negative(z) : z;
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 {
    const tail = productTailInRange<T>(p, x);
    return ofSlope ? flipped(tail, mul(p, x)) : tail;
  }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = div(a, add(a, b)), factor = unlessLost(x, mul(p, x));
    return mul(factor, corrected<T>(y, mul(y, sub(k(1), y)), delta));
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = inRange<T>(mul(p, x));
    return gateSlope<T>(a, b, delta, z, z, productTailInRange<T>(p, x));
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // ±∞ unless it fades
    const isLost = v128.and(v128.eq<T>(magnitude<T>(x), all<T>(Infinity)), v128.gt<T>(magnitude<T>(y), all<T>(1)));
    return select(isLost, x, y);
  }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return d; }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Silu<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Silu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Silu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Silu<f64>>>(dy, x, dx, n, a, b); }
