// Softmax and its relatives on one row in plain JavaScript: what runs where WebAssembly does not.
import type { Elements } from "../../engine/elements.js";
import { faded, sumTail } from "./elements.js";

/** Unlike the kernels', NaN if there is one: it then goes on to everything. */
const maximumOf = (x: Elements, sign: number): number => {
  let m = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < x.length; i++) m = Math.max(m, sign * (x[i] as number));
  return m;
};

/** What rounding took from z = v − m. */
const tailOf = (v: number, m: number, z: number): number => sumTail(v, -m, z);

/** e^(v − m) */
const exponential = (v: number, m: number): number => {
  const z = v - m;
  return z === Number.NEGATIVE_INFINITY ? 0 : Math.exp(z) * (1 + tailOf(v, m, z));
};

/** factor · e^(v − m) for a factor that may be huge. */
const timesExponential = (factor: number, v: number, m: number): number => {
  const z = v - m;
  return faded(factor, z, tailOf(v, m, z));
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

/** Σe^(x − m); NaN where softmax is. */
const sumOf = (x: Elements, m: number, sign = 1): number => (Number.isFinite(m) ? 1 + others(x, m, sign) : Number.NaN);

/** From p = softmax(sign · x): y = sign · p(dy − Σ dy · p) */
export const softmaxGradient = (p: Elements, y: Elements, dy: Elements, sign: number): void => {
  let dot = 0;
  for (let i = 0; i < p.length; i++) dot += (dy[i] as number) * (p[i] as number);
  for (let i = 0; i < p.length; i++) y[i] = sign * (p[i] as number) * ((dy[i] as number) - dot);
};

/** The same from x, as dy may make something of a p that is below the least number. y may be x or dy. */
export const softmaxBackward = (x: Elements, y: Elements, dy: Elements, sign: number): void => {
  const m = maximumOf(x, sign);
  const sum = sumOf(x, m, sign);
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += timesExponential((dy[i] as number) / sum, sign * (x[i] as number), m);
  for (let i = 0; i < x.length; i++) y[i] = sign * timesExponential(((dy[i] as number) - dot) / sum, sign * (x[i] as number), m);
};

/** factor · softmax(x), and 0 at −∞ whatever the factor is. */
export const softmaxTimes = (x: Elements, factor: number): Float64Array => {
  const m = maximumOf(x, 1);
  const sum = sumOf(x, m);
  return Float64Array.from(x, (v) => (v - m === Number.NEGATIVE_INFINITY && sum > 0 ? 0 : timesExponential(factor / sum, v, m)));
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

export const sumOfAll = (x: Elements): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  return sum;
};

/** y = dy − part, where part is softmax(x) · Σ dy. */
export const logSoftmaxGradient = (part: Float64Array, y: Elements, dy: Elements): void => {
  for (let i = 0; i < part.length; i++) y[i] = (dy[i] as number) - (part[i] as number);
};
