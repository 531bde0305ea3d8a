// selu(x) = λ·(x > 0 ? x : α(eˣ − 1))      selu′(x) = x > 0 ? λ : λα·eˣ
import { Gradient, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, difference, power } from "../elementwise/smooth";
import { all, scaled, select, zero } from "../lanes";
import { add, corrected, div, mul, splat } from "../math/errorFree";

/** What selu and its slope have in common. */
class SeluCurve<T> {
  /** What comes out above 0 is not looked at. */
  @inline domain(x: v128): v128 { return v128.pmax<T>(x, all<T>(sizeof<T>() == 4 ? -110 : -800)); }
  @inline exponent(x: v128, p: v128): v128 { return x; }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class SeluValue<T> extends SeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const below = mul(splat(1.7580993408473768), sizeof<T>() == 4 ? div(m, b) : m);
    if (sizeof<T>() == 8) return select(f64x2.lt(x, zero()), below, mul(splat(1.0507009873554805), x));
    // Next to 0 the line λαx, as x²/2 is less than 2⁻²⁶ of x
    const line = mul(x, select(f64x2.lt(x, zero()), splat(1.7580993408473768), splat(1.0507009873554805)));
    return select(f64x2.lt(x, splat(-2.9802322387695312e-8)), below, line);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final class SeluSlope<T> extends SeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? mul(splat(1.7580993408473768), div(a, b)) : mul(splat(1.7580993408473768), a);
    return corrected<T>(y, y, delta);
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1.0507009873554805), d); }
}

@final export class Selu<T> implements Value, Gradient {
  @inline abreast(): i32 { return 4; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return difference<T, SeluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, power<T, SeluSlope<T>>(x, a)); }
}

@final export class SeluOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), splat(1.0507009873554805), add(y, splat(1.7580993408473768))); }
}
