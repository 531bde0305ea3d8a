// gelu(x) = x·Φ(x)      gelu′(x) = Φ(x) + x·φ(x), Φ and φ the normal distribution and its density
//
// Below 0 all is relative to the tail Φ(−t) = φ(t)·M(t), t = |x|, M Mills' ratio, a rational function of t with positive
// coefficients; φ(t) is an exponential.
import { Gradient, Value } from "../elementwise/activation";
import { Curve, fading } from "../elementwise/smooth";
import { all, clamp, magnitude, scaled, select, withSignOf, zero } from "../lanes";
import { add, div, mul, splat, sub, twoProductError, twoSumError } from "../math/errorFree";

/** φ(0)·P and Q of M = P/Q on [0, 14.6], to 2⁻²⁷ */
// @ts-ignore: decorator
@inline function above(t: v128): v128 {
  let p = add(splat(0.04068580441471698), mul(t, splat(0.004124133646213809)));
  p = add(splat(0.183390892042962), mul(t, p));
  p = add(splat(0.4385048461634665), mul(t, p));
  p = add(splat(0.5000000029886454), mul(t, p));
  return p;
}
// @ts-ignore: decorator
@inline function below(t: v128): v128 {
  let q = add(splat(0.10199056388338432), mul(t, splat(0.010337552001715239)));
  q = add(splat(0.4698818705177833), mul(t, q));
  q = add(splat(1.2031495431624228), mul(t, q));
  q = add(splat(1.6748946786666599), mul(t, q));
  q = add(splat(1), mul(t, q));
  return q;
}

/** S in M = (1 + S)/(1 + 1.25t) · √(π/2) on [0, 39.5], to 2⁻⁵⁷; at most 0.18, so that its rounding errors hardly count */
// @ts-ignore: decorator
@inline function excess(t: v128): v128 {
  // Even and odd powers apart: two short chains instead of one long, 13 % of the time of f64
  const v = mul(t, t);
  let p = add(splat(1.2918099215501685e-05), mul(v, splat(-1.520105406761115e-09)));
  p = add(splat(0.001787541363947492), mul(v, p));
  p = add(splat(0.053535235945789995), mul(v, p));
  p = add(splat(0.41383602935509534), mul(v, p));
  p = add(splat(0.45211543919713465), mul(v, p));
  let po = add(splat(0.00019158652797443462), mul(v, splat(4.11578968739022e-07)));
  po = add(splat(0.011548678219311152), mul(v, po));
  po = add(splat(0.17834958476512955), mul(v, po));
  po = add(splat(0.6132285749722283), mul(v, po));
  let q = add(splat(0.002656368874979827), mul(v, splat(1.7809658462865852e-05)));
  q = add(splat(0.09273441595042535), mul(v, q));
  q = add(splat(0.9849557338871776), mul(v, q));
  q = add(splat(2.82341783899795), mul(v, q));
  q = add(splat(1), mul(v, q));
  let qo = add(splat(0.0002717586099434945), mul(v, splat(5.748613938632382e-07)));
  qo = add(splat(0.018305165500055107), mul(v, qo));
  qo = add(splat(0.3505815747802698), mul(v, qo));
  qo = add(splat(2.008549058113373), mul(v, qo));
  qo = add(splat(2.4564174980354188), mul(v, qo));
  return div(mul(t, add(p, mul(t, po))), add(q, mul(t, qo)));
}

/** What gelu and its slope have in common. */
class GeluCurve<T> {
  @inline domain(x: v128): v128 { return clamp<T>(x, all<T>(sizeof<T>() == 4 ? -15 : -40), all<T>(sizeof<T>() == 4 ? 15 : 40)); }
  @inline exponent(x: v128, p: v128): v128 {
    return mul(mul(x, x), splat(-0.5));
  }
  @inline exponentError(x: v128, z: v128, p: v128): v128 { return mul(twoProductError<T>(x, x, mul(x, x)), splat(-0.5)); }
}

@final class GeluValue<T> extends GeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const t = magnitude<f64>(x), isDown = f64x2.lt(x, zero());
    if (sizeof<T>() == 4) {
      const tail = div(mul(a, above(t)), mul(b, below(t)));
      return mul(x, select(isDown, tail, sub(splat(1), tail)));
    } else {
      // ½e^z(1 + S)/d, d = 1 + 1.25t in two parts
      const quarter = mul(t, splat(0.25)), u = add(t, quarter), d = add(splat(1), u);
      const dt = add(twoSumError<T>(splat(1), u, d), add(sub(t, u), quarter));
      const bd = mul(b, d), bdt = add(twoProductError<T>(b, d, bd), mul(b, dt)), half = mul(a, splat(0.5)), y = div(half, bd), whole = mul(y, bd);
      const left = sub(sub(sub(half, whole), twoProductError<T>(y, bd, whole)), mul(y, bdt));
      const small = add(mul(y, add(excess(t), delta)), div(left, bd));
      // x(y + small) or x(1 − (y + small)): the sum alone is rounded where it counts
      const other = sub(splat(1), y), lost = sub(sub(splat(1), other), y), great = select(isDown, y, other), product = mul(x, great);
      const less = add(mul(x, select(isDown, small, sub(lost, small))), twoProductError<T>(x, great, product));
      return withSignOf<f64>(add(product, less), x);
    }
  }
  @inline finish(x: v128, y: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(15)), y, x); }
}

@final class GeluSlope<T> extends GeluCurve<T> implements Curve {
  @inline at(x: v128, a: v128, b: v128, m: v128, delta: v128, p: v128): v128 {
    const t = magnitude<f64>(x);
    let tail: v128;
    if (sizeof<T>() == 4) {
      const q = below(t);
      tail = div(mul(a, sub(above(t), mul(mul(t, splat(0.3989422804014327)), q))), mul(b, q));
    } else {
      // e^z(½(1 + S)/d − t/√2π)
      const quarter = mul(t, splat(0.25)), u = add(t, quarter), d = add(splat(1), u);
      const dt = add(twoSumError<T>(splat(1), u, d), add(sub(t, u), quarter));
      const h = div(splat(0.5), d), whole = mul(h, d);
      const lack = sub(sub(sub(splat(0.5), whole), twoProductError<T>(h, d, whole)), mul(h, dt));
      const w = mul(t, splat(0.3989422804014327)), wt = add(twoProductError<T>(t, splat(0.3989422804014327), w), mul(t, splat(-2.49232720227773e-17)));
      const part = sub(h, w), partError = add(sub(twoSumError<T>(h, v128.xor(w, splat(-0.0)), part), wt), mul(h, add(excess(t), add(lack, lack))));
      const sum = add(part, partError), rest = add(sub(part, sum), partError);
      const e = div(a, b), y = mul(e, sum);
      tail = add(y, add(mul(y, delta), mul(e, rest)));
    }
    return select(f64x2.lt(x, zero()), tail, sub(splat(1), tail));
  }
  @inline finish(x: v128, d: v128, p: v128): v128 { return select(v128.lt<T>(x, all<T>(15)), d, select(v128.eq<T>(x, x), all<T>(1), x)); }
}

@final export class Gelu<T> implements Value, Gradient {
  @inline abreast(): i32 { return sizeof<T>() == 4 ? 2 : 1; }
  @inline gradientsAbreast(): i32 { return sizeof<T>() == 4 ? 2 : 1; }
  @inline f(x: v128, a: v128, b: v128): v128 { return fading<T, GeluValue<T>>(x, a); }
  @inline gradient(dy: v128, x: v128, a: v128, b: v128): v128 { return scaled<T>(dy, fading<T, GeluSlope<T>>(x, a)); }
}
