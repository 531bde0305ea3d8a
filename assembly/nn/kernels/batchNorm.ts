// Batch norm over channels: x is [rows, channels, inner]. `stats` is [4, channels]: the mean as a sum of two float32, √variance, since a
// variance may be beyond float32, and room for 1/√(variance + eps). With inner 1 channels lie side by side, four to a vector, and sums are
// kept in a workspace, float64.
import { high, low, narrow } from "../../lanes";
import { loadSome, storeSome } from "../../partial";
import { centered, squaresOf, sumOf, total } from "../moments";

// @ts-ignore: decorator
@inline function write(stats: usize, bytes: usize, mean: f64, variance: f64): void {
  const near = <f32>mean;
  store<f32>(stats, near);
  store<f32>(stats + bytes, <f32>(mean - <f64>near));
  store<f32>(stats + 2 * bytes, <f32>sqrt<f64>(variance));
}

// @ts-ignore: decorator
@inline function accumulate(sums: usize, even: v128, odd: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), even));
  v128.store(sums, f64x2.add(v128.load(sums, 16), odd), 16);
}

// @ts-ignore: decorator
@inline function clear(from: usize, end: usize): void { for (; from < end; from += 16) v128.store(from, f64x2.splat(0)); }

// @ts-ignore: decorator
@inline function square(x: v128): v128 { return f64x2.mul(x, x); }

/** stats ← mean and √variance (of the sum of squares divided by their number) of each channel. workspace: 16 bytes a channel, up to three more. */
export function moments_f32(x: usize, rows: i32, channels: i32, inner: i32, stats: usize, workspace: usize): void {
  const bytes = <usize>channels << 2, runBytes = <usize>inner << 2, count = <f64>rows * <f64>inner;
  if (inner > 1) {
    const rowBytes = <usize>channels * runBytes;
    for (let c = 0; c < channels; c++, x += runBytes, stats += 4) {
      let sum: f64 = 0, squares: f64 = 0, from = x;
      for (let i = 0; i < rows; i++, from += rowBytes) sum += sumOf(from, inner);
      const mean = sum / count;
      from = x;
      for (let i = 0; i < rows; i++, from += rowBytes) squares += squaresOf(from, inner, mean);
      write(stats, bytes, mean, squares / count);
    }
    return;
  }
  const half = ((bytes + 15) & ~15) << 1, means = workspace, squares = workspace + half, none = f32x4.splat(0), n = f64x2.splat(count);
  clear(means, squares + half);
  let from = x;
  for (let i = 0; i < rows; i++, from += bytes)
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      const value = loadSome<f32>(from + offset, bytes - offset, none);
      accumulate(means + 2 * offset, low(value), high(value));
    }
  for (let p = means; p < squares; p += 16) v128.store(p, f64x2.div(v128.load(p), n));
  for (let i = 0; i < rows; i++, x += bytes)
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      const value = loadSome<f32>(x + offset, bytes - offset, none), mean = means + 2 * offset;
      const even = f64x2.sub(low(value), v128.load(mean)), odd = f64x2.sub(high(value), v128.load(mean, 16));
      accumulate(squares + 2 * offset, square(even), square(odd));
    }
  for (let c: usize = 0; c < bytes; c += 4) write(stats + c, bytes, load<f64>(means + 2 * c), load<f64>(squares + 2 * c) / count);
}

/** y ← (x − mean) · scale · weight + bias, by channel; scale is the last of stats. weight and bias may both be 0. */
export function normalise_f32(x: usize, y: usize, rows: i32, channels: i32, inner: i32, stats: usize, weight: usize, bias: usize): void {
  const bytes = <usize>channels << 2, runBytes = <usize>inner << 2, none = f32x4.splat(0);
  for (; rows > 0; rows--) {
    if (inner == 1) {
      for (let offset: usize = 0; offset < bytes; offset += 16) {
        const left = bytes - offset, at = stats + offset, mean = loadSome<f32>(at, left, none), rest = loadSome<f32>(at + bytes, left, none);
        let scale = loadSome<f32>(at + 3 * bytes, left, none);
        if (weight) scale = f32x4.mul(scale, loadSome<f32>(weight + offset, left, none));
        let value = centered(loadSome<f32>(x + offset, left, none), mean, rest, scale);
        if (bias) value = f32x4.add(value, loadSome<f32>(bias + offset, left, none));
        storeSome<f32>(y + offset, left, value);
      }
      x += bytes;
      y += bytes;
      continue;
    }
    for (let c: usize = 0; c < bytes; c += 4, x += runBytes, y += runBytes) {
      const at = stats + c, mean = v128.load32_splat(at), rest = v128.load32_splat(at + bytes);
      let scale = v128.load32_splat(at + 3 * bytes), shift = none;
      if (weight) {
        scale = f32x4.mul(scale, v128.load32_splat(weight + c));
        shift = v128.load32_splat(bias + c);
      }
      for (let offset: usize = 0; offset < runBytes; offset += 16) {
        const left = runBytes - offset;
        storeSome<f32>(y + offset, left, f32x4.add(centered(loadSome<f32>(x + offset, left, none), mean, rest, scale), shift));
      }
    }
  }
}

