// mish(x) = x·tanh(softplus x) = x·N/D, N = U(U + 2W), D = N + 2W², U/W = eˣ
// mish′(x) = (N·D + 4x·U·W²(U + W))/D²
import { Exponential, FADING, Smooth } from "../exponential";
import { all, clamp, keepWhere, select, zero, zeroWhere } from "../lanes";
import { backward, forward } from "../loops";
import { add, div, k, mul, negative, productTail, sub, sumTail } from "../math";

@final class Mish<T> implements Exponential {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800), all<T>(60)); }
  @inline exponent(x: v128, p: v128, ofSlope: bool): v128 { return sizeof<T>() == 4 ? x : negative(x); }
  @inline exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128 { return zero(); }
  @inline value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const n = mul(a, add(a, add(b, b))), square = mul(b, b);
      return mul(x, div(n, add(n, add(square, square))));
    }
    // A is the smaller: it and its tail are U below 0 and W above
    const isDown = f64x2.lt(x, zero()), at = mul(a, delta);
    const u = select(isDown, a, b), ut = keepWhere(isDown, at), w = select(isDown, b, a), wt = zeroWhere(isDown, at);
    const sum = add(u, add(w, w)), st = add(sumTail<T>(u, add(w, w), sum), add(ut, add(wt, wt)));
    const n = mul(u, sum), nt = add(productTail<T>(u, sum, n), add(mul(u, st), mul(ut, sum)));
    const twice = add(w, w), square = mul(twice, w), squareTail = add(productTail<T>(twice, w, square), mul(add(twice, twice), wt));
    const d = add(n, square), dt = add(sumTail<T>(n, square, d), add(nt, squareTail)), y = div(n, d);
    return add(mul(x, y), mul(x, div(sub(nt, mul(y, dt)), d)));
  }
  @inline slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const n = mul(a, add(a, add(b, b))), square = mul(b, b), d = add(n, add(square, square));
      const other = mul(mul(mul(x, k(4)), square), add(a, b));
      return div(mul(a, add(mul(add(a, add(b, b)), d), other)), mul(d, d));
    }
    const isDown = f64x2.lt(x, zero()), at = mul(a, delta);
    const u = select(isDown, a, b), ut = keepWhere(isDown, at), w = select(isDown, b, a), wt = zeroWhere(isDown, at);
    const twice = add(w, w), sum = add(u, twice), st = add(sumTail<T>(u, twice, sum), add(ut, add(wt, wt)));
    const n = mul(u, sum), nt = add(productTail<T>(u, sum, n), add(mul(u, st), mul(ut, sum)));
    const square = mul(twice, w), squareTail = add(productTail<T>(twice, w, square), mul(add(twice, twice), wt));
    const d = add(n, square), dt = add(sumTail<T>(n, square, d), add(nt, squareTail));
    // (U + 2W)·D + 2x·2W²·(U + W), in pairs
    const one = mul(sum, d), oneTail = add(productTail<T>(sum, d, one), add(mul(st, d), mul(sum, dt)));
    const plus = add(u, w), plusTail = add(sumTail<T>(u, w, plus), add(ut, wt)), xx = add(x, x);
    const part = mul(square, plus), partTail = add(productTail<T>(square, plus, part), add(mul(squareTail, plus), mul(square, plusTail)));
    const other = mul(xx, part), otherTail = add(productTail<T>(xx, part, other), mul(xx, partTail));
    const total = add(one, other), totalTail = add(sumTail<T>(one, other, total), add(oneTail, otherTail));
    const i = div(k(1), d), above = mul(u, total), below = mul(d, d), y = div(above, below);
    // relative tails of U and D
    const lack = sub(keepWhere(isDown, delta), mul(add(dt, dt), i));
    const roundings = add(mul(u, totalTail), sub(productTail<T>(u, total, above), mul(y, productTail<T>(d, d, below))));
    return add(y, add(mul(y, lack), mul(mul(roundings, i), i)));
  }
  @inline kind(ofSlope: bool): i32 { return FADING; }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(50)), y, x); }
  @inline finishSlope(x: v128, d: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(50)), d, select(v128.eq<T>(x, x), all<T>(1), x)); }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Smooth<f32, Mish<f32>>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Smooth<f64, Mish<f64>>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Smooth<f32, Mish<f32>>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Smooth<f64, Mish<f64>>>(dy, x, dx, n, a, b); }
