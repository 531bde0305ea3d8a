// Mills' ratio of the normal distribution, M(z) = (1 − Φ(z)) / φ(z), for z ≥ 0: what gelu's tail needs in place of 1 − Φ, which has no
// digit left in double from z = 8.3 on. Here M has a relative error below 2⁻⁵⁰ at every z.
//
// M is tabulated at multiples of ¼ when this file is loaded: up to 1 from the series of Φ − ½, whose terms are all positive (the
// difference that gives M loses two bits), beyond from the continued fraction 1/(z + 1/(z + 2/(z + 3/…))), whose terms are positive
// too. Between the nodes runs the Taylor series, by M′ = z · M − 1 and so M⁽ⁿ⁺¹⁾ = z · M⁽ⁿ⁾ + n · M⁽ⁿ⁻¹⁾.
// Source: Abramowitz and Stegun, 26.2.11 and 26.2.14.

/** φ(0) = 1/√(2π) */
export const INVERSE_SQRT_TAU = 0.3989422804014327;

/** Half a step is ⅛: the first term left out is below 2⁻⁵² of M, largest at z = 0. */
const DEGREE = 12;
const NODES_PER_UNIT = 4;
/** From here on, so many levels of the continued fraction are enough: 2⁻⁵³ after 14. */
const FAR = 16;
const LEVELS_FAR = 16;
/** At z = 1.25, where it converges slowest, 2⁻⁵³ is reached after about 110. */
const LEVELS = 400;

const fraction = (z: number, levels: number): number => {
  let tail = z;
  for (let n = levels; n > 0; n--) tail = z + n / tail;
  return 1 / tail;
};

const bySeries = (z: number): number => {
  let sum = 0;
  for (let term = z, n = 3; sum + term !== sum; n += 2) {
    sum += term;
    term *= (z * z) / n;
  }
  return (0.5 / INVERSE_SQRT_TAU) * Math.exp((z * z) / 2) - sum;
};

/** Taylor coefficients at z from M(z). */
export const coefficients = (z: number, m: number): Float64Array => {
  const c = Float64Array.of(m, z * m - 1, ...new Array<number>(DEGREE - 1).fill(0));
  for (let n = 1; n < DEGREE; n++) c[n + 1] = (z * (c[n] as number) + (c[n - 1] as number)) / (n + 1);
  return c;
};

/** c[from] · d^0 + … + c[from + degree] · d^degree */
export const horner = (c: Float64Array, from: number, degree: number, d: number): number => {
  let sum = c[from + degree] as number;
  for (let n = degree - 1; n >= 0; n--) sum = sum * d + (c[from + n] as number);
  return sum;
};

const table = new Float64Array((FAR * NODES_PER_UNIT + 1) * (DEGREE + 1));
for (let i = 0; i <= FAR * NODES_PER_UNIT; i++) {
  const z = i / NODES_PER_UNIT;
  table.set(coefficients(z, z <= 1 ? bySeries(z) : fraction(z, LEVELS)), i * (DEGREE + 1));
}

export const mills = (z: number): number => {
  if (!(z < FAR)) return fraction(z, LEVELS_FAR);
  const i = (z * NODES_PER_UNIT + 0.5) | 0;
  return horner(table, i * (DEGREE + 1), DEGREE, z - i / NODES_PER_UNIT);
};

/** The zero of M(z) − z, in two doubles: where gelu′ vanishes (mpmath, findroot at 400 bits). */
const ZERO = 0.7517915246935645;
const ZERO_REST = -1.4956759177009883e-17;
const atZero = coefficients(ZERO, ZERO);
atZero[0] = 0;
atZero[1] = (atZero[1] as number) - 1;

/** M(z) − z, without loss at its zero. */
export const millsLess = (z: number): number =>
  Math.abs(z - ZERO) < 0.125 ? horner(atZero, 0, DEGREE, z - ZERO - ZERO_REST) : mills(z) - z;
