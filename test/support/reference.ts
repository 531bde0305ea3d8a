// The truth of the sweeps over float32: each smooth activation and its derivative in double, in a form that cancels nowhere, with a
// relative error below 2⁻⁴⁴ for every float32 and every float32 parameter, the tails included, until the result is far below the
// least float32. At 37,000 random points against mpmath it was below 2⁻⁵⁰ but for celu, 2⁻⁴⁶, and geluTanh, 2⁻⁴⁵. Nothing here comes
// from the kernels or from the package's own formulas; test/reference.test.ts compares it with exact values. The rectifiers are not
// listed: their definitions' formulas are exact in double, or have nothing that cancels.
//
// What the bound is made of: Math.exp, expm1, log1p of V8 (fdlibm) err by less than 1 ULP, 2⁻⁵²; a rounded argument t of exp
// adds |t| · 2⁻⁵³, at most 2⁻⁴⁶ while eᵗ is a float32 (|t| ≤ 104), and the arguments that are x itself, 2x, x² or βx add nothing:
// products of two float32 are exact in double. All sums below are of terms of one sign, or lose two bits at most, which is said.
import type { Formula } from "../../src/activation/elementwise.js";
import { INVERSE_SQRT_TAU, mills, millsLess } from "./mills.js";

export interface Reference {
  readonly f: Formula;
  readonly df: Formula;
}

const { abs, exp, expm1, log1p } = Math;

/** σ(t): never 1 − small. */
const sigmoid = (t: number): number => {
  const e = exp(-abs(t));
  return (t < 0 ? e : 1) / (1 + e);
};

/** log(1 + eᵗ): both terms ≥ 0. */
const softplus = (t: number): number => (t > 0 ? t : 0) + log1p(exp(-abs(t)));

/** 1 − tanh²x = 4e/(1 + e)² with e = exp(−2|x|), instead of a difference that loses all digits from |x| = 19 on. */
const sech2 = (x: number): number => {
  const e = exp(-2 * abs(x));
  return (4 * e) / ((1 + e) * (1 + e));
};

/** −e/(2 + e) with e = expm1(−2|x|) has all digits near 0 and far away. */
const tanh = (x: number): number => {
  const e = expm1(x > 0 ? -2 * x : 2 * x);
  return (x > 0 ? -e : e) / (2 + e);
};

/**
 * x − tanh x. Below 1 it is (x cosh x − sinh x) / cosh x, the numerator by its series Σ 2k/(2k + 1)! · x²ᵏ⁺¹, all terms of one sign;
 * ten terms reach 2⁻⁶⁰. From 1 on the difference loses two bits.
 */
const tanhshrink = (x: number): number => {
  if (abs(x) >= 1) return x - tanh(x);
  const s = x * x;
  let sum = 0;
  for (let k = shrinkSeries.length - 1; k >= 0; k--) sum = sum * s + (shrinkSeries[k] as number);
  return (x * s * sum * 2) / (exp(x) + exp(-x));
};
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const shrinkSeries = Float64Array.from({ length: 10 }, (_, k) => (2 * k + 2) / factorial(2 * k + 3));

// silu, t = βx. Where β is 0, so is t, at x = ±∞ too.
const scaled = (x: number, beta: number): number => (beta === 0 && !Number.isNaN(x) ? 0 : beta * x);

/** x · σ(t), the limit at −∞ being a zero with x's sign. */
const silu: Formula = (x, beta) => {
  const t = scaled(x, beta);
  if (t < -1000) return x < 0 ? -0 : 0;
  const e = exp(-abs(t));
  return (x * (t < 0 ? e : 1)) / (1 + e);
};

/**
 * σ(t) + t · σ(t) · σ(−t) = (1 + eᵗ + t) · eᵗ/(1 + eᵗ)². For t < 0 the first factor is (t − z) − (1 + z) · expm1(t − z), z being its
 * zero, given in two doubles (mpmath, findroot at 400 bits): two terms of one sign, so that no digit is lost beside z either.
 */
const siluSlope: Formula = (x, beta) => {
  const t = scaled(x, beta);
  if (t < -1000) return -0;
  if (t > 1000) return 1;
  const e = exp(-abs(t));
  const d = t - SILU_ZERO - SILU_ZERO_REST;
  return t < 0 ? ((d - (1 + SILU_ZERO) * expm1(d)) * e) / ((1 + e) * (1 + e)) : (1 + e + t * e) / ((1 + e) * (1 + e));
};
const SILU_ZERO = -1.2784645427610737;
const SILU_ZERO_REST = -1.0946994183093437e-16;

// gelu by Mills' ratio M: 1 − Φ(z) = φ(z) · M(z), φ's argument being exact in double. See mills.ts for M's own error, 2⁻⁵⁰.
const density = (x: number): number => INVERSE_SQRT_TAU * exp(-0.5 * x * x);

const gelu = (x: number): number => {
  if (x > 10 || x < -40) return x < 0 ? -0 : x;
  return x < 0 ? x * density(x) * mills(-x) : x * (1 - density(x) * mills(x));
};

/** Φ(x) + x · φ(x) = φ(x) · (M(−x) + x) below 0; above, 1 − φ(x) · (M(x) − x), at least ½. */
const geluSlope = (x: number): number => {
  if (x > 10 || x < -40) return x < 0 ? -0 : 1;
  return x < 0 ? density(x) * millsLess(-x) : 1 - density(x) * millsLess(x);
};

