// The truth for float64 between the points of the vectors: each smooth activation and its derivative in pairs of doubles, some 2⁻⁹⁰
// off, relative to the result, or to 1 beside zeros of derivatives. Parameters and x are exact; the forms are those of reference.ts,
// but that products and quotients need no care here, and that what e makes too small for a pair carries a power of two.
import { INVERSE_SQRT_TAU, mills } from "./mills64.js";
import * as p from "./pairs.js";
import { type Pair, pair } from "./pairs.js";

/** (hi + lo) · 2ᵏ */
export interface Exact64 {
  readonly value: Pair;
  readonly k: number;
}
export type Formula64 = (x: number, a: number) => Exact64;

const ONE = pair(1);
const plain = (value: Pair): Exact64 => ({ value, k: 0 });
const number = (x: number): Exact64 => plain(pair(x));
const { add, divide, multiply, negate, product, scale, subtract } = p;
const over = (numerator: Pair, denominator: Pair): Exact64 => plain(divide(numerator, denominator));
const square = (x: Pair): Pair => multiply(x, x);

/** Here eᵗ is below 2⁻¹¹⁵, so that 1 + eᵗ is 1. */
const TAIL = -80;
/** factor · eᵗ; a zero once no float64 is that small. */
const tail = (t: Pair, factor: Pair = ONE): Exact64 => {
  if (t[0] < -1e4) return plain(scale(factor, 0));
  const { m, k } = p.expScaled(t);
  return { value: multiply(m, factor), k };
};
const abs = (x: Pair): Pair => (x[0] < 0 ? negate(x) : x);

const sigmoid = (t: Pair): Exact64 => {
  if (t[0] < TAIL) return tail(t);
  if (t[0] > -TAIL) return number(1);
  const e = p.exp(negate(t));
  return over(ONE, add(ONE, e));
};

/** 4e/(1 + e)², e = exp(−2|h|) */
const sech2 = (h: Pair, times: number): Exact64 => {
  const t = scale(abs(h), -2);
  if (t[0] < TAIL) return tail(t, pair(times));
  const e = p.exp(t);
  return over(scale(e, times), square(add(ONE, e)));
};

const softplus = (t: Pair): Exact64 => {
  if (t[0] < TAIL) return tail(t);
  if (t[0] > -TAIL) return plain(t);
  const small = p.log1p(p.exp(negate(abs(t))));
  return plain(t[0] > 0 ? add(t, small) : small);
};

const tanh = (x: number): Pair => {
  if (Math.abs(x) > -TAIL) return pair(Math.sign(x));
  const m = p.expm1(pair(-2 * Math.abs(x)));
  const value = divide(negate(m), add(pair(2), m));
  return x < 0 ? negate(value) : value;
};

const factorial = (n: number): Pair => (n < 2 ? ONE : multiply(pair(n), factorial(n - 1)));
const shrinkSeries = Array.from({ length: 15 }, (_, k) => divide(pair(2 * k + 2), factorial(2 * k + 3)));
const tanhshrink = (x: number): Pair => {
  if (Math.abs(x) >= 1) return subtract(pair(x), tanh(x));
  const s = product(x, x);
  const e = p.exp(pair(x));
  return divide(scale(multiply(multiply(pair(x), s), p.polynomial(shrinkSeries, s)), 2), add(e, divide(ONE, e)));
};

/** x · σ(t) */
const gated = (x: number, t: Pair): Exact64 => {
  if (t[0] < TAIL) return tail(t, pair(x));
  if (t[0] > -TAIL) return number(x);
  return over(pair(x), add(ONE, p.exp(negate(t))));
};
/** σ(t) + w · σ(t) · σ(−t), w being x · t′ */
const gatedSlope = (t: Pair, w: Pair): Exact64 => {
  if (t[0] < TAIL) return tail(t, add(ONE, w));
  if (t[0] > -TAIL) return number(1);
  const e = p.exp(t);
  return over(multiply(e, add(add(ONE, e), w)), square(add(ONE, e)));
};

