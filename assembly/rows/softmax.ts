// The passes of softmax beside the sum. e^(x − m) is stored on the way, so that there is one exponential an element.
import { all, high, low, zero } from "../lanes";
import { add, div, mul, sub } from "../math/errorFree";
import { loadSome, storeSome } from "../partial";
import { coarse, exponentialRaised, exponentialsTimes2To120, isNear, powerField, remainder, scaledPower } from "./exponential";
import { findMaximum, mapRows2, maximumOf, Pass, ROW, RowMap2, sumOf, sumSoFar } from "./loops";

/** The sign bit in every lane for mode 1: softmin(x) is softmax(−x). */
// @ts-ignore: decorator
@inline function signOf<T>(mode: i32): v128 { return mode ? all<T>(-0.0) : zero(); }

/** state: the row's maximum; with mode 1, that of −x. */
@final export class Maximum<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    findMaximum<T>(x, state, rows, cols, isFirst, signOf<T>(mode));
  }
}

/** What each vector goes through first. By classes, since binaryen makes one loop with a condition of two that differ in a number. */
interface Start {
  at(x: v128): v128;
}
@final class Same implements Start {
  @inline at(x: v128): v128 { return x; }
}
@final class Negative implements Start {
  @inline at(x: v128): v128 { return v128.xor(x, all<f32>(-0.0)); }
}
/** Times 2⁻⁶⁰ */
@final class Lowered implements Start {
  @inline at(x: v128): v128 { return f32x4.mul(x, all<f32>(8.673617379884035e-19)); }
}

/**
 * A row of Exponentials on f32 lanes; of −x by a loop of its own, since one operation less a vector is 4 % less time in Node 24. Four vectors at
 * a time, each step for all of them, keep the processor busy while each waits for itself. A loop that may have nothing to do stands in a
 * condition: V8 loads constants to registers at its head. (Rows of 4 take .9 of the time.)
 */
// @ts-ignore: decorator
@inline function nearRow<Sign extends Start>(x: usize, y: usize, state: usize, cols: usize, isFirst: i32): void {
  const sign = changetype<Sign>(0);
  const m = v128.load32_splat(state, 12), m1 = coarse(m), m2 = f32x4.sub(m, m1), least = f32x4.sub(m, all<f32>(169));
  const lowest = sign.at(all<f32>(-Infinity)), end = x + cols * 4;
  let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
  if (cols >= 16) {
    const wide = x + (cols * 4 & ~63);
    do {
      const x0 = sign.at(v128.load(x)), x1 = sign.at(v128.load(x, 16)), x2 = sign.at(v128.load(x, 32)), x3 = sign.at(v128.load(x, 48));
      const v0 = f32x4.pmax(x0, least), v1 = f32x4.pmax(x1, least), v2 = f32x4.pmax(x2, least), v3 = f32x4.pmax(x3, least);
      const n0 = powerField(f32x4.sub(v0, m)), n1 = powerField(f32x4.sub(v1, m));
      const n2 = powerField(f32x4.sub(v2, m)), n3 = powerField(f32x4.sub(v3, m));
      const r0 = remainder(v0, n0, m1, m2), r1 = remainder(v1, n1, m1, m2), r2 = remainder(v2, n2, m1, m2), r3 = remainder(v3, n3, m1, m2);
      const e0 = scaledPower(r0, n0), e1 = scaledPower(r1, n1), e2 = scaledPower(r2, n2), e3 = scaledPower(r3, n3);
      v128.store(y, e0);
      v128.store(y, e1, 16);
      v128.store(y, e2, 32);
      v128.store(y, e3, 48);
      const sum = f32x4.add(f32x4.add(f32x4.add(e0, e1), e2), e3);
      s = add(s, low(sum));
      t = add(t, high(sum));
      x += 64;
      y += 64;
    } while (x < wide);
  }
  if (x < end) {
    let rest = zero();
    do {
      const left = end - x, v = f32x4.pmax(sign.at(loadSome<f32>(x, left, lowest)), least), n = powerField(f32x4.sub(v, m));
      const e = scaledPower(remainder(v, n, m1, m2), n);
      rest = f32x4.add(rest, e);
      storeSome<f32>(y, left, e);
      x += 16;
      y += 16;
    } while (x < end);
    s = add(s, low(rest));
    t = add(t, high(rest));
  }
  v128.store(state, s, 16);
  v128.store(state, t, 32);
}

