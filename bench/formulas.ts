// Activations at their best in plain JavaScript: the strings that contenders.ts makes loops of.
//
// An op without a row here runs all the same: its loop then calls the formula of its own definition.
import type { FloatType } from "./ops.js";

export interface Formulas {
  /** The formula as textbooks have it. `v` is the element. */
  readonly plain: string;
  /** `plain` is not an element's formula but all of a loop over rows: statements in terms of x and y, where to write. */
  readonly isLoop?: true;
  /** How far from that loop's results ours may be, in ULP, if not as far as is promised. */
  readonly tolerance?: number;
  /** The same without a branch, by name. `v` is the element. */
  readonly branchless: Readonly<Record<string, string>>;
  /** As `branchless`, but rounding on the way: right for float32, where JavaScript computes with 29 bits to spare. */
  readonly rounding?: Readonly<Record<string, string>>;
  /** What programs use instead where tails and last digits do not count: good to some 1e−7 of 1, the tanh form of gelu to 5e−4. `v` is the element. */
  readonly approximate?: Readonly<Record<string, string>>;
  /** The same on a float32's bits. `v` are the bits of the element, the result is bits. */
  readonly bits?: string;
  /** The result's share of x's length, if that is not 1, in terms of it. */
  readonly share?: "1 / 2" | "1 / Math.min(length, 1024)";
  /** The activation whose formula the loop calls as `f`, where JavaScript's Math has no such function. */
  readonly calls?: string;
  /** What a call must be given beside x and `out`. */
  readonly weight?: string;
  readonly options?: string;
  /** The parameters as the kernel takes them. */
  readonly parameters?: readonly [a: number, b?: number];
}

// Bits of float32 values. Those of positive floats are in the order of the floats, so integers compare them.
const HALF = 0x3f000000;
const ONE = 0x3f800000;
const SIX = 0x40c00000;
const magnitude = "(v & 0x7fffffff)";
const sign = "(v & 0x80000000)";
const rectified = "(v & ~(v >> 31))";
/** min of a positive float's bits and `top`: the mask is all ones where the difference is negative. */
const least = (m: string, top: number): string => `(${top} + ((${m} - ${top}) & ((${m} - ${top}) >> 31)))`;

const leaky = (slope: number): Formulas => ({
  plain: `v > 0 ? v : v * ${slope}`,
  branchless: { max: `Math.max(v, v * ${slope})` },
  rounding: { abs: `v * ${(1 + slope) / 2} + Math.abs(v) * ${(1 - slope) / 2}` },
  parameters: [slope],
});

const exponential: Formulas = {
  plain: "v > 0 ? v : Math.expm1(v)",
  branchless: { max: "Math.max(v, 0) + Math.expm1(Math.min(v, 0))" },
  // exp is twice as fast as expm1, and 29 bits to spare are enough for what cancels of float32.
  rounding: { exp: "v > 0 ? v : Math.exp(v) - 1" },
};

/** All ones where v is at most 0, else 0. */
const atMostZero = "((v | (v - 1)) >> 31)";

/** Rows of so many elements, or all there are if that is less. */
const COLS = "cols: Math.min(x.length, 1024)";

/** A row's maximum, and the sum of its exponentials, which `store` takes. */
const exponentials = (store: string, sign = ""): string => `
  const cols = Math.min(x.length, 1024);
  for (let r = 0, k = 0; r < x.length; r += cols, k++) {
    let m = -Infinity;
    for (let i = r; i < r + cols; i++) m = Math.max(m, ${sign}x[i]);
    let sum = 0;
    for (let i = r; i < r + cols; i++) sum += ${store}Math.exp(${sign}x[i] - m);`;

/** The loop rounds what it stores twice, and takes exp of a rounded difference: up to 8 · 2⁻⁵³ of it in float64. */
const overRows = (loop: string, type: FloatType, beginning = exponentials("y[i] = ")): Formulas => ({
  plain: `${beginning}${loop} }`,
  isLoop: true,
  tolerance: type === "f32" ? 4 : 40,
  branchless: {},
  options: COLS,
});

const scale = "const scale = 1 / sum; for (let i = r; i < r + cols; i++) y[i] *= scale;";

/** Two halves a row; the gate is at `gate` in the first of these. */
const gated = (gate: string): Formulas => ({
  plain: `
    const half = y.length / (x.length / Math.min(x.length, 1024));
    for (let r = 0, k = 0; r < x.length; r += 2 * half)
      for (let i = r; i < r + half; i++, k++) { const a = x[i]; const b = x[i + half]; y[k] = ${gate}; }`,
  isLoop: true,
  tolerance: 8,
  branchless: {},
  options: COLS,
  share: "1 / 2",
});

