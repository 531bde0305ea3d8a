// What is compared: each activation from a good start and from bad ones, and what else helps there.
import { elu, leakyRelu, relu, silu } from "relu-simd";
import { type Activation, activation, type Module, PReLU } from "relu-simd/nn";
import { WIDTH } from "./net.js";

export interface Contender {
  readonly name: string;
  /** A new layer with the activation. */
  readonly layer: () => Module | Activation;
}

export interface Setting {
  readonly name: string;
  /** What it is, in a line. */
  readonly words: string;
  /** What all biases of the hidden layers begin with. Their weights are He's always. */
  readonly bias: number;
  /** The learning rate; that of prelu's slopes is a tenth. */
  readonly rate: number;
}

export interface Remedy {
  readonly name: string;
  /** The norm to which all gradients together are clipped. */
  readonly clip?: number;
  /** Between each Linear and its activation. */
  readonly batchNorm?: boolean;
}

export interface Trial {
  readonly contender: Contender;
  readonly setting: Setting;
  readonly remedy?: Remedy;
}

const rectifier: Contender = { name: "relu", layer: () => relu };

const exponential: Contender = { name: "elu", layer: () => elu };

const leaky = (negativeSlope: number): Contender => ({
  name: `leakyRelu ${negativeSlope}`,
  layer: () => activation(leakyRelu, { negativeSlope }),
});

/** A slope for each unit. */
const learnt: Contender = { name: "prelu", layer: () => new PReLU({ numParameters: WIDTH }) };

export const contenders: readonly Contender[] = [
  rectifier,
  leaky(0.01),
  leaky(0.1),
  learnt,
  exponential,
  { name: "silu", layer: () => silu },
];

const good: Setting = { name: "He", words: "weights by init.kaimingNormal, biases 0, learning rate 1", bias: 0, rate: 1 };
const biased: Setting = { name: "bias −3", words: "the same weights, biases −3, learning rate 1", bias: -3, rate: 1 };
const fast: Setting = { name: "rate 2.5", words: "the same weights, biases 0, learning rate 2.5", bias: 0, rate: 2.5 };

export const settings: readonly Setting[] = [good, biased, fast];

/** All contenders in all settings. */
export const comparisons: readonly Trial[] = settings.flatMap((setting) => contenders.map((contender) => ({ contender, setting })));

/** The bad settings again, and something done about it. */
export const remedies: readonly Trial[] = [
  { contender: rectifier, setting: biased, remedy: { name: "BatchNorm1d", batchNorm: true } },
  { contender: rectifier, setting: fast, remedy: { name: "BatchNorm1d", batchNorm: true } },
  { contender: rectifier, setting: fast, remedy: { name: "clipGradNorm", clip: 0.3 } },
  { contender: learnt, setting: fast, remedy: { name: "clipGradNorm", clip: 0.3 } },
  { contender: exponential, setting: fast, remedy: { name: "clipGradNorm", clip: 0.3 } },
];
