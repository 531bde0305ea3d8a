// A parameter p that multiplies x before the exponential: any number, whose product has a rounding error, or 1, which it is most of the time.
// What it is is asked once a call, by a way of its own (elementwise/activation.ts). Any has a condition in its loop for f64, which keeps vectors
// side by side apart: so they go one at a time.
import { all, clamp, keepWhere, zero } from "../lanes";
import { div, mul, splat, twoProductError } from "./errorFree";
import { exponentInRange, FAR } from "./exponential";

export interface Factor {
  /** x on lanes of T; what is below the result's last number that is not 0 may be taken as that. */
  domain(x: v128): v128;
  /** x on f64 lanes; for f32 ±∞ is ±1e100 where p may be 0, so that p·x is not NaN. As an f32 it is ±∞ again. */
  finite(x: v128): v128;
  /** z = p·x within what e^z needs. */
  exponent(x: v128, p: v128, least: f64): v128;
  /** From where on z = p·x counts, for what is e^z times x or its like. */
  least(): f64;
  times(x: v128, p: v128): v128;
  /** The rounding error of that, for f64; 0 where the product is below `least` or too great. */
  error(x: v128, p: v128, least: f64): v128;
  /** x/p */
  inverse(x: v128, p: v128): v128;
}

@final export class Any<T> implements Factor {
  @inline domain(x: v128): v128 { return x; }
  @inline finite(x: v128): v128 { return sizeof<T>() == 4 ? clamp<f64>(x, splat(-1e100), splat(1e100)) : x; }
  @inline exponent(x: v128, p: v128, least: f64): v128 { return exponentInRange<T>(mul(p, this.finite(x)), least); }
  @inline least(): f64 { return FAR; }
  @inline times(x: v128, p: v128): v128 { return mul(p, x); }
  @inline error(x: v128, p: v128, least: f64): v128 {
    if (sizeof<T>() == 4 || !v128.any_true(f64x2.ne(p, splat(1)))) return zero();
    const whole = mul(p, x);
    return keepWhere(f64x2.eq(whole, exponentInRange<T>(whole, least)), twoProductError<T>(p, x, whole));
  }
  @inline inverse(x: v128, p: v128): v128 { return div(x, p); }
}

@final export class One<T> implements Factor {
  @inline domain(x: v128): v128 { return sizeof<T>() == 4 ? f32x4.pmax(x, all<f32>(-110)) : x; }
  @inline finite(x: v128): v128 { return x; }
  @inline exponent(x: v128, p: v128, least: f64): v128 {
    return sizeof<T>() == 4 ? f64x2.pmin(x, splat(60)) : exponentInRange<T>(x, least);
  }
  @inline least(): f64 { return -1350; }
  @inline times(x: v128, p: v128): v128 { return x; }
  @inline error(x: v128, p: v128, least: f64): v128 { return zero(); }
  @inline inverse(x: v128, p: v128): v128 { return x; }
}
