// Loops for activations with a learnable parameter per channel. x is [rows, channels, inner], weight one element a channel.
//
// With inner = 1 neighbours have different weights, so vectors of weights go along with vectors of x; otherwise each run of
// `inner` elements is an ordinary loop with one weight. Aliasing as in elementwise/loops.ts; weight and dweight overlap nothing.
import { backward, forward } from "./elementwise/loops";
import { high, low, zero } from "./lanes";
import { loadOne, storeOne } from "./partial";

export interface Learnable {
  f(x: v128, a: v128, b: v128): v128;
  gradient(dy: v128, x: v128, a: v128, b: v128): v128;
  /** dy · ∂f/∂a on f64 lanes: what one element adds to its weight's gradient. */
  weightGradient(dy: v128, x: v128): v128;
}

// @ts-ignore: decorator
@inline export function forwardChannels<T, Op extends Learnable>(x: usize, weight: usize, y: usize, rows: usize, channels: usize, inner: usize): void {
  const op = changetype<Op>(0), size = sizeof<T>();
  for (; rows; rows--) {
    const end = weight + channels * size;
    let w = weight;
    if (inner == 1) {
      for (const whole = end - (channels * size & 15); w < whole; w += 16, x += 16, y += 16)
        v128.store(y, op.f(v128.load(x), v128.load(w), zero()));
      for (; w < end; w += size, x += size, y += size) storeOne<T>(y, op.f(loadOne<T>(x), loadOne<T>(w), zero()));
    } else {
      const run = inner * size;
      for (; w < end; w += size, x += run, y += run) forward<T, Op, T>(x, y, inner, load<T>(w), <T>0);
    }
  }
}

/**
 * dx as backward in elementwise/loops.ts; dweight, always f64, grows by what each channel's elements add. The order of the additions is
 * fixed by the shape alone: rows in turn, in each row the channel's run of `inner` (summed by `sum`), so that the same
 * numbers give the same bits. Products of f32 are exact in f64, so f32 has no error but the sum's.
 */
// @ts-ignore: decorator
@inline export function backwardChannels<T, Op extends Learnable>(
  dy: usize, x: usize, weight: usize, dx: usize, dweight: usize, rows: usize, channels: usize, inner: usize
): void {
  const op = changetype<Op>(0), size = sizeof<T>();
  for (; rows; rows--) {
    const end = weight + channels * size;
    let w = weight, d = dweight;
    if (inner == 1) {
      for (const whole = end - (channels * size & 15); w < whole; w += 16, d += 8 * 16 / size, dy += 16, x += 16, dx += 16) {
        const g = v128.load(dy), v = v128.load(x);
        if (sizeof<T>() == 4) {
          v128.store(d, v128.add<f64>(v128.load(d), op.weightGradient(low(g), low(v))));
          v128.store(d, v128.add<f64>(v128.load(d, 16), op.weightGradient(high(g), high(v))), 16);
        } else {
          v128.store(d, v128.add<f64>(v128.load(d), op.weightGradient(g, v)));
        }
        v128.store(dx, op.gradient(g, v, v128.load(w), zero()));
      }
      for (; w < end; w += size, d += 8, dy += size, x += size, dx += size) {
        const g = loadOne<T>(dy), v = loadOne<T>(x);
        store<f64>(d, load<f64>(d) + f64x2.extract_lane(op.weightGradient(wide<T>(g), wide<T>(v)), 0));
        storeOne<T>(dx, op.gradient(g, v, loadOne<T>(w), zero()));
      }
    } else {
      const run = inner * size;
      for (; w < end; w += size, d += 8, dy += run, x += run, dx += run) {
        store<f64>(d, load<f64>(d) + sum<T, Op>(dy, x, inner));
        backward<T, Op>(dy, x, dx, inner, load<T>(w), <T>0);
      }
    }
  }
}

/** Σ weightGradient over n elements: element i goes to partial sum i mod 4, those past the last multiple of 4 to the first. */
// @ts-ignore: decorator
@inline function sum<T, Op extends Learnable>(dy: usize, x: usize, n: usize): f64 {
  const op = changetype<Op>(0), size = sizeof<T>(), end = x + n * size;
  let s01 = zero(), s23 = zero();
  for (const whole = x + (n & ~3) * size; x < whole; x += 4 * size, dy += 4 * size) {
    if (sizeof<T>() == 4) {
      const g = v128.load(dy), v = v128.load(x);
      s01 = v128.add<f64>(s01, op.weightGradient(low(g), low(v)));
      s23 = v128.add<f64>(s23, op.weightGradient(high(g), high(v)));
    } else {
      s01 = v128.add<f64>(s01, op.weightGradient(v128.load(dy), v128.load(x)));
      s23 = v128.add<f64>(s23, op.weightGradient(v128.load(dy, 16), v128.load(x, 16)));
    }
  }
  for (; x < end; x += size, dy += size) s01 = v128.add<f64>(s01, op.weightGradient(wide<T>(loadOne<T>(dy)), wide<T>(loadOne<T>(x))));
  const s = v128.add<f64>(s01, s23);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** The first element as f64; the other lane is 0. */
// @ts-ignore: decorator
@inline function wide<T>(x: v128): v128 { return sizeof<T>() == 4 ? low(x) : x; }
