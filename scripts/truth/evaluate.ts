// The exact values of a case: arrays of hi and lo, from its inputs.
import { Dual } from "./dual.js";
import { type Formula, formulas, gates, type Params } from "./formulas.js";
import { fromDouble, negate, powerOf2, type Real, Reals, toDouble } from "./reals.js";
import { evaluateRow, type Result, rowFormulas } from "./rows.js";
import { settle, split } from "./settle.js";

export type Dtype = "f32" | "f64";
export type Floats = Float32Array | Float64Array;
/** hi + lo · ulp(hi) */
export interface Exact {
  readonly hi: Float64Array;
  readonly lo: Float32Array;
}

export const round = (dtype: Dtype, x: number): number => (dtype === "f32" ? Math.fround(x) : x);

const exactOf = (results: readonly Result[]): Exact => {
  const pairs = results.map((one) => (typeof one === "number" ? ([one, 0] as const) : split(one)));
  return { hi: Float64Array.from(pairs, ([hi]) => hi), lo: Float32Array.from(pairs, ([, lo]) => lo) };
};

const listed = <T extends object>(table: Readonly<Record<string, T>>, name: string): T => {
  const found = table[name];
  if (!found) throw new Error(`${name} has no formula in scripts/truth/formulas.ts`);
  return found;
};

/** f(x) and f′(x). */
const at = (f: Formula["f"], x: Real, params: Params): readonly [y: Real, d: Real] => {
  const [y, d] = settle((reals) => {
    const { value, slope } = f(new Dual(reals, x, fromDouble(1)), params);
    return [value, slope];
  });
  return [y as Real, d as Real];
};

/** At a zero f may be one whose sign only a neighbour tells. */
const NEIGHBOUR = -200;
const valueAtZero = (f: Formula["f"], zero: number, y: Real, params: Params): Real => {
  if (y.m !== 0n) return y;
  const beside = at(f, powerOf2(Object.is(zero, 0) ? 1 : -1, NEIGHBOUR), params)[0];
  return beside.m === 0n ? y : { ...y, sign: beside.sign };
};

const roundedParams = (dtype: Dtype, params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, round(dtype, value)]));

export const evaluateElements = (
  name: string,
  dtype: Dtype,
  params: Params,
  x: Iterable<number>,
): { readonly y: Exact; readonly d: Exact } => {
  const { f } = listed(formulas, name);
  const rounded = roundedParams(dtype, params);
  const results = Array.from(x, (v) => {
    const [y, d] = at(f, fromDouble(v), rounded);
    return [v === 0 ? valueAtZero(f, v, y, rounded) : y, d] as const;
  });
  return { y: exactOf(results.map(([y]) => y)), d: exactOf(results.map(([, d]) => d)) };
};

/** Far beyond any double: where a limit is not reached here, it is an infinity, or a zero with a sign. */
const INFINITE = 4000;

/** f and f′ at a zero, an infinity or NaN; a NaN that is kept is undefined. */
export const evaluateSpecial = (name: string, dtype: Dtype, params: Params, x: number): readonly [y: number | undefined, d: number] => {
  const { f, keepsNaN, slopeOfNaN } = listed(formulas, name);
  const rounded = roundedParams(dtype, params);
  if (Number.isNaN(x)) return [keepsNaN ? undefined : x, round(dtype, slopeOfNaN?.(rounded) ?? x)];
  const [y, d] = at(f, x === 0 ? fromDouble(x) : powerOf2(x < 0 ? -1 : 1, INFINITE), rounded);
  return [round(dtype, toDouble(x === 0 ? valueAtZero(f, x, y, rounded) : y)), round(dtype, toDouble(d))];
};

/** Rows of x beside rows of g. */
const rowsOf = (x: Floats, g: Floats, cols: number): readonly (readonly [x: readonly number[], g: readonly number[]])[] => {
  const rows = x.length / cols;
  const width = g.length / rows;
  return Array.from({ length: rows }, (_, r) => [[...x.subarray(r * cols, (r + 1) * cols)], [...g.subarray(r * width, (r + 1) * width)]]);
};

/** To see which results are numbers to compute. */
const few = new Reals(64);

export const evaluateRows = (name: string, x: Floats, g: Floats, cols: number): { readonly y: Exact; readonly d: Exact } => {
  const formula = listed(rowFormulas, name);
  const results = rowsOf(x, g, cols).map(([row, upstream]) => {
    const once = evaluateRow(formula, few, row, upstream);
    const isReal = (one: Result): one is Real => typeof one !== "number";
    const settled = settle((reals) => {
      const { y, d } = evaluateRow(formula, reals, row, upstream);
      return [...y, ...d].filter(isReal);
    });
    let next = 0;
    const filled = [...once.y, ...once.d].map((one) => (isReal(one) ? (settled[next++] as Real) : one));
    return { y: filled.slice(0, once.y.length), d: filled.slice(once.y.length) };
  });
  return { y: exactOf(results.flatMap(({ y }) => y)), d: exactOf(results.flatMap(({ d }) => d)) };
};

export const evaluateGated = (name: string, x: Floats, g: Floats, half: number): { readonly y: Exact; readonly d: Exact } => {
  const { activation, gate } = listed(gates, name);
  const { f } = listed(formulas, activation);
  const rows = rowsOf(x, g, 2 * half).map(([row, upstream]) => {
    const halves = [row.slice(0, half), row.slice(half)];
    const [at, values] = gate === "first" ? halves : halves.reverse();
    const results = (at as number[]).map((v, i) =>
      settle((reals) => {
        const { value, slope } = f(new Dual(reals, fromDouble(v), fromDouble(1)), {});
        const [other, dy] = [fromDouble((values as number[])[i] as number), fromDouble(upstream[i] as number)];
        return [reals.multiply(value, other), reals.multiply(dy, reals.multiply(slope, other)), reals.multiply(dy, value)];
      }),
    );
    const [y, ofGate, ofValue] = [0, 1, 2].map((k) => results.map((one) => one[k] as Real)) as [Real[], Real[], Real[]];
    return { y, d: gate === "first" ? [...ofGate, ...ofValue] : [...ofValue, ...ofGate] };
  });
  return { y: exactOf(rows.flatMap(({ y }) => y)), d: exactOf(rows.flatMap(({ d }) => d)) };
};

/** Enough for sums of products of doubles of ordinary size to be exact. */
const exactly = new Reals(4096);

/** prelu: x is [rows, channels, inner], with a slope below 0 for each channel. */
export const evaluateChannels = (x: Floats, weight: Floats, dy: Floats, inner: number) => {
  const { length: channels } = weight;
  const [y, dx]: [Real[], Real[]] = [[], []];
  const sums = Array.from({ length: channels }, () => ({ signed: fromDouble(0), absolute: fromDouble(0) }));
  x.forEach((v: number, i: number) => {
    const c = Math.floor(i / inner) % channels;
    const [at, slope, g] = [fromDouble(v), fromDouble(v > 0 ? 1 : (weight[c] as number)), fromDouble(dy[i] as number)];
    y.push(exactly.multiply(at, slope));
    dx.push(exactly.multiply(g, slope));
    const term = v > 0 ? fromDouble(0) : exactly.multiply(g, at);
    const total = sums[c] as (typeof sums)[number];
    total.signed = exactly.add(total.signed, term);
    total.absolute = exactly.add(total.absolute, term.sign < 0 ? negate(term) : term);
  });
  return {
    y: exactOf(y),
    dx: exactOf(dx),
    dweight: exactOf(sums.map(({ signed }) => signed)),
    dweightAbs: Float64Array.from(sums, ({ absolute }) => toDouble(absolute)),
  };
};
