// What the tests of functions over rows share: the functions, ways to call them, bounds.
import { arrays, type Dtype, type Floats, gated, type Options, type Rowwise, rowwise } from "./api.js";
import { exactSum, maximumOf, rowReference } from "./rows.js";
import { ulpAt } from "./ulp.js";
import { generator } from "./values.js";

export const dtypes = ["f32", "f64"] as const;
/** Half the spacing of floats above 1: the relative error of one rounding. */
export const roundingOf = { f32: 2 ** -24, f64: 2 ** -53 } as const;

export const ops = rowwise.map((op) => [op.definition.name, op] as const);
export const reduces = (op: Rowwise): boolean => op.definition.width(2) === 1;

/** So many numbers from −spread to spread, about `offset`. */
export const numbers = (dtype: Dtype, n: number, { seed = 1, spread = 8, offset = 0 } = {}): Floats => {
  const next = generator(seed);
  return new arrays[dtype](n).map(() => ((next() >>> 8) / 2 ** 23 - 1) * spread + offset);
};

/** The function, its gradient and its gradient from the output, as functions of dy and x alone. */
export interface Way {
  readonly title: string;
  /** Rows have a multiple of so many elements. */
  readonly multiple: number;
  readonly takesDy: boolean;
  /** Elements of dy, and of the result, a row. */
  readonly widths: (cols: number) => { readonly dy: number; readonly y: number };
  run(dy: Floats, x: Floats, options: { readonly cols?: number; readonly out?: Floats }): Floats;
}
export const ways: readonly Way[] = [...rowwise, ...gated].flatMap((op) => {
  const { name, width } = op.definition;
  const { backward, backwardFromOutput } = op as Rowwise;
  const multiple = width(1) < 1 ? 2 : 1;
  const gradient = (method: string, f: NonNullable<typeof backward>): Way => ({
    title: `${name}.${method}`,
    multiple,
    takesDy: true,
    widths: (cols) => ({ dy: width(cols), y: cols }),
    run: (dy, x, options) => f(dy, x, options as Options<Floats>),
  });
  const forward: Way = {
    title: name,
    multiple,
    takesDy: false,
    widths: (cols) => ({ dy: 0, y: width(cols) }),
    run: (_, x, options) => op(x, options as Options<Floats>),
  };
  return [forward, gradient("backward", backward), ...(backwardFromOutput ? [gradient("backwardFromOutput", backwardFromOutput)] : [])];
});

/** Where a value's error is measured: logSumExp has that of its two terms. */
export const scaleOf = (op: Rowwise, x: Floats, value: number): number => {
  if (!reduces(op)) return value;
  const maximum = maximumOf(x);
  return Math.max(Math.abs(maximum), value - maximum);
};

/** The bound of the documentation: some ULP for the roundings, cols of them for the sum. */
export const allowed = (op: Rowwise, dtype: Dtype, cols: number, scale: number): number =>
  op.definition.ulp[dtype] * ulpAt(dtype, scale) + cols * roundingOf[dtype] * Math.abs(scale);

/** Σ|terms| of each element of the gradient. */
export const termsOf = (op: Rowwise, x: Floats, g: Floats): Float64Array => {
  const p = softmaxOf(op, x);
  if (reduces(op)) return p.map((one) => Math.abs(g[0] as number) * one);
  const upstream = Float64Array.from(g, Math.abs);
  const sum = exactSum(op.definition.name === "logSoftmax" ? upstream : upstream.map((one, i) => one * (p[i] as number)));
  return p.map((one, i) =>
    op.definition.name === "logSoftmax" ? (upstream[i] as number) + one * sum : one * ((upstream[i] as number) + sum),
  );
};
export const softmaxOf = (op: Rowwise, x: Floats): Float64Array =>
  rowReference(op.definition.name === "softmin" ? (x.map((v: number) => -v) as Floats) : x).softmax;
