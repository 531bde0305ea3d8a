// softsign(x) = x/(1 + |x|), ±1 at ±∞      softsign′(x) = 1/(1 + |x|)²
//
// Two roundings in f32 make 1.5 ULP: f32 goes through f64 lanes.
import { Gradient, Value } from "../elementwise/activation";
import { all, magnitude, OnF64, onF64, scaled, upperHalf, withSignOf } from "../lanes";
import { add, div, mul, splat, sub } from "../math/errorFree";

/** |x|/(1 + |x|) */
@final class Quotient implements OnF64 {
  @inline at(size: v128, a: v128, b: v128): v128 { return div(size, add(size, splat(1))); }
}

@final class SoftsignSlope<T> implements OnF64 {
  /**
   * x that were f32 cannot overflow: 4 roundings of 2⁻⁵³. For f64 1/d² with d = 1 + |x| would be 3.5 ULP. There d = d₀ + d₁ exactly
   * (two-sum), r = 1/d₀, and what r lacks is r·(1 − r·d₀ − r·d₁), with r·d₀ as an exact sum of partial products (Dekker 1971):
   * f′ = r² + 2r·lack. |x| stops at 2⁶⁰⁰, from where f′ = 0, so that nothing overflows.
   */
  @inline at(x: v128, a: v128, b: v128): v128 {
    if (sizeof<T>() == 4) {
      const d = add(magnitude<f64>(x), splat(1));
      return div(splat(1), mul(d, d));
    }
    const one = splat(1), size = v128.pmin<f64>(magnitude<f64>(x), splat(4.149515568880993e180));
    const d0 = add(size, one);
    const r = div(one, d0);
    // two-sum without knowing which of 1 and |x| is larger
    const part = sub(d0, size);
    const d1 = add(sub(size, sub(d0, part)), sub(one, part));
    const d0hi = upperHalf(d0), d0lo = sub(d0, d0hi), rhi = upperHalf(r), rlo = sub(r, rhi);
    let lack = sub(one, mul(rhi, d0hi));
    lack = sub(lack, mul(rhi, d0lo));
    lack = sub(lack, mul(rlo, d0hi));
    lack = sub(lack, mul(rlo, d0lo));
    lack = mul(r, sub(lack, mul(r, d1)));
    return add(mul(r, r), mul(add(r, r), lack));
  }
}

@final export class Softsign<T> implements Value, Gradient {
  @inline abreast(): i32 { return 1; }
  @inline gradientsAbreast(): i32 { return 1; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    // Up to the largest number, ∞ included: the quotient is 1 long before.
    const size = v128.pmin<T>(magnitude<T>(x), all<T>(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308));
    return withSignOf<T>(onF64<T, Quotient>(size, a, b), x);
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, onF64<T, SoftsignSlope<T>>(x, a, b)); }
}
