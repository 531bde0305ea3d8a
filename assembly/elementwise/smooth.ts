// Curves that are made of one exponential: a function of A and B with A/B = e^z, z a function of x (see math/exponential.ts). An
// activation has one for f and one for f′.
//
// All of it on f64 lanes. For f32 both halves of a vector go through, and the result is rounded once.
import { onF64, OnF64, select, zero } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";
import {
  atLeastMinus1000, intToFloat, pow2, rCothHalf, reduced, reducedError, roundToInt, scaleByPow2, shifter, smallPart
} from "../math/exponential";

export interface Curve {
  /** x where the curve still varies, on lanes of T. NaN stays. */
  domain(x: v128): v128;
  /** z: often −|z|, where that is easier. p is the op's parameter. */
  exponent(x: v128, p: v128): v128;
  /** The rounding error of z. */
  exponentError(x: v128, z: v128, p: v128): v128;
  /**
   * The curve from A, B and M = A − B; e^z is (1 + δ)A/B. For f32 δ is 0, and M has an error of 2⁻⁵¹, so that next to z = 0 the op
   * needs another way. For f64 what A, B, M and δ are depends on the class below that the curve goes through.
   */
  at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128;
  /** The result on lanes of T, for x outside the domain or on the straight part. */
  finish(x: v128, y: v128, p: v128): v128;
}

// @ts-ignore: decorator
@inline function evaluate<T, Op extends Curve, Lanes extends OnF64>(x: v128, p: v128): v128 {
  const op = changetype<Op>(0);
  return op.finish(x, onF64<T, Lanes>(op.domain(x), p, p), p);
}

/** Curves that go to 0 as e^z does: of A, B and δ. */
// @ts-ignore: decorator
@inline export function fading<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Fading<T, Op, Near>>(x, p); }

/** Those that are a multiple of e^z by what may be huge, so that it counts where e^z alone is below the least f64. */
// @ts-ignore: decorator
@inline export function fadingFar<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Fading<T, Op, Far>>(x, p); }

/** Curves that end elsewhere: of A, B and δ. */
// @ts-ignore: decorator
@inline export function ending<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Ending<T, Op>>(x, p); }

/** Curves of e^z − 1: M is that, B is 1, and δ the rounding error of M. */
// @ts-ignore: decorator
@inline export function difference<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Difference<T, Op>>(x, p); }

/** Multiples of e^z: A is that, B is 1. */
// @ts-ignore: decorator
@inline export function power<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Power<T, Op, Near>>(x, p); }

/** Those of an e^z that may be ∞. */
// @ts-ignore: decorator
@inline export function powerRising<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Power<T, Op, Rising>>(x, p); }

/** Multiples by what may be huge. */
// @ts-ignore: decorator
@inline export function powerFar<T, Op extends Curve>(x: v128, p: v128): v128 { return evaluate<T, Op, Power<T, Op, Far>>(x, p); }

/** A curve for T = f32, whatever it goes through for f64. */
// @ts-ignore: decorator
@inline function ofF32<Op extends Curve>(x: v128, p: v128): v128 {
  const op = changetype<Op>(0), z = op.exponent(x, p), t = roundToInt(z), r = reduced<f32>(z, zero(), t), R = rCothHalf<f32>(r);
  const a = scaleByPow2(add(R, r), t), b = sub(R, r), m = sub(a, b);
  return op.at(x, a, b, m, zero(), p);
}

/** How far n goes. */
interface Reach {
  /** n from −1000 on. */
  start(n: v128): v128;
  /** y · 2^(n − t), t being that: a curve times the part of 2ⁿ that is left. */
  remaining(y: v128, n: v128, t: v128): v128;
}

/** From −2022 to 1023 */
@final class Near implements Reach {
  @inline start(n: v128): v128 { return atLeastMinus1000(n); }
  @inline remaining(y: v128, n: v128, t: v128): v128 { return mul(y, pow2(add(sub(n, t), shifter()))); }
}

/** From −2022 to 2023 */
@final class Rising implements Reach {
  @inline start(n: v128): v128 { return f64x2.pmin(atLeastMinus1000(n), splat(6755399441055744.0 + 1000)); }
  @inline remaining(y: v128, n: v128, t: v128): v128 { return mul(y, pow2(add(sub(n, t), shifter()))); }
}

