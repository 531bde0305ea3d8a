// Arithmetic on pairs of doubles, hi + lo with |lo| ≤ ½ ulp(hi): some 104 bits, to measure the last of 53.
// Sources: Dekker 1971 (products, quotients), Knuth (sums); error bounds in Joldes, Muller, Popescu 2017.

export type Pair = readonly [hi: number, lo: number];

const quickSum = (a: number, b: number): Pair => {
  const sum = a + b;
  return [sum, b - (sum - a)];
};
const sum = (a: number, b: number): Pair => {
  const s = a + b;
  const t = s - a;
  return [s, a - (s - t) + (b - t)];
};

/** The product of two doubles, exact below 2⁹⁹⁶ and above 2⁻⁹⁶⁹. */
export const product = (a: number, b: number): Pair => {
  const [p, q] = [a * 134217729, b * 134217729];
  const [ah, bh] = [p - (p - a), q - (q - b)];
  const [al, bl] = [a - ah, b - bh];
  const hi = a * b;
  return [hi, ah * bh - hi + ah * bl + al * bh + al * bl];
};

export const pair = (x: number): Pair => [x, 0];
export const negate = ([hi, lo]: Pair): Pair => [-hi, -lo];
export const add = ([a, b]: Pair, [c, d]: Pair): Pair => {
  const [s, t] = sum(a, c);
  const [u, v] = sum(b, d);
  const [w, z] = quickSum(s, t + u);
  return quickSum(w, v + z);
};
export const subtract = (x: Pair, y: Pair): Pair => add(x, negate(y));
export const multiply = ([a, b]: Pair, [c, d]: Pair): Pair => {
  const [hi, lo] = product(a, c);
  return quickSum(hi, lo + (a * d + b * c));
};
/** By a power of two: exact. */
export const scale = ([hi, lo]: Pair, factor: number): Pair => [hi * factor, lo * factor];
export const divide = (x: Pair, y: Pair): Pair => {
  const first = x[0] / y[0];
  const rest = subtract(x, multiply(y, pair(first)));
  const second = rest[0] / y[0];
  const third = subtract(rest, multiply(y, pair(second)))[0] / y[0];
  return add(quickSum(first, second), pair(third));
};
/** c[0] + c[1] · x + c[2] · x² + … */
export const polynomial = (c: readonly Pair[], x: Pair): Pair => c.reduceRight((value, term) => add(multiply(value, x), term));

const ONE = pair(1);
const LN2: Pair = [Math.LN2, 2.3190468138462996e-17];

/** 1/1!, 1/2! … 1/13!: for |r| ≤ 2⁻⁷·⁵, the first term left out is below 2⁻¹³⁰. */
const inverseFactorials: Pair[] = [ONE];
for (let n = 2; n <= 13; n++) inverseFactorials.push(divide(inverseFactorials.at(-1) as Pair, pair(n)));

/** eʳ − 1 for |r| ≤ ½ ln 2: of r/64 by Taylor's series, then six times (1 + m)² − 1 = 2m + m². */
const expm1Reduced = (r: Pair): Pair => {
  const s = scale(r, 2 ** -6);
  let m = multiply(s, polynomial(inverseFactorials, s));
  for (let i = 0; i < 6; i++) m = multiply(m, add(m, pair(2)));
  return m;
};

/** eᵗ = m · 2ᵏ with m between ½ and 2, so that no exponent is too small. */
export const expScaled = (t: Pair): { readonly m: Pair; readonly k: number } => {
  const k = Math.round(t[0] / LN2[0]);
  return { m: add(expm1Reduced(subtract(t, multiply(LN2, pair(k)))), ONE), k };
};
export const exp = (t: Pair): Pair => {
  const { m, k } = expScaled(t);
  return scale(m, 2 ** k);
};
export const expm1 = (t: Pair): Pair => (Math.abs(t[0]) < 0.34 ? expm1Reduced(t) : subtract(exp(t), ONE));

/** log(1 + e) for 0 ≤ e ≤ 1: one of Halley's steps from the double. */
export const log1p = (e: Pair): Pair => {
  const y = pair(Math.log1p(e[0]));
  const m = expm1(y);
  return add(y, divide(scale(subtract(e, m), 2), add(add(e, m), pair(2))));
};
