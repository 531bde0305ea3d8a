// softsign(x) = x/(1 + |x|), ±1 at ±∞      softsign′(x) = 1/(1 + |x|)²
//
// Two roundings in f32 make 1.5 ULP: f32 goes through f64 lanes.
import { Activation } from "../activation";
import { all, high, low, magnitude, narrow, scaled, upperHalf, withSignOf } from "../lanes";
import { backward, forward } from "../loops";

@final class Softsign<T> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 {
    // Up to the largest number, ∞ included: the quotient is 1 long before.
    const size = v128.pmin<T>(magnitude<T>(x), all<T>(sizeof<T>() == 4 ? 3.4028234663852886e38 : 1.7976931348623157e308));
    return withSignOf<T>(sizeof<T>() == 4 ? narrow(this.quotient(low(size)), this.quotient(high(size))) : this.quotient(size), x);
  }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 {
    return scaled<T>(dy, sizeof<T>() == 4 ? narrow(this.slope(low(x)), this.slope(high(x))) : this.carefulSlope(x));
  }
  @inline quotient(size: v128): v128 { return v128.div<f64>(size, v128.add<f64>(size, all<f64>(1))); }
  /** For x that were f32, which cannot overflow: 4 roundings of 2⁻⁵³ */
  @inline slope(x: v128): v128 {
    const d = v128.add<f64>(magnitude<f64>(x), all<f64>(1));
    return v128.div<f64>(all<f64>(1), v128.mul<f64>(d, d));
  }
  /**
   * 1/d² with d = 1 + |x| is 3.5 ULP in plain f64. Here d = d₀ + d₁ exactly (two-sum), r = 1/d₀, and what r lacks is
   * r·(1 − r·d₀ − r·d₁), with r·d₀ as an exact sum of partial products (Dekker 1971): f′ = r² + 2r·lack.
   * |x| stops at 2⁶⁰⁰, from where f′ = 0, so that nothing overflows.
   */
  @inline carefulSlope(x: v128): v128 {
    const one = all<f64>(1), size = v128.pmin<f64>(magnitude<f64>(x), all<f64>(4.149515568880993e180));
    const d0 = v128.add<f64>(size, one);
    const r = v128.div<f64>(one, d0);
    // two-sum without knowing which of 1 and |x| is larger
    const part = v128.sub<f64>(d0, size);
    const d1 = v128.add<f64>(v128.sub<f64>(size, v128.sub<f64>(d0, part)), v128.sub<f64>(one, part));
    const d0hi = upperHalf(d0), d0lo = v128.sub<f64>(d0, d0hi), rhi = upperHalf(r), rlo = v128.sub<f64>(r, rhi);
    let lack = v128.sub<f64>(one, v128.mul<f64>(rhi, d0hi));
    lack = v128.sub<f64>(lack, v128.mul<f64>(rhi, d0lo));
    lack = v128.sub<f64>(lack, v128.mul<f64>(rlo, d0hi));
    lack = v128.sub<f64>(lack, v128.mul<f64>(rlo, d0lo));
    lack = v128.mul<f64>(r, v128.sub<f64>(lack, v128.mul<f64>(r, d1)));
    return v128.add<f64>(v128.mul<f64>(r, r), v128.mul<f64>(v128.add<f64>(r, r), lack));
  }
}

export function forward_f32(x: usize, y: usize, n: usize, a: f32, b: f32): void { forward<f32, Softsign<f32>, f32>(x, y, n, a, b); }
export function forward_f64(x: usize, y: usize, n: usize, a: f64, b: f64): void { forward<f64, Softsign<f64>, f64>(x, y, n, a, b); }
export function backward_f32(dy: usize, x: usize, dx: usize, n: usize, a: f32, b: f32): void { backward<f32, Softsign<f32>>(dy, x, dx, n, a, b); }
export function backward_f64(dy: usize, x: usize, dx: usize, n: usize, a: f64, b: f64): void { backward<f64, Softsign<f64>>(dy, x, dx, n, a, b); }
