// Sums over all elements: the gradient of a parameter that all of them share.
import { high, low, zero } from "../lanes";
import { add } from "../math/errorFree";
import { loadOne } from "../partial";

/** Exported by the build as beta_gradient. */
export interface BetaGradient {
  /** dy · ∂f/∂β on f64 lanes. */
  term(dy: v128, x: v128, p: v128): v128;
}

/** Σ term over n elements: element i goes to partial sum i mod 4 (f32) or 2 (f64), those past the last whole vector to the first. */
// @ts-ignore: decorator
@inline export function sumOfTerms<T, Op extends BetaGradient>(dy: usize, x: usize, n: usize, beta: T): f64 {
  const op = changetype<Op>(0), p = v128.splat<T>(beta), end = x + n * sizeof<T>(), whole = end - (n * sizeof<T>() & 15);
  let first = zero(), second = zero();
  while (x < end) {
    const full = x < whole, g = full ? v128.load(dy) : loadOne<T>(dy);
    const v = full ? v128.load(x) : loadOne<T>(x);
    first = add(first, sizeof<T>() == 4 ? op.term(low(g), low(v), low(p)) : op.term(g, v, p));
    if (sizeof<T>() == 4) second = add(second, op.term(high(g), high(v), low(p)));
    const step: usize = full ? 16 : sizeof<T>();
    x += step;
    dy += step;
  }
  const sum = add(first, second);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