// geluTanh is x · σ(u), u = 2√(2/π) · (x + 0.044715x³). Four roundings of u at |u| ≤ 104: 2⁻⁴⁴·⁹.
const TWO_C = 1.5957691216057308;
const CUBIC = 0.044715;
const geluTanh = (x: number): number => (abs(x) > 40 ? (x < 0 ? -0 : x) : silu(x, TWO_C * (1 + CUBIC * x * x), 0));

/**
 * (1 + eᵘ + x · u′) · eᵘ/(1 + eᵘ)². For x < 0 the first factor is its difference to that at its zero z: eᶻ′ · expm1(u(x) − u(z)) and
 * x · u′(x) − z · u′(z), of one sign, both with x − z factored out.
 */
const geluTanhSlope = (x: number): number => {
  if (abs(x) > 40) return x < 0 ? -0 : 1;
  const u = TWO_C * x * (1 + CUBIC * x * x);
  const e = exp(-abs(u));
  const square = (1 + e) * (1 + e);
  if (!(x < 0)) return (1 + e + TWO_C * x * (1 + 3 * CUBIC * x * x) * e) / square;
  const cubes = CUBIC * (x * x + x * GELU_TANH_ZERO + GELU_TANH_ZERO * GELU_TANH_ZERO);
  const d = TWO_C * (x - GELU_TANH_ZERO - GELU_TANH_ZERO_REST);
  return ((GELU_TANH_EXP * expm1(d * (1 + cubes)) + d * (1 + 3 * cubes)) * e) / square;
};
const GELU_TANH_ZERO = -0.7524614220710163;
const GELU_TANH_ZERO_REST = 3.635560509207687e-17;
const GELU_TANH_EXP = exp(TWO_C * GELU_TANH_ZERO * (1 + CUBIC * GELU_TANH_ZERO * GELU_TANH_ZERO));

/** x · tanh(softplus x) = x · n/(n + 2), n = e²ˣ + 2eˣ; from 0 on with eˣ taken out. */
const mish = (x: number): number => {
  if (x < -1000) return -0;
  const e = exp(-abs(x));
  return x < 0 ? (x * e * (e + 2)) / (e * (e + 2) + 2) : (x * (1 + 2 * e)) / (1 + 2 * e + 2 * e * e);
};

/**
 * eˣ · w/(e²ˣ + 2eˣ + 2)², w = 4(x + 1) + 4e²ˣ + e³ˣ + eˣ(4x + 6). Below 0, w is its difference to that at its zero z, term by term, all of
 * one sign; from 0 on all terms of w are positive, with e³ˣ taken out.
 */
const mishSlope = (x: number): number => {
  if (x < -1000) return -0;
  if (x > 1000) return 1;
  const e = exp(-abs(x));
  if (!(x < 0)) {
    const root = 1 + 2 * e + 2 * e * e;
    return (1 + e * (4 + e * (4 * x + 6 + e * 4 * (x + 1)))) / (root * root);
  }
  const d = x - MISH_ZERO - MISH_ZERO_REST;
  const [once, twice, thrice] = [expm1(d), expm1(2 * d), expm1(3 * d)];
  const w = 4 * d + MISH_EXP * ((4 * MISH_ZERO + 6) * once + 4 * d * (1 + once) + MISH_EXP * (4 * twice + MISH_EXP * thrice));
  const root = e * e + 2 * e + 2;
  return (e * w) / (root * root);
};
const MISH_ZERO = -1.1924312145154952;
const MISH_ZERO_REST = -4.8484829848031044e-17;
const MISH_EXP = exp(MISH_ZERO);

// scale and scale · α as Klambauer et al. 2017 give them, to 32 digits, not rounded to float32.
const SELU_SCALE = 1.0507009873554805;
const SELU_BELOW = 1.7580993408473768;

/** By the op's name; a and b are its parameters, already rounded to float32. */
export const references: Readonly<Record<string, Reference>> = {
  // σ′ = ¼ sech²(x/2); halving is exact.
  sigmoid: { f: sigmoid, df: (x) => sech2(x / 2) / 4 },
  // Not log σ, which has no digit left from x = 37 on.
  logSigmoid: { f: (x) => -softplus(-x), df: (x) => sigmoid(-x) },
  tanh: { f: tanh, df: sech2 },
  tanhshrink: { f: tanhshrink, df: (x) => tanh(x) * tanh(x) },
  // expm1 has all digits near 0; one product.
  // Zeros keep their sign, whatever alpha is.
  elu: { f: (x, alpha) => (x >= 0 ? x : alpha * expm1(x)), df: (x, alpha) => (x > 0 ? 1 : alpha * exp(x)) },
  selu: {
    f: (x) => (x > 0 ? SELU_SCALE * x : SELU_BELOW * expm1(x)),
    df: (x) => (x > 0 ? SELU_SCALE : SELU_BELOW * exp(x)),
  },
  // The quotient is rounded. Where alpha < 0, expm1 grows, up to x/alpha = 192 before alpha · expm1 leaves float32: 2⁻⁴⁵·⁴.
  celu: { f: (x, alpha) => (x > 0 ? x : alpha * expm1(x / alpha)), df: (x, alpha) => (x > 0 ? 1 : exp(x / alpha)) },
  silu: { f: silu, df: siluSlope },
  // βx is exact, the quotient is rounded once.
  softplus: { f: (x, beta) => softplus(beta * x) / beta, df: (x, beta) => sigmoid(beta * x) },
  gelu: { f: gelu, df: geluSlope },
  geluTanh: { f: geluTanh, df: geluTanhSlope },
  mish: { f: mish, df: mishSlope },
};
