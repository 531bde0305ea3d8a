// What several activations need to be computed in plain JavaScript: the reference, and what runs where WebAssembly does not.
// A tail is what rounding took from the argument of an exponential, which would multiply it by up to 745.

/** The upper 26 bits, so that the product of two such is exact (Veltkamp). */
const upper = (x: number): number => x * 134217729 - (x * 134217729 - x);

/** a + b less its rounded value s (Knuth). */
export const sumTail = (a: number, b: number, s: number): number => {
  const part = s - a;
  return a - (s - part) + (b - part);
};

/** Above, halves may overflow. */
const LARGE = 1e270;

/** a · b less its rounded value (Dekker 1971); 0 where that is not to be had. a is a parameter, and 1 most of the time. */
export const productTail = (a: number, b: number): number => {
  const p = a * b;
  if (a === 1 || !Number.isFinite(p)) return 0;
  if (Math.abs(a) > LARGE) return productTail(a * 2 ** -300, b) * 2 ** 300;
  if (Math.abs(b) > LARGE) return productTail(a, b * 2 ** -300) * 2 ** 300;
  const ah = upper(a);
  const bh = upper(b);
  const tail = ah * bh - p + ah * (b - bh) + (a - ah) * bh + (a - ah) * (b - bh);
  return Number.isFinite(tail) ? tail : 0;
};

/** x/d less its rounded value q, both raised where d is small and lowered elsewhere, so that no product underflows or overflows. */
export const quotientTail = (x: number, d: number, q: number): number => {
  if (d === 1) return 0;
  const unit = Math.abs(d) < 1 ? 2 ** 500 : 2 ** -20;
  const divisor = d * unit;
  const tail = (x * unit - q * divisor - productTail(q, divisor)) / divisor;
  return Number.isFinite(tail) ? tail : 0;
};

/** scale · 2^lift · e^(z + tail), also where e^z is subnormal and has few bits, or is far out of range and scale makes up for it. */
export const faded = (scale: number, z: number, tail = 0, lift = 0): number => {
  if (!(Math.abs(z) > 700)) return scale * 2 ** lift * Math.exp(z) * (1 + tail);
  if (Math.abs(z) > 1600) return scale * (z < 0 ? 0 : Number.POSITIVE_INFINITY);
  // z = n · ln 2 + r by Cody and Waite's ln 2, then 2ⁿ in three factors, the first to what is nearly 1.
  const n = Math.round(z * Math.LOG2E);
  const r = z - n * 0.6931471803691238 - (n * 1.9082149292705877e-10 - tail);
  const third = Math.trunc((n + lift) / 3);
  return scale * (Math.exp(r) * 2 ** third) * 2 ** third * 2 ** (n + lift - 2 * third);
};

/** 1/(1 + e^−z) */
export const logistic = (z: number, tail = 0): number => {
  const size = Math.abs(z);
  const e = size < 700 ? Math.exp(-size) * (z > 0 ? 1 - tail : 1 + tail) : faded(1, -size, z > 0 ? -tail : tail);
  return (z < 0 ? e : 1) / (1 + e);
};

/** Its slope, σ(1 − σ) */
export const logisticSlope = (z: number): number => {
  const e = Math.exp(-Math.abs(z));
  return e / ((1 + e) * (1 + e));
};

/** log(1 + e^z) */
export const softened = (z: number, tail: number): number =>
  Math.max(z, 0) + (z > 0 ? tail : 0) + Math.log1p(faded(1, -Math.abs(z), z > 0 ? -tail : tail));

/** x · σ(z) */
export const gated = (x: number, z: number, tail: number): number =>
  z < -700 ? faded(Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x)), z, tail) : x * logistic(z, tail);

/** Its slope σ(1 + w(1 − σ)), w = x · z′ */
export const gateSlope = (z: number, tail: number, w: number): number => {
  const factor = Math.max(-1e4, Math.min(1e4, w)) * logistic(-z, -tail) + 1;
  return z < -700 ? faded(factor, z, tail) : factor * logistic(z, tail);
};
