// One row by a matrix whose rows go across: y[n] ← a[k] · b[k, n]. Nothing is packed; a line of B is read once. The bits are a tile's.
import { loadSome, storeSome } from "../partial";
import { BLOCK, STRIDES } from "./tile";

// Calls, not inlined: there are many.
function some(from: usize, left: usize): v128 { return loadSome<f32>(from, left, f32x4.splat(0)); }

/** One stride of a block, 16 columns or, where `left` bytes are fewer, at most four: sums from here, or added to those that are there. */
function stride(a: usize, b: usize, bytes: usize, end: usize, left: usize, sums: usize, isMore: bool): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  if (left >= 64)
    for (; a < end; a += 16, b += bytes) {
      const x = v128.load32_splat(a);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    }
  else for (; a < end; a += 16, b += bytes) s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a), some(b, left)));
  if (isMore) {
    s0 = f32x4.add(v128.load(sums), s0);
    s1 = f32x4.add(v128.load(sums, 16), s1);
    s2 = f32x4.add(v128.load(sums, 32), s2);
    s3 = f32x4.add(v128.load(sums, 48), s3);
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
}

export function lineProduct(a: usize, b: usize, bytes: usize, bias: usize, y: usize, n: i32, k: i32, isFirst: bool, sums: usize): void {
  const row = <usize>n << 2;
  for (let start = 0; start < k; start += BLOCK, a += <usize>BLOCK << 2, b += <usize>BLOCK * bytes) {
    const end = a + (<usize>min(BLOCK, k - start) << 2), last: usize = start + BLOCK >= k ? bias : 0, first = isFirst && start == 0;
    for (let j: usize = 0; j < row; ) {
      const width: usize = row - j >= 64 ? 64 : min(<usize>16, row - j);
      for (let turn: usize = 0; turn < <usize>STRIDES; turn++) {
        const i = ((turn & 1) << 1) | (turn >> 1);
        stride(a + (i << 2), b + i * bytes + j, bytes * <usize>STRIDES, end, width, sums + ((turn >> 1) << 6), (turn & 1) != 0);
      }
      for (let i: usize = 0; i < width; i += 16, j += 16) {
        const to = y + j, left = width - i;
        let sum = f32x4.add(v128.load(sums + i), v128.load(sums + i, 64));
        if (!first) sum = f32x4.add(some(to, left), sum);
        if (last) sum = f32x4.add(sum, some(last + j, left));
        storeSome<f32>(to, left, sum);
      }
    }
  }
}