/** A row of Exponentials with any maximum. Sums of f32 are as those of nearRow, so that a row moved by a constant keeps its bits. */
// @ts-ignore: decorator
@inline function anyRow<T>(x: usize, y: usize, state: usize, cols: usize, isFirst: i32, sign: v128): void {
  const m = maximumOf(state), lowest = v128.xor(all<T>(-Infinity), sign), end = x + cols * sizeof<T>();
  let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
  // As in nearRow; the sum goes from element to element all the same.
  if (sizeof<T>() == 8 && cols >= 8) {
    const wide = x + (cols * 8 & ~63);
    do {
      const v0 = v128.xor(v128.load(x), sign), v1 = v128.xor(v128.load(x, 16), sign);
      const v2 = v128.xor(v128.load(x, 32), sign), v3 = v128.xor(v128.load(x, 48), sign);
      const e0 = exponentialRaised(v0, m), e1 = exponentialRaised(v1, m), e2 = exponentialRaised(v2, m), e3 = exponentialRaised(v3, m);
      v128.store(y, e0);
      v128.store(y, e1, 16);
      v128.store(y, e2, 32);
      v128.store(y, e3, 48);
      s = add(add(add(add(s, e0), e1), e2), e3);
      x += 64;
      y += 64;
    } while (x < wide);
  }
  while (x < end) {
    const few = min<usize>(end, x + 64);
    let sum = zero();
    for (; x < few; x += 16, y += 16) {
      const left = end - x, v = v128.xor(loadSome<T>(x, left, lowest), sign);
      const e = sizeof<T>() == 4 ? exponentialsTimes2To120(v, m) : exponentialRaised(v, m);
      if (sizeof<T>() == 4) sum = f32x4.add(sum, e);
      else s = add(s, e);
      storeSome<T>(y, left, e);
    }
    if (sizeof<T>() == 4) {
      s = add(s, low(sum));
      t = add(t, high(sum));
    }
  }
  v128.store(state, s, 16);
  v128.store(state, t, 32);
}

/**
 * y = e^(x − maximum), for f32 times 2¹²⁰, for f64 2⁹⁹⁰, and state: its sum; with mode 1, of −x. Each kind of row has a loop of its own: V8 reloads
 * constants at the head of each, with both inside one loop rows of 4 take 1.2 of the time.
 */
@final export class Exponentials<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    const sign = signOf<T>(mode), bytes = cols * sizeof<T>();
    while (rows) {
      if (sizeof<T>() == 4)
        for (; rows && isNear(state); rows--, state += ROW, x += bytes, y += bytes) {
          if (mode) nearRow<Negative>(x, y, state, cols, isFirst);
          else nearRow<Same>(x, y, state, cols, isFirst);
        }
      for (; rows && (sizeof<T>() == 8 || !isNear(state)); rows--, state += ROW, x += bytes, y += bytes)
        anyRow<T>(x, y, state, cols, isFirst, sign);
    }
  }
}

/** y = x · factor for so many bytes of f32, whole turns of four vectors. */
// @ts-ignore: decorator
@inline function multiply<First extends Start>(x: usize, y: usize, bytes: usize, factor: v128): void {
  const first = changetype<First>(0), wide = x + bytes;
  do {
    v128.store(y, f32x4.mul(first.at(v128.load(x)), factor));
    v128.store(y, f32x4.mul(first.at(v128.load(x, 16)), factor), 16);
    v128.store(y, f32x4.mul(first.at(v128.load(x, 32)), factor), 32);
    v128.store(y, f32x4.mul(first.at(v128.load(x, 48)), factor), 48);
    x += 64;
    y += 64;
  } while (x < wide);
}

/**
 * y = x/sum; for f32 a product with 1/sum rounded to f32, half of a division's time. Beyond 2¹²⁶, where 1/sum would be subnormal, 2⁶⁰/sum, and x
 * less that: the same bits, as what is lost of x is of results below the least number.
 */
@final export class Scale<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) {
      const bytes = cols * sizeof<T>(), end = x + bytes, sum = sumOf(state), total = f64x2.extract_lane(sum, 0);
      const lifted = f32x4.splat(<f32>(1152921504606846976 / total));
      if (sizeof<T>() == 4 && bytes >= 64) {
        const whole = bytes & ~63;
        if (total < 8.507059173023462e37) multiply<Same>(x, y, whole, f32x4.splat(<f32>(1 / total)));
        else multiply<Lowered>(x, y, whole, lifted);
        x += whole;
        y += whole;
      }
      for (; x < end; x += 16, y += 16) {
        const left = end - x, v = loadSome<T>(x, left, zero());
        storeSome<T>(y, left, sizeof<T>() == 4 ? f32x4.mul(changetype<Lowered>(0).at(v), lifted) : div(v, sum));
      }
      // Both ran to the end of a vector.
      y -= x - end;
      x = end;
    }
  }
}

/** state: Σ dy · x */
@final export class Dot<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) {
      const end = x + cols * sizeof<T>();
      let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
      while (x < end) {
        const left = end - x, g = loadSome<T>(dy, left, zero()), v = loadSome<T>(x, left, zero());
        s = add(s, sizeof<T>() == 4 ? mul(low(g), low(v)) : mul(g, v));
        if (sizeof<T>() == 4) t = add(t, mul(high(g), high(v)));
        x += 16;
        dy += 16;
      }
      dy -= x - end;
      x = end;
      v128.store(state, s, 16);
      v128.store(state, t, 32);
    }
  }
}

@final class CombineMap implements RowMap2 {
  @inline p(state: usize): v128 { return sumOf(state); }
  @inline q(state: usize): v128 { return zero(); }
  @inline r(state: usize): v128 { return zero(); }
  @inline at(dy: v128, x: v128, sum: v128, none: v128, nothing: v128): v128 { return mul(x, sub(dy, sum)); }
}

/** y = x(dy − sum); with mode 1, the negative. */
@final export class Combine<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    mapRows2<T, CombineMap>(dy, x, y, state, rows, cols, signOf<T>(mode));
  }
}
