// Sums over a run of elements in float64, in an order that depends on their number alone; and what is left of them, normalised.
import { high, low } from "../lanes";

// @ts-ignore: decorator
@inline function across(x: v128): f64 { return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1); }

/** Σ x */
export function sumOf(from: usize, count: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a, i = 0;
  for (; i + 8 <= count; i += 8, from += 32) {
    const x = v128.load(from), y = v128.load(from, 16);
    a = f64x2.add(a, low(x));
    b = f64x2.add(b, high(x));
    c = f64x2.add(c, low(y));
    d = f64x2.add(d, high(y));
  }
  let sum = across(f64x2.add(f64x2.add(a, c), f64x2.add(b, d)));
  for (; i < count; i++, from += 4) sum += <f64>load<f32>(from);
  return sum;
}

// @ts-ignore: decorator
@inline function addSquare(sum: v128, x: v128, mean: v128): v128 {
  const distance = f64x2.sub(x, mean);
  return f64x2.add(sum, f64x2.mul(distance, distance));
}

/** Σ (x − mean)² */
export function squaresOf(from: usize, count: i32, mean: f64): f64 {
  const center = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a, c = a, d = a, i = 0;
  for (; i + 8 <= count; i += 8, from += 32) {
    const x = v128.load(from), y = v128.load(from, 16);
    a = addSquare(a, low(x), center);
    b = addSquare(b, high(x), center);
    c = addSquare(c, low(y), center);
    d = addSquare(d, high(y), center);
  }
  let sum = across(f64x2.add(f64x2.add(a, c), f64x2.add(b, d)));
  for (; i < count; i++, from += 4) {
    const distance = <f64>load<f32>(from) - mean;
    sum += distance * distance;
  }
  return sum;
}

/** The sum of four float64. */
// @ts-ignore: decorator
@inline export function total(even: v128, odd: v128): f64 { return across(f64x2.add(even, odd)); }

/** (x − mean) · scale. The mean is the sum of two float32: of a mean far from 0, one alone would lose what x keeps. */
// @ts-ignore: decorator
@inline export function centered(x: v128, mean: v128, rest: v128, scale: v128): v128 {
  return f32x4.mul(f32x4.sub(f32x4.sub(x, mean), rest), scale);
}
