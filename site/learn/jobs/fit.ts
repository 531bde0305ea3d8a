// One curve, fitted by a net of one hidden layer: straight without an activation, bent with one.
import { relu, tanh } from "relu-simd";
import { type Activation, Adam, init, Linear, manualSeed, mseLoss, Sequential, tensor } from "relu-simd/nn";

export const bends = ["none", "relu", "tanh"] as const;
export type Bend = (typeof bends)[number];

export interface Fit {
  readonly x: Float32Array;
  /** What is to be met. */
  readonly target: Float32Array;
  /** What the net gives after training. */
  readonly y: Float32Array;
  /** The mean of the squared distances between the two. */
  readonly error: number;
}

const POINTS = 121;
const REACH = 3;
const STEPS = 400;
const SEED = 3;

const activationOf: Readonly<Record<Bend, readonly Activation[]>> = { none: [], relu: [relu], tanh: [tanh] };

/** Nothing special: two hills and a valley. */
const wave = (x: number): number => Math.sin(1.9 * x) + 0.3 * x;

export const fit = (bend: Bend, units: number): Fit => {
  manualSeed(SEED);
  const first = new Linear(1, units);
  const net = new Sequential(first, ...activationOf[bend], new Linear(units, 1)).train();
  // Kinks all over the range, at −bias / weight.
  init.kaimingNormal(first.weight, { nonlinearity: "linear" });
  if (first.bias) first.bias.data.set(first.weight.data.map((w, i) => -w * REACH * ((2 * (i + 0.5)) / units - 1)));
  const x = Float32Array.from({ length: POINTS }, (_, i) => REACH * ((2 * i) / (POINTS - 1) - 1));
  const [input, target] = [tensor(x, [POINTS, 1]), tensor(x.map(wave), [POINTS, 1])];
  const optimizer = new Adam(net.parameters(), { lr: 0.03 });
  for (let step = 0; step < STEPS; step++) {
    optimizer.zeroGrad();
    net.backward(mseLoss(net.forward(input), target).gradient);
    optimizer.step();
  }
  net.eval();
  const y = net.forward(input);
  const error = mseLoss(y, target).loss;
  net.dispose();
  return { x, target: target.data, y: y.data, error };
};
