// Trains the network, epoch by epoch: the same run gives the same bits, however fast it is shown. No page, no worker, no clock.

import { Adam, clipGradNorm, crossEntropy, manualSeed, type Parameter, SGD, type Tensor } from "relu-simd/nn";
import { accuracyOf } from "../../examples/spiral/classes.js";
import { uniform } from "../../examples/spiral/uniform.js";
import { type Data, dataOf, rowsOf, TEST, TRAIN } from "./data.js";
import { type Done, doDeed } from "./deeds.js";
import { put } from "./history.js";
import { begin, Net } from "./net.js";
import type { Deed, Event, Run, Settings } from "./settings.js";
import { deadOf, derivativeOf } from "./vitals.js";

/** How it stands after some epochs, as the network infers. */
export interface State {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Hidden units that are dead; over the training set. */
  readonly dead: number;
}

/** A slope moves a unit for all points at once: at the rate of weights it flies away. */
const SLOPES_SHARE = 0.1;
const MOMENTUM = 0.9;

interface Stepping {
  step(): void;
}

const optimizersOf = (net: Net, { optimizer, rate }: Settings): readonly Stepping[] => {
  const slopes = net.hidden.flatMap((layer) => layer.slopes);
  const others = net.parameters().filter((parameter) => !slopes.includes(parameter));
  const make = (parameters: readonly Parameter[], lr: number): Stepping =>
    optimizer === "adam" ? new Adam(parameters, { lr }) : new SGD(parameters, { lr, momentum: optimizer === "momentum" ? MOMENTUM : 0 });
  return [make(others, rate), ...(slopes.length > 0 ? [make(slopes, SLOPES_SHARE * rate)] : [])];
};

/** A tensor's rows from one on, without copying. */
export const slice = ({ data, shape: [, columns = 0] }: Tensor, from: number, rows: number): Tensor => ({
  data: data.subarray(from * columns, (from + rows) * columns),
  shape: [rows, columns],
});

export class Trainer {
  readonly data: Data;
  readonly net: Net;
  /** The states after epochs, from 0 on; of long trainings not each. */
  readonly history: State[] = [];
  /** What has been done to it, in order, with what came of it. */
  readonly done: (Event & Done)[] = [];
  /** The gradients before each hidden layer's activation, each of one point, of the last epoch's steps. */
  readonly gradients: readonly Float32Array[];
  private readonly optimizers: readonly Stepping[];
  private readonly random: () => number;
  private readonly both: Tensor;

  constructor(readonly settings: Settings) {
    this.data = dataOf(settings);
    manualSeed(settings.seed);
    this.net = new Net(settings, this.data.classes);
    begin(this.net, settings.start);
    this.optimizers = optimizersOf(this.net, settings);
    this.gradients = settings.layers.map(({ units }) => new Float32Array(TRAIN * units));
    // Not the numbers that the points are made of.
    this.random = uniform(~settings.seed);
    const { train, test } = this.data;
    this.both = { data: Float32Array.of(...train.places.data, ...test.places.data), shape: [TRAIN + TEST, 2] };
    this.measure(0);
  }

  get epoch(): number {
    return this.state.epoch;
  }

  get state(): State {
    return this.history.at(-1) as State;
  }

  /** The loss is a number still; if not, training on is of no use. */
  get sound(): boolean {
    return Number.isFinite(this.state.trainLoss);
  }

  /** Trains for one epoch. */
  advance(): void {
    const order = this.shuffled();
    const { batch } = this.settings;
    this.net.train();
    for (let from = 0; from < TRAIN; from += batch) this.step(order.subarray(from, from + batch), from);
    this.measure(this.epoch + 1);
  }

  /** Does something to the network as it stands, and measures it anew. */
  act(deed: Deed): Done {
    // It goes by what the layers make of the training set now.
    this.net.eval().forward(this.both);
    const { epoch } = this;
    const done = doDeed(this.net, this.settings, deed, this.settings.seed + epoch, () => this.dead());
    this.measure(epoch);
    this.done.push({ epoch, deed, ...done });
    return done;
  }

  /** Does what is to be done after the epochs so far. */
  due(events: readonly Event[]): void {
    for (const { epoch, deed } of events) if (epoch === this.epoch) this.act(deed);
  }

  /** The dead units of each hidden layer, by what it made of the training set at last. */
  dead(): readonly (readonly number[])[] {
    return this.net.hidden.map(({ curve, z }) => deadOf(derivativeOf(curve.backward, slice(z, 0, TRAIN))));
  }

  /** All memory goes back. */
  dispose(): void {
    this.net.dispose();
  }

  private shuffled(): Uint16Array {
    const order = Uint16Array.from({ length: TRAIN }, (_, i) => i);
    for (let i = TRAIN - 1; i > 0; i--) {
      const other = Math.floor(this.random() * (i + 1));
      [order[i], order[other]] = [order[other] as number, order[i] as number];
    }
    return order;
  }

  private step(rows: Uint16Array, from: number): void {
    const { net, data, settings } = this;
    const targets = Uint8Array.from(rows, (row) => data.train.classes[row] as number);
    const { gradient } = crossEntropy(net.forward(rowsOf(data.train.places, rows)), targets);
    net.zeroGrad();
    net.backward(gradient);
    net.hidden.forEach(({ dz, units }, i) => {
      // The loss is a mean over the batch: times its points it is that of each.
      this.gradients[i]?.set(
        dz.data.map((value) => value * rows.length),
        from * units,
      );
    });
    if (settings.clip > 0) clipGradNorm(net.parameters(), settings.clip);
    for (const optimizer of this.optimizers) optimizer.step();
  }

  private measure(epoch: number): void {
    const { train, test } = this.data;
    const logits = this.net.eval().forward(this.both);
    const [trained, tested] = [slice(logits, 0, TRAIN), slice(logits, TRAIN, TEST)];
    put(this.history, epoch, {
      epoch,
      trainLoss: crossEntropy(trained, train.classes).loss,
      testLoss: crossEntropy(tested, test.classes).loss,
      trainAccuracy: accuracyOf(trained, train.classes),
      testAccuracy: accuracyOf(tested, test.classes),
      dead: this.dead().reduce((sum, units) => sum + units.length, 0),
    });
  }
}

/** A run, trained from its start. */
export const replay = ({ settings, events, epoch }: Run): Trainer => {
  const trainer = new Trainer(settings);
  trainer.due(events);
  while (trainer.epoch < epoch && trainer.sound) {
    trainer.advance();
    trainer.due(events);
  }
  return trainer;
};
