// What an activation makes of numbers around 0: where their middle goes, how they lie.
import { elu, gelu, leakyRelu, relu, sigmoid, tanh } from "relu-simd";
import { init, manualSeed, tensor } from "relu-simd/nn";
import { histogram, meanOf } from "../numbers.js";
import { BINS, type Centred, HIGH, LOW } from "../shown.js";

export interface Centre {
  readonly mean: number;
  /** Shares of all results, from LOW to HIGH in equally wide bins; what is beyond counts at the end. */
  readonly shares: Float64Array;
}

type Numbers = Float32Array<ArrayBuffer>;
const activations: Readonly<Record<Centred, (x: Numbers) => Numbers>> = {
  relu: (x) => relu(x),
  sigmoid: (x) => sigmoid(x),
  tanh: (x) => tanh(x),
  leakyRelu: (x) => leakyRelu(x),
  elu: (x) => elu(x),
  gelu: (x) => gelu(x),
};

const COUNT = 100_000;
const SEED = 1;

export const centre = (name: Centred): Centre => {
  manualSeed(SEED);
  // A fan of 1 and a gain of 1: deviation 1, mean 0.
  const { data } = init.kaimingNormal(tensor(new Float32Array(COUNT), [COUNT, 1]), { nonlinearity: "linear" });
  const y = activations[name](data as Numbers);
  return { mean: meanOf(y), shares: histogram(y, LOW, HIGH, BINS) };
};
