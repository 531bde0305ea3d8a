// What can be done to a network: units killed, and three ways to revive them tried.

import { manualSeed } from "relu-simd/nn";
import { uniform } from "../../examples/spiral/uniform.js";
import { curveOf } from "./activations.js";
import { TRAIN } from "./data.js";
import { rectifiers } from "./names.js";
import { fill, type Net } from "./net.js";
import { type Deed, leakOf, type Settings } from "./settings.js";
import { peaks } from "./vitals.js";

export interface Done {
  /** Units that were touched. */
  readonly touched: number;
  /** Dead units before it. */
  readonly dead: number;
}

/** The share of living units that a click kills. */
const SHARE = 0.5;
/** How far below 0 the largest value before the activation is moved. */
const BELOW = 4;

/** Moves the biases of some units so far down that no training point gets over 0. A layer keeps one unit at least, or nothing could be learnt. */
const kill = (net: Net, dead: readonly (readonly number[])[], random: () => number): number => {
  let touched = 0;
  net.hidden.forEach(({ z, units, moved }, i) => {
    const living = Array.from({ length: units }, (_, unit) => unit).filter((unit) => !dead[i]?.includes(unit));
    const most = peaks({ data: z.data.subarray(0, TRAIN * units), shape: [TRAIN, units] });
    for (let left = Math.min(Math.ceil(SHARE * living.length), living.length - 1); left > 0; left--) {
      const [unit = 0] = living.splice(Math.floor(random() * living.length), 1);
      moved.bias.data[unit] = (moved.bias.data[unit] as number) - Math.max(most[unit] as number, 0) - BELOW;
      touched++;
    }
  });
  return touched;
};

/** A slope below 0 for all rectifiers; the weights stay. */
const leak = (net: Net, dead: readonly (readonly number[])[], slope: number): number => {
  let touched = 0;
  net.hidden.forEach((layer, i) => {
    if (!rectifiers.includes(layer.settings.activation)) return;
    layer.bend(curveOf("leakyRelu", layer.units, leakOf(slope)));
    touched += dead[i]?.length ?? 0;
  });
  return touched;
};

/** New weights for the dead alone, as He's start gives them, and bias 0. */
const renew = (net: Net, dead: readonly (readonly number[])[], seed: number): number => {
  manualSeed(seed);
  net.hidden.forEach(({ inputs, units, linear, moved }, i) => {
    const fresh = { data: new Float32Array(units * inputs), shape: [units, inputs] };
    fill(fresh, "he");
    for (const unit of dead[i] ?? []) {
      linear.weight.data.set(fresh.data.subarray(unit * inputs, (unit + 1) * inputs), unit * inputs);
      for (const { bias } of [linear, moved]) bias.data[unit] = 0;
      // Batch norm's weight begins with 1.
      if (moved !== linear && moved.weight !== linear.weight) moved.weight.data[unit] = 1;
    }
  });
  return dead.reduce((sum, units) => sum + units.length, 0);
};

/** `seed`: what is drawn depends on it alone. `dead`: the dead units as the network stands. */
export const doDeed = (net: Net, { slope }: Settings, deed: Deed, seed: number, dead: () => readonly (readonly number[])[]): Done => {
  const before = dead();
  const act = {
    kill: () => kill(net, before, uniform(seed)),
    leaky: () => leak(net, before, slope),
    renew: () => renew(net, before, seed),
  };
  return { touched: act[deed](), dead: before.reduce((sum, units) => sum + units.length, 0) };
};
