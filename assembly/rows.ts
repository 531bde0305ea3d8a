// Passes over the rows of a matrix: what softmax and its relatives are made of.
//
// A pass takes (dy, x, y, rowsState, rows, cols, isFirst, mode): byte addresses, counts, two flags. x, y and dy are [rows, cols];
// what a pass learns of a row it leaves in that row's ROW bytes of state, where the next one finds it. So a row that is longer
// than the memory at hand goes through each pass piece by piece: all pieces but the last hold a multiple of 4 elements, and
// isFirst is 1 for the first. One call or many, the additions are the same in the same order: element i of a row goes to partial
// sum i mod 4 (f64: i mod 2), always in f64. y may be x or dy. mode: see the ops.
//
//   state of a row   0 maximum, f64 · 8 log Σe^(x − maximum), f64 · 16, 32 partial sums, f64 · 48 how often the maximum occurs, two f64 to add
import { all, clamp, high, keepWhere, low, narrow, narrowMask, select, zero } from "./lanes";
import { add, div, evenLess2, even, k, lift, liftable, logarithmLess2w, mul, power, rest, restTail, rounder, sub, sumTail, turns } from "./math";

const ROW: usize = 64;

/** A vector; at a row's end what is left of one, `rest` in the lanes behind. */
// @ts-ignore: decorator
@inline function some<T>(from: usize, left: usize, rest: v128): v128 {
  if (left >= 16) return v128.load(from);
  if (sizeof<T>() == 8) return v128.load_lane<i64>(from, rest, 0);
  if (left == 4) return v128.load_lane<i32>(from, rest, 0);
  const two = v128.load_lane<i64>(from, rest, 0);
  return left == 8 ? two : v128.load_lane<i32>(from, two, 2, 8);
}

/** The lanes that `some` loaded. */
// @ts-ignore: decorator
@inline function storeSome<T>(to: usize, left: usize, x: v128): void {
  if (left >= 16) v128.store(to, x);
  else if (sizeof<T>() == 4 && left == 4) v128.store_lane<i32>(to, x, 0);
  else {
    v128.store_lane<i64>(to, x, 0);
    if (sizeof<T>() == 4 && left == 12) v128.store_lane<i32>(to, x, 2, 8);
  }
}

/** Below it e^z is 0 in T; above, e^z in f64 lanes stays normal until the last step. */
// @ts-ignore: decorator
@inline function least<T>(): v128 { return k(sizeof<T>() == 4 ? -690 : -1350); }

/** e^(z + zt) on f64 lanes. Error: 2⁻²⁸ of it (f32), 0.8 ULP (f64). */
// @ts-ignore: decorator
@inline function exponential<T>(z: v128, zt: v128): v128 {
  const turned = turns(z), r = rest<T>(z, zt, turned);
  if (sizeof<T>() == 4) {
    const R = even<T>(r);
    return div(lift(add(R, r), turned), sub(R, r));
  }
  // 2r/(R − r) = r + r(r − (R − 2))/(R − r), of which only the small second part is rounded before the sum.
  const t = liftable(turned), g = evenLess2(r);
  const small = add(div(mul(r, sub(r, g)), sub(add(k(2), g), r)), restTail<T>(z, zt, turned, r));
  return mul(lift(add(k(1), add(r, small)), t), power(add(sub(turned, t), rounder())));
}

/** e^(x − m − l), x on f64 lanes. With T = f64 the rounding errors of the differences are kept. */
// @ts-ignore: decorator
@inline function exponentialOf<T>(x: v128, m: v128, l: v128, isShifted: bool): v128 {
  const z = sub(x, m), w = isShifted ? sub(z, l) : z, inRange = isShifted ? clamp<f64>(w, least<T>(), k(690)) : f64x2.pmax(w, least<T>());
  if (sizeof<T>() == 4) return exponential<T>(inRange, zero());
  const zt = sumTail<T>(x, f64x2.neg(m), z), wt = isShifted ? add(zt, sumTail<T>(z, f64x2.neg(l), w)) : zt;
  return exponential<T>(inRange, keepWhere(f64x2.eq(inRange, w), wt));
}

/**
 * 2³⁰e^(x − m) of four f32: the difference and its reduction in f64, the quotient in f32. Error: 1.1 ULP, where f64 to the end has 0.5
 * and takes 1.10 of the time (1.50 against 1.37 ns an element; a polynomial in place of the quotient 1.7 to 1.8). 2³⁰, because so
 * whatever matters to a quotient by the sum is a normal number: it is rounded to a subnormal once.
 */
