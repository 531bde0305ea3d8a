// The mean of windows over a plane: sums in float64, rounded once, after the division.
import { high, low, narrow } from "../lanes";

/** The sum of rows × columns elements, rows `rowBytes` apart. */
export function windowSum(from: usize, rows: i32, rowBytes: usize, columns: i32): f64 {
  let even = f64x2.splat(0), odd = even, sum: f64 = 0;
  for (; rows > 0; rows--, from += rowBytes) {
    const end = from + (<usize>columns << 2);
    let p = from;
    for (; p + 16 <= end; p += 16) {
      const x = v128.load(p);
      even = f64x2.add(even, low(x));
      odd = f64x2.add(odd, high(x));
    }
    for (; p < end; p += 4) sum += <f64>load<f32>(p);
  }
  even = f64x2.add(even, odd);
  return sum + (f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1));
}

/** rows × columns elements, rows `rowBytes` apart, += value. */
export function addWindow(to: usize, rows: i32, rowBytes: usize, columns: i32, value: f32): void {
  for (; rows > 0; rows--, to += rowBytes) {
    const end = to + (<usize>columns << 2);
    let p = to;
    for (; p + 16 <= end; p += 16) v128.store(p, f32x4.add(v128.load(p), f32x4.splat(value)));
    for (; p < end; p += 4) store<f32>(p, load<f32>(p) + value);
  }
}

/** The sums of two squares of 2 × 2. */
// @ts-ignore: decorator
@inline function pairs(top: v128, bottom: v128): v128 {
  const left = f64x2.add(low(top), low(bottom)), right = f64x2.add(high(top), high(bottom));
  return f64x2.add(v128.shuffle<i64>(left, right, 0, 2), v128.shuffle<i64>(left, right, 1, 3));
}

/** A row of at least four squares of 2 × 2 side by side. */
export function averageSquares(top: usize, bottom: usize, y: usize, outWidth: i32): void {
  const quarter = f64x2.splat(0.25);
  for (let ox = 0; ox < outWidth; ox += 4) {
    // The last four may be some that were there before.
    const at = <usize>min(ox, outWidth - 4), a = top + (at << 3), c = bottom + (at << 3);
    const left = pairs(v128.load(a), v128.load(c)), right = pairs(v128.load(a, 16), v128.load(c, 16));
    v128.store(y + (at << 2), narrow(f64x2.mul(left, quarter), f64x2.mul(right, quarter)));
  }
}

/** A quarter of dy to all elements of each square of such a row. */
export function gradientOfSquares(dy: usize, top: usize, bottom: usize, outWidth: i32): void {
  for (let ox = 0; ox < outWidth; ox += 4) {
    const at = <usize>min(ox, outWidth - 4), a = top + (at << 3), c = bottom + (at << 3);
    const g = f32x4.mul(v128.load(dy + (at << 2)), f32x4.splat(0.25));
    const left = v128.shuffle<i32>(g, g, 0, 0, 1, 1), right = v128.shuffle<i32>(g, g, 2, 2, 3, 3);
    v128.store(a, left);
    v128.store(a, right, 16);
    v128.store(c, left);
    v128.store(c, right, 16);
  }
}