/** From −3022 to 1023, in two factors where it takes two */
@final class Far implements Reach {
  @inline start(n: v128): v128 { return atLeastMinus1000(n); }
  @inline remaining(y: v128, n: v128, t: v128): v128 {
    const rest = add(sub(n, t), shifter()), first = atLeastMinus1000(rest), part = mul(y, pow2(first));
    return v128.any_true(f64x2.lt(rest, first)) ? mul(part, pow2(add(sub(rest, first), shifter()))) : part;
  }
}

/** What the roundings of R + r and R − r do to their quotient: (up's error)/up − (b's error)/b, where up · b = R² − r² is 4 to 3 %. */
// @ts-ignore: decorator
@inline function quotientError(R: v128, r: v128, up: v128, b: v128): v128 {
  return mul(sub(mul(sub(r, sub(up, R)), b), mul(sub(sub(R, b), r), up)), splat(0.25));
}

@final class Fading<T, Op extends Curve, Range extends Reach> implements OnF64 {
  @inline at(x: v128, p: v128, q: v128): v128 {
    if (sizeof<T>() == 4) return ofF32<Op>(x, p);
    const op = changetype<Op>(0), z = op.exponent(x, p);
    const zt = op.exponentError(x, z, p), n = roundToInt(z), r = reduced<T>(z, zt, n), R = rCothHalf<T>(r);
    const t = changetype<Range>(0).start(n), up = add(R, r), a = scaleByPow2(up, t), b = sub(R, r);
    const rt = reducedError<T>(z, zt, n, r), roundings = quotientError(R, r, up, b);
    const delta = add(roundings, rt), y = op.at(x, a, b, zero(), delta, p);
    return changetype<Range>(0).remaining(y, n, t);
  }
}

@final class Ending<T, Op extends Curve> implements OnF64 {
  @inline at(x: v128, p: v128, q: v128): v128 {
    if (sizeof<T>() == 4) return ofF32<Op>(x, p);
    const op = changetype<Op>(0), z = op.exponent(x, p);
    const zt = op.exponentError(x, z, p), n = roundToInt(z), r = reduced<T>(z, zt, n), R = rCothHalf<T>(r);
    // e^z below n = −1000 makes no difference any more.
    const t = atLeastMinus1000(n), up = add(R, r), a = scaleByPow2(up, t), b = sub(R, r);
    const rt = reducedError<T>(z, zt, n, r), roundings = quotientError(R, r, up, b);
    const delta = add(roundings, rt);
    return op.at(x, a, b, zero(), delta, p);
  }
}

@final class Difference<T, Op extends Curve> implements OnF64 {
  @inline at(x: v128, p: v128, q: v128): v128 {
    if (sizeof<T>() == 4) return ofF32<Op>(x, p);
    const op = changetype<Op>(0), z = op.exponent(x, p);
    const zt = op.exponentError(x, z, p), n = roundToInt(z), r = reduced<T>(z, zt, n), R = rCothHalf<T>(r);
    const t = atLeastMinus1000(n), b = sub(R, r), rt = reducedError<T>(z, zt, n, r);
    const small = smallPart(r, b, rt), near = add(r, small), nearError = add(sub(r, near), small), s = pow2(t);
    // (2ⁿ − 1) + 2ⁿ(e^r − 1)
    const first = sub(s, splat(1)), second = mul(s, near), far = add(first, second);
    const farError = add(add(sub(first, far), second), add(sub(s, add(first, splat(1))), mul(s, nearError)));
    const isNear = f64x2.eq(intToFloat(t), zero()), m = select(isNear, near, far), mt = select(isNear, nearError, farError);
    return op.at(x, add(m, splat(1)), splat(1), m, mt, p);
  }
}

@final class Power<T, Op extends Curve, Range extends Reach> implements OnF64 {
  @inline at(x: v128, p: v128, q: v128): v128 {
    if (sizeof<T>() == 4) return ofF32<Op>(x, p);
    const op = changetype<Op>(0), z = op.exponent(x, p);
    const zt = op.exponentError(x, z, p), n = roundToInt(z), r = reduced<T>(z, zt, n), R = rCothHalf<T>(r);
    const t = changetype<Range>(0).start(n), b = sub(R, r), rt = reducedError<T>(z, zt, n, r);
    const small = smallPart(r, b, rt), near = add(r, small), nearError = add(sub(r, near), small);
    const up = add(splat(1), near), upError = add(add(sub(splat(1), up), near), nearError);
    return changetype<Range>(0).remaining(op.at(x, scaleByPow2(up, t), splat(1), zero(), div(upError, up), p), n, t);
  }
}