// @ts-ignore: decorator
@inline function exponentialsTimes2To30(x: v128, m: v128): v128 {
  const lowest = k(-107), z = f64x2.pmax(sub(low(x), m), lowest), w = f64x2.pmax(sub(high(x), m), lowest), t = turns(z), u = turns(w);
  const r = narrow(rest<f32>(z, zero(), t), rest<f32>(w, zero(), u)), v = f32x4.mul(r, r);
  // R − r; A/B is 1 + 2r/(R − r).
  let b = f32x4.add(all<f32>(0.11552415778476828), f32x4.mul(v, all<f32>(-0.0009211020417589089)));
  b = f32x4.add(f32x4.sub(all<f32>(2.885390086949919), r), f32x4.mul(v, b));
  const scaled = f32x4.add(all<f32>(1073741824), f32x4.div(f32x4.mul(r, all<f32>(2147483648)), b));
  return i32x4.add(scaled, i32x4.shl(narrowMask(t, u), 23));
}

// @ts-ignore: decorator
@inline function maximumOf(state: usize): v128 { return v128.load64_splat(state); }
// @ts-ignore: decorator
@inline function logarithmOf(state: usize): v128 { return v128.load64_splat(state, 8); }
/** The partial sums together, in both lanes. */
// @ts-ignore: decorator
@inline function sumOf(state: usize): v128 {
  const s = add(v128.load(state, 16), v128.load(state, 32));
  return add(s, v128.shuffle<i64>(s, s, 1, 0));
}
/** NaN for ±∞, otherwise 0. */
// @ts-ignore: decorator
@inline function nanUnlessFinite(m: v128): v128 { return sub(m, m); }
// @ts-ignore: decorator
@inline function flipped<T>(mode: i32): v128 { return mode ? all<T>(-0.0) : zero(); }

/** The row's maximum; with mode 1, that of −x. NaNs are passed over. */
// @ts-ignore: decorator
@inline export function maximum<T>(x: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
  const flip = flipped<T>(mode), lowest = all<T>(-Infinity);
  for (; rows; rows--, state += ROW) {
    const end = x + cols * sizeof<T>();
    let m = isFirst ? lowest : v128.splat<T>(<T>load<f64>(state));
    // Four maxima, since each waits 4 cycles for the one before.
    let m1 = m, m2 = m, m3 = m;
    for (const wide = x + ((end - x) & ~63); x < wide; x += 64) {
      m = v128.pmax<T>(m, v128.xor(v128.load(x), flip));
      m1 = v128.pmax<T>(m1, v128.xor(v128.load(x, 16), flip));
      m2 = v128.pmax<T>(m2, v128.xor(v128.load(x, 32), flip));
      m3 = v128.pmax<T>(m3, v128.xor(v128.load(x, 48), flip));
    }
    for (; x < end; x += 16) m = v128.pmax<T>(m, v128.xor(some<T>(x, end - x, v128.xor(lowest, flip)), flip));
    x = end;
    m = v128.pmax<T>(v128.pmax<T>(m, m1), v128.pmax<T>(m2, m3));
    m = v128.pmax<T>(m, v128.shuffle<i64>(m, m, 1, 0));
    if (sizeof<T>() == 4) m = low(v128.pmax<T>(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2)));
    store<f64>(state, f64x2.extract_lane(m, 0));
  }
}

/** y = e^(x − maximum), for f32 times 2³⁰, and its sum; with mode 1, of −x. */
// @ts-ignore: decorator
@inline export function exponentials<T>(x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
  const flip = flipped<T>(mode), lowest = v128.xor(all<T>(-Infinity), flip);
  for (; rows; rows--, state += ROW) {
    const m = maximumOf(state), end = x + cols * sizeof<T>();
    let s = isFirst ? zero() : v128.load(state, 16), t = isFirst ? zero() : v128.load(state, 32);
    while (x < end) {
      const left = end - x, v = v128.xor(some<T>(x, left, lowest), flip);
      if (sizeof<T>() == 4) {
        const e = exponentialsTimes2To30(v, m);
        s = add(s, low(e));
        t = add(t, high(e));
        storeSome<T>(y, left, e);
      } else {
        const e = exponentialOf<T>(v, m, m, false);
        s = add(s, e);
        storeSome<T>(y, left, e);
      }
      x += 16;
      y += 16;
    }
    // Both ran to the end of a vector.
    y -= x - end;
    x = end;
    v128.store(state, s, 16);
    v128.store(state, t, 32);
  }
}

