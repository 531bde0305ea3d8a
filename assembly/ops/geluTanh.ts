// geluTanh(x) = x·σ(z), z = 2√(2/π)·(x + 0.044715x³)      geluTanh′(x) = σ(1 + x·z′(1 − σ)), σ at z
import { Exponential, FADING, Smooth } from "../exponential";
import { all, clamp, select, withSignOf, zero } from "../lanes";
import { backward, forward } from "../loops";
import { add, div, flipped, gate, gateSlope, k, mul, negative, productTail, sumTail } from "../math";

/** x(2√(2/π) + c·x²) */
// @ts-ignore: decorator
@inline function cubic(x: v128, c: v128): v128 { return mul(x, add(k(1.5957691216057308), mul(c, mul(x, x)))); }

/** What rounding took from it, with the constants' own tails. */
// @ts-ignore: decorator
@inline function cubicTail<T>(x: v128, c: v128, ct: v128): v128 {
  if (sizeof<T>() == 4) return zero();
  const v = mul(x, x), vt = productTail<T>(x, x, v), w = mul(c, v), wt = add(productTail<T>(c, v, w), add(mul(c, vt), mul(ct, v)));
  const s = add(k(1.5957691216057308), w), st = add(add(sumTail<T>(k(1.5957691216057308), w, s), wt), k(-9.96930880911092e-17));
  return add(productTail<T>(x, s, mul(x, s)), mul(x, st));
}

@final class GeluTanh<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -12 : -26), all<T>(9)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 {
    const z = cubic(x, k(0.07135481627260025));
    return sizeof<T>() == 8 ? negative(z) : z;
  }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 {
    return flipped(cubicTail<T>(x, k(0.07135481627260025), k(-6.175149918155315e-19)), x);
  }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return sizeof<T>() == 4 ? mul(x, div(a, add(a, b))) : gate<T>(a, b, delta, x, x);
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const factor = cubic(x, k(0.21406444881780073));
    return gateSlope<T>(a, b, delta, x, factor, cubicTail<T>(x, k(0.21406444881780073), k(1.2025242832367862e-17)));
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(9)), sizeof<T>() == 8 ? withSignOf<T>(y, x) : y, x); }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(9)), d, select(v128.eq<T>(x, x), all<T>(1), x)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, GeluTanh<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, GeluTanh<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, GeluTanh<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, GeluTanh<f64>>>(dy, x, dx, n, a, b); }
