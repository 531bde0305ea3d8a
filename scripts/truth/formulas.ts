// What each activation is, for every real number: the table that the exact values are made from. Derivatives follow from the formulas.
// Nothing here comes from the kernels or from the package's own formulas.
import type { Dual } from "./dual.js";

/** As given, rounded to the element type. What is left out has its default, which a formula says itself. */
export type Params = Readonly<Record<string, number>>;

export interface Formula {
  /** The sets of parameters that there are exact values for; of a type that cannot hold them all, those it can. */
  readonly params: readonly Params[];
  /** Rounds at most once, so that there is one right answer: bit by bit. */
  readonly exact?: true;
  /** f(NaN) is that NaN itself, with its bits. */
  readonly keepsNaN?: true;
  /** f′(NaN), where a formula that asks "x > …?" says something else than NaN. */
  readonly slopeOfNaN?: (params: Params) => number;
  readonly f: (x: Dual, params: Params) => Dual;
}

const flat = (): number => 0;
const rising = (): number => 1;

/** Strictly between the two x itself; at and beyond them they, and the slope 0. */
const between = (x: Dual, low: number, high: number): Dual => (x.isAbove(low) ? (x.isBelow(high) ? x : x.constant(high)) : x.constant(low));
/** max(x, 0), where −0 stays what it is. */
const relu = (x: Dual): Dual => (x.isAbove(0) ? x : x.isZero() ? x.flat() : x.constant(0));

/** √(2/π) · (x + 0.044715 x³), twice. */
const geluArgument = (x: Dual): Dual => {
  const cubic = x.plus(x.times(x).times(x).times(x.constant(44715).over(1_000_000)));
  return cubic.times(x.constant(8).over(x.pi()).sqrt());
};

/** λ and α of Klambauer et al. 2017, arXiv:1706.02515, with all digits that PyTorch gives. */
const SELU = { lambda: "1.0507009873554804934193349852946", alpha: "1.6732632423543772848170429916717" } as const;

export const formulas: Readonly<Record<string, Formula>> = {
  celu: {
    params: [{}, { alpha: 2 }, { alpha: -1 }, { alpha: 1e10 }, { alpha: 1e-40 }, { alpha: -1e-300 }],
    f: (x, { alpha = 1 }) => (x.isAbove(0) ? x : x.over(alpha).expm1().times(alpha)),
  },
  elu: {
    params: [{}, { alpha: 1.5 }, { alpha: 0.3 }, { alpha: 0 }, { alpha: 1e10 }, { alpha: 1e-40 }, { alpha: 1e308 }],
    f: (x, { alpha = 1 }) => (x.isAbove(0) ? x : x.expm1().times(alpha)),
  },
  gelu: { params: [{}], f: (x) => x.times(x.normal()) },
  geluTanh: { params: [{}], f: (x) => x.times(geluArgument(x).sigmoid()) },
  hardshrink: {
    params: [{}, { lambd: 0.7 }, { lambd: 1e-40 }, { lambd: 1e30 }],
    exact: true,
    slopeOfNaN: flat,
    f: (x, { lambd = 0.5 }) => (x.abs().isAbove(lambd) ? x : x.constant(0)),
  },
  hardsigmoid: {
    params: [
      {},
      { alpha: 0.2, beta: 0.5 },
      { alpha: 0.1, beta: 1e6 },
      { alpha: 1, beta: -1e-20 },
      { alpha: -3, beta: 0.25 },
      { alpha: 1e-40, beta: 0 },
      { alpha: 0, beta: 0.3 },
    ],
    slopeOfNaN: flat,
    // One sixth is no double, hence the quotient.
    f: (x, { alpha, beta = 0.5 }) => between((alpha === undefined ? x.over(6) : x.times(alpha)).plus(beta), 0, 1),
  },
  hardswish: {
    params: [{}],
    f: (x) => (x.isBelow(3) ? x.times(between(x.plus(3), 0, 6)).over(6) : x),
  },
  hardtanh: {
    params: [{}, { minVal: -2, maxVal: 0.5 }, { minVal: -1e-40, maxVal: 1e30 }, { minVal: -1e30, maxVal: -1e-40 }],
    exact: true,
    slopeOfNaN: flat,
    f: (x, { minVal = -1, maxVal = 1 }) => between(x, minVal, maxVal),
  },
  leakyRelu: {
    params: [{ negativeSlope: 0.01 }, { negativeSlope: 0.2 }, { negativeSlope: 1e-40 }, { negativeSlope: 1e30 }],
    exact: true,
    slopeOfNaN: ({ negativeSlope = 0.01 }) => negativeSlope,
    f: (x, { negativeSlope = 0.01 }) => (x.isAbove(0) ? x : x.times(negativeSlope)),
  },
  logSigmoid: { params: [{}], f: (x) => x.negate().softplus().negate() },
  mish: { params: [{}], f: (x) => x.times(x.softplus().tanh()) },
  relu: {
    params: [{}],
    exact: true,
    keepsNaN: true,
    slopeOfNaN: rising,
    f: relu,
  },
  relu6: { params: [{}], exact: true, slopeOfNaN: flat, f: (x) => (x.isBelow(6) ? relu(x) : x.constant(6)) },
  selu: {
    params: [{}],
    f: (x) => (x.isAbove(0) ? x : x.expm1().times(x.decimal(SELU.alpha))).times(x.decimal(SELU.lambda)),
  },
  sigmoid: { params: [{}], f: (x) => x.sigmoid() },
  silu: {
    params: [{}, { beta: 1.5 }, { beta: -1.5 }, { beta: 0 }, { beta: 20 }, { beta: 1e10 }, { beta: 1e-40 }, { beta: 1e-285 }],
    f: (x, { beta = 1 }) => x.times(x.times(beta).sigmoid()),
  },
  softplus: {
    params: [{}, { beta: 2 }, { beta: 1e10 }, { beta: 1e-10 }, { beta: 1e-40 }, { beta: 1e-285 }, { beta: 1e300 }],
    f: (x, { beta = 1 }) => x.times(beta).softplus().over(beta),
  },
  softshrink: {
    params: [{}, { lambd: 0.7 }, { lambd: 1e-40 }, { lambd: 1e30 }],
    exact: true,
    slopeOfNaN: flat,
    f: (x, { lambd = 0.5 }) => (x.isAbove(lambd) ? x.minus(lambd) : x.isBelow(-lambd) ? x.plus(lambd) : x.constant(0)),
  },
  softsign: { params: [{}], f: (x) => x.over(x.abs().plus(1)) },
  tanh: { params: [{}], f: (x) => x.tanh() },
  tanhshrink: { params: [{}], f: (x) => x.minus(x.tanh()) },
  threshold: {
    params: [
      { threshold: 0.1, value: -20 },
      { threshold: -1e-40, value: 1e30 },
      { threshold: 0, value: 0 },
    ],
    exact: true,
    slopeOfNaN: rising,
    f: (x, { threshold = Number.NaN, value = Number.NaN }) => (x.isAbove(threshold) ? x : x.constant(value)),
  },
};

/** Units that multiply one half of a row by what the other half, the gate, gives. */
export const gates: Readonly<Record<string, { readonly activation: string; readonly gate: "first" | "second" }>> = {
  geglu: { activation: "gelu", gate: "first" },
  glu: { activation: "sigmoid", gate: "second" },
  reglu: { activation: "relu", gate: "first" },
  swiglu: { activation: "silu", gate: "first" },
};
