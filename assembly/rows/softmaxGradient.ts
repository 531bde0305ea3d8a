// The passes of softmax's gradient from x beside the exponentials: dx = p(dy − Σ dy · p), p = e/sum. A huge dy makes something of a p that is
// below the least number of the type, so p is not formed: e stands there, raised by a power of two as sum is, and is divided in f64.
import { all, high, low, select, zero, zeroWhere } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";
import { loadSome } from "../partial";
import { LEAST, LOWER, RAISE } from "./exponential";
import { mapRows2, Pass, ROW, RowMap2, sumOf, sumSoFar } from "./loops";

/** g · e/sum. For f64 the powers of two go where nothing underflows or overflows. */
// @ts-ignore: decorator
@inline function weighed<T>(g: v128, e: v128, inverse: v128): v128 {
  if (sizeof<T>() == 4) return mul(g, mul(zeroWhere(f64x2.lt(e, splat(LEAST)), e), inverse));
  const isTail = f64x2.lt(e, splat(1));
  return mul(select(isTail, mul(g, splat(LOWER)), g), mul(e, select(isTail, mul(inverse, splat(RAISE)), inverse)));
}

/** state: 1/sum, where others have the logarithm, and Σ dy · x/sum. */
@final export class Mean<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) {
      if (isFirst) v128.store64_lane(state, div(splat(1), sumOf(state)), 0, 8);
      const inverse = v128.load64_splat(state, 8), end = x + cols * sizeof<T>();
      let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst);
      while (x < end) {
        const left = end - x, g = loadSome<T>(dy, left, zero()), v = loadSome<T>(x, left, zero());
        s = add(s, weighed<T>(sizeof<T>() == 4 ? low(g) : g, sizeof<T>() == 4 ? low(v) : v, inverse));
        if (sizeof<T>() == 4) t = add(t, weighed<T>(high(g), high(v), inverse));
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

@final class DeviationMap<T> implements RowMap2 {
  @inline p(state: usize): v128 { return sumOf(state); }
  @inline q(state: usize): v128 { return v128.load64_splat(state, 8); }
  @inline r(state: usize): v128 { return zero(); }
  @inline at(dy: v128, x: v128, mean: v128, inverse: v128, none: v128): v128 { return weighed<T>(sub(dy, mean), x, inverse); }
}

/** y = x/sum · (dy − mean); with mode 1, the negative. */
@final export class Deviation<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    mapRows2<T, DeviationMap<T>>(dy, x, y, state, rows, cols, mode ? all<T>(-0.0) : zero());
  }
}
