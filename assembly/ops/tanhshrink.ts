// tanhshrink(x) = x − tanh x      tanhshrink′(x) = tanh² x
import { Gradient, Value } from "../elementwise/activation";
import { Curve, difference, ending } from "../elementwise/smooth";
import { all, clamp, magnitude, scaled, select, withSignOf, zero } from "../lanes";
import { add, div, mul, splat, sub, twoProductError } from "../math/errorFree";
import { logistic, logisticError, negativeMagnitude } from "../math/logistic";

/** What tanhshrink and its slope have in common. */
class TanhshrinkCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(-1e30), all<T>(1e30)); }
  @inline exponent(x: v128, p: v128): v128 { return clamp<f64>(negativeMagnitude(add(x, x)), splat(-100), zero()); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class TanhshrinkValue<T> extends TanhshrinkCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    // Far from 0 |x| − tanh |x| = (|x| − 1) + 2σ(−2|x|), of which the first sum is exact where it cancels; near it a series, x³(1/3 − 2x²/15 + …).
    const size = magnitude<f64>(x), v = mul(x, x), fading = logistic(a, b), fadingError = logisticError<T>(a, b, delta, fading);
    const far = add(add(sub(size, splat(1)), add(fading, fading)), add(fadingError, fadingError));
    if (sizeof<T>() == 4) {
      let s = add(splat(0.00832327600138973), mul(v, splat(-0.002269590260037101)));
      s = add(splat(-0.021762534204097985), mul(v, s));
      s = add(splat(0.05395846613053457), mul(v, s));
      s = add(splat(-0.13333300168933215), mul(v, s));
      s = add(splat(0.3333333314955929), mul(v, s));
      return select(f64x2.lt(size, splat(0.63)), mul(mul(size, v), s), far);
    }
    const vt = twoProductError<T>(x, x, v), cube = mul(size, v), cubeError = add(twoProductError<T>(size, v, cube), mul(size, vt));
    let s = add(splat(2.6330270500297293e-07), mul(v, splat(-2.5154145338775646e-08)));
    s = add(splat(-1.3791698479398685e-06), mul(v, s));
    s = add(splat(4.987747811183469e-06), mul(v, s));
    s = add(splat(-1.4606129481574919e-05), mul(v, s));
    s = add(splat(3.8389619285618224e-05), mul(v, s));
    s = add(splat(-9.646279388997627e-05), mul(v, s));
    s = add(splat(0.00023895706440285052), mul(v, s));
    s = add(splat(-0.0005899793002435843), mul(v, s));
    s = add(splat(0.0014558246938102884), mul(v, s));
    s = add(splat(-0.0035921266797099374), mul(v, s));
    s = add(splat(0.008863235404621951), mul(v, s));
    s = add(splat(-0.021869488529132362), mul(v, s));
    s = add(splat(0.053968253968046505), mul(v, s));
    s = add(splat(-0.1333333333333309), mul(v, s));
    // Of the last sum, a third and a little, the rounding error counts, and that of the third.
    const less = mul(v, s), sum = add(splat(0.3333333333333333), less), st = add(add(sub(splat(0.3333333333333333), sum), less), splat(1.850371707708594e-17));
    return select(f64x2.lt(size, splat(0.74)), add(mul(cube, sum), add(mul(cubeError, sum), mul(cube, st))), far);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(magnitude<T>(x), all<T>(1e30)), withSignOf<T>(y, x), x); }
}

@final class TanhshrinkSlope<T> extends TanhshrinkCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) {
      const t = div(m, add(a, b));
      return mul(t, t);
    }
    // m is e^z − 1, so tanh = m/(m + 2), here as y plus an error
    const d = add(splat(2), m), dt = add(add(sub(splat(2), d), m), delta), y = div(m, d), whole = mul(y, d);
    const tail = div(add(sub(sub(m, whole), twoProductError<T>(y, d, whole)), sub(delta, mul(y, dt))), d);
    return add(mul(y, y), mul(add(y, y), tail));
  }
  @inline finish(x: v128, d: v128, p: v128): v128 {
    // For f32, x² where 2x²/3 is less than 2⁻²⁶
    return sizeof<T>() == 8 ? d : select(v128.lt<T>(magnitude<T>(x), all<T>(0.0001220703125)), v128.mul<T>(x, x), d);
  }
}

@final export class Tanhshrink<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 2 : 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return ending<T, TanhshrinkValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, difference<T, TanhshrinkSlope<T>>(x, a)); }
}
