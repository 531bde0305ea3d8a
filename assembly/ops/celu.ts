// celu(x) = x > 0 ? x : α(e^(x/α) − 1)      celu′(x) = x > 0 ? 1 : e^(x/α)
import { Gradient, SpecialValue, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, difference, powerRising } from "../elementwise/smooth";
import { all, clamp, keepWhere, magnitude, scaled, select, zero } from "../lanes";
import { add, corrected, div, mul, splat, sub, twoProductError } from "../math/errorFree";
import { grown } from "../math/exponential";
import { ExponentialLessOne } from "./elu";

/** x/p less its rounded value z. Both are raised where p is small, lowered elsewhere, so that no product underflows or overflows. */
// @ts-ignore: decorator
@inline function quotientError(x: v128, z: v128, p: v128): v128 {
  const unit = select(f64x2.lt(magnitude<f64>(p), splat(1)), splat(3.273390607896142e150), splat(9.5367431640625e-7));
  const scaledX = mul(x, unit), scaledP = mul(p, unit), whole = mul(z, scaledP);
  return div(sub(sub(scaledX, whole), twoProductError<f64>(z, scaledP, whole)), scaledP);
}

/** What celu and its slope have in common. */
class CeluCurve<T> {
  @inline domain(x: v128): v128 { return v128.pmin<T>(x, zero()); }
  @inline exponent(x: v128, p: v128): v128 { return clamp<f64>(div(x, p), splat(sizeof<T>() == 4 ? -690 : -1350), splat(sizeof<T>() == 4 ? 690 : 720)); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 {
    if (!v128.any_true(f64x2.ne(p, splat(1)))) return zero();
    return sizeof<T>() == 4 ? zero() : keepWhere(f64x2.eq(z, div(x, p)), quotientError(x, z, p));
  }
}

@final class CeluValue<T> extends CeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    // Where z is beside ln 2/2, as it may be for α < 0, M is a small difference, and its error more than rounding.
    return sizeof<T>() == 4 ? mul(p, div(m, b)) : add(mul(p, m), mul(p, delta));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    // Next to 0 x itself, as z/2 is less than 2⁻²⁶ (f32) or 2⁻⁶⁰ (f64) of it
    const least = v128.mul<T>(magnitude<T>(p), all<T>(sizeof<T>() == 8 ? -8.673617379884035e-19 : -2.9802322387695312e-8));
    return select(v128.lt<T>(x, least), sizeof<T>() == 4 ? y : this.orGrown(x, y, p), x);
  }
  /** Where α < 0, e^(x/α) grows, and its product with α may be finite when it is not. */
  @inline orGrown(x: v128, y: v128, p: v128): v128 {
    if (!v128.any_true(f64x2.lt(p, zero()))) return y;
    const z = div(x, p);
    return select(f64x2.gt(z, splat(40)), grown(p, z, quotientError(x, z, p)), y);
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
  @inline abreast(): i32 { return 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return difference<T, CeluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, powerRising<T, CeluSlope<T>>(x, a)); }
}

@final export class CeluOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), splat(1), add(div(y, p), splat(1))); }
}

/** With α = 1 it is elu. */
@final export class CeluOfOne<T> extends ExponentialLessOne<T> implements SpecialValue {
  @inline abreast(): i32 { return 4; }
}