/** All rows. Parameters are the defaults, rounded as the package rounds them for the type. */
export const formulas = (type: FloatType): Readonly<Record<string, Formulas>> => ({
  relu: {
    plain: "v < 0 ? 0 : v",
    branchless: { abs: "(v + Math.abs(v)) * 0.5", max: "Math.max(v, 0)" },
    bits: rectified,
  },
  leakyRelu: leaky(type === "f32" ? Math.fround(0.01) : 0.01),
  prelu: { ...leaky(0.25), weight: "0.25" },
  relu6: {
    plain: "v < 0 ? 0 : v > 6 ? 6 : v",
    branchless: { max: "Math.min(Math.max(v, 0), 6)" },
    rounding: { abs: "(Math.abs(v) - Math.abs(v - 6) + 6) * 0.5" },
    bits: least(rectified, SIX),
  },
  hardtanh: {
    plain: "v < -1 ? -1 : v > 1 ? 1 : v",
    branchless: { max: "Math.min(Math.max(v, -1), 1)" },
    rounding: { abs: "(Math.abs(v + 1) - Math.abs(v - 1)) * 0.5" },
    bits: `${least(magnitude, ONE)} | ${sign}`,
    parameters: [-1, 1],
  },
  hardshrink: {
    plain: "Math.abs(v) <= 0.5 ? 0 : v",
    branchless: { gate: "v * Number(Math.abs(v) > 0.5)" },
    bits: `v & ((${HALF} - ${magnitude}) >> 31)`,
    parameters: [0.5],
  },
  softshrink: {
    plain: "v > 0.5 ? v - 0.5 : v < -0.5 ? v + 0.5 : 0",
    branchless: { max: "Math.max(v - 0.5, 0) + Math.min(v + 0.5, 0)" },
    rounding: { abs: "v - (Math.abs(v + 0.5) - Math.abs(v - 0.5)) * 0.5" },
    parameters: [0.5],
  },
  threshold: {
    plain: "v <= 0 ? -1 : v",
    branchless: { gate: "v * Number(v > 0) - Number(v <= 0)" },
    bits: `(v & ~${atMostZero}) | (${ONE | 0x80000000} & ${atMostZero})`,
    options: "threshold: 0, value: -1",
    parameters: [0, -1],
  },
  hardsigmoid: {
    plain: "v <= -3 ? 0 : v >= 3 ? 1 : (v + 3) / 6",
    branchless: { max: "Math.min(Math.max((v + 3) / 6, 0), 1)" },
    rounding: { abs: "(Math.abs(v + 3) - Math.abs(v - 3) + 6) * (1 / 12)" },
    parameters: [1 / 6, 0.5],
  },
  hardswish: {
    plain: "v <= -3 ? 0 : v >= 3 ? v : (v * (v + 3)) / 6",
    branchless: { max: "(v * Math.min(Math.max(v + 3, 0), 6)) / 6" },
    rounding: { abs: "v * (Math.abs(v + 3) - Math.abs(v - 3) + 6) * (1 / 12)" },
  },
  softsign: {
    plain: "v / (1 + Math.abs(v))",
    branchless: { same: "v / (1 + Math.abs(v))" },
  },
  sigmoid: { plain: "1 / (1 + Math.exp(-v))", branchless: { same: "1 / (1 + Math.exp(-v))" } },
  logSigmoid: {
    plain: "Math.min(v, 0) - Math.log1p(Math.exp(-Math.abs(v)))",
    branchless: {},
    rounding: { log: "-Math.log(1 + Math.exp(-v))" },
  },
  tanh: { plain: "Math.tanh(v)", branchless: {}, rounding: { exp: "1 - 2 / (Math.exp(2 * v) + 1)" } },
  tanhshrink: {
    plain: "f(v)",
    calls: "tanhshrink",
    branchless: {},
    approximate: { tanh: "v - Math.tanh(v)", exp: "v - 1 + 2 / (Math.exp(2 * v) + 1)" },
  },
  gelu: {
    plain: "f(v)",
    calls: "gelu",
    branchless: {},
    // Abramowitz and Stegun 7.1.26, good to 1.5e−7, and the formula with tanh that many programs call gelu.
    approximate: {
      erf: `((t, e) => { const half = (((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * e) / 2; return v < 0 ? v * half : v - v * half; })(1 / (1 + 0.231641888 * Math.abs(v)), Math.exp(-0.5 * v * v))`,
      sigmoid: "v / (1 + Math.exp(-1.5957691216057308 * (v + 0.044715 * v * v * v)))",
    },
  },
  elu: { ...exponential, parameters: [1] },
  celu: { ...exponential, parameters: [1] },
  selu: {
    plain: "v > 0 ? 1.0507009873554805 * v : 1.7580993408473768 * Math.expm1(v)",
    branchless: { max: "1.0507009873554805 * Math.max(v, 0) + 1.7580993408473768 * Math.expm1(Math.min(v, 0))" },
    rounding: { exp: "v > 0 ? 1.0507009873554805 * v : 1.7580993408473768 * (Math.exp(v) - 1)" },
  },
  silu: { plain: "v / (1 + Math.exp(-v))", branchless: { same: "v / (1 + Math.exp(-v))" }, parameters: [1] },
  softplus: {
    plain: "Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))",
    branchless: {},
    rounding: { log: "Math.log(1 + Math.exp(v))" },
    parameters: [1],
  },
  // With Math.tanh it takes twice as long, and negative values lose their digits.
  geluTanh: {
    plain: "v / (1 + Math.exp(-1.5957691216057308 * (v + 0.044715 * v * v * v)))",
    branchless: {},
    // exp multiplies what rounding took from its argument, four times an ULP at most, by up to 50.
    ...(type === "f64" && { tolerance: 200 }),
  },
  softmax: overRows(scale, type),
  softmin: overRows(scale, type, exponentials("y[i] = ", "-")),
  logSumExp: { ...overRows("y[k] = m + Math.log(sum);", type, exponentials("")), share: "1 / Math.min(length, 1024)" },
  logSoftmax: overRows("const l = Math.log(sum); for (let i = r; i < r + cols; i++) y[i] = x[i] - m - l;", type),
  glu: gated("a / (1 + Math.exp(-b))"),
  swiglu: gated("(a / (1 + Math.exp(-a))) * b"),
  reglu: gated("Math.max(a, 0) * b"),
  geglu: { ...gated("f(a) * b"), calls: "gelu" },
  mish: {
    plain: "v * Math.tanh(Math.log1p(Math.exp(v)))",
    // From 20 on the quotient is 1, and e² stays finite.
    branchless: { rational: "((q) => (v * q) / (q + 2))(((e) => e * (e + 2))(Math.exp(Math.min(v, 20))))" },
  },
});