const exponent = (x: number): Pair => scale(product(x, x), -0.5);
const density = (x: number): Pair => multiply(INVERSE_SQRT_TAU, p.exp(exponent(x)));
const gelu = (x: number): Exact64 => {
  if (x > -TAIL) return number(x);
  if (x > 0) return plain(multiply(pair(x), subtract(ONE, multiply(density(x), mills(x)))));
  return tail(exponent(x), multiply(multiply(pair(x), INVERSE_SQRT_TAU), mills(-x)));
};
const geluSlope = (x: number): Exact64 => {
  if (x > -TAIL) return number(1);
  const less = multiply(INVERSE_SQRT_TAU, subtract(mills(Math.abs(x)), pair(Math.abs(x))));
  if (x > 0) return plain(subtract(ONE, multiply(p.exp(exponent(x)), less)));
  return tail(exponent(x), less);
};

const TWO_C: Pair = [1.5957691216057308, -9.96930880911092e-17];
const CUBIC: Pair = [0.044715, 2.1960211427085595e-18];
/** 2√(2/π) · x · (1 + factor · 0.044715x²) */
const bent = (x: number, factor: number): Pair =>
  multiply(multiply(TWO_C, pair(x)), add(ONE, multiply(multiply(CUBIC, pair(factor)), product(x, x))));

const mish = (x: number): Exact64 => {
  if (x < TAIL) return tail(pair(x), pair(x));
  if (x > -TAIL) return number(x);
  const e = p.exp(pair(x));
  const n = multiply(e, add(e, pair(2)));
  return over(multiply(pair(x), n), add(n, pair(2)));
};
const mishSlope = (x: number): Exact64 => {
  if (x < TAIL) return tail(pair(x), add(pair(x), ONE));
  if (x > -TAIL) return number(1);
  const e = p.exp(pair(x));
  const w = p.polynomial([scale(add(pair(x), ONE), 4), add(scale(pair(x), 4), pair(6)), pair(4), ONE], e);
  return over(multiply(e, w), square(add(multiply(e, add(e, pair(2))), pair(2))));
};

const SELU_SCALE: Pair = [1.0507009873554805, 3.9874847667154144e-17];
const SELU_BELOW: Pair = [1.7580993408473768, 1.41535193800845e-17];
/** above · x, or below · (eᵗ − 1), of which the 1 is nothing to a large eᵗ */
const linear = (x: number, t: Pair, above: Pair, below: Pair): Exact64 =>
  x > 0
    ? plain(multiply(above, pair(x)))
    : t[0] > -TAIL
      ? tail(t, below)
      : plain(t[0] < TAIL ? negate(below) : multiply(below, p.expm1(t)));
const linearSlope = (x: number, t: Pair, above: Pair, below: Pair): Exact64 => (x > 0 ? plain(above) : tail(t, below));

/** By the op's name: value, derivative. */
export const references64: Readonly<Record<string, readonly [f: Formula64, df: Formula64]>> = {
  sigmoid: [(x) => sigmoid(pair(x)), (x) => sech2(pair(x / 2), 1)],
  logSigmoid: [
    (x) => {
      const { value, k } = softplus(pair(-x));
      return { value: negate(value), k };
    },
    (x) => sigmoid(pair(-x)),
  ],
  tanh: [(x) => plain(tanh(x)), (x) => sech2(pair(x), 4)],
  tanhshrink: [(x) => plain(tanhshrink(x)), (x) => plain(square(tanh(x)))],
  elu: [(x, a) => linear(x, pair(x), ONE, pair(a)), (x, a) => linearSlope(x, pair(x), ONE, pair(a))],
  selu: [(x) => linear(x, pair(x), SELU_SCALE, SELU_BELOW), (x) => linearSlope(x, pair(x), SELU_SCALE, SELU_BELOW)],
  celu: [(x, a) => linear(x, divide(pair(x), pair(a)), ONE, pair(a)), (x, a) => linearSlope(x, divide(pair(x), pair(a)), ONE, ONE)],
  silu: [(x, a) => gated(x, product(x, a)), (x, a) => gatedSlope(product(x, a), product(x, a))],
  softplus: [
    (x, a) => {
      const { value, k } = softplus(product(x, a));
      return { value: divide(value, pair(a)), k };
    },
    (x, a) => sigmoid(product(x, a)),
  ],
  gelu: [gelu, geluSlope],
  geluTanh: [(x) => gated(x, bent(x, 1)), (x) => gatedSlope(bent(x, 1), bent(x, 3))],
  mish: [mish, mishSlope],
};