/** y = x/sum */
// @ts-ignore: decorator
@inline export function scale<T>(x: usize, y: usize, state: usize, rows: usize, cols: usize): void {
  for (; rows; rows--, state += ROW) {
    const sum = sumOf(state), inverse = div(k(1), sum), end = x + cols * sizeof<T>();
    while (x < end) {
      const left = end - x, v = some<T>(x, left, zero());
      storeSome<T>(y, left, sizeof<T>() == 4 ? narrow(mul(low(v), inverse), mul(high(v), inverse)) : div(v, sum));
      x += 16;
      y += 16;
    }
    y -= x - end;
    x = end;
  }
}

/** The sum of dy or, withX, of dy · x. */
// @ts-ignore: decorator
@inline export function total<T>(dy: usize, x: usize, state: usize, rows: usize, cols: usize, isFirst: i32, withX: bool): void {
  for (; rows; rows--, state += ROW) {
    const end = dy + cols * sizeof<T>();
    let s = isFirst ? zero() : v128.load(state, 16), t = isFirst ? zero() : v128.load(state, 32);
    while (dy < end) {
      const left = end - dy, g = some<T>(dy, left, zero());
      if (withX) {
        const v = some<T>(x, left, zero());
        s = add(s, sizeof<T>() == 4 ? mul(low(g), low(v)) : mul(g, v));
        if (sizeof<T>() == 4) t = add(t, mul(high(g), high(v)));
        x += 16;
      } else {
        s = add(s, sizeof<T>() == 4 ? low(g) : g);
        if (sizeof<T>() == 4) t = add(t, high(g));
      }
      dy += 16;
    }
    if (withX) x -= dy - end;
    dy = end;
    v128.store(state, s, 16);
    v128.store(state, t, 32);
  }
}

/** y = x(dy − sum); with mode 1, the negative. */
// @ts-ignore: decorator
@inline export function combine<T>(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, mode: i32): void {
  const flip = flipped<T>(mode);
  for (; rows; rows--, state += ROW) {
    const sum = sumOf(state), end = x + cols * sizeof<T>();
    while (x < end) {
      const left = end - x, g = some<T>(dy, left, zero()), v = some<T>(x, left, zero());
      const d = sizeof<T>() == 4 ? narrow(mul(low(v), sub(low(g), sum)), mul(high(v), sub(high(g), sum))) : mul(v, sub(g, sum));
      storeSome<T>(y, left, v128.xor(d, flip));
      x += 16;
      dy += 16;
      y += 16;
    }
    y -= x - end;
    dy -= x - end;
    x = end;
  }
}

/** The sum of e^(x − maximum) over all x below the maximum, and the number of the others: their ones would bury small sums. */
// @ts-ignore: decorator
@inline export function sumBelow<T>(x: usize, state: usize, rows: usize, cols: usize, isFirst: i32): void {
  const lowest = all<T>(-Infinity), most = k(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308);
  for (; rows; rows--, state += ROW) {
    // A row whose maximum is infinite still gets a finite sum, unless there is a NaN in it.
    const m = clamp<f64>(maximumOf(state), f64x2.neg(most), most), top = sizeof<T>() == 4 ? f32x4.splat(<f32>f64x2.extract_lane(m, 0)) : m;
    const end = x + cols * sizeof<T>();
    let s = isFirst ? zero() : v128.load(state, 16), t = isFirst ? zero() : v128.load(state, 32), count = zero();
    while (x < end) {
      const v = v128.pmin<T>(some<T>(x, end - x, lowest), top), isTop = v128.eq<T>(v, top), below = select(isTop, lowest, v);
      count = sizeof<T>() == 4 ? i32x4.sub(count, isTop) : add(count, v128.and(isTop, k(1)));
      s = add(s, exponentialOf<T>(sizeof<T>() == 4 ? low(below) : below, m, m, false));
      if (sizeof<T>() == 4) t = add(t, exponentialOf<T>(high(below), m, m, false));
      x += 16;
    }
    x = end;
    v128.store(state, s, 16);
    v128.store(state, t, 32);
    if (sizeof<T>() == 4) count = add(f64x2.convert_low_i32x4_s(count), f64x2.convert_low_i32x4_s(v128.shuffle<i64>(count, count, 1, 0)));
    v128.store(state, isFirst ? count : add(count, v128.load(state, 48)), 48);
  }
}

