// Layer norm over rows: y = (x − mean) / √(variance + eps) · weight + bias.
import { high, low } from "../../lanes";
import { loadSome, storeSome } from "../../partial";
import { centered, squaresOf, sumOf, total } from "../moments";

/**
 * y [rows, cols] ← x, each row normalised by itself. weight and bias [cols], or both 0. `stats` takes 16 bytes a row for `gradient`: the
 * mean as a sum of two float32, 1/√(variance + eps), nothing.
 */
export function forward_f32(x: usize, y: usize, rows: i32, cols: i32, eps: f64, weight: usize, bias: usize, stats: usize): void {
  const bytes = <usize>cols << 2;
  for (; rows > 0; rows--, stats += 16, x += bytes, y += bytes) {
    const mean = sumOf(x, cols) / <f64>cols;
    const scale = <f32>(1 / Math.sqrt(squaresOf(x, cols, mean) / <f64>cols + eps)), near = <f32>mean, rest = <f32>(mean - <f64>near);
    store<f32>(stats, near);
    store<f32>(stats, rest, 4);
    store<f32>(stats, scale, 8);
    const m = f32x4.splat(near), r = f32x4.splat(rest), s = f32x4.splat(scale);
    let offset: usize = 0;
    for (; offset + 16 <= bytes; offset += 16) {
      let value = centered(v128.load(x + offset), m, r, s);
      if (weight) value = f32x4.add(f32x4.mul(value, v128.load(weight + offset)), v128.load(bias + offset));
      v128.store(y + offset, value);
    }
    if (offset < bytes) {
      const left = bytes - offset;
      let value = centered(loadSome<f32>(x + offset, left, m), m, r, s);
      if (weight) value = f32x4.add(f32x4.mul(value, loadSome<f32>(weight + offset, left, m)), loadSome<f32>(bias + offset, left, m));
      storeSome<f32>(y + offset, left, value);
    }
  }
}

/** sums[4] += x, in float64. */
// @ts-ignore: decorator
@inline function accumulate(sums: usize, even: v128, odd: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), even));
  v128.store(sums, f64x2.add(v128.load(sums, 16), odd), 16);
}

/** to[count] += from[count], float64. */
function addRounded(to: usize, count: i32, from: usize): void {
  for (; count > 0; count--, to += 4, from += 8) store<f32>(to, <f32>(<f64>load<f32>(to) + load<f64>(from)));
}

/**
 * dx ← with z = (x − mean) · scale and g = dy · weight: scale · (g − mean of g − z · mean of g · z). dweight += Σ dy · z and
 * dbias += Σ dy over the rows. weight, dweight and dbias may all be 0. workspace: 16 bytes a column, and for up to three more; 16-byte aligned.
 */
export function gradient_f32(
  dy: usize, x: usize, dx: usize, rows: i32, cols: i32, stats: usize, weight: usize, dweight: usize, dbias: usize, workspace: usize,
): void {
  const bytes = <usize>cols << 2, half = ((bytes + 15) & ~15) << 1, none = f32x4.splat(0);
  if (weight) for (let p = workspace; p < workspace + 2 * half; p += 16) v128.store(p, none);
  for (; rows > 0; rows--, stats += 16, x += bytes, dy += bytes, dx += bytes) {
    const mean = v128.load32_splat(stats), rest = v128.load32_splat(stats, 4), scale = v128.load32_splat(stats, 8);
    let even = f64x2.splat(0), odd = even, evenProducts = even, oddProducts = even;
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      // Behind the end dy is 0.
      const left = bytes - offset, d = loadSome<f32>(dy + offset, left, none);
      const z = centered(loadSome<f32>(x + offset, left, mean), mean, rest, scale);
      let g = d;
      if (weight) {
        const sums = workspace + 2 * offset;
        accumulate(sums, f64x2.mul(low(d), low(z)), f64x2.mul(high(d), high(z)));
        accumulate(sums + half, low(d), high(d));
        g = f32x4.mul(d, loadSome<f32>(weight + offset, left, none));
      }
      even = f64x2.add(even, low(g));
      odd = f64x2.add(odd, high(g));
      evenProducts = f64x2.add(evenProducts, f64x2.mul(low(g), low(z)));
      oddProducts = f64x2.add(oddProducts, f64x2.mul(high(g), high(z)));
    }
    const shift = f32x4.splat(<f32>(total(even, odd) / <f64>cols)), slope = f32x4.splat(<f32>(total(evenProducts, oddProducts) / <f64>cols));
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      const left = bytes - offset, z = centered(loadSome<f32>(x + offset, left, mean), mean, rest, scale);
      let g = loadSome<f32>(dy + offset, left, none);
      if (weight) g = f32x4.mul(g, loadSome<f32>(weight + offset, left, none));
      storeSome<f32>(dx + offset, left, f32x4.mul(scale, f32x4.sub(f32x4.sub(g, shift), f32x4.mul(z, slope))));
    }
  }
  if (weight) {
    addRounded(dweight, cols, workspace);
    addRounded(dbias, cols, workspace + half);
  }
}
