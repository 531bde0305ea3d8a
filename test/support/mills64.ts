// Mills' ratio as in mills.ts, in pairs of doubles.
import { add, divide, exp, multiply, type Pair, pair, polynomial, product, scale, subtract } from "./pairs.js";

export const INVERSE_SQRT_TAU: Pair = [0.3989422804014327, -2.49232720227773e-17];

const ONE = pair(1);
/** Half a step is ⅛: the first term left out is below 2⁻¹⁰⁴ of M. */
const DEGREE = 25;
const NODES_PER_UNIT = 4;
/** φ has underflowed. */
const END = 40;
/** At z = 1.25, where the continued fraction converges slowest, 2⁻¹⁰⁴ is reached after about 450. */
const LEVELS = 900;

const fraction = (z: number): Pair => {
  let tail = pair(z);
  for (let n = LEVELS; n > 0; n--) tail = add(pair(z), divide(pair(n), tail));
  return divide(ONE, tail);
};

const bySeries = (z: number): Pair => {
  const square = product(z, z);
  let sum: Pair = pair(0);
  let term: Pair = pair(z);
  for (let n = 3; Math.abs(term[0]) > 2 ** -115; n += 2) {
    sum = add(sum, term);
    term = divide(multiply(term, square), pair(n));
  }
  return subtract(divide(exp(scale(square, 0.5)), scale(INVERSE_SQRT_TAU, 2)), sum);
};

const coefficients = (z: number, m: Pair): readonly Pair[] => {
  const c: Pair[] = [m, subtract(multiply(pair(z), m), ONE)];
  for (let n = 1; n < DEGREE; n++) c.push(divide(add(multiply(pair(z), c[n] as Pair), c[n - 1] as Pair), pair(n + 1)));
  return c;
};

const table = new Map<number, readonly Pair[]>();

/** M(z) for 0 ≤ z. The nodes are made when they are needed first. */
export const mills = (z: number): Pair => {
  const i = Math.round(Math.min(z, END) * NODES_PER_UNIT);
  const node = i / NODES_PER_UNIT;
  const c = table.get(i) ?? coefficients(node, node <= 1 ? bySeries(node) : fraction(node));
  table.set(i, c);
  return polynomial(c, pair(z - node));
};
