// Convolution of one image, a group of channels at a time: a matrix product whose right side is packed from the image, panel by panel;
// with fewer than four output channels, directly. Sums go over at most 256 terms in one go.
import { clear } from "../clear";
import { directChannel } from "../direct";
import { packPixels, packTerms, writePixels, writeTerms } from "../patches";
import { BLOCK, COLS, ROWS, SUMS, tile } from "../tile";

// memory.copy is a call out of the module in V8, 30 ns each; rows are short.
function copy(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += 4, to += 4) store<i32>(to, load<i32>(from));
}

/**
 * y [channels, yHeight, yWidth] ← x [channels, height, width] at (top + i · strideY, left + j · strideX), as far as that is inside; 0 around.
 */
export function place_f32(
  x: usize, height: i32, width: i32, y: usize, yHeight: i32, yWidth: i32, channels: i32, top: i32, left: i32, strideY: i32, strideX: i32,
): void {
  const rowBytes = <usize>yWidth << 2;
  clear(y, <usize>channels * <usize>yHeight * rowBytes);
  // Columns that are inside.
  const first = left >= 0 ? 0 : (strideX - 1 - left) / strideX, last = min(width, left < yWidth ? (yWidth - 1 - left) / strideX + 1 : 0);
  for (let c = 0; c < channels; c++, y += <usize>yHeight * rowBytes) {
    for (let i = 0; i < height; i++, x += <usize>width << 2) {
      const row = top + i * strideY;
      if (row < 0 || row >= yHeight || last <= first) continue;
      let from = x + (<usize>first << 2), to = y + <usize>row * rowBytes + (<usize>(left + first * strideX) << 2);
      if (strideX == 1) copy(from, to, <usize>(last - first) << 2);
      else for (const end = x + (<usize>last << 2); from < end; from += 4, to += <usize>strideX << 2) store<i32>(to, load<i32>(from));
    }
  }
}

/** to [channels, outChannels, kernel, turned by 180°] ← weight [outChannels, channels, kernel] */
export function turn_f32(weight: usize, to: usize, outChannels: i32, channels: i32, area: i32): void {
  for (let c = 0; c < channels; c++)
    for (let o = 0; o < outChannels; o++)
      for (let i = area - 1, from = weight + (<usize>((o * channels + c) * area) << 2); i >= 0; i--, to += 4)
        store<i32>(to, load<i32>(from + (<usize>i << 2)));
}

/**
 * y [outChannels, outHeight, outWidth] ← weight [outChannels, channels, kernelY, kernelX] ∗ x [channels, height, width] + bias (0: none).
 * x has its padding. workspace: 9,568 bytes and 4 for each term of a sum.
 */
export function forward_f32(
  x: usize, channels: i32, height: i32, width: i32, weight: usize, bias: usize, y: usize, outChannels: i32, outHeight: i32, outWidth: i32,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, workspace: usize,
): void {
  const k = channels * kernelY * kernelX, p = outHeight * outWidth;
  const sums = workspace, panel = sums + SUMS, pixels = panel + <usize>(BLOCK * COLS * 4), terms = pixels + <usize>(BLOCK * 4);
  writeTerms(terms, 0, k, height, width, kernelY, kernelX, dilationY, dilationX);
  if (outChannels < ROWS) {
    for (let o = 0; o < outChannels; o++, weight += <usize>k << 2, y += <usize>p << 2) {
      const shift: f32 = bias ? load<f32>(bias + (<usize>o << 2)) : 0;
      directChannel(x, width, weight, terms, k, shift, y, outHeight, outWidth, strideY, strideX);
    }
    return;
  }
  for (let start = 0; start < k; start += BLOCK) {
    const kc = min(BLOCK, k - start), last: usize = start + BLOCK >= k ? bias : 0;
    for (let j = 0; j < p; j += COLS) {
      const columns = min(COLS, p - j);
      writePixels(pixels, j, columns, outWidth, width, strideY, strideX);
      for (let i = columns; i < COLS; i++) store<i32>(pixels + (<usize>i << 2), load<i32>(pixels));
      packPixels(x, terms + (<usize>start << 2), kc, pixels, panel);
      for (let o = 0; o < outChannels; o += ROWS) {
        const from = weight + (<usize>(o * k + start) << 2), to = y + (<usize>(o * p + j) << 2), by: usize = last ? last + (<usize>o << 2) : 0;
        tile(from, <usize>k << 2, 4, 0, panel, kc, 1, to, <usize>p << 2, min(ROWS, outChannels - o), columns, start == 0, by, true, sums);
      }
    }
  }
}

/** dweight [outChannels, channels, kernelY, kernelX] += Σ over pixels of dy · patch; dbias (0: none) += Σ dy. Workspace as forward's. */
export function gradient_f32(
  x: usize, channels: i32, height: i32, width: i32, dweight: usize, dbias: usize, dy: usize, outChannels: i32, outHeight: i32, outWidth: i32,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, workspace: usize,
): void {
  const k = channels * kernelY * kernelX, p = outHeight * outWidth;
  const sums = workspace, panel = sums + SUMS, pixels = panel + <usize>(BLOCK * COLS * 4), terms = pixels + <usize>(BLOCK * 4);
  writeTerms(terms, 0, k, height, width, kernelY, kernelX, dilationY, dilationX);
  for (let i = k; i % COLS; i++) store<i32>(terms + (<usize>i << 2), load<i32>(terms));
  for (let start = 0; start < p; start += BLOCK) {
    const pc = min(BLOCK, p - start);
    writePixels(pixels, start, pc, outWidth, width, strideY, strideX);
    for (let j = 0; j < k; j += COLS) {
      packTerms(x, terms + (<usize>j << 2), pixels, pc, panel);
      for (let o = 0; o < outChannels; o += ROWS) {
        const from = dy + (<usize>(o * p + start) << 2), to = dweight + (<usize>(o * k + j) << 2);
        tile(from, <usize>p << 2, 4, 0, panel, pc, 1, to, <usize>k << 2, min(ROWS, outChannels - o), min(COLS, k - j), false, 0, true, sums);
      }
    }
  }
  if (dbias) {
    for (let o = 0; o < outChannels; o++, dbias += 4) {
      let even = f64x2.splat(0), odd = even, i = 0;
      for (; i + 4 <= p; i += 4, dy += 16) {
        const v = v128.load(dy);
        even = f64x2.add(even, f64x2.promote_low_f32x4(v));
        odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0)));
      }
      even = f64x2.add(even, odd);
      let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
      for (; i < p; i++, dy += 4) sum += <f64>load<f32>(dy);
      store<f32>(dbias, <f32>(<f64>load<f32>(dbias) + sum));
    }
  }
}
