// softplus(x) = log(1 + e^βx)/β = (max(z, 0) + log1p(e^−|z|))/β, z = βx      softplus′(x) = σ(βx)
import { Gradient, SameValue, Value } from "../elementwise/activation";
import { Curve, fading, fadingFar } from "../elementwise/smooth";
import { keepWhere, scaled, select, zero } from "../lanes";
import { add, corrected, div, mul, splat, sub, twoProductError, twoSumError } from "../math/errorFree";
import { exponentInRange } from "../math/exponential";
import { Any, Factor, One } from "../math/factor";
import { log1pMinus2w } from "../math/logarithm";
import { negateWherePositive, negativeMagnitude } from "../math/logistic";

@final class SoftplusValue<T, Beta extends Factor> implements Curve {
  @inline domain(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128): v128 {
    return negativeMagnitude(exponentInRange<T>(changetype<Beta>(0).times(x, p), changetype<Beta>(0).least()));
  }
  @inline exponentError(x: v128, z: v128, p: v128): v128 {
    return negateWherePositive(changetype<Beta>(0).error(x, p, changetype<Beta>(0).least()), changetype<Beta>(0).times(x, p));
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    // log1p(e) = 2·artanh w with w = e/(2 + e)
    const z = changetype<Beta>(0).times(x, p), d = add(add(b, b), a), w = div(a, d), twice = add(w, w);
    let log = add(log1pMinus2w<T>(w), twice);
    if (sizeof<T>() == 8) {
      // d log1p(e)/dz = e/(1 + e) = 2w/(1 + w)
      const slope = mul(twice, sub(splat(1), mul(w, sub(splat(1), w))));
      // w's own error: what is left of A after w·D, D with its error; 1/D is about (1 − w)/4
      const whole = mul(w, d), left = sub(sub(sub(a, whole), twoProductError<T>(w, d, whole)), mul(w, add(sub(add(b, b), d), a)));
      const wt = mul(left, sub(splat(0.25), mul(w, splat(0.25)))), gain = add(splat(2), mul(mul(w, w), splat(2)));
      const tail = add(add(sub(twice, log), log1pMinus2w<T>(w)), add(mul(slope, delta), mul(gain, wt)));
      const above = keepWhere(f64x2.gt(z, zero()), changetype<Beta>(0).error(x, p, changetype<Beta>(0).least()));
      const sum = add(f64x2.pmax(z, zero()), log);
      return changetype<Beta>(0).inverse(add(sum, add(add(twoSumError<T>(f64x2.pmax(z, zero()), log, sum), tail), above)), p);
    }
    return mul(add(f64x2.pmax(z, zero()), log), changetype<Beta>(0).inverse(splat(1), p));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return sizeof<T>() == 4 ? y : select(f64x2.gt(changetype<Beta>(0).times(x, p), splat(100)), x, y); }
}

@final class SoftplusSlope<T, Beta extends Factor> implements Curve {
  @inline domain(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128): v128 {
    return exponentInRange<T>(changetype<Beta>(0).times(x, p));
  }
  @inline exponentError(x: v128, z: v128, p: v128): v128 {
    return changetype<Beta>(0).error(x, p, -1350);
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = div(a, add(a, b));
    return corrected<T>(y, mul(y, sub(splat(1), y)), delta);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final export class Softplus<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fadingFar<T, SoftplusValue<T, Any<T>>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, SoftplusSlope<T, Any<T>>>(x, a)); }
}

/** β = 1, for f64: no product and no quotient. */
@final export class SoftplusOfOne<T> implements SameValue {
  @inline applies(a: f64, b: f64): bool { return sizeof<T>() == 8 && a == 1; }
  @inline abreast(): i32 { return 4; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, SoftplusValue<T, One<T>>>(x, a); }
}
