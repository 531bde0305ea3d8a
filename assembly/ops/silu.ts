// silu(x) = x·σ(βx)      silu′(x) = σ(1 + βx(1 − σ)), σ at βx      ∂silu/∂β = x²·σ(1 − σ)
import { Gradient, Value } from "../elementwise/activation";
import { Curve, fading } from "../elementwise/smooth";
import { BetaGradient } from "../elementwise/sum";
import { clamp, magnitude, scaled, select, zero } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";
import { atLeastMinus1000, exponentInRange, parameterProductError, rCothHalf, reduced, roundToInt, scaleByPow2 } from "../math/exponential";
import { negateWherePositive, negativeMagnitude, timesLogistic, timesLogisticSlope, zeroWhereLost } from "../math/logistic";

/** x, for T = f32 within ±1e100: for x = ±∞ that times σ is ±∞ as an f32, or 0 where σ fades; and with β = 0 it is not NaN. */
// @ts-ignore: decorator
@inline function finite<T>(x: v128): v128 { return sizeof<T>() == 4 ? clamp<f64>(x, splat(-1e100), splat(1e100)) : x; }

/** What silu and its slope have in common. */
class SiluCurve<T> {
  @inline domain(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128): v128 {
    const z = exponentInRange<T>(mul(p, finite<T>(x)));
    return sizeof<T>() == 8 ? negativeMagnitude(z) : z;
  }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return negateWherePositive(parameterProductError<T>(p, x), mul(p, x)); }
}

@final class SiluValue<T> extends SiluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return mul(finite<T>(x), div(a, add(a, b)));
    return timesLogistic(a, b, delta, mul(p, x), zeroWhereLost(x, mul(p, x)));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return y;
    // A zero that was corrected has lost its sign, and ∞ is NaN by now; x where σ does not fade.
    const signed = v128.or(y, v128.and(x, splat(-0.0))), isInfinite = f64x2.eq(magnitude<f64>(x), splat(Infinity));
    if (!v128.any_true(isInfinite)) return signed;
    return select(v128.andnot(isInfinite, f64x2.lt(mul(p, x), zero())), x, signed);
  }
}

@final class SiluSlope<T> extends SiluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = exponentInRange<T>(mul(p, finite<T>(x)));
    return timesLogisticSlope<T>(a, b, delta, z, z, parameterProductError<T>(p, x));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final export class Silu<T> implements Value, Gradient {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, SiluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, SiluSlope<T>>(x, a)); }
}

@final export class SiluBeta<T> implements BetaGradient {
  /** dy·x²·σ(1 − σ), finite wherever dy is: e^−|z| is 0 long before x² overflows. */
  @inline term(dy: v128, x: v128, p: v128): v128 {
    const v = clamp<f64>(x, splat(-1.7976931348623157e308), splat(1.7976931348623157e308)), z = f64x2.pmax(negativeMagnitude(mul(p, v)), splat(-1350));
    const t = roundToInt(z), r = reduced<T>(z, zero(), t), R = rCothHalf<T>(r);
    const b = sub(R, r), isLost = f64x2.lt(z, splat(-690)), a = v128.andnot(scaleByPow2(add(R, r), atLeastMinus1000(t)), isLost), d = add(a, b);
    return mul(dy, mul(mul(v, div(mul(a, b), mul(d, d))), v));
  }
}
