// mish(x) = x·tanh(softplus x) = x·N/D, N = U(U + 2W), D = N + 2W², U/W = eˣ
// mish′(x) = (N·D + 4x·U·W²(U + W))/D²
import { Gradient, Value } from "../elementwise/activation";
import { Curve, fading } from "../elementwise/smooth";
import { all, clamp, keepWhere, scaled, select, zero, zeroWhere } from "../lanes";
import { add, div, mul, splat, sub, twoProductError, twoSumError } from "../math/errorFree";
import { negativeMagnitude } from "../math/logistic";

/** What mish and its slope have in common. */
class MishCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800), all<T>(60)); }
  @inline exponent(x: v128, p: v128): v128 { return sizeof<T>() == 4 ? x : negativeMagnitude(x); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class MishValue<T> extends MishCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const n = mul(a, add(a, add(b, b))), square = mul(b, b);
      return mul(x, div(n, add(n, add(square, square))));
    }
    // A is the smaller: it and its error are U below 0 and W above
    const isDown = f64x2.lt(x, zero()), at = mul(a, delta);
    const u = select(isDown, a, b), ut = keepWhere(isDown, at), w = select(isDown, b, a), wt = zeroWhere(isDown, at);
    const sum = add(u, add(w, w)), st = add(twoSumError<T>(u, add(w, w), sum), add(ut, add(wt, wt)));
    const n = mul(u, sum), nt = add(twoProductError<T>(u, sum, n), add(mul(u, st), mul(ut, sum)));
    const twice = add(w, w), square = mul(twice, w), squareError = add(twoProductError<T>(twice, w, square), mul(add(twice, twice), wt));
    const d = add(n, square), dt = add(twoSumError<T>(n, square, d), add(nt, squareError)), y = div(n, d);
    return add(mul(x, y), mul(x, div(sub(nt, mul(y, dt)), d)));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(50)), y, x); }
}

@final class MishSlope<T> extends MishCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const n = mul(a, add(a, add(b, b))), square = mul(b, b), d = add(n, add(square, square));
      const other = mul(mul(mul(x, splat(4)), square), add(a, b));
      return div(mul(a, add(mul(add(a, add(b, b)), d), other)), mul(d, d));
    }
    const isDown = f64x2.lt(x, zero()), at = mul(a, delta);
    const u = select(isDown, a, b), ut = keepWhere(isDown, at), w = select(isDown, b, a), wt = zeroWhere(isDown, at);
    const twice = add(w, w), sum = add(u, twice), st = add(twoSumError<T>(u, twice, sum), add(ut, add(wt, wt)));
    const n = mul(u, sum), nt = add(twoProductError<T>(u, sum, n), add(mul(u, st), mul(ut, sum)));
    const square = mul(twice, w), squareError = add(twoProductError<T>(twice, w, square), mul(add(twice, twice), wt));
    const d = add(n, square), dt = add(twoSumError<T>(n, square, d), add(nt, squareError));
    // (U + 2W)·D + 2x·2W²·(U + W), in pairs
    const one = mul(sum, d), oneError = add(twoProductError<T>(sum, d, one), add(mul(st, d), mul(sum, dt)));
    const plus = add(u, w), plusError = add(twoSumError<T>(u, w, plus), add(ut, wt)), xx = add(x, x);
    const part = mul(square, plus), partError = add(twoProductError<T>(square, plus, part), add(mul(squareError, plus), mul(square, plusError)));
    const other = mul(xx, part), otherError = add(twoProductError<T>(xx, part, other), mul(xx, partError));
    const total = add(one, other), totalError = add(twoSumError<T>(one, other, total), add(oneError, otherError));
    const i = div(splat(1), d), above = mul(u, total), below = mul(d, d), y = div(above, below);
    // relative tails of U and D
    const lack = sub(keepWhere(isDown, delta), mul(add(dt, dt), i));
    const roundings = add(mul(u, totalError), sub(twoProductError<T>(u, total, above), mul(y, twoProductError<T>(d, d, below))));
    return add(y, add(mul(y, lack), mul(mul(roundings, i), i)));
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(50)), d, select(v128.eq<T>(x, x), all<T>(1), x)); }
}

@final export class Mish<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 4 : 2; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 2 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, MishValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, MishSlope<T>>(x, a)); }
}
