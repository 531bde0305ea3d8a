// sigmoid(x) = 1/(1 + e⁻ˣ)      sigmoid′(x) = σ(1 − σ)
import { Gradient, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, fading } from "../elementwise/smooth";
import { all, clamp, scaled, zero } from "../lanes";
import { add, corrected, div, mul, splat, sub } from "../math/errorFree";
import { logisticSlope, negativeMagnitude } from "../math/logistic";

/** What sigmoid and its slope have in common. */
class SigmoidCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800), all<T>(sizeof<T>() == 4 ? 110 : 800)); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class SigmoidValue<T> extends SigmoidCurve<T> implements Curve {
  @inline exponent(x: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return x;
    return f64x2.pmin(x, splat(40));
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = div(a, add(a, b));
    return corrected<T>(y, mul(y, sub(splat(1), y)), delta);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final class SigmoidSlope<T> extends SigmoidCurve<T> implements Curve {
  @inline exponent(x: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return x;
    return negativeMagnitude(x);
  }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const d = add(a, b);
    if (sizeof<T>() == 4) return div(mul(a, b), mul(d, d));
    return logisticSlope<T>(a, b, delta);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final export class Sigmoid<T> implements Value, Gradient {
  @inline abreast(): i32 { return 4; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, SigmoidValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, SigmoidSlope<T>>(x, a)); }
}

@final export class SigmoidOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return mul(y, sub(splat(1), y)); }
}
