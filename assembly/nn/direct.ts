// A convolution with few output channels a group, depthwise above all: along the width directly, the terms' sum in one go.
// Weights of 3 × 3 kept in registers, eight pixels at a time, gained nothing: copies in, out and around the image take most of the time.
import { storeSome } from "../partial";

/** At most four pixels, `step` bytes apart. */
// @ts-ignore: decorator
@inline function few(from: usize, step: usize, left: usize): v128 {
  let x = v128.load32_zero(from);
  if (left > 4) x = v128.load_lane<i32>(from + step, x, 1);
  if (left > 8) x = v128.load_lane<i32>(from + 2 * step, x, 2);
  if (left > 12) x = v128.load_lane<i32>(from + 3 * step, x, 3);
  return x;
}

/** 16 pixels that lie side by side. */
// @ts-ignore: decorator
@inline function sixteen(x: usize, weight: usize, terms: usize, end: usize, bias: v128, y: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; terms < end; terms += 4, weight += 4) {
    const from = x + <usize>load<i32>(terms), w = v128.load32_splat(weight);
    a = f32x4.add(a, f32x4.mul(w, v128.load(from)));
    b = f32x4.add(b, f32x4.mul(w, v128.load(from, 16)));
    c = f32x4.add(c, f32x4.mul(w, v128.load(from, 32)));
    d = f32x4.add(d, f32x4.mul(w, v128.load(from, 48)));
  }
  v128.store(y, f32x4.add(a, bias));
  v128.store(y, f32x4.add(b, bias), 16);
  v128.store(y, f32x4.add(c, bias), 32);
  v128.store(y, f32x4.add(d, bias), 48);
}

/** One output channel. */
export function directChannel(
  x: usize, width: i32, weight: usize, terms: usize, count: i32, shift: f32, y: usize, outHeight: i32, outWidth: i32, strideY: i32, strideX: i32,
): void {
  const end = terms + (<usize>count << 2), step = <usize>strideX << 2, bias = f32x4.splat(shift);
  for (let oy = 0; oy < outHeight; oy++, y += <usize>outWidth << 2) {
    const row = x + (<usize>(oy * strideY * width) << 2);
    let ox = 0;
    if (strideX == 1 && outWidth >= 16) {
      for (; ox + 16 <= outWidth; ox += 16) sixteen(row + (<usize>ox << 2), weight, terms, end, bias, y + (<usize>ox << 2));
      // What is left once more with those before it: the same sums give the same bits.
      if (ox < outWidth) {
        ox = outWidth - 16;
        sixteen(row + (<usize>ox << 2), weight, terms, end, bias, y + (<usize>ox << 2));
        ox = outWidth;
      }
    }
    for (; ox < outWidth; ox += 4) {
      const left = <usize>min(4, outWidth - ox) << 2, start = row + <usize>ox * step;
      let sum = f32x4.splat(0), w = weight;
      for (let term = terms; term < end; term += 4, w += 4) {
        const from = start + <usize>load<i32>(term);
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), left == 16 && step == 4 ? v128.load(from) : few(from, step, left)));
      }
      storeSome<f32>(y + (<usize>ox << 2), left, f32x4.add(sum, bias));
    }
  }
}
