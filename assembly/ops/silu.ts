// silu(x) = x·σ(βx)      silu′(x) = σ(1 + βx(1 − σ)), σ at βx      ∂silu/∂β = x²·σ(1 − σ)
import { Exponential, FADING, Smooth } from "../exponential";
import { clamp, high, loadOne, low, magnitude, select, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, div, even, flipped, gate, gateSlope, inRange, k, lift, liftable, mul, negative, productTailInRange, rest, sub, turns, unlessLost } from "../math";

/** x, for T = f32 within ±1e100: for x = ±∞ that times σ is ±∞ as an f32, or 0 where σ fades; and with β = 0 it is not NaN. */
// @ts-ignore: decorator
@inline function finite<T>(x: v128): v128 { return sizeof<T>() == 4 ? clamp<f64>(x, k(-1e100), k(1e100)) : x; }

@final class Silu<T> implements Exponential {
  @inline domain(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    const z = inRange<T>(mul(p, finite<T>(x)));
    return sizeof<T>() == 8 ? negative(z) : z;
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return flipped(productTailInRange<T>(p, x), mul(p, x)); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return mul(finite<T>(x), div(a, add(a, b)));
    return gate<T>(a, b, delta, mul(p, x), unlessLost(x, mul(p, x)));
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = inRange<T>(mul(p, finite<T>(x)));
    return gateSlope<T>(a, b, delta, z, z, productTailInRange<T>(p, x));
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return y;
    // A zero that was corrected has lost its sign, and ∞ is NaN by now; x where σ does not fade.
    const signed = v128.or(y, v128.and(x, k(-0.0))), isInfinite = f64x2.eq(magnitude<f64>(x), k(Infinity));
    if (!v128.any_true(isInfinite)) return signed;
    return select(v128.andnot(isInfinite, f64x2.lt(mul(p, x), zero())), x, signed);
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
    const v = full ? v128.load(x) : loadOne<T>(x);
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
  const v = clamp<f64>(x, k(-1.7976931348623157e308), k(1.7976931348623157e308)), z = f64x2.pmax(negative(mul(p, v)), k(-1350)), t = turns(z), r = rest<T>(z, zero(), t), R = even<T>(r);
  const b = sub(R, r), a = f64x2.lt(z, k(-690)), up = v128.andnot(lift(add(R, r), liftable(t)), a), d = add(up, b);
  return mul(dy, mul(mul(v, div(mul(up, b), mul(d, d))), v));
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Silu<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Silu<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Silu<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Silu<f64>>>(dy, x, dx, n, a, b); }
export function beta_gradient_f32(dy: usize, x: usize, n: usize, a: f32): f64 { return betaGradient<f32>(dy, x, n, a); }
export function beta_gradient_f64(dy: usize, x: usize, n: usize, a: f64): f64 { return betaGradient<f64>(dy, x, n, a); }
