// Nets on three spirals, which examples/spiral/ trains: what is silent in them, what dies, what helps.
import { elu, leakyRelu, relu, sigmoid, silu, tanh } from "relu-simd";
import { activation, sparsity } from "relu-simd/nn";
import { HIDDEN, WIDTH } from "../../../examples/spiral/net.js";
import { spirals } from "../../../examples/spiral/spirals.js";
import { train } from "../../../examples/spiral/train.js";
import type { Contender, Remedy } from "../../../examples/spiral/trials.js";

const SEED = 1;
const points = spirals(SEED);

const layers = {
  relu: () => relu,
  leakyRelu: () => activation(leakyRelu, { negativeSlope: 0.1 }),
  elu: () => elu,
  silu: () => silu,
  tanh: () => tanh,
  sigmoid: () => sigmoid,
} as const satisfies Readonly<Record<string, Contender["layer"]>>;
export type Bent = keyof typeof layers;

export interface Trained {
  /** Hidden units that are 0 for every point, and how many there are. */
  readonly dead: number;
  readonly units: number;
  /** The share of points that are given their class. */
  readonly accuracy: number;
}

export interface Start {
  readonly bias: number;
  readonly rate: number;
  readonly steps: number;
  readonly remedy?: Omit<Remedy, "name">;
}

/** A net from the start that is said, after its training. */
const trained = (name: Bent, { bias, rate, steps, remedy }: Start) =>
  train(
    {
      contender: { name, layer: layers[name] },
      setting: { name: "", words: "", bias, rate },
      ...(remedy && { remedy: { name: "", ...remedy } }),
    },
    points,
    steps,
    SEED,
    () => {},
  );

export const dying = (name: Bent, start: Start): Trained => {
  const { end, net } = trained(name, start);
  net.dispose();
  return { dead: end.dead, units: HIDDEN, accuracy: end.accuracy };
};

export interface Silence extends Trained {
  /** The share of exact zeros among the outputs of the hidden units. */
  readonly zeros: number;
  /** Outputs of the second hidden layer, a row for each of some points. */
  readonly outputs: Float32Array;
  readonly rows: number;
  /** How many outputs were looked at, in both layers. */
  readonly count: number;
}

/** Every fifth point. */
const STRIDE = 5;

export const silence = (name: Bent): Silence => {
  const { end, net } = trained(name, { bias: 0, rate: 0.5, steps: 400 });
  const [one, two] = net.hidden;
  if (!one || !two) throw new Error("the net has no hidden layers");
  const count = one.data.length + two.data.length;
  const zeros = (sparsity(one) * one.data.length + sparsity(two) * two.data.length) / count;
  const rows = Math.floor(two.data.length / WIDTH / STRIDE);
  const outputs = Float32Array.from(
    { length: rows * WIDTH },
    (_, i) => two.data[Math.floor(i / WIDTH) * STRIDE * WIDTH + (i % WIDTH)] ?? 0,
  );
  net.dispose();
  return { dead: end.dead, units: HIDDEN, accuracy: end.accuracy, zeros, outputs, rows, count };
};
