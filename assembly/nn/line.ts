// One row by a matrix whose rows go across: y[n] ← a[k] · b[k, n]. Nothing is packed; a line of B is read once. The bits are a tile's.
import { loadSome, storeSome } from "../partial";
import { BLOCK, STRIDES } from "./tile";

/** Sixteen columns, one stride: four sums at `sums`, or added to those there. */
// @ts-ignore: decorator
@inline function wide(a: usize, b: usize, bytes: usize, k: i32, kc: i32, sums: usize, isMore: bool): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let from = b + <usize>k * bytes; k < kc; k += STRIDES, from += bytes * STRIDES) {
    const x = v128.load32_splat(a + (<usize>k << 2));
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(from)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(from, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(from, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(from, 48)));
  }
  v128.store(sums, isMore ? f32x4.add(v128.load(sums), s0) : s0);
  v128.store(sums, isMore ? f32x4.add(v128.load(sums, 16), s1) : s1, 16);
  v128.store(sums, isMore ? f32x4.add(v128.load(sums, 32), s2) : s2, 32);
  v128.store(sums, isMore ? f32x4.add(v128.load(sums, 48), s3) : s3, 48);
}

/** At most four columns, one stride. */
// @ts-ignore: decorator
@inline function narrow(a: usize, b: usize, bytes: usize, k: i32, kc: i32, left: usize): v128 {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (let from = b + <usize>k * bytes; k < kc; k += STRIDES, from += bytes * STRIDES)
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a + (<usize>k << 2)), loadSome<f32>(from, left, zero)));
  return sum;
}

// @ts-ignore: decorator
@inline function put(y: usize, left: usize, sum: v128, isFirst: bool, bias: usize): void {
  const zero = f32x4.splat(0);
  let value = isFirst ? sum : f32x4.add(loadSome<f32>(y, left, zero), sum);
  if (bias) value = f32x4.add(value, loadSome<f32>(bias, left, zero));
  storeSome<f32>(y, left, value);
}

export function lineProduct(a: usize, b: usize, bytes: usize, bias: usize, y: usize, n: i32, k: i32, isFirst: bool, sums: usize): void {
  for (let start = 0; start < k; start += BLOCK) {
    const kc = min(BLOCK, k - start), last: usize = start + BLOCK >= k ? bias : 0, first = isFirst && start == 0;
    const from = a + (<usize>start << 2);
    let column = b + <usize>start * bytes;
    let j = 0;
    for (; j + 16 <= n; j += 16, column += 64) {
      for (let turn = 0; turn < STRIDES; turn++)
        wide(from, column, bytes, ((turn & 1) << 1) | (turn >> 1), kc, sums + ((<usize>turn >> 1) << 6), (turn & 1) != 0);
      for (let i: usize = 0; i < 64; i += 16) {
        const at = (<usize>j << 2) + i;
        put(y + at, 16, f32x4.add(v128.load(sums + i), v128.load(sums + i, 64)), first, last ? last + at : <usize>0);
      }
    }
    for (; j < n; j += 4, column += 16) {
      const left = <usize>min(4, n - j) << 2, at = <usize>j << 2;
      const even = f32x4.add(narrow(from, column, bytes, 0, kc, left), narrow(from, column, bytes, 2, kc, left));
      const odd = f32x4.add(narrow(from, column, bytes, 1, kc, left), narrow(from, column, bytes, 3, kc, left));
      put(y + at, left, f32x4.add(even, odd), first, last ? last + at : <usize>0);
    }
  }
}
