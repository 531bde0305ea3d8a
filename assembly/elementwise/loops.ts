// From formulas to arrays, element by element. Each loop goes several vectors at a time, then single vectors, then the last elements,
// all through the same op: a result never depends on where an element stands, and nothing past n is read or written.
//
// Four at a time saves a third of the time of light ops in L1 and L2; eight, no more than four. Their vectors are stored one before the
// next is loaded: loading all first gains nothing. Ops that compute for longer than they wait need all loads before the first store, so that
// the steps of all are in flight together (see scripts/build/interleave.mjs). That saves 20 to 30 %, and costs 0.2 to 0.3 kB a formula; long
// formulas go two at a time, since Node 20 runs out of registers, and one at a time those that gain little, and gradients of f64, for their bytes
// (docs/kernels.md).
// A result may lie exactly on an operand; JavaScript refuses any other overlap.
// Addresses move by `offset` immediates (v128.load(x, 16)), which V8 folds into one bounds check a vector.
import { Gradient, SameValue, SpecialGradient, SpecialValue, Value } from "./activation";
import { loadOne, storeOne } from "../partial";

/** y[i] = f(x[i]) for as many whole turns of 2 or 4 vectors as there are in n bytes, which it returns. */
// @ts-ignore: decorator
@inline function turns<Op>(x: usize, y: usize, bytes: usize, va: v128, vb: v128): usize {
  const op = changetype<Op>(0), done = op.abreast() == 4 ? bytes & ~63 : op.abreast() == 2 ? bytes & ~31 : 0;
  const wide = x + done;
  if (op.abreast() == 4)
    for (; x < wide; x += 64, y += 64) {
      const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
      const y0 = op.f(x0, va, vb), y1 = op.f(x1, va, vb), y2 = op.f(x2, va, vb), y3 = op.f(x3, va, vb);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      v128.store(y, y2, 32);
      v128.store(y, y3, 48);
    }
  if (op.abreast() == 2)
    for (; x < wide; x += 32, y += 32) {
      const x0 = v128.load(x), x1 = v128.load(x, 16), y0 = op.f(x0, va, vb), y1 = op.f(x1, va, vb);
      v128.store(y, y0);
      v128.store(y, y1, 16);
    }
  return done;
}

/** y[i] = f(x[i]) for i < n; where Same holds, whole turns by it. */
// @ts-ignore: decorator
@inline function forwardOrTurns<T, Op, Same, P>(x: usize, y: usize, n: usize, a: P, b: P, isSame: bool): void {
  const op = changetype<Op>(0), va = v128.splat<P>(a), vb = v128.splat<P>(b);
  const bytes = n * sizeof<T>(), end = x + bytes;
  const whole = end - (bytes & 15);
  if (op.abreast()) {
    if (isSame) {
      const done = turns<Same>(x, y, bytes, va, vb);
      x += done;
      y += done;
    }
    if (op.abreast() > 1) {
      const done = turns<Op>(x, y, end - x, va, vb);
      x += done;
      y += done;
    }
    while (x < end) {
      const full = x < whole, value = op.f(full ? v128.load(x) : loadOne<T>(x), va, vb);
      if (full) v128.store(y, value);
      else storeOne<T>(y, value);
      const step: usize = full ? 16 : sizeof<T>();
      x += step;
      y += step;
    }
    return;
  }
  for (const wide = x + (bytes & ~63); x < wide; x += 64, y += 64) {
    v128.store(y, op.f(v128.load(x), va, vb));
    v128.store(y, op.f(v128.load(x, 16), va, vb), 16);
    v128.store(y, op.f(v128.load(x, 32), va, vb), 32);
    v128.store(y, op.f(v128.load(x, 48), va, vb), 48);
  }
  for (; x < whole; x += 16, y += 16) v128.store(y, op.f(v128.load(x), va, vb));
  for (; x < end; x += sizeof<T>(), y += sizeof<T>()) storeOne<T>(y, op.f(loadOne<T>(x), va, vb));
}

/** y[i] = f(x[i]) for i < n. */
// @ts-ignore: decorator
@inline export function forward<T, Op, P>(x: usize, y: usize, n: usize, a: P, b: P): void {
  forwardOrTurns<T, Op, Op, P>(x, y, n, a, b, false);
}

