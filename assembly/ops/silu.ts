// silu(x) = x·σ(βx)      silu′(x) = σ(1 + βx(1 − σ)), σ at βx      ∂silu/∂β = x²·σ(1 − σ)
import { Gradient, SameValue, Value } from "../elementwise/activation";
import { Curve, fading, fadingFar } from "../elementwise/smooth";
import { BetaGradient } from "../elementwise/sum";
import { clamp, magnitude, scaled, select, zero, zeroWhere } from "../lanes";
import { add, div, mul, splat, sub, twoProductError } from "../math/errorFree";
import {
  atLeastMinus1000, exponentInRange, intToFloat, pow2, rCothHalf, reduced, reducedError, roundToInt, scaleByPow2,
  shifter
} from "../math/exponential";
import { Any, Factor, One } from "../math/factor";
import { negateWherePositive, negativeMagnitude, timesLogistic, timesLogisticSlope, zeroWhereLost } from "../math/logistic";

/** x, but the greatest number for ∞, whose product with β = 0 would be NaN. */
// @ts-ignore: decorator
@inline function limited(x: v128): v128 { return clamp<f64>(x, splat(-1.7976931348623157e308), splat(1.7976931348623157e308)); }

/** What silu and its slope have in common. */
class SiluCurve<T, Beta extends Factor> {
  @inline domain(x: v128): v128 { return changetype<Beta>(0).domain(x); }
  @inline times(x: v128, p: v128): v128 { return changetype<Beta>(0).times(x, p); }
  @inline exponentFrom(least: f64, x: v128, p: v128): v128 {
    const z = changetype<Beta>(0).exponent(x, p, least);
    return sizeof<T>() == 8 ? negativeMagnitude(z) : z;
  }
  @inline exponentErrorFrom(least: f64, x: v128, p: v128): v128 {
    return negateWherePositive(changetype<Beta>(0).error(x, p, least), this.times(x, p));
  }
}

@final class SiluValue<T, Beta extends Factor> extends SiluCurve<T, Beta> implements Curve {
  @inline exponent(x: v128, p: v128): v128 { return this.exponentFrom(changetype<Beta>(0).least(), x, p); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return this.exponentErrorFrom(changetype<Beta>(0).least(), x, p); }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return mul(changetype<Beta>(0).finite(x), div(a, add(a, b)));
    const z = this.times(x, p);
    return timesLogistic(a, b, delta, z, zeroWhereLost(x, z));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 {
    if (sizeof<T>() == 4) return y;
    // A zero that was corrected has lost its sign, and ∞ is NaN by now; x where σ does not fade.
    const signed = v128.or(y, v128.and(x, splat(-0.0))), isInfinite = f64x2.eq(magnitude<f64>(x), splat(Infinity));
    return select(v128.andnot(isInfinite, f64x2.lt(this.times(x, p), zero())), x, signed);
  }
}

@final class SiluSlope<T, Beta extends Factor> extends SiluCurve<T, Beta> implements Curve {
  @inline exponent(x: v128, p: v128): v128 { return this.exponentFrom(-1350, sizeof<T>() == 4 ? x : limited(x), p); }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return this.exponentErrorFrom(-1350, x, p); }
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const z = exponentInRange<T>(this.times(sizeof<T>() == 4 ? changetype<Beta>(0).finite(x) : limited(x), p));
    return timesLogisticSlope<T>(a, b, delta, z, z, changetype<Beta>(0).error(x, p, -1350));
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return y; }
}

@final export class Silu<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 4 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fadingFar<T, SiluValue<T, Any<T>>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, SiluSlope<T, Any<T>>>(x, a)); }
}

/** β = 1: no product, and nothing that is huge beside a small e^z. */
@final export class SiluOfOne<T> implements SameValue {
  @inline applies(a: f64, b: f64): bool { return a == 1; }
  @inline abreast(): i32 { return 4; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, SiluValue<T, One<T>>>(x, a); }
}

@final export class SiluBeta<T> implements BetaGradient {
  /** dy·x²·σ(1 − σ), finite wherever the result is: e^−|z| = 2ⁿ·A/B comes in four factors beside those that may be huge. */
  @inline term(dy: v128, x: v128, p: v128): v128 {
    const v = limited(x), product = mul(p, v);
    const z = f64x2.pmax(negativeMagnitude(product), splat(-2830)), isLost = f64x2.gt(magnitude<f64>(product), splat(2830));
    const zt = sizeof<T>() == 4 ? zero() : zeroWhere(isLost, negateWherePositive(twoProductError<f64>(p, v, product), product));
    const n = roundToInt(z), r = reduced<T>(z, zt, n), R = rCothHalf<T>(r), up = add(R, r), b = sub(R, r);
    // All of 2ⁿ for the sum with B, where it does not matter below 2⁻¹⁰⁰⁰
    const d = add(scaleByPow2(up, atLeastMinus1000(n)), b), q = div(mul(up, b), mul(d, d));
    const slope = sizeof<T>() == 4 ? q : add(q, mul(q, reducedError<T>(z, zt, n, r)));
    const t = add(mul(intToFloat(n), splat(0.25)), shifter()), h = pow2(t), rest = pow2(sub(n, mul(intToFloat(t), splat(3))));
    // Whichever of dy and 1 is greater takes a factor before x does; and what overflows with x² takes the last factor before the second x.
    const isLarge = f64x2.gt(magnitude<f64>(dy), splat(1)), w = mul(v, h), last = mul(slope, rest);
    const once = mul(mul(select(isLarge, mul(dy, h), dy), w), select(isLarge, splat(1), h)), twice = mul(once, w);
    const isHuge = f64x2.eq(magnitude<f64>(twice), splat(Infinity));
    return zeroWhere(isLost, mul(select(isHuge, mul(once, last), twice), select(isHuge, w, last)));
  }
}
