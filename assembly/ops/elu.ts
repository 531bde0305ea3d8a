// elu(x) = x > 0 ? x : α(eˣ − 1)      elu′(x) = x > 0 ? 1 : α·eˣ
import { Gradient, SpecialValue, Value } from "../elementwise/activation";
import { OutputSlope } from "../elementwise/fromOutput";
import { Curve, difference, powerFar } from "../elementwise/smooth";
import { all, scaled, select, zero } from "../lanes";
import { add, corrected, div, mul, splat } from "../math/errorFree";

/** What elu and its slope have in common. */
class EluCurve<T> {
  /** Down to where eˣ times any α is 0. What comes out above 0 is not looked at. */
  @inline domain(x: v128): v128 { return v128.pmax<T>(x, all<T>(sizeof<T>() == 4 ? -690 : -1460)); }
  @inline exponent(x: v128, p: v128): v128 { return x; }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return zero(); }
}

@final class EluValue<T> extends EluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    return mul(p, sizeof<T>() == 4 ? div(m, b) : m);
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    if (sizeof<T>() == 8) return select(v128.lt<T>(x, zero()), y, x);
    // Next to 0 the line αx, as x²/2 is less than 2⁻²⁶ of x
    return select(v128.lt<T>(x, all<T>(-2.9802322387695312e-8)), y, select(v128.lt<T>(x, zero()), v128.mul<T>(x, p), x));
  }
}

@final class EluSlope<T> extends EluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const y = sizeof<T>() == 4 ? mul(p, div(a, b)) : mul(p, a);
    return corrected<T>(y, y, delta);
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.gt<T>(x, zero()), all<T>(1), d); }
}

/**
 * eˣ − 1 on f32 lanes, for α = 1: nothing is multiplied afterwards, so f32 suffices for one ULP (0.84 over all inputs, where f64 lanes
 * have 0.57) in two thirds of the time. x = n·ln 2 + r with ln 2 in two parts, of which n times the first is exact; s = eʳ − 1 by a
 * polynomial; (2ⁿ − 1) + 2ⁿs. With one coefficient less it is 1.03 ULP.
 */
export class ExponentialLessOne<T> {
  @inline applies(a: f64, b: f64): bool { return sizeof<T>() == 4 && a == 1; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    const z = f32x4.pmax(x, all<f32>(-20)), rounder = all<f32>(12582912);
    const t = f32x4.add(f32x4.mul(z, all<f32>(1.4426950408889634)), rounder), n = f32x4.sub(t, rounder);
    const r = f32x4.sub(f32x4.sub(z, f32x4.mul(n, all<f32>(0.693145751953125))), f32x4.mul(n, all<f32>(1.4286068203094172e-6)));
    let q = f32x4.add(all<f32>(0.0013941398883151135), f32x4.mul(r, all<f32>(0.0001985171327477537)));
    q = f32x4.add(all<f32>(0.00833338018403492), f32x4.mul(r, q));
    q = f32x4.add(all<f32>(0.04166634865232693), f32x4.mul(r, q));
    q = f32x4.add(all<f32>(0.16666666401253688), f32x4.mul(r, q));
    q = f32x4.add(all<f32>(0.5000000048421437), f32x4.mul(r, q));
    const s = f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q)), p = i32x4.add(i32x4.shl(t, 23), all<f32>(1));
    return select(f32x4.lt(x, zero()), f32x4.add(f32x4.sub(p, all<f32>(1)), f32x4.mul(p, s)), x);
  }
}

@final export class EluOfOne<T> extends ExponentialLessOne<T> implements SpecialValue {
  @inline abreast(): i32 { return 4; }
}

@final export class Elu<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 1 : 4; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return difference<T, EluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, powerFar<T, EluSlope<T>>(x, a)); }
}

@final export class EluOutput implements OutputSlope {
  @inline slope(y: v128, p: v128): v128 { return select(f64x2.gt(y, zero()), splat(1), add(y, p)); }
}
