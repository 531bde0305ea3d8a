// What gated activations add to the activation they gate with: halves of rows to contiguous memory and back, and the product.
import { loadOne, storeOne } from "../lanes";

/** rows pieces of `bytes`, a multiple of 4, from addresses `fromStride` apart to addresses `toStride` apart. */
export function copy_i32(from: usize, fromStride: usize, to: usize, toStride: usize, rows: usize, bytes: usize): void {
  for (; rows; rows--, from += fromStride, to += toStride) {
    let i: usize = 0;
    for (const whole = bytes & ~15; i < whole; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < bytes; i += 4) store<i32>(to + i, load<i32>(from + i));
  }
}

/** z[i] = x[i] · y[i] for i < n; z may be x or y. */
// @ts-ignore: decorator
@inline function multiply<T>(x: usize, y: usize, z: usize, n: usize): void {
  const end = x + n * sizeof<T>();
  for (const whole = end - (n * sizeof<T>() & 15); x < whole; x += 16, y += 16, z += 16) v128.store(z, v128.mul<T>(v128.load(x), v128.load(y)));
  for (; x < end; x += sizeof<T>(), y += sizeof<T>(), z += sizeof<T>()) storeOne<T>(z, v128.mul<T>(loadOne<T>(x), loadOne<T>(y)));
}

export function multiply_f32(x: usize, y: usize, z: usize, n: usize): void { multiply<f32>(x, y, z, n); }
export function multiply_f64(x: usize, y: usize, z: usize, n: usize): void { multiply<f64>(x, y, z, n); }
