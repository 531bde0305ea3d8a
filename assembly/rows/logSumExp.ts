// The passes of logSumExp and logSoftmax beside the maximum and the sum.
import { all, clamp, high, keepWhere, low, select, zero } from "../lanes";
import { add, splat, sub, twoSumError } from "../math/errorFree";
import { log1pMinus2w } from "../math/logarithm";
import { loadSome } from "../partial";
import { exponentialBelow, timesExponentialShifted } from "./exponential";
import { findMaximum, logarithmOf, mapRows, mapRows2, maximumOf, Pass, ROW, RowMap, RowMap2, StatePass, sumOf, sumSoFar } from "./loops";

/** state: the row's maximum, whatever the mode. */
@final export class Maximum<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    findMaximum<T>(x, state, rows, cols, isFirst, zero());
  }
}

/** state: the sum of e^(x − maximum) over all x below the maximum, and the number of the others: their ones would bury small sums. */
@final export class SumBelow<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    const lowest = all<T>(-Infinity), most = splat(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308);
    for (; rows; rows--, state += ROW) {
      // A row whose maximum is infinite still gets a finite sum, unless there is a NaN in it.
      const m = clamp<f64>(maximumOf(state), f64x2.neg(most), most), top = sizeof<T>() == 4 ? f32x4.splat(<f32>f64x2.extract_lane(m, 0)) : m;
      const end = x + cols * sizeof<T>();
      let s = sumSoFar(state + 16, isFirst), t = sumSoFar(state + 32, isFirst), count = zero();
      while (x < end) {
        const v = v128.pmin<T>(loadSome<T>(x, end - x, lowest), top), isTop = v128.eq<T>(v, top), below = select(isTop, lowest, v);
        count = sizeof<T>() == 4 ? i32x4.sub(count, isTop) : add(count, v128.and(isTop, splat(1)));
        s = add(s, exponentialBelow<T>(sizeof<T>() == 4 ? low(below) : below, m));
        if (sizeof<T>() == 4) t = add(t, exponentialBelow<T>(high(below), m));
        x += 16;
      }
      x = end;
      v128.store(state, s, 16);
      v128.store(state, t, 32);
      if (sizeof<T>() == 4) count = add(f64x2.convert_low_i32x4_s(count), f64x2.convert_low_i32x4_s(v128.shuffle<i64>(count, count, 1, 0)));
      v128.store(state, isFirst ? count : add(count, v128.load(state, 48)), 48);
    }
  }
}

/** state: log Σe^(x − maximum), from what SumBelow found. Error: 1.5 ULP and the sum's. */
@final export class Logarithm implements StatePass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) {
      const below = f64x2.extract_lane(sumOf(state), 0), ones = load<f64>(state, 48) + load<f64>(state, 56);
      // Less the one of one maximum. A row of nothing but −∞ has none; what comes of it is added to −∞.
      const others = ones - 1, u = below + others, part = u - others, uError = (others - (u - part)) + (below - part);
      const sum = 1 + u, whole = sum - 1, sumError = (1 - (sum - whole)) + (u - whole) + uError;
      // sum = 2ⁿ · f, f from √½ to √2
      const bits = reinterpret<i64>(sum), n = (bits - 0x3fe6a09e667f3bcd) >> 52;
      const f = n ? reinterpret<f64>(bits - (n << 52)) - 1 + sumError * reinterpret<f64>((1023 - n) << 52) : u + uError;
      const w = f / (2 + f), less = f64x2.extract_lane(log1pMinus2w<f64>(splat(w)), 0);
      store<f64>(state, <f64>n * 6.93147180369123816490e-1 + (2 * w + (<f64>n * 1.90821492927058770002e-10 + less)), 8);
    }
  }
}

/** NaN for ±∞, otherwise 0. */
// @ts-ignore: decorator
@inline function nanUnlessFinite(m: v128): v128 { return sub(m, m); }

@final class ShiftMap<T> implements RowMap {
  @inline p(state: usize): v128 { return maximumOf(state); }
  @inline q(state: usize): v128 { return add(logarithmOf(state), nanUnlessFinite(maximumOf(state))); }
  @inline r(dy: usize, state: usize): v128 { return zero(); }
  @inline at(x: v128, m: v128, l: v128, none: v128): v128 {
    const z = sub(x, m);
    if (sizeof<T>() == 4) return sub(z, l);
    const zt = keepWhere(f64x2.gt(z, splat(-1.7976931348623157e308)), twoSumError<T>(x, f64x2.neg(m), z));
    return sub(z, sub(l, zt));
  }
}

/** y = x − maximum − logarithm */
@final export class Shift<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    mapRows<T, ShiftMap<T>>(dy, x, y, state, rows, cols);
  }
}

@final class SpreadMap<T> implements RowMap2 {
  @inline p(state: usize): v128 { return maximumOf(state); }
  @inline q(state: usize): v128 { return add(logarithmOf(state), nanUnlessFinite(maximumOf(state))); }
  @inline r(state: usize): v128 { return sumOf(state); }
  @inline at(dy: v128, x: v128, m: v128, l: v128, sum: v128): v128 { return sub(dy, timesExponentialShifted<T>(sum, x, m, l)); }
}

@final class WeighMap<T> implements RowMap {
  @inline p(state: usize): v128 { return maximumOf(state); }
  @inline q(state: usize): v128 { return add(logarithmOf(state), nanUnlessFinite(maximumOf(state))); }
  @inline r(dy: usize, state: usize): v128 { return f64x2.splat(-<f64>load<T>(dy)); }
  @inline at(x: v128, m: v128, l: v128, negative: v128): v128 { return sub(zero(), timesExponentialShifted<T>(negative, x, m, l)); }
}

/** y = dy − e^(x − maximum − logarithm) · sum; with mode 1, dy being one value a row, dy · e^(…). */
@final export class Spread<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    if (mode) mapRows<T, WeighMap<T>>(dy, x, y, state, rows, cols);
    else mapRows2<T, SpreadMap<T>>(dy, x, y, state, rows, cols, zero());
  }
}

/** y = maximum + logarithm, one value a row. */
@final export class Result<T> implements Pass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW, y += sizeof<T>()) store<T>(y, <T>(load<f64>(state) + load<f64>(state, 8)));
  }
}

/** state of a row that is itself a result: nothing is subtracted from its elements. */
@final export class AsGiven implements StatePass {
  @inline run(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void {
    for (; rows; rows--, state += ROW) v128.store(state, zero());
  }
}
