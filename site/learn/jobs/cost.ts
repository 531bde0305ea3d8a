// What activations cost on this machine, beside each other.
import { elu, gelu, leakyRelu, relu, sigmoid, silu, tanh } from "relu-simd";
import { init, manualSeed, tensor } from "relu-simd/nn";
import { resolutionOf } from "../../benchmark/clock.js";
import { race } from "../../benchmark/rounds.js";

export interface Cost {
  readonly name: string;
  /** Nanoseconds an element: the median. */
  readonly ns: number;
}

type Numbers = Float32Array<ArrayBuffer>;
const measured: Readonly<Record<string, (x: Numbers, out: Numbers) => unknown>> = {
  relu: (x, out) => relu(x, { out }),
  leakyRelu: (x, out) => leakyRelu(x, { out }),
  elu: (x, out) => elu(x, { out }),
  sigmoid: (x, out) => sigmoid(x, { out }),
  tanh: (x, out) => tanh(x, { out }),
  silu: (x, out) => silu(x, { out }),
  gelu: (x, out) => gelu(x, { out }),
};

const LENGTH = 16_384;
/** Milliseconds: a second in all, more where the clock is coarse. */
const BUDGET = { race: 600, warmup: 30 } as const;

export const cost = (): readonly Cost[] => {
  manualSeed(1);
  const x = init.kaimingNormal(tensor(new Float32Array(LENGTH), [LENGTH, 1]), { nonlinearity: "linear" }).data as Numbers;
  const out = new Float32Array(LENGTH);
  const names = Object.keys(measured);
  const racers = names.map((name) => ({
    run: (calls: number): unknown => {
      for (let call = 0; call < calls; call++) measured[name]?.(x, out);
      return out;
    },
  }));
  const now = (): number => performance.now();
  const times = race(racers, { now, resolution: resolutionOf(now) }, BUDGET, () => {});
  return names.map((name, i) => ({ name, ns: (times[i]?.median ?? Number.NaN) / LENGTH }));
};