/** scale · weight · (dy − mean of dy − z · mean of dy · z) */
// @ts-ignore: decorator
@inline function slope(d: v128, z: v128, scale: v128, shift: v128, mean: v128): v128 {
  return f32x4.mul(scale, f32x4.sub(f32x4.sub(d, shift), f32x4.mul(z, mean)));
}

// @ts-ignore: decorator
@inline function addTo(to: usize, sum: f64): void { store<f32>(to, <f32>(<f64>load<f32>(to) + sum)); }

/**
 * dx ← with z = (x − mean) · scale: scale · weight · (dy − mean of dy − z · mean of dy · z). dweight += Σ dy · z, dbias += Σ dy. weight, dweight
 * and dbias may all be 0. workspace: as that of moments.
 */
export function gradient_f32(
  dy: usize, x: usize, dx: usize, rows: i32, channels: i32, inner: i32, stats: usize, weight: usize, dweight: usize, dbias: usize,
  workspace: usize,
): void {
  const bytes = <usize>channels << 2, runBytes = <usize>inner << 2, count = <f64>rows * <f64>inner, none = f32x4.splat(0);
  const half = ((bytes + 15) & ~15) << 1;
  if (inner > 1) {
    const rowBytes = <usize>channels * runBytes;
    for (let c: usize = 0; c < bytes; c += 4, x += runBytes, dy += runBytes, dx += runBytes) {
      const at = stats + c, m = v128.load32_splat(at), rest = v128.load32_splat(at + bytes), s = v128.load32_splat(at + 3 * bytes);
      let even = f64x2.splat(0), odd = even, evenProducts = even, oddProducts = even, start: usize = 0;
      for (let i = 0; i < rows; i++, start += rowBytes)
        for (let offset = start, end = start + runBytes; offset < end; offset += 16) {
          const left = end - offset, d = loadSome<f32>(dy + offset, left, none), z = centered(loadSome<f32>(x + offset, left, m), m, rest, s);
          even = f64x2.add(even, low(d));
          odd = f64x2.add(odd, high(d));
          evenProducts = f64x2.add(evenProducts, f64x2.mul(low(d), low(z)));
          oddProducts = f64x2.add(oddProducts, f64x2.mul(high(d), high(z)));
        }
      const sum = total(even, odd), products = total(evenProducts, oddProducts);
      const shift = f32x4.splat(<f32>(sum / count)), mean = f32x4.splat(<f32>(products / count));
      let scale = s;
      if (weight) {
        addTo(dweight + c, products);
        addTo(dbias + c, sum);
        scale = f32x4.mul(s, v128.load32_splat(weight + c));
      }
      start = 0;
      for (let i = 0; i < rows; i++, start += rowBytes)
        for (let offset = start, end = start + runBytes; offset < end; offset += 16) {
          const left = end - offset, d = loadSome<f32>(dy + offset, left, none), z = centered(loadSome<f32>(x + offset, left, m), m, rest, s);
          storeSome<f32>(dx + offset, left, slope(d, z, scale, shift, mean));
        }
    }
    return;
  }
  const sums = workspace, products = workspace + half;
  clear(sums, products + half);
  let offset: usize = 0;
  for (let i = 0; i < rows; i++, offset += bytes)
    for (let c: usize = 0; c < bytes; c += 16) {
      const left = bytes - c, at = stats + c, d = loadSome<f32>(dy + offset + c, left, none);
      const z = centered(
        loadSome<f32>(x + offset + c, left, none), loadSome<f32>(at, left, none), loadSome<f32>(at + bytes, left, none),
        loadSome<f32>(at + 3 * bytes, left, none),
      );
      accumulate(sums + 2 * c, low(d), high(d));
      accumulate(products + 2 * c, f64x2.mul(low(d), low(z)), f64x2.mul(high(d), high(z)));
    }
  if (weight) {
    for (let c: usize = 0; c < bytes; c += 4) {
      addTo(dweight + c, load<f64>(products + 2 * c));
      addTo(dbias + c, load<f64>(sums + 2 * c));
    }
  }
  const n = f64x2.splat(count);
  offset = 0;
  for (let i = 0; i < rows; i++, offset += bytes)
    for (let c: usize = 0; c < bytes; c += 16) {
      const left = bytes - c, at = stats + c, s = loadSome<f32>(at + 3 * bytes, left, none), sum = sums + 2 * c, product = products + 2 * c;
      const z = centered(loadSome<f32>(x + offset + c, left, none), loadSome<f32>(at, left, none), loadSome<f32>(at + bytes, left, none), s);
      const shift = narrow(f64x2.div(v128.load(sum), n), f64x2.div(v128.load(sum, 16), n));
      const mean = narrow(f64x2.div(v128.load(product), n), f64x2.div(v128.load(product, 16), n));
      const scale = weight ? f32x4.mul(s, loadSome<f32>(weight + c, left, none)) : s;
      storeSome<f32>(dx + offset + c, left, slope(loadSome<f32>(dy + offset + c, left, none), z, scale, shift, mean));
    }
}
