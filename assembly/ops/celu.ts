// celu(x) = x > 0 ? x : α(e^(x/α) − 1)      celu′(x) = x > 0 ? 1 : e^(x/α)
import { Gradient, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, difference, power } from "../elementwise/smooth";
import { all, clamp, keepWhere, magnitude, scaled, select, zero } from "../lanes";
import { add, corrected, div, mul, splat, sub, twoProductError } from "../math/errorFree";

/** What celu and its slope have in common. */
class CeluCurve<T> {
  @inline domain(x: v128): v128 { return v128.pmin<T>(x, zero()); }
  @inline exponent(x: v128, p: v128): v128 { return clamp<f64>(div(x, p), splat(sizeof<T>() == 4 ? -690 : -1350), splat(710)); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 {
    if (!v128.any_true(f64x2.ne(p, splat(1)))) return zero();
    const whole = mul(z, p);
    return keepWhere(f64x2.eq(z, div(x, p)), div(sub(sub(x, whole), twoProductError<T>(z, p, whole)), p));
  }
}

@final class CeluValue<T> extends CeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return mul(p, sizeof<T>() == 4 ? div(m, b) : m);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // Next to 0 x itself, as z²/2 is less than 2⁻²⁶ of z (f32), or z underflows (f64)
    if (sizeof<T>() == 8) return select(v128.and(v128.lt<T>(x, zero()), v128.ne<T>(y, zero())), y, x);
    return select(v128.lt<T>(x, v128.mul<T>(magnitude<T>(p), all<T>(-2.9802322387695312e-8))), y, x);
  }
}

@final class CeluSlope<T> extends CeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? div(a, b) : a;
    return corrected<T>(y, y, delta);
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1), d); }
}

@final export class Celu<T> implements Value, Gradient {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 { return difference<T, CeluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, power<T, CeluSlope<T>>(x, a)); }
}

@final export class CeluOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), splat(1), add(div(y, p), splat(1))); }
}

// With α = 1 it is elu.
export { EluOfOne } from "./elu";
