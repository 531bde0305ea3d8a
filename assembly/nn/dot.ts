// Sums along k with four lanes, for few rows: nothing is packed, W's rows are read as they stand. The lanes are a tile's four strides
// (tile.ts), so the bits are a tile's.
import { loadSome, storeSome } from "../partial";
import { BLOCK } from "./tile";

// Calls, not inlined: they are for what is left of a vector, and there are many.
function some(from: usize, left: usize): v128 { return loadSome<f32>(from, left, f32x4.splat(0)); }

/** (s0 + s2) + (s1 + s3) of four vectors of lanes, as one vector. */
// @ts-ignore: decorator
@inline function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  return f32x4.add(
    f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5)),
    f32x4.add(v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7)),
  );
}

/** What a block adds to at most four elements of y, and the bias behind the last. */
function putSome(y: usize, left: usize, sum: v128, isFirst: bool, bias: usize): void {
  let value = isFirst ? sum : f32x4.add(some(y, left), sum);
  if (bias) value = f32x4.add(value, some(bias, left));
  storeSome<f32>(y, left, value);
}

// @ts-ignore: decorator
@inline function put(y: usize, sum: v128, isFirst: bool, bias: usize): void {
  let value = isFirst ? sum : f32x4.add(v128.load(y), sum);
  if (bias) value = f32x4.add(value, v128.load(bias));
  v128.store(y, value);
}

/** One row of x by four of W, of which `left` bytes of y are stored. */
function one(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, kc: i32, y: usize, left: usize, isFirst: bool, bias: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  const end = x + (<usize>(kc & ~3) << 2);
  for (; x < end; x += 16, w0 += 16, w1 += 16, w2 += 16, w3 += 16) {
    const v = v128.load(x);
    a = f32x4.add(a, f32x4.mul(v, v128.load(w0)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(w1)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(w2)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(w3)));
  }
  const rest = <usize>(kc & 3) << 2;
  if (rest) {
    const v = some(x, rest);
    a = f32x4.add(a, f32x4.mul(v, some(w0, rest)));
    b = f32x4.add(b, f32x4.mul(v, some(w1, rest)));
    c = f32x4.add(c, f32x4.mul(v, some(w2, rest)));
    d = f32x4.add(d, f32x4.mul(v, some(w3, rest)));
  }
  putSome(y, left, sumsOf(a, b, c, d), isFirst, bias);
}

/** One row of x by eight of W, kc being a multiple of 4: four sums wait for their additions (one row by [256, 64]ᵀ: 1.6 µs, this 1.1). */
function eight(x: usize, w: usize, wBytes: usize, kc: i32, y: usize, isFirst: bool, bias: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  let w1 = w + wBytes, w2 = w1 + wBytes, w3 = w2 + wBytes;
  const far: usize = wBytes << 2, end = x + (<usize>kc << 2);
  for (; x < end; x += 16, w += 16, w1 += 16, w2 += 16, w3 += 16) {
    const v = v128.load(x);
    a = f32x4.add(a, f32x4.mul(v, v128.load(w)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(w1)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(w2)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(w3)));
    e = f32x4.add(e, f32x4.mul(v, v128.load(w + far)));
    f = f32x4.add(f, f32x4.mul(v, v128.load(w1 + far)));
    g = f32x4.add(g, f32x4.mul(v, v128.load(w2 + far)));
    h = f32x4.add(h, f32x4.mul(v, v128.load(w3 + far)));
  }
  put(y, sumsOf(a, b, c, d), isFirst, bias);
  put(y + 16, sumsOf(e, f, g, h), isFirst, bias ? bias + 16 : <usize>0);
}

