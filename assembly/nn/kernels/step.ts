// Steps of optimizers: in float64, as the formulas in JavaScript, whose bits they have; data, gradients and buffers are float32.
import { loadSome, storeSome } from "../../partial";

// @ts-ignore: decorator
@inline function low(x: v128): v128 { return f64x2.promote_low_f32x4(x); }
// @ts-ignore: decorator
@inline function high(x: v128): v128 { return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1)); }
// @ts-ignore: decorator
@inline function joined(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
// @ts-ignore: decorator
@inline function some(from: usize, left: usize): v128 { return loadSome<f32>(from, left, f32x4.splat(0)); }
// @ts-ignore: decorator
@inline function times(a: f64, x: v128): v128 { return f64x2.mul(f64x2.splat(a), x); }
/** g, or g + decay · w: not 0 · w, since w may be infinite. */
// @ts-ignore: decorator
@inline function decayed(g: v128, decay: f64, w: v128): v128 { return decay != 0 ? f64x2.add(g, times(decay, w)) : g; }

/** data ← data − rate · g */
export function sgd_f32(data: usize, grad: usize, n: i32, rate: f64, decay: f64): void {
  for (let left = <usize>n << 2; left; ) {
    const w = some(data, left), g = some(grad, left);
    storeSome<f32>(data, left, joined(descended(low(w), low(g), rate, decay), descended(high(w), high(g), rate, decay)));
    const bytes = min<usize>(16, left);
    left -= bytes, data += bytes, grad += bytes;
  }
}

// @ts-ignore: decorator
@inline function descended(w: v128, g: v128, rate: f64, decay: f64): v128 { return f64x2.sub(w, times(rate, decayed(g, decay, w))); }

/** buffer ← momentum · buffer + share · g; data ← data − rate · (isNesterov ? g + momentum · buffer : buffer) */
export function momentum_f32(
  data: usize, grad: usize, buffer: usize, n: i32, rate: f64, decay: f64, momentum: f64, share: f64, isNesterov: i32,
): void {
  for (let left = <usize>n << 2; left; ) {
    const w = some(data, left), g = some(grad, left), b = some(buffer, left);
    const w0 = low(w), w1 = high(w), g0 = decayed(low(g), decay, w0), g1 = decayed(high(g), decay, w1);
    const b0 = f64x2.add(times(momentum, low(b)), times(share, g0)), b1 = f64x2.add(times(momentum, high(b)), times(share, g1));
    storeSome<f32>(buffer, left, joined(b0, b1));
    const d0 = isNesterov ? f64x2.add(g0, times(momentum, b0)) : b0, d1 = isNesterov ? f64x2.add(g1, times(momentum, b1)) : b1;
    storeSome<f32>(data, left, joined(f64x2.sub(w0, times(rate, d0)), f64x2.sub(w1, times(rate, d1))));
    const bytes = min<usize>(16, left);
    left -= bytes, data += bytes, grad += bytes, buffer += bytes;
  }
}

/** data ← kept · data − rate · mean / (√square / root + eps), the means being those of g and g². */
export function adam_f32(
  data: usize, grad: usize, mean: usize, square: usize, n: i32, rate: f64, root: f64, eps: f64, beta1: f64, beta2: f64, decay: f64, kept: f64,
): void {
  for (let left = <usize>n << 2; left; ) {
    const w = some(data, left), g = some(grad, left), m = some(mean, left), v = some(square, left);
    const g0 = decayed(low(g), decay, low(w)), g1 = decayed(high(g), decay, high(w));
    const m0 = f64x2.add(times(beta1, low(m)), times(1 - beta1, g0)), m1 = f64x2.add(times(beta1, high(m)), times(1 - beta1, g1));
    const v0 = f64x2.add(times(beta2, low(v)), f64x2.mul(times(1 - beta2, g0), g0));
    const v1 = f64x2.add(times(beta2, high(v)), f64x2.mul(times(1 - beta2, g1), g1));
    storeSome<f32>(mean, left, joined(m0, m1));
    storeSome<f32>(square, left, joined(v0, v1));
    storeSome<f32>(data, left, joined(adapted(low(w), m0, v0, rate, root, eps, kept), adapted(high(w), m1, v1, rate, root, eps, kept)));
    const bytes = min<usize>(16, left);
    left -= bytes, data += bytes, grad += bytes, mean += bytes, square += bytes;
  }
}

// @ts-ignore: decorator
@inline function adapted(w: v128, m: v128, v: v128, rate: f64, root: f64, eps: f64, kept: f64): v128 {
  const size = f64x2.add(f64x2.div(f64x2.sqrt(v), f64x2.splat(root)), f64x2.splat(eps));
  return f64x2.sub(times(kept, w), f64x2.div(times(rate, m), size));
}
