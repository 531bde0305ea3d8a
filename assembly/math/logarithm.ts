// log1p on f64 lanes, for sums of an exponential and one.
import { add, linear, mul, splat } from "./errorFree";

/** log1p(e) for w = e/(2 + e) ≤ 1/3: twice artanh w. Less 2w, so that w's error can be added. Error: 2⁻²⁸ of it (f32), 2⁻⁵⁷ (f64). */
// @ts-ignore: decorator
@inline export function log1pMinus2w<T>(w: v128): v128 {
  const v = mul(w, w);
  let h: v128;
  if (sizeof<T>() == 4) {
    h = add(splat(0.280008252443287), mul(v, splat(0.28017110228595915)));
    h = add(splat(0.4002157881301144), mul(v, h));
    h = add(splat(0.6666641572627303), mul(v, h));
  } else {
    const square = mul(v, v), fourth = mul(square, square);
    h = add(linear(v, 0.13301114035501507, 0.12105059795902134), mul(square, linear(v, 0.0834428034993616, 0.17011308704698036)));
    h = add(add(linear(v, 0.2857142854821887, 0.22222223950191103), mul(square, linear(v, 0.18181744534170632, 0.15386548220841156))), mul(fourth, h));
    h = add(linear(v, 0.6666666666666632, 0.40000000000153746), mul(square, h));
  }
  return mul(mul(w, v), h);
}
