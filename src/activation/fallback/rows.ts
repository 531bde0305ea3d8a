// Softmax and its relatives on one row in plain JavaScript: what runs where WebAssembly does not.
import type { Elements } from "../../engine/elements.js";

/** Unlike the kernels', NaN if there is one: it then goes on to everything. */
const maximumOf = (x: Elements, sign: number): number => {
  let m = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < x.length; i++) m = Math.max(m, sign * (x[i] as number));
  return m;
};

/** What rounding took from z = v − m. */
const tailOf = (v: number, m: number, z: number): number => {
  const part = z - v;
  return v - (z - part) - (m + part);
};

/** e^(v − m) */
const exponential = (v: number, m: number): number => {
  const z = v - m;
  return z === Number.NEGATIVE_INFINITY ? 0 : Math.exp(z) * (1 + tailOf(v, m, z));
};

/** Σe^(x − m) without one maximum, whose 1 would bury a small sum. */
const others = (x: Elements, m: number, sign: number): number => {
  let sum = 0;
  let isCounted = false;
  for (let i = 0; i < x.length; i++) {
    const v = sign * (x[i] as number);
    if (v === m && !isCounted) isCounted = true;
    else sum += exponential(v, m);
  }
  return sum;
};

/** y = softmax(sign · x). Each exponential is taken once and kept in float64 until it is divided. */
export const softmaxRow = (x: Elements, y: Elements | Float64Array, sign = 1): void => {
  const m = maximumOf(x, sign);
  const e = new Float64Array(x.length);
  let sum = Number.isFinite(m) ? 1 : Number.NaN;
  let isCounted = false;
  for (let i = 0; i < e.length; i++) {
    const v = sign * (x[i] as number);
    const isFirst = v === m && !isCounted;
    e[i] = isFirst ? 1 : exponential(v, m);
    if (isFirst) isCounted = true;
    else sum += e[i] as number;
  }
  for (let i = 0; i < e.length; i++) y[i] = (e[i] as number) / sum;
};

/** From y = softmax(sign · x): y = sign · y(dy − Σ dy · y) */
export const softmaxGradient = (p: Elements | Float64Array, y: Elements, dy: Elements, sign = 1): void => {
  let dot = 0;
  for (let i = 0; i < p.length; i++) dot += (dy[i] as number) * (p[i] as number);
  for (let i = 0; i < p.length; i++) y[i] = sign * (p[i] as number) * ((dy[i] as number) - dot);
};

/** m + log Σe^(x − m) */
export const logSumExpRow = (x: Elements): number => {
  const m = maximumOf(x, 1);
  return Number.isFinite(m) ? m + Math.log1p(others(x, m, 1)) : m;
};

export const logSoftmaxRow = (x: Elements, y: Elements): void => {
  const m = maximumOf(x, 1);
  const l = Number.isFinite(m) ? Math.log1p(others(x, m, 1)) : Number.NaN;
  for (let i = 0; i < x.length; i++) {
    const v = x[i] as number;
    const z = v - m;
    y[i] = z === Number.NEGATIVE_INFINITY ? z - l : z - (l - tailOf(v, m, z));
  }
};

/** y = dy − p · Σ dy, p = softmax(x) */
export const logSoftmaxGradient = (p: Elements | Float64Array, y: Elements, dy: Elements): void => {
  let sum = 0;
  for (let i = 0; i < dy.length; i++) sum += dy[i] as number;
  for (let i = 0; i < p.length; i++) y[i] = (dy[i] as number) - (p[i] as number) * sum;
};

/** softmax(x) before it is rounded to x's type. */
export const probabilities = (x: Elements, sign = 1): Float64Array => {
  const p = new Float64Array(x.length);
  softmaxRow(x, p, sign);
  return p;
};
