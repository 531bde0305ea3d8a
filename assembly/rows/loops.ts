// Passes over the rows of a matrix: what softmax and its relatives are made of.
//
// A pass takes (dy, x, y, state, rows, cols, isFirst, mode): byte addresses, counts, two flags. x, y and dy are [rows, cols]; what
// a pass learns of a row it leaves in that row's ROW bytes of state, where the next one finds it. So a row that is longer than
// the memory at hand goes through each pass piece by piece: all pieces but the last hold a multiple of 16 elements, and isFirst
// is 1 for the first. One call or many, the additions are the same in the same order: element i of a row goes to partial sum
// i mod 4 (f64: i mod 2), always in f64; exponentials of f32 four at a time, added in f32. y may be x or dy. mode: see the passes.
//
//   state of a row   0 maximum, f64 · 12 the same, f32, or 8 log Σe^(x − maximum), f64 · 16, 32 partial sums, f64
//                    48 how often the maximum occurs, two f64 to add
import { all, high, low, narrow, zero } from "../lanes";
import { add } from "../math/errorFree";
import { loadSome, storeSome } from "../partial";

export const ROW: usize = 64;

/** Exported by the build for both types, under the class's name. */
export interface Pass {
  run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void;
}

/** A pass on the state alone is the same for both types, and exported once. */
export interface StatePass {
  run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void;
}

// @ts-ignore: decorator
@inline export function maximumOf(state: usize): v128 { return v128.load64_splat(state); }
// @ts-ignore: decorator
@inline export function logarithmOf(state: usize): v128 { return v128.load64_splat(state, 8); }
/** The partial sums together, in both lanes. */
// @ts-ignore: decorator
@inline export function sumOf(state: usize): v128 {
  const s = add(v128.load(state, 16), v128.load(state, 32));
  return add(s, v128.shuffle<i64>(s, s, 1, 0));
}

/** What a row's elements become, on f64 lanes; p, q and r are the row's. */
export interface RowMap {
  p(state: usize): v128;
  q(state: usize): v128;
  /** dy: where the row's upstream gradients are. */
  r(dy: usize, state: usize): v128;
  at(x: v128, p: v128, q: v128, r: v128): v128;
}

/** y = map of x. dy is one value a row. */
// @ts-ignore: decorator
@inline export function mapRows<T, Op extends RowMap>(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize): void {
  const op = changetype<Op>(0);
  for (; rows; rows--, state += ROW, dy += sizeof<T>()) {
    const p = op.p(state), q = op.q(state), r = op.r(dy, state), end = x + cols * sizeof<T>();
    while (x < end) {
      const left = end - x, v = loadSome<T>(x, left, zero());
      storeSome<T>(y, left, sizeof<T>() == 4 ? narrow(op.at(low(v), p, q, r), op.at(high(v), p, q, r)) : op.at(v, p, q, r));
      x += 16;
      y += 16;
    }
    // Both ran to the end of a vector.
    y -= x - end;
    x = end;
  }
}

/** The same of two operands. */
export interface RowMap2 {
  p(state: usize): v128;
  q(state: usize): v128;
  r(state: usize): v128;
  at(dy: v128, x: v128, p: v128, q: v128, r: v128): v128;
}

/** y = map of dy and x, the sign bits of `sign` exclusive-ored to it. */
// @ts-ignore: decorator
@inline export function mapRows2<T, Op extends RowMap2>(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, sign: v128): void {
  const op = changetype<Op>(0);
  for (; rows; rows--, state += ROW) {
    const p = op.p(state), q = op.q(state), r = op.r(state), end = x + cols * sizeof<T>();
    while (x < end) {
      const left = end - x, g = loadSome<T>(dy, left, zero()), v = loadSome<T>(x, left, zero());
      const d = sizeof<T>() == 4 ? narrow(op.at(low(g), low(v), p, q, r), op.at(high(g), high(v), p, q, r)) : op.at(g, v, p, q, r);
      storeSome<T>(y, left, v128.xor(d, sign));
      x += 16;
      dy += 16;
      y += 16;
    }
    y -= x - end;
    dy -= x - end;
    x = end;
  }
}

/** A partial sum to go on with: zero for the first piece of a row. */
// @ts-ignore: decorator
@inline export function sumSoFar(state: usize, isFirst: i32): v128 { return isFirst ? zero() : v128.load(state); }

/** state: each row's maximum, of −x where `sign` is the sign bit. NaNs are passed over. */
// @ts-ignore: decorator
@inline export function findMaximum<T>(x: usize, state: usize, rows: usize, cols: usize, isFirst: i32, sign: v128): void {
  const lowest = all<T>(-Infinity);
  for (; rows; rows--, state += ROW) {
    const bytes = cols * sizeof<T>(), end = x + bytes;
    let m = isFirst ? lowest : v128.splat<T>(<T>load<f64>(state));
    if (bytes >= 64) {
      // Four maxima, since each waits 4 cycles for the one before.
      let m1 = m, m2 = m, m3 = m;
      const wide = x + (bytes & ~63);
      do {
        m = v128.pmax<T>(m, v128.xor(v128.load(x), sign));
        m1 = v128.pmax<T>(m1, v128.xor(v128.load(x, 16), sign));
        m2 = v128.pmax<T>(m2, v128.xor(v128.load(x, 32), sign));
        m3 = v128.pmax<T>(m3, v128.xor(v128.load(x, 48), sign));
        x += 64;
      } while (x < wide);
      m = v128.pmax<T>(v128.pmax<T>(m, m1), v128.pmax<T>(m2, m3));
    }
    for (; x < end; x += 16) m = v128.pmax<T>(m, v128.xor(loadSome<T>(x, end - x, v128.xor(lowest, sign)), sign));
    x = end;
    m = v128.pmax<T>(m, v128.shuffle<i64>(m, m, 1, 0));
    if (sizeof<T>() == 4) {
      m = v128.pmax<T>(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2));
      store<f32>(state, f32x4.extract_lane(m, 0), 12);
      m = low(m);
    }
    store<f64>(state, f64x2.extract_lane(m, 0));
  }
}

/** state: Σ dy */
@final export class Sum<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) {
      const end = dy + cols * sizeof<T>();
      let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
      for (; dy < end; dy += 16) {
        const g = loadSome<T>(dy, end - dy, zero());
        s = add(s, sizeof<T>() == 4 ? low(g) : g);
        if (sizeof<T>() == 4) t = add(t, high(g));
      }
      dy = end;
      v128.store(state, s, 16);
      v128.store(state, t, 32);
    }
  }
}
