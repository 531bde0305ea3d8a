// Four rows by eight columns of a matrix product, in registers: eight sums, two vectors of B, one of A.
//
// A sum goes over at most BLOCK terms in one go, and what the blocks give is added in their order. Inside a block there are STRIDES
// sums, of the terms k = 0, 4, 8 …; 1, 5, 9 …; …; each begins at +0, and (s0 + s2) + (s1 + s3) is the block's. That is what a loop along
// k with four lanes adds (dot.ts): so a row has the same bits whichever of the two computes it, and a smaller error than in one sum.
// Where no other loop competes (convolutions), one sum does.
//
// Measured, GFLOPS in Node 20 / 24 where mul + add in registers reach 47: 4 × 8 35 / 38; 3 × 12 19 / 42; six rows, or twelve columns by
// four, spill in both.

/** Terms of a sum that are taken in one go. A block of B eight columns wide and four rows of A are 12 KiB. */
export const BLOCK: i32 = 256;
export const STRIDES: i32 = 4;
export const ROWS: i32 = 4;
export const COLS: i32 = 8;
/** Bytes for a tile's sums, twice. */
export const SUMS: usize = 256;

/** How many k < kc are ≡ stride (mod strides). */
// @ts-ignore: decorator
@inline export function termsOf(kc: i32, stride: i32, strides: i32): i32 { return (kc - stride + strides - 1) / strides; }

/** One stride of a block: 32 sums from here, or added to those that are there. */
function stride(a0: usize, a1: usize, a2: usize, a3: usize, step: usize, b: usize, end: usize, sums: usize, isMore: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (; b < end; b += 32) {
    const left = v128.load(b), right = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(x, left));
    c01 = f32x4.add(c01, f32x4.mul(x, right));
    x = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(x, left));
    c11 = f32x4.add(c11, f32x4.mul(x, right));
    x = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(x, left));
    c21 = f32x4.add(c21, f32x4.mul(x, right));
    x = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(x, left));
    c31 = f32x4.add(c31, f32x4.mul(x, right));
    a0 += step;
    a1 += step;
    a2 += step;
    a3 += step;
  }
  if (isMore) {
    c00 = f32x4.add(v128.load(sums), c00);
    c01 = f32x4.add(v128.load(sums, 16), c01);
    c10 = f32x4.add(v128.load(sums, 32), c10);
    c11 = f32x4.add(v128.load(sums, 48), c11);
    c20 = f32x4.add(v128.load(sums, 64), c20);
    c21 = f32x4.add(v128.load(sums, 80), c21);
    c30 = f32x4.add(v128.load(sums, 96), c30);
    c31 = f32x4.add(v128.load(sums, 112), c31);
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(sums, c10, 32);
  v128.store(sums, c11, 48);
  v128.store(sums, c20, 64);
  v128.store(sums, c21, 80);
  v128.store(sums, c30, 96);
  v128.store(sums, c31, 112);
}

/**
 * A block of a tile. A begins at `a`; its rows are `rowBytes` apart, a stride's terms `step`, the strides `strideBytes`; B's panel is packed
 * stride by stride, room for `most` terms each. y[rows, cols] is set to the sums if `isFirst`, else has them added; then `bias` (0: none) is
 * added, by column, or by row where `biasStep` is 0 … of y's rows `yBytes` apart.
 */
export function tile(
  a: usize, rowBytes: usize, step: usize, strideBytes: usize, panel: usize, kc: i32, strides: i32,
  y: usize, yBytes: usize, rows: i32, cols: i32, isFirst: bool, bias: usize, isBiasByRow: bool, sums: usize,
): void {
  // Rows that are not there are computed as the first one again, and not stored.
  const a1: usize = rows > 1 ? rowBytes : 0, a2: usize = rows > 2 ? 2 * rowBytes : 0, a3: usize = rows > 3 ? 3 * rowBytes : 0;
  const most = <usize>termsOf(kc, 0, strides) * 32;
  // s0 and s2 come together, then s1 and s3, then both.
  for (let turn = 0; turn < strides; turn++) {
    const j = strides == 1 ? 0 : ((turn & 1) << 1) | (turn >> 1);
    const from = a + <usize>j * strideBytes, b = panel + <usize>j * most;
    const end = b + <usize>termsOf(kc, j, strides) * 32;
    stride(from, from + a1, from + a2, from + a3, step, b, end, sums + ((<usize>turn >> 1) << 7), (turn & 1) != 0);
  }
  if (strides != 1) for (let i: usize = 0; i < 128; i += 16) v128.store(sums + i, f32x4.add(v128.load(sums + i), v128.load(sums + i, 128)));
  for (let row = 0; row < rows; row++, sums += 32, y += yBytes) {
    const shift = bias && isBiasByRow ? v128.load32_splat(bias + (<usize>row << 2)) : f32x4.splat(0);
    if (cols == COLS) {
      let left = v128.load(sums), right = v128.load(sums, 16);
      if (!isFirst) left = f32x4.add(v128.load(y), left), right = f32x4.add(v128.load(y, 16), right);
      if (bias) {
        left = f32x4.add(left, isBiasByRow ? shift : v128.load(bias));
        right = f32x4.add(right, isBiasByRow ? shift : v128.load(bias, 16));
      }
      v128.store(y, left);
      v128.store(y, right, 16);
    } else {
      for (let i: usize = 0; i < <usize>cols << 2; i += 4) {
        let sum = load<f32>(sums + i);
        if (!isFirst) sum = load<f32>(y + i) + sum;
        if (bias) sum += isBiasByRow ? load<f32>(bias + (<usize>row << 2)) : load<f32>(bias + i);
        store<f32>(y + i, sum);
      }
    }
  }
}
