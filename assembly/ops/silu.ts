// silu(x) = x·σ(βx)      silu′(x) = σ(1 + βx(1 − σ)), σ at βx      ∂silu/∂β = x²·σ(1 − σ)
import { Exponential, FADING, Smooth } from "../exponential";
import { all, clamp, high, loadOne, low, magnitude, select, withSignOf, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, div, even, flipped, gate, gateSlope, inRange, k, lift, liftable, mul, negative, productTailInRange, rest, sub, turns, unlessLost } from "../math";

@final class Silu<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -3.4028234663852886e38 : -1.7976931348623157e308), all<T>(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    const z = inRange<T>(mul(p, x));
    return sizeof<T>() == 8 ? negative(z) : z;
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return flipped(productTailInRange<T>(p, x), mul(p, x)); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = mul(p, x), factor = unlessLost(x, z);
    if (sizeof<T>() == 4) return mul(factor, div(a, add(a, b)));
    return gate<T>(a, b, delta, z, factor);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = inRange<T>(mul(p, x));
    return gateSlope<T>(a, b, delta, z, z, productTailInRange<T>(p, x));
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // ±∞ unless it fades
    const isLost = v128.and(v128.eq<T>(magnitude<T>(x), all<T>(Infinity)), v128.gt<T>(magnitude<T>(y), all<T>(1)));
    // (a zero that was corrected lost its sign)
    return select(isLost, x, sizeof<T>() == 8 ? withSignOf<T>(y, x) : y);
  }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return d; }
}

/** Σ dy·x²·σ(1 − σ) over n elements: element i goes to partial sum i mod 4 (f32) or 2 (f64), those past the last whole vector to the first. */
// @ts-ignore: decorator
@inline function betaGradient<T>(dy: usize, x: usize, n: usize, beta: T): f64 {
  const p = v128.splat<T>(beta), end = x + n * sizeof<T>(), whole = end - (n * sizeof<T>() & 15);
  let first = zero(), second = zero();
  while (x < end) {
    const full = x < whole, g = full ? v128.load(dy) : loadOne<T>(dy);
    const v = changetype<Silu<T>>(0).domain(full ? v128.load(x) : loadOne<T>(x));
    first = add(first, sizeof<T>() == 4 ? term<T>(low(g), low(v), low(p)) : term<T>(g, v, p));
    if (sizeof<T>() == 4) second = add(second, term<T>(high(g), high(v), low(p)));
    const step: usize = full ? 16 : sizeof<T>();
    x += step;
    dy += step;
  }
  const sum = add(first, second);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** dy·x²·σ(1 − σ), finite wherever dy is: e^−|z| is 0 long before x² overflows */
// @ts-ignore: decorator
@inline function term<T>(dy: v128, x: v128, p: v128): v128 {
  const z = negative(inRange<T>(mul(p, x))), t = turns(z), r = rest<T>(z, zero(), t), R = even<T>(r);
  const b = sub(R, r), a = f64x2.lt(z, k(-690)), up = v128.andnot(lift(add(R, r), liftable(t)), a), d = add(up, b);
  return mul(dy, mul(mul(x, div(mul(up, b), mul(d, d))), x));
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Silu<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Silu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Silu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Silu<f64>>>(dy, x, dx, n, a, b); }
export function beta_gradient_f32(dy: usize, x: usize, n: usize, a: f32): f64 { return betaGradient<f32>(dy, x, n, a); }
export function beta_gradient_f64(dy: usize, x: usize, n: usize, a: f64): f64 { return betaGradient<f64>(dy, x, n, a); }
