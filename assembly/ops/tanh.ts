// tanh(x) = (e²ˣ − 1)/(e²ˣ + 1)      tanh′(x) = 1 − tanh² x = 4σ(1 − σ) at 2x
import { Gradient, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, difference, fading } from "../elementwise/smooth";
import { all, clamp, magnitude, scaled, select, withSignOf, zero } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";
import { logisticSlope, negativeMagnitude } from "../math/logistic";

/** What tanh and its slope have in common. */
class TanhCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -60 : -400), all<T>(sizeof<T>() == 4 ? 60 : 400)); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class TanhValue<T> extends TanhCurve<T> implements Curve {
  @inline exponent(x: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return add(x, x);
    return negativeMagnitude(clamp<f64>(add(x, x), splat(-50), splat(50)));
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return div(m, add(a, b));
    // m is e^−2|x| − 1, δ its rounding error
    const d = add(splat(2), m), y = div(m, d);
    // 1/d is (1 − y)/2
    return add(y, mul(sub(delta, mul(y, add(add(sub(splat(2), d), m), delta))), mul(sub(splat(1), y), splat(0.5))));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // For f32, x itself where x³/3 is less than 2⁻²⁷ of it
    return sizeof<T>() == 8 ? withSignOf<T>(y, x) : select(v128.lt<T>(magnitude<T>(x), all<T>(0.0001220703125)), x, y);
  }
}

@final class TanhSlope<T> extends TanhCurve<T> implements Curve {
  @inline exponent(x: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return add(x, x);
    return negativeMagnitude(add(x, x));
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const d = add(a, b);
    if (sizeof<T>() == 4) return div(mul(mul(a, b), splat(4)), mul(d, d));
    return mul(logisticSlope<T>(a, b, delta), splat(4));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final export class Tanh<T> implements Value, Gradient {
  @inline abreast(): i32 { return 4; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return difference<T, TanhValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, TanhSlope<T>>(x, a)); }
}

@final export class TanhOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return mul(sub(splat(1), y), add(splat(1), y)); }
}
