// What several activations need to be computed in plain JavaScript: the reference, and what runs where WebAssembly does not.
// A tail is what rounding took from the argument of an exponential, which would multiply it by up to 745.

/** The upper 26 bits, so that the product of two such is exact (Veltkamp). */
const upper = (x: number): number => x * 134217729 - (x * 134217729 - x);

/** a · b less its rounded value (Dekker 1971); 0 where that is not to be had. a is a parameter, and 1 most of the time. */
export const productTail = (a: number, b: number): number => {
  if (a === 1) return 0;
  const p = a * b;
  const ah = upper(a);
  const bh = upper(b);
  const tail = ah * bh - p + ah * (b - bh) + (a - ah) * bh + (a - ah) * (b - bh);
  return Number.isFinite(tail) ? tail : 0;
};

/** x/d less its rounded value q. */
export const quotientTail = (x: number, d: number, q: number): number => {
  if (d === 1) return 0;
  const tail = (x - q * d - productTail(q, d)) / d;
  return Number.isFinite(tail) ? tail : 0;
};

/** scale · e^(z + tail), also where e^z is subnormal and has few bits, or overflows. */
export const faded = (scale: number, z: number, tail = 0): number => {
  const isExtreme = Math.abs(z) > 700;
  const e = Math.exp(isExtreme ? z / 2 : z);
  if (e === 0) return scale * 0;
  return isExtreme ? scale * e * (1 + tail) * e : scale * e * (1 + tail);
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
