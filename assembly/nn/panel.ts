// What a tile reads of A and B, laid side by side in the order in which it reads them: a stride's terms together, each `width` wide.
import { STRIDES, termsOf } from "./tile";

/** Where term k of a packed block of kc is. */
// @ts-ignore: decorator
@inline function placeOf(to: usize, kc: i32, k: i32, bytes: usize): usize {
  return to + <usize>((k % STRIDES) * termsOf(kc, 0, STRIDES) + k / STRIDES) * bytes;
}

/** The four lanes of four vectors, exchanged: lane i of the j-th becomes lane j of the i-th, at `to + i · bytes`. */
// @ts-ignore: decorator
@inline function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize, bytes: usize): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + bytes, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * bytes, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * bytes, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/** Of a matrix whose rows go along k, `width` (4 or 8) rows `bytes` apart; those past `count` are the first again. */
export function packAlong(from: usize, bytes: usize, count: i32, kc: i32, width: i32, to: usize): void {
  const most = <usize>termsOf(kc, 0, STRIDES) * (<usize>width << 2), step = <usize>width << 2;
  for (let group = 0; group < width; group += 4) {
    const r0 = from + (group < count ? <usize>group * bytes : <usize>0);
    const r1 = from + (group + 1 < count ? <usize>(group + 1) * bytes : <usize>0);
    const r2 = from + (group + 2 < count ? <usize>(group + 2) * bytes : <usize>0);
    const r3 = from + (group + 3 < count ? <usize>(group + 3) * bytes : <usize>0);
    let k = 0, at = to + (<usize>group << 2);
    for (; k + 4 <= kc; k += 4, at += step) {
      const i = <usize>k << 2;
      storeTransposed(v128.load(r0 + i), v128.load(r1 + i), v128.load(r2 + i), v128.load(r3 + i), at, most);
    }
    for (; k < kc; k++) {
      const i = <usize>k << 2, place = placeOf(to, kc, k, step) + (<usize>group << 2);
      store<f32>(place, load<f32>(r0 + i));
      store<f32>(place, load<f32>(r1 + i), 4);
      store<f32>(place, load<f32>(r2 + i), 8);
      store<f32>(place, load<f32>(r3 + i), 12);
    }
  }
}

/** Of a matrix whose rows, `bytes` apart, go across: `count` columns of `width` (4 or 8), the others 0. */
export function packAcross(from: usize, bytes: usize, count: i32, kc: i32, width: i32, to: usize): void {
  const step = <usize>width << 2;
  for (let k = 0; k < kc; k++, from += bytes) {
    const place = placeOf(to, kc, k, step);
    if (count >= width) {
      v128.store(place, v128.load(from));
      if (width == 8) v128.store(place, v128.load(from, 16), 16);
    } else {
      for (let i: usize = 0; i < step; i += 4) store<f32>(place + i, i < <usize>count << 2 ? load<f32>(from + i) : 0);
    }
  }
}