/** dx[i] = gradient(dy[i], x[i]) for i < n. */
// @ts-ignore: decorator
@inline export function backward<T, Op>(dy: usize, x: usize, dx: usize, n: usize, a: T, b: T): void {
  const op = changetype<Op>(0), va = v128.splat<T>(a), vb = v128.splat<T>(b);
  const bytes = n * sizeof<T>(), end = x + bytes;
  const whole = end - (bytes & 15);
  if (op.gradientsAbreast()) {
    if (op.gradientsAbreast() == 4)
      for (const wide = x + (bytes & ~63); x < wide; x += 64, dy += 64, dx += 64) {
        const g0 = v128.load(dy), x0 = v128.load(x), g1 = v128.load(dy, 16), x1 = v128.load(x, 16);
        const g2 = v128.load(dy, 32), x2 = v128.load(x, 32), g3 = v128.load(dy, 48), x3 = v128.load(x, 48);
        const d0 = op.gradient(g0, x0, va, vb), d1 = op.gradient(g1, x1, va, vb);
        const d2 = op.gradient(g2, x2, va, vb), d3 = op.gradient(g3, x3, va, vb);
        v128.store(dx, d0);
        v128.store(dx, d1, 16);
        v128.store(dx, d2, 32);
        v128.store(dx, d3, 48);
      }
    if (op.gradientsAbreast() == 2)
      for (const wide = x + (bytes & ~31); x < wide; x += 32, dy += 32, dx += 32) {
        const g0 = v128.load(dy), x0 = v128.load(x), g1 = v128.load(dy, 16), x1 = v128.load(x, 16);
        const d0 = op.gradient(g0, x0, va, vb), d1 = op.gradient(g1, x1, va, vb);
        v128.store(dx, d0);
        v128.store(dx, d1, 16);
      }
    while (x < end) {
      const full = x < whole;
      const value = op.gradient(full ? v128.load(dy) : loadOne<T>(dy), full ? v128.load(x) : loadOne<T>(x), va, vb);
      if (full) v128.store(dx, value);
      else storeOne<T>(dx, value);
      const step: usize = full ? 16 : sizeof<T>();
      x += step;
      dy += step;
      dx += step;
    }
    return;
  }
  for (const wide = x + (bytes & ~63); x < wide; x += 64, dy += 64, dx += 64) {
    v128.store(dx, op.gradient(v128.load(dy), v128.load(x), va, vb));
    v128.store(dx, op.gradient(v128.load(dy, 16), v128.load(x, 16), va, vb), 16);
    v128.store(dx, op.gradient(v128.load(dy, 32), v128.load(x, 32), va, vb), 32);
    v128.store(dx, op.gradient(v128.load(dy, 48), v128.load(x, 48), va, vb), 48);
  }
  for (; x < whole; x += 16, dy += 16, dx += 16)
    v128.store(dx, op.gradient(v128.load(dy), v128.load(x), va, vb));
  for (; x < end; x += sizeof<T>(), dy += sizeof<T>(), dx += sizeof<T>())
    storeOne<T>(dx, op.gradient(loadOne<T>(dy), loadOne<T>(x), va, vb));
}

/** forward by the special way where it applies. */
// @ts-ignore: decorator
@inline export function forwardOrSpecial<T, Op extends Value, Special extends SpecialValue>(x: usize, y: usize, n: usize, a: T, b: T): void {
  if (changetype<Special>(0).applies(<f64>a, <f64>b)) forward<T, Special, T>(x, y, n, a, b);
  else forward<T, Op, T>(x, y, n, a, b);
}

/** forward, by the quicker way where it applies. */
// @ts-ignore: decorator
@inline export function forwardOrSame<T, Op extends Value, Same extends SameValue>(x: usize, y: usize, n: usize, a: T, b: T): void {
  forwardOrTurns<T, Op, Same, T>(x, y, n, a, b, changetype<Same>(0).applies(<f64>a, <f64>b));
}

/** backward by the special way where it applies. */
// @ts-ignore: decorator
@inline export function backwardOrSpecial<T, Op extends Gradient, Special extends SpecialGradient>(
  dy: usize, x: usize, dx: usize, n: usize, a: T, b: T
): void {
  if (changetype<Special>(0).applies(<f64>a, <f64>b)) backward<T, Special>(dy, x, dx, n, a, b);
  else backward<T, Op>(dy, x, dx, n, a, b);
}
