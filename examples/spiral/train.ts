// One network trained on the spirals by gradient descent, all points in each step, and what is seen of it meanwhile.
import { BatchNorm1d, clipGradNorm, crossEntropy, deadUnits, init, type Linear, manualSeed, SGD, type Tensor } from "relu-simd/nn";
import { accuracyOf } from "./classes.js";
import { Net, WIDTH } from "./net.js";
import type { Points } from "./spirals.js";
import type { Trial } from "./trials.js";

/** How it stands after some steps. */
export interface State {
  readonly loss: number;
  /** The share of points that are given their class. */
  readonly accuracy: number;
  /** How many hidden units are 0 for all points. */
  readonly dead: number;
}

export interface Run {
  readonly trial: Trial;
  /** The state before each step. */
  readonly history: readonly State[];
  /** The state after the last one, in inference. */
  readonly end: State;
  /** Units that were dead at one step and not at a later one, the first layer's before the second's. */
  readonly revived: readonly number[];
  readonly net: Net;
}

/** The hidden units, counted through, that were 0 for all points of the last forward. */
const deadOf = (net: Net): readonly number[] => net.hidden.flatMap((y, i) => deadUnits(y).map((unit) => i * WIDTH + unit));

const make = ({ contender: { layer }, setting, remedy }: Trial): Net => {
  const net = new Net(() => (remedy?.batchNorm ? [new BatchNorm1d(WIDTH), layer()] : [layer()]));
  for (const { weight, bias } of net.linears) {
    init.kaimingNormal(weight, { nonlinearity: "relu" });
    init.constant(bias as NonNullable<Linear["bias"]>, setting.bias);
  }
  return net;
};

/** A slope moves a unit for all points at once: at the rate of weights it flies away. */
const SLOPES_SHARE = 0.1;

const optimizersOf = (net: Net, rate: number): readonly SGD[] => {
  const { slopes } = net;
  const others = net.parameters().filter((parameter) => !slopes.includes(parameter));
  const optimizers = [new SGD(others, { lr: rate })];
  if (slopes.length > 0) optimizers.push(new SGD(slopes, { lr: SLOPES_SHARE * rate }));
  return optimizers;
};

/** The same bits for the same seed. `seen` hears of the state before each step. */
export const train = (trial: Trial, points: Points, steps: number, seed: number, seen: (state: State) => void): Run => {
  manualSeed(seed);
  const net = make(trial).train();
  const parameters = net.parameters();
  const optimizers = optimizersOf(net, trial.setting.rate);
  const history: State[] = [];
  const everDead = new Set<number>();
  const revived = new Set<number>();
  const look = (): { state: State; gradient: Tensor } => {
    const logits = net.forward(points.places);
    const { loss, gradient } = crossEntropy(logits, points.classes);
    const dead = new Set(deadOf(net));
    for (const unit of everDead) if (!dead.has(unit)) revived.add(unit);
    for (const unit of dead) everDead.add(unit);
    return { state: { loss, accuracy: accuracyOf(logits, points.classes), dead: dead.size }, gradient };
  };
  for (let step = 0; step < steps; step++) {
    const { state, gradient } = look();
    history.push(state);
    seen(state);
    net.zeroGrad();
    net.backward(gradient);
    if (trial.remedy?.clip) clipGradNorm(parameters, trial.remedy.clip);
    for (const optimizer of optimizers) optimizer.step();
  }
  net.eval();
  const end = look().state;
  return { trial, history, end, revived: [...revived].sort((a, b) => a - b), net };
};
