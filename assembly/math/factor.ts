// A parameter p that multiplies x before the exponential: any number, whose product has a rounding error, or 1, which it is most of the time.
// What it is is asked once a call, by a special way (elementwise/activation.ts): a condition inside the loop would keep vectors side by side apart.
import { keepWhere, zero } from "../lanes";
import { div, mul, splat, twoProductError } from "./errorFree";
import { exponentInRange, FAR } from "./exponential";

export interface Factor {
  /** From where on z = p·x counts, for what is e^z times x or its like. */
  least(): f64;
  times(x: v128, p: v128): v128;
  /** The rounding error of that, for f64; 0 where the product is below `least` or too great. */
  error(x: v128, p: v128, least: f64): v128;
  /** x/p */
  inverse(x: v128, p: v128): v128;
}

@final export class Any<T> implements Factor {
  @inline least(): f64 { return FAR; }
  @inline times(x: v128, p: v128): v128 { return mul(p, x); }
  @inline error(x: v128, p: v128, least: f64): v128 {
    if (sizeof<T>() == 4 || !v128.any_true(f64x2.ne(p, splat(1)))) return zero();
    const whole = mul(p, x);
    return keepWhere(f64x2.eq(whole, exponentInRange<T>(whole, least)), twoProductError<T>(p, x, whole));
  }
  @inline inverse(x: v128, p: v128): v128 { return div(x, p); }
}

@final export class One implements Factor {
  @inline least(): f64 { return -1350; }
  @inline times(x: v128, p: v128): v128 { return x; }
  @inline error(x: v128, p: v128, least: f64): v128 { return zero(); }
  @inline inverse(x: v128, p: v128): v128 { return x; }
}
