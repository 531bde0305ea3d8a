// y ← a · b + bias, a and b as they stand or transposed; or y ← y + a · b.
import { dotProducts } from "../dot";
import { lineProduct } from "../line";
import { packAcross, packAlong } from "../panel";
import { BLOCK, COLS, ROWS, STRIDES, SUMS, tile } from "../tile";

/** Below so many rows, packing B costs more than a tile gains over sums along k. */
const FEW: i32 = 16;
/** Rows of a transposed A that are packed at once: 64 KiB. */
const PACKED: i32 = 64;

/**
 * y[m, n] ← a · b + bias. Rows of a, b and y are `lda`, `ldb`, `ldy` elements apart. `mode`: 1 if a is [k, m], 2 if b is [n, k] (else
 * [m, k] and [k, n]), 4 to add to y. bias[n], or 0. y overlaps nothing. workspace: 8,448 bytes, with a transposed 73,984; 16-byte aligned.
 */
export function product_f32(
  a: usize, lda: i32, b: usize, ldb: i32, bias: usize, y: usize, ldy: i32, m: i32, n: i32, k: i32, mode: i32, workspace: usize,
): void {
  const aBytes = <usize>lda << 2, bBytes = <usize>ldb << 2, yBytes = <usize>ldy << 2;
  const isAcrossA = (mode & 1) != 0, isAlongB = (mode & 2) != 0, isFirst = (mode & 4) == 0;
  if (!isAcrossA) {
    if (isAlongB && m < FEW) {
      dotProducts(a, aBytes, b, bBytes, bias, y, yBytes, m, n, k, isFirst);
      return;
    }
    if (!isAlongB && m < ROWS) {
      for (let i = 0; i < m; i++) lineProduct(a + <usize>i * aBytes, b, bBytes, bias, y + <usize>i * yBytes, n, k, isFirst, workspace);
      return;
    }
  }
  const sums = workspace, panel = sums + SUMS, packed = panel + <usize>(BLOCK * COLS * 4);
  for (let start = 0; start < k; start += BLOCK) {
    const kc = min(BLOCK, k - start), last: usize = start + BLOCK >= k ? bias : 0, first = isFirst && start == 0;
    const most = <usize>(kc + STRIDES - 1) / STRIDES * (ROWS << 2);
    const rowsAtOnce = isAcrossA ? PACKED : m;
    for (let top = 0; top < m; top += rowsAtOnce) {
      const bottom = min(m, top + rowsAtOnce);
      if (isAcrossA)
        for (let i = top; i < bottom; i += ROWS)
          packAcross(a + <usize>start * aBytes + (<usize>i << 2), aBytes, bottom - i, kc, ROWS, packed + <usize>((i - top) / ROWS) * most * STRIDES);
      for (let j = 0; j < n; j += COLS) {
        if (isAlongB) packAlong(b + <usize>j * bBytes + (<usize>start << 2), bBytes, n - j, kc, COLS, panel);
        else packAcross(b + <usize>start * bBytes + (<usize>j << 2), bBytes, n - j, kc, COLS, panel);
        const columns = min(COLS, n - j), to = y + (<usize>j << 2), by: usize = last ? last + (<usize>j << 2) : 0;
        for (let i = top; i < bottom; i += ROWS) {
          const rows = min(ROWS, bottom - i), row = to + <usize>i * yBytes;
          if (isAcrossA)
            tile(packed + <usize>((i - top) / ROWS) * most * STRIDES, 4, 16, most, panel, kc, STRIDES, row, yBytes, rows, columns, first, by, false, sums);
          else tile(a + <usize>i * aBytes + (<usize>start << 2), aBytes, 16, 4, panel, kc, STRIDES, row, yBytes, rows, columns, first, by, false, sums);
        }
      }
    }
  }
}

/** y[n] ← y + the sums of n columns of m rows, in float64. */
export function columns_f32(x: usize, m: i32, n: i32, y: usize): void {
  const bytes = <usize>n << 2;
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) {
    const to = v128.load(y + j);
    let low = f64x2.promote_low_f32x4(to), high = f64x2.promote_low_f32x4(v128.shuffle<i64>(to, to, 1, 1));
    for (let i = 0, from = x + j; i < m; i++, from += bytes) {
      const v = v128.load(from);
      low = f64x2.add(low, f64x2.promote_low_f32x4(v));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)));
    }
    v128.store(y + j, v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
  }
  for (; j < bytes; j += 4) {
    let sum = <f64>load<f32>(y + j);
    for (let i = 0, from = x + j; i < m; i++, from += bytes) sum += <f64>load<f32>(from);
    store<f32>(y + j, <f32>sum);
  }
}
