// Activations made of one exponential: f = value(A, B), f′ = slope(A, B) with A/B = e^z, z a function of x (see math.ts).
//
// All of it on f64 lanes. For f32 both halves of a vector go through, and the result is rounded once.
import { Activation } from "./activation";
import { high, low, narrow, scaled, select, zero } from "./lanes";
import { add, count, div, even, evenLess2, k, lift, liftable, mul, power, rest, restTail, rounder, sub, turns } from "./math";

/** What the formula lives on: A, going to 0 as e^z does · M, going elsewhere · A, going elsewhere · e^z alone. */
export const FADING = 0, DIFFERENCE = 1, OTHER = 2, POWER = 3;

export interface Exponential {
  /** x where f still varies, on lanes of T. NaN stays. */
  domain(x: v128): v128;
  /** z for the value or, `ofSlope`, for the slope: often −|z|, where that is easier. p is the op's parameter. */
  exponent(x: v128, p: v128, ofSlope: bool): v128;
  /** What rounding took from z. */
  exponentTail(x: v128, z: v128, p: v128, ofSlope: bool): v128;
  /**
   * f from A, B and M = A − B; e^z is (1 + δ)A/B. For f32 M has an error of 2⁻⁵¹, so that next to z = 0 the op needs another way;
   * of a DIFFERENCE in f64 B is 1, M exact but for its last bit, and δ what rounding took from it.
   */
  value(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128;
  /** f′, likewise. */
  slope(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128;
  /** One of these, of f or f′; POWER of f′ only. A constant. */
  kind(ofSlope: bool): i32;
  /** The value on lanes of T, for x outside the domain or on the straight part. */
  finish(x: v128, y: v128, p: v128): v128;
  /** The slope, likewise. */
  finishSlope(x: v128, d: v128, p: v128): v128;
}

@final export class Smooth<T, Op extends Exponential> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, p: v128, q: v128): v128 { return changetype<Op>(0).finish(x, this.both(x, p, false), p); }
  @inline gradient(dy: v128, x: v128, p: v128, q: v128): v128 {
    return scaled<T>(dy, changetype<Op>(0).finishSlope(x, this.both(x, p, true), p));
  }
  @inline both(x: v128, p: v128, ofSlope: bool): v128 {
    const v = changetype<Op>(0).domain(x);
    if (sizeof<T>() == 8) return this.at(v, p, ofSlope);
    return narrow(this.at(low(v), low(p), ofSlope), this.at(high(v), low(p), ofSlope));
  }
  /** f or f′ on f64 lanes */
  @inline at(x: v128, p: v128, ofSlope: bool): v128 {
    const op = changetype<Op>(0), z = op.exponent(x, p, ofSlope);
    if (sizeof<T>() == 4) {
      const t = turns(z), r = rest<T>(z, zero(), t), R = even<T>(r);
      const a = lift(add(R, r), t), b = sub(R, r), m = sub(a, b);
      return ofSlope ? op.slope(x, a, b, m, zero(), p) : op.value(x, a, b, m, zero(), p);
    }
    const zt = op.exponentTail(x, z, p, ofSlope), all = turns(z), r = rest<T>(z, zt, all), R = even<T>(r);
    // Below n = −1000 the rest of 2ⁿ is left to the end, if f fades as e^z does; otherwise e^z makes no difference any more.
    const t = liftable(all), up = add(R, r), a = lift(up, t), b = sub(R, r);
    const rt = restTail<T>(z, zt, all, r);
    // (up's tail)/up − (b's tail)/b, where up · b = R² − r² is 4 to 3 %
    const roundings = mul(sub(mul(sub(r, sub(up, R)), b), mul(sub(sub(R, b), r), up)), k(0.25));
    const later = power(add(sub(all, t), rounder())), kind = op.kind(ofSlope);
    if (kind == FADING || kind == OTHER) {
      const delta = add(roundings, rt), y = ofSlope ? op.slope(x, a, b, zero(), delta, p) : op.value(x, a, b, zero(), delta, p);
      return kind == FADING ? mul(y, later) : y;
    }
    // With B = 1 the difference is expm1 and A is e^z: 2r/(R − r) = r + r(r − (R − 2))/(R − r), of which only the small second part is rounded
    // before the sum; then n's part. Its error is below one ULP.
    const small = add(div(mul(r, sub(r, evenLess2(r))), b), rt), near = add(r, small), nearTail = add(sub(r, near), small), s = power(t);
    if (kind == POWER) {
      const up = add(k(1), near), tail = add(add(sub(k(1), up), near), nearTail);
      return mul(op.slope(x, lift(up, t), k(1), zero(), div(tail, up), p), later);
    }
    const first = sub(s, k(1)), second = mul(s, near), far = add(first, second), farTail = add(add(sub(first, far), second), add(sub(s, add(first, k(1))), mul(s, nearTail)));
    const isNear = f64x2.eq(count(t), zero()), m = select(isNear, near, far), mt = select(isNear, nearTail, farTail);
    return ofSlope ? op.slope(x, add(m, k(1)), k(1), m, mt, p) : op.value(x, add(m, k(1)), k(1), m, mt, p);
  }
}
