// The passes of softmax beside the sum. e^(x − m) is stored on the way, so that there is one exponential an element.
import { all, high, low, zero } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";
import { loadSome, storeSome } from "../partial";
import { exponentialRaised, exponentialsTimes2To120 } from "./exponential";
import { findMaximum, mapRows, mapRows2, maximumOf, Pass, ROW, RowMap, RowMap2, sumOf, sumSoFar } from "./loops";

/** The sign bit in every lane for mode 1: softmin(x) is softmax(−x). */
// @ts-ignore: decorator
@inline function signOf<T>(mode: i32): v128 { return mode ? all<T>(-0.0) : zero(); }

/** state: the row's maximum; with mode 1, that of −x. */
@final export class Maximum<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    findMaximum<T>(x, state, rows, cols, isFirst, signOf<T>(mode));
  }
}

/** y = e^(x − maximum), for f32 times 2¹²⁰, for f64 2⁹⁹⁰, and state: its sum; with mode 1, of −x. */
@final export class Exponentials<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    const sign = signOf<T>(mode), lowest = v128.xor(all<T>(-Infinity), sign);
    for (; rows; rows--, state += ROW) {
      const m = maximumOf(state), end = x + cols * sizeof<T>();
      let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
      while (x < end) {
        const left = end - x, v = v128.xor(loadSome<T>(x, left, lowest), sign);
        if (sizeof<T>() == 4) {
          const e = exponentialsTimes2To120(v, m);
          s = add(s, low(e));
          t = add(t, high(e));
          storeSome<T>(y, left, e);
        } else {
          const e = exponentialRaised(v, m);
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
}

@final class ScaleMap<T> implements RowMap {
  @inline p(state: usize): v128 { return sumOf(state); }
  @inline q(state: usize): v128 { return div(splat(1), sumOf(state)); }
  @inline r(dy: usize, state: usize): v128 { return zero(); }
  @inline at(x: v128, sum: v128, inverse: v128, none: v128): v128 { return sizeof<T>() == 4 ? mul(x, inverse) : div(x, sum); }
}

/** y = x/sum */
@final export class Scale<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    mapRows<T, ScaleMap<T>>(dy, x, y, state, rows, cols);
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