/** log Σe^(x − maximum), from what sumBelow found. Error: 1.5 ULP and the sum's. */
// @ts-ignore: decorator
@inline export function logarithm(state: usize, rows: usize): void {
  for (; rows; rows--, state += ROW) {
    const below = f64x2.extract_lane(sumOf(state), 0), ones = load<f64>(state, 48) + load<f64>(state, 56);
    // Less the one of one maximum. A row of nothing but −∞ has none; what comes of it is added to −∞.
    const others = ones - 1, u = below + others, part = u - others, uTail = (others - (u - part)) + (below - part);
    const sum = 1 + u, whole = sum - 1, sumTail = (1 - (sum - whole)) + (u - whole) + uTail;
    // sum = 2ⁿ · f, f from √½ to √2
    const bits = reinterpret<i64>(sum), n = (bits - 0x3fe6a09e667f3bcd) >> 52;
    const f = n ? reinterpret<f64>(bits - (n << 52)) - 1 + sumTail * reinterpret<f64>((1023 - n) << 52) : u + uTail;
    const w = f / (2 + f), less = f64x2.extract_lane(logarithmLess2w<f64>(k(w)), 0);
    store<f64>(state, <f64>n * 6.93147180369123816490e-1 + (2 * w + (<f64>n * 1.90821492927058770002e-10 + less)), 8);
  }
}

/** y = x − maximum − logarithm */
// @ts-ignore: decorator
@inline export function shift<T>(x: usize, y: usize, state: usize, rows: usize, cols: usize): void {
  for (; rows; rows--, state += ROW) {
    const m = maximumOf(state), l = add(logarithmOf(state), nanUnlessFinite(m)), end = x + cols * sizeof<T>();
    while (x < end) {
      const left = end - x, v = some<T>(x, left, zero());
      if (sizeof<T>() == 4) {
        storeSome<T>(y, left, narrow(sub(sub(low(v), m), l), sub(sub(high(v), m), l)));
      } else {
        const z = sub(v, m), tail = keepWhere(f64x2.gt(z, k(-1.7976931348623157e308)), sumTail<T>(v, f64x2.neg(m), z));
        storeSome<T>(y, left, sub(z, sub(l, tail)));
      }
      x += 16;
      y += 16;
    }
    y -= x - end;
    x = end;
  }
}

/** y = dy − e^(x − maximum − logarithm) · sum; with mode 1, dy being one value a row, dy · e^(…). */
// @ts-ignore: decorator
@inline export function spread<T>(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, mode: i32): void {
  for (; rows; rows--, state += ROW) {
    const m = maximumOf(state), l = add(logarithmOf(state), nanUnlessFinite(m)), end = x + cols * sizeof<T>();
    const sum = mode ? f64x2.splat(-<f64>load<T>(dy)) : sumOf(state);
    while (x < end) {
      const left = end - x, v = some<T>(x, left, zero()), g = mode ? zero() : some<T>(dy, left, zero());
      const d = sub(sizeof<T>() == 4 ? low(g) : g, mul(sum, exponentialOf<T>(sizeof<T>() == 4 ? low(v) : v, m, l, true)));
      storeSome<T>(y, left, sizeof<T>() == 4 ? narrow(d, sub(high(g), mul(sum, exponentialOf<T>(high(v), m, l, true)))) : d);
      x += 16;
      y += 16;
      if (!mode) dy += 16;
    }
    y -= x - end;
    if (mode) dy += sizeof<T>();
    else dy -= x - end;
    x = end;
  }
}

/** y = maximum + logarithm, one value a row. */
// @ts-ignore: decorator
@inline export function result<T>(y: usize, state: usize, rows: usize): void {
  for (; rows; rows--, state += ROW, y += sizeof<T>()) store<T>(y, <T>(load<f64>(state) + load<f64>(state, 8)));
}

/** A row that is itself a result: nothing is subtracted from its elements. */
// @ts-ignore: decorator
@inline export function asGiven(state: usize, rows: usize): void {
  for (; rows; rows--, state += ROW) v128.store(state, zero());
}