/** Two rows of x by four of W: six vectors are read for eight products. */
function two(x: usize, xBytes: usize, w: usize, wBytes: usize, kc: i32, y: usize, yBytes: usize, isFirst: bool, bias: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  let x1 = x + xBytes, w1 = w + wBytes, w2 = w1 + wBytes, w3 = w2 + wBytes;
  const end = x + (<usize>(kc & ~3) << 2);
  for (; x < end; x += 16, x1 += 16, w += 16, w1 += 16, w2 += 16, w3 += 16) {
    const v = v128.load(x), u = v128.load(x1);
    let row = v128.load(w);
    a = f32x4.add(a, f32x4.mul(v, row));
    e = f32x4.add(e, f32x4.mul(u, row));
    row = v128.load(w1);
    b = f32x4.add(b, f32x4.mul(v, row));
    f = f32x4.add(f, f32x4.mul(u, row));
    row = v128.load(w2);
    c = f32x4.add(c, f32x4.mul(v, row));
    g = f32x4.add(g, f32x4.mul(u, row));
    row = v128.load(w3);
    d = f32x4.add(d, f32x4.mul(v, row));
    h = f32x4.add(h, f32x4.mul(u, row));
  }
  const rest = <usize>(kc & 3) << 2;
  if (rest) {
    const v = some(x, rest), u = some(x1, rest);
    let row = some(w, rest);
    a = f32x4.add(a, f32x4.mul(v, row));
    e = f32x4.add(e, f32x4.mul(u, row));
    row = some(w1, rest);
    b = f32x4.add(b, f32x4.mul(v, row));
    f = f32x4.add(f, f32x4.mul(u, row));
    row = some(w2, rest);
    c = f32x4.add(c, f32x4.mul(v, row));
    g = f32x4.add(g, f32x4.mul(u, row));
    row = some(w3, rest);
    d = f32x4.add(d, f32x4.mul(v, row));
    h = f32x4.add(h, f32x4.mul(u, row));
  }
  put(y, sumsOf(a, b, c, d), isFirst, bias);
  put(y + yBytes, sumsOf(e, f, g, h), isFirst, bias);
}

/** y[m, n] ← x[m, k] · w[n, k]ᵀ, or added to it; rows lie so many bytes apart. */
export function dotProducts(
  x: usize, xBytes: usize, w: usize, wBytes: usize, bias: usize, y: usize, yBytes: usize, m: i32, n: i32, k: i32, isFirst: bool,
): void {
  let eights = 0;
  // A row of W to its end, since reads that go on are fetched ahead ([1024, 1024]: .9 of the time, [2048, 2048] .7 to .85). Fours in this order
  // as well would take 1.1 of the time where k is one block.
  if (m == 1 && !(k & 3))
    for (; eights + 8 <= n; eights += 8)
      for (let start = 0; start < k; start += BLOCK) {
        const shift = <usize>start << 2, from = w + <usize>eights * wBytes + shift;
        const by: usize = bias && start + BLOCK >= k ? bias + (<usize>eights << 2) : 0;
        eight(x + shift, from, wBytes, min(BLOCK, k - start), y + (<usize>eights << 2), isFirst && start == 0, by);
      }
  for (let start = 0; start < k; start += BLOCK) {
    const kc = min(BLOCK, k - start), shift = <usize>start << 2, last: usize = start + BLOCK >= k ? bias : 0, first = isFirst && start == 0;
    // Of several rows of x a block stays in the first cache while W passes by once.
    for (let j = eights; j < n; j += 4) {
      const from = w + <usize>j * wBytes + shift, to = y + (<usize>j << 2), left = <usize>min(4, n - j) << 2;
      const by: usize = last ? last + (<usize>j << 2) : 0;
      let i = 0;
      if (left == 16) for (; i + 2 <= m; i += 2) two(x + <usize>i * xBytes + shift, xBytes, from, wBytes, kc, to + <usize>i * yBytes, yBytes, first, by);
      // Rows of W that are not there are the first again.
      const w1: usize = left > 4 ? wBytes : 0, w2: usize = left > 8 ? 2 * wBytes : 0, w3: usize = left > 12 ? 3 * wBytes : 0;
      for (; i < m; i++)
        one(x + <usize>i * xBytes + shift, from, from + w1, from + w2, from + w3, kc, to + <usize>i * yBytes, left, first, by);
    }
  }
}
