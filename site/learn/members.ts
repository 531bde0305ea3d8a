// relu's family: what each one is, in a line, and how it is called.
import { celu, elu, gelu, hardswish, leakyRelu, mish, prelu, relu6, selu, silu, softplus } from "relu-simd";

type Numbers = Float64Array<ArrayBuffer>;
export interface Member {
  /** As its documentation has it. */
  readonly formula: string;
  readonly words: string;
  readonly value: (x: Numbers, parameter: number) => Numbers;
  readonly slope: (x: Numbers, parameter: number) => Numbers;
  readonly parameter?: { readonly name: string; readonly min: number; readonly max: number; readonly step: number; readonly value: number };
}

export const members = {
  leakyRelu: {
    formula: "x > 0 ? x : negativeSlope · x",
    words: "Leaky ReLU leaves a small slope on the left. No unit is ever without a gradient.",
    value: (x, negativeSlope) => leakyRelu(x, { negativeSlope }),
    slope: (x, negativeSlope) => leakyRelu.derivative(x, { negativeSlope }),
    parameter: { name: "negativeSlope", min: 0, max: 0.5, step: 0.01, value: 0.1 },
  },
  prelu: {
    formula: "x > 0 ? x : weight · x",
    words: "PReLU is the same line, but the slope is a weight: each channel learns its own.",
    value: (x, weight) => prelu(x, weight),
    slope: (x, weight) => prelu.derivative(x, weight),
    parameter: { name: "weight", min: -0.5, max: 1, step: 0.05, value: 0.25 },
  },
  elu: {
    formula: "x > 0 ? x : alpha · (eˣ − 1)",
    words: "ELU bends softly down to −alpha. Its outputs lie nearer to a mean of 0, and with alpha = 1 there is no kink.",
    value: (x, alpha) => elu(x, { alpha }),
    slope: (x, alpha) => elu.derivative(x, { alpha }),
    parameter: { name: "alpha", min: 0.1, max: 2, step: 0.1, value: 1 },
  },
  selu: {
    formula: "λ · (x > 0 ? x : α · (eˣ − 1))",
    words: "SELU is ELU with two constants, chosen so that mean and variance settle by themselves from layer to layer.",
    value: (x) => selu(x),
    slope: (x) => selu.derivative(x),
  },
  silu: {
    formula: "x · σ(beta · x)",
    words: "SiLU, or Swish, weighs x with its own sigmoid. beta = 0 makes a line of it, a large beta makes it relu.",
    value: (x, beta) => silu(x, { beta }),
    slope: (x, beta) => silu.derivative(x, { beta }),
    parameter: { name: "beta", min: 0, max: 10, step: 0.1, value: 1 },
  },
  gelu: {
    formula: "x · Φ(x)",
    words: "GELU weighs x with the chance that a normal number is smaller. Transformers use it.",
    value: (x) => gelu(x),
    slope: (x) => gelu.derivative(x),
  },
  mish: {
    formula: "x · tanh(softplus x)",
    words: "Mish is a near relative of SiLU, a little steeper around 0.",
    value: (x) => mish(x),
    slope: (x) => mish.derivative(x),
  },
  softplus: {
    formula: "log(1 + e^(beta·x)) / beta",
    words: "Softplus is relu with its corner sanded off. Its derivative is the sigmoid.",
    value: (x, beta) => softplus(x, { beta }),
    slope: (x, beta) => softplus.derivative(x, { beta }),
    parameter: { name: "beta", min: 0.5, max: 10, step: 0.1, value: 1 },
  },
  celu: {
    formula: "x > 0 ? x : alpha · (e^(x/alpha) − 1)",
    words: "CELU is ELU whose slope is continuous for every alpha.",
    value: (x, alpha) => celu(x, { alpha }),
    slope: (x, alpha) => celu.derivative(x, { alpha }),
    parameter: { name: "alpha", min: 0.1, max: 2, step: 0.1, value: 0.5 },
  },
  relu6: {
    formula: "min(max(x, 0), 6)",
    words: "ReLU6 has a lid, which keeps numbers small enough for few bits.",
    value: (x) => relu6(x),
    slope: (x) => relu6.derivative(x),
  },
  hardswish: {
    formula: "x · min(max(x + 3, 0), 6) / 6",
    words: "Hard swish imitates SiLU without an exponential, for phones.",
    value: (x) => hardswish(x),
    slope: (x) => hardswish.derivative(x),
  },
} as const satisfies Readonly<Record<string, Member>>;
