// Initial values of parameters.
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";
import { finite, notNegative, wordOf } from "./choices.js";
import { normalInto, uniformInto } from "./random.js";

/** Which side of a weight its deviation is measured by: that keeps the variance of outputs, or that of gradients. */
export type FanMode = "fanIn" | "fanOut";
/** What comes after the layer, for its gain. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/** Options of `init.kaimingNormal` and `init.kaimingUniform`. */
export interface KaimingOptions {
  /** Negative slope of the rectifier, finite; counts for "leakyRelu" only. Default 0. */
  readonly a?: number | undefined;
  /** Default "fanIn". */
  readonly mode?: FanMode | undefined;
  /** Default "leakyRelu", which with a = 0 is relu. */
  readonly nonlinearity?: Nonlinearity | undefined;
}

/** Options of `init.xavierNormal` and `init.xavierUniform`. */
export interface XavierOptions {
  /** Factor, finite, 0 or more. Default 1. */
  readonly gain?: number | undefined;
}

const modes: readonly FanMode[] = ["fanIn", "fanOut"];
const nonlinearities: readonly Nonlinearity[] = ["linear", "sigmoid", "tanh", "relu", "leakyRelu", "selu"];

const gainOf = (nonlinearity: Nonlinearity, a: number): number =>
  nonlinearity === "tanh"
    ? 5 / 3
    : nonlinearity === "relu"
      ? Math.SQRT2
      : nonlinearity === "leakyRelu"
        ? Math.sqrt(2 / (1 + a * a))
        : nonlinearity === "selu"
          ? 3 / 4
          : 1;

/** How many inputs a unit of a weight [out, in, …kernel] sums, and how many outputs an input goes into. */
export const fansOf = (where: string, shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } => {
  if (shape.length < 2) refuse(where, "parameter", `has shape ${written(shape)}`, "two axes or more, [out, in, …]", RangeError);
  const [outputs, inputs, ...kernel] = shape as [number, number, ...number[]];
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs * field, fanOut: outputs * field };
};

type Fill = (data: Float32Array, deviation: number) => void;

const kaiming = <P extends Tensor>(where: string, parameter: P, options: KaimingOptions | undefined, fill: Fill): P => {
  const { a, mode, nonlinearity } = optionsOf(where, options, ["a", "mode", "nonlinearity"]);
  const slope = finite(where, "a", a, 0);
  const side = wordOf(where, "mode", mode, modes, "fanIn");
  const gain = gainOf(wordOf(where, "nonlinearity", nonlinearity, nonlinearities, "leakyRelu"), slope);
  const { data, shape } = tensorOf(where, "parameter", parameter);
  fill(data, gain / Math.sqrt(fansOf(where, shape)[side]));
  return parameter;
};

const xavier = <P extends Tensor>(where: string, parameter: P, options: XavierOptions | undefined, fill: Fill): P => {
  const gain = notNegative(where, "gain", optionsOf(where, options, ["gain"])["gain"], 1);
  const { data, shape } = tensorOf(where, "parameter", parameter);
  const { fanIn, fanOut } = fansOf(where, shape);
  fill(data, gain * Math.sqrt(2 / (fanIn + fanOut)));
  return parameter;
};

/** Uniform of a deviation: between −√3 and √3 times it. */
const uniform: Fill = (data, deviation) => uniformInto(data, Math.sqrt(3) * deviation);

/**
 * Fills a weight from a normal distribution of mean 0 and deviation gain / √fan. The gain is √(2 / (1 + a²)) for "leakyRelu", √2 for "relu",
 * 5/3 for "tanh", 3/4 for "selu", 1 for "linear" and "sigmoid". Of shape [out, in, …kernel], fanIn is in · kernel, fanOut is out · kernel.
 * @param parameter  a Parameter or tensor of two axes or more; its `data` is written
 * @param options.a             negative slope, finite; counts for "leakyRelu" only. Default 0.
 * @param options.mode          "fanIn" or "fanOut". Default "fanIn".
 * @param options.nonlinearity  what follows the layer. Default "leakyRelu".
 * @returns parameter
 * @throws TypeError  if parameter is no tensor or an option unknown;  RangeError  if it has one axis or none, or an option's value does not fit
 * Source: He et al. 2015, arXiv:1502.01852; `torch.nn.init.kaiming_normal_`.
 * @example init.kaimingNormal(layer.weight, { nonlinearity: "relu" });
 */
export const kaimingNormal = <P extends Tensor>(parameter: P, options?: KaimingOptions): P =>
  kaiming("init.kaimingNormal", parameter, options, normalInto);

/**
 * Fills a weight evenly between −b and b, b = √3 · gain / √fan, which has the deviation of `kaimingNormal`; see there.
 * Source: He et al. 2015, arXiv:1502.01852; `torch.nn.init.kaiming_uniform_`.
 */
export const kaimingUniform = <P extends Tensor>(parameter: P, options?: KaimingOptions): P =>
  kaiming("init.kaimingUniform", parameter, options, uniform);

/**
 * Fills a weight from a normal distribution of mean 0 and deviation gain · √(2 / (fanIn + fanOut)); the fans are those of `kaimingNormal`.
 * @param parameter  a Parameter or tensor of two axes or more; its `data` is written
 * @param options.gain  factor, finite, 0 or more. Default 1.
 * @returns parameter
 * @throws TypeError  if parameter is no tensor or an option unknown;  RangeError  if it has one axis or none, or gain does not fit
 * Source: Glorot and Bengio 2010; `torch.nn.init.xavier_normal_`.
 */
export const xavierNormal = <P extends Tensor>(parameter: P, options?: XavierOptions): P =>
  xavier("init.xavierNormal", parameter, options, normalInto);

/**
 * Fills a weight evenly between −b and b, b = gain · √(6 / (fanIn + fanOut)), which has the deviation of `xavierNormal`; see there.
 * Source: Glorot and Bengio 2010; `torch.nn.init.xavier_uniform_`.
 */
export const xavierUniform = <P extends Tensor>(parameter: P, options?: XavierOptions): P =>
  xavier("init.xavierUniform", parameter, options, uniform);

/**
 * Fills a parameter with one value.
 * @param parameter  a Parameter or tensor of any shape; its `data` is written
 * @param value      any number
 * @returns parameter
 * @throws TypeError  if parameter is no tensor or value no number
 * Source: `torch.nn.init.constant_`.
 */
export const constant = <P extends Tensor>(parameter: P, value: number): P => {
  const { data } = tensorOf("init.constant", "parameter", parameter);
  if (typeof value !== "number") refuse("init.constant", "value", describe(value), "a number");
  data.fill(value);
  return parameter;
};

// An object, not a namespace: one file of a package can only make a namespace by a call.
/** Initial values, by PyTorch's names. */
export const init = { kaimingNormal, kaimingUniform, xavierNormal, xavierUniform, constant };
