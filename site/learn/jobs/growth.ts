// How large numbers become on their way through many layers that nothing has trained.
import { relu, tanh } from "relu-simd";
import { init, Linear, manualSeed, tensor } from "relu-simd/nn";
import { deviationOf } from "../numbers.js";
import { LAYERS } from "../shown.js";

export const grown = { relu, tanh } as const;
export type Grown = keyof typeof grown;

const UNITS = 64;
const ROWS = 128;
const SEED = 1;

/** The deviation of the results of each layer, the numbers that go in first. Weights are He's times `scale`. */
export const growth = (name: Grown, scale: number): Float64Array => {
  manualSeed(SEED);
  const normal = init.kaimingNormal(tensor(new Float32Array(ROWS * UNITS), [ROWS * UNITS, 1]), { nonlinearity: "linear" });
  let x = tensor(normal.data, [ROWS, UNITS]);
  const deviations = [deviationOf(x.data)];
  for (let layer = 0; layer < LAYERS; layer++) {
    const linear = new Linear(UNITS, UNITS, { bias: false });
    init.kaimingNormal(linear.weight, { nonlinearity: "relu" });
    linear.weight.data.set(linear.weight.data.map((weight) => weight * scale));
    x = grown[name](linear.forward(x));
    deviations.push(deviationOf(x.data));
    linear.dispose();
  }
  return Float64Array.from(deviations);
};
