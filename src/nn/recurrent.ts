// What RNN, LSTM and GRU have in common: parameters, state, the products with the weights, and the way through time and back.
//
// A step's gates lie in blocks [rows, hiddenSize], one behind the other, so that an activation goes over all gates that have it in one
// call. x · Wᵀ is brought there for many steps at once, h · Wᵀ added step by step; what a cell does then is the layer's own.
import { describe, refuse } from "../engine/errors.js";
import type { Run } from "../engine/kernel.js";
import { type Options, optionsOf } from "../engine/options.js";
import { type Shape, type Tensor, tensorOf, written } from "../engine/tensor.js";
import { type Cell, type Kind, type Moment, runsOf, type Site, type Stretch, type Upstream } from "./cell.js";
import { flagOf, sizeOf } from "./choices.js";
import { batchShape, type ForwardOptions, Layer } from "./layer.js";
import { ADD, matmulKernel, ROOM, ROOM_TRANSPOSED, TRANSPOSED_A, TRANSPOSED_B } from "./matmulKernel.js";
import type { Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";
import { uniformInto } from "./random.js";
import { recurrentKernel } from "./recurrentKernel.js";

/** Steps whose gates are there at once in inference: as many lines as the product takes without packing, and few enough for the cache. */
const CHUNK = 14;

/** Below so many steps, those of one example make a small product. */
const FEW = 8;

/** The state of RNN and GRU: h [N, hiddenSize]. */
export interface HiddenState {
  readonly h: Tensor;
}

/** Options of `forward` of the recurrent layers. */
export interface RecurrentForwardOptions<S extends HiddenState = HiddenState> extends ForwardOptions {
  /** The state to begin with, [N, hiddenSize] each. Default: zeros. */
  readonly state?: S | undefined;
}

/** Options of `backward` of the recurrent layers. */
export interface RecurrentBackwardOptions<S extends HiddenState = HiddenState> {
  /** The gradient with respect to the last state. Default: zeros, also for a part that is not there. */
  readonly dState?: Partial<S> | undefined;
}

export abstract class Recurrent<S extends HiddenState> extends Layer {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly returnSequences: boolean;
  readonly weightIhL0: Parameter;
  readonly weightHhL0: Parameter;
  readonly biasIhL0: Parameter | undefined;
  readonly biasHhL0: Parameter | undefined;
  /** The state after the last `forward`, [N, hiddenSize] each. */
  state: S | undefined;
  /** The gradient with respect to the state given to `forward`, after `backward`. */
  dState: S | undefined;
  declare private readonly kind: Kind;
  /** What a call brings, while it runs. */
  declare private given: Readonly<Record<string, Float32Array | undefined>>;

  /** @internal */
  constructor(where: string, kind: Kind, inputSize: number, hiddenSize: number, options: Options) {
    super();
    const hasBias = flagOf(where, "bias", options["bias"], true);
    this.returnSequences = flagOf(where, "returnSequences", options["returnSequences"], true);
    this.inputSize = sizeOf(where, "inputSize", inputSize);
    this.hiddenSize = sizeOf(where, "hiddenSize", hiddenSize);
    const lines = kind.gates * hiddenSize;
    const shapes = [[lines, inputSize], [lines, hiddenSize], ...(hasBias ? [[lines], [lines]] : [])];
    [this.weightIhL0, this.weightHhL0, this.biasIhL0, this.biasHhL0] = this.learnable(...shapes) as [
      Parameter,
      Parameter,
      Parameter?,
      Parameter?,
    ];
    for (const { data } of this.parameters()) uniformInto(data, 1 / Math.sqrt(hiddenSize));
    Object.defineProperty(this, "kind", { value: kind });
    Object.defineProperty(this, "given", { value: {}, writable: true });
  }

  /**
   * y from x; `state` is then the last one.
   * @throws TypeError or RangeError if x is no tensor of a shape that this layer takes, `out` none of y's, or `state` not of [N, hiddenSize]
   */
  override forward(x: Tensor, options?: RecurrentForwardOptions<S>): Tensor {
    this._alive("forward");
    if (options === undefined) return super.forward(x);
    const where = `${this.constructor.name}.forward`;
    const { state, out } = optionsOf(where, options, ["state", "out"]);
    // Read here, since getters may call this layer.
    const own = tensorOf(where, "x", x);
    const target = out === undefined ? undefined : tensorOf(where, "out", out);
    this.check(where, own.shape);
    const before = this.given;
    this.given = state === undefined ? {} : this.partsOf(where, "state", state, own.shape[0] as number, true);
    try {
      const y = super.forward(own, target && { out: target });
      return target ? (out as Tensor) : y;
    } finally {
      this.given = before;
    }
  }

  /**
   * The gradient with respect to x of the last `forward` made in training, from that with respect to y; adds to the parameters' `grad`;
   * `dState` is then that with respect to the state given.
   * @throws TypeError without `train()` and a forward before it; RangeError if dy has not y's shape, or dState not the state's
   */
  override backward(dy: Tensor, options?: RecurrentBackwardOptions<S>): Tensor {
    this._alive("backward");
    const where = `${this.constructor.name}.backward`;
    const { dState } = optionsOf(where, options, ["dState"]);
    // Without a forward before it, that is what is refused.
    const batch = this.pendingBatch;
    const own = tensorOf(where, "dy", dy);
    const before = this.given;
    this.given = dState !== undefined && batch !== undefined ? this.partsOf(where, "dState", dState, batch, false) : {};
    try {
      return super.backward(own);
    } finally {
      this.given = before;
    }
  }

  /** @internal */
  override _keyOf(name: string): string {
    return /^(weight|bias)(Ih|Hh)L0$/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
  }

  /** @internal */
  override begin(batch: number): void {
    this.state = this.zeros(batch);
  }

  /** What the kind of layer does with a step. @internal */
  protected abstract cell(site: Site): Cell;

  private zeros(batch: number): S {
    const { hiddenSize } = this;
    return Object.fromEntries(
      this.kind.names.map((name) => [name, { data: new Float32Array(batch * hiddenSize), shape: [batch, hiddenSize] }]),
    ) as unknown as S;
  }

  /** Copies of the parts of a state: an array that is given may be written by the same call. */
  private partsOf(where: string, argument: string, value: unknown, batch: number, isWhole: boolean): Record<string, Float32Array> {
    const { names } = this.kind;
    const expected = `{ ${names.join(", ")} }`;
    if (typeof value !== "object" || value === null) refuse(where, argument, describe(value), expected);
    for (const key of Object.keys(value as object)) if (!names.includes(key as "h")) refuse(where, argument, `has ${key}`, expected);
    const shape = [batch, this.hiddenSize];
    return Object.fromEntries(
      names.flatMap((name): [string, Float32Array][] => {
        const part = (value as Record<string, unknown>)[name];
        if (part === undefined && !isWhole) return [];
        const own = tensorOf(where, `${argument}.${name}`, part);
        if (written(own.shape) !== written(shape))
          refuse(where, `${argument}.${name}`, `has shape ${written(own.shape)}`, `${written(shape)} ([N, hiddenSize])`, RangeError);
        return [[name, own.data.slice()]];
      }),
    );
  }

  private check(where: string, shape: Shape): void {
    if (shape.length !== 3 || shape[2] !== this.inputSize || shape[1] === 0)
      refuse(
        where,
        "x",
        `has shape ${written(shape)}`,
        `[N, T, ${this.inputSize}] (T of 1 or more, ${this.inputSize} being inputSize)`,
        RangeError,
      );
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    this.check(plan.where, batchShape(plan, x));
    const { kind, inputSize: k, hiddenSize: h, returnSequences } = this;
    const { gates: gateCount, blocks } = kind;
    const { rows: most, isTraining } = plan;
    const steps = x.shape[0] as number;
    const slots = isTraining ? steps : Math.min(steps, CHUNK);
    const width = gateCount * h;
    const y = plan.place(returnSequences ? [steps, h] : [h]);
    const [wih, whh] = [plan.parameter(this.weightIhL0), plan.parameter(this.weightHhL0)];
    const [bih, bhh] = [this.biasIhL0 && plan.parameter(this.biasIhL0), this.biasHhL0 && plan.parameter(this.biasHhL0)];

    // The plan's workspace, from its beginning: the products', then what is lent.
    let end = isTraining ? ROOM_TRANSPOSED : ROOM;
    const room = plan.workspace(end);
    const lend = (length: number): Stretch => {
      const offset = 4 * end;
      end += Math.ceil(length / 4) * 4;
      plan.workspace(end);
      return {
        get address() {
          return room.address + offset;
        },
      };
    };
    const keep = (length: number): Stretch => (isTraining ? plan.reserve(length) : lend(length));

    const gates = keep(slots * blocks * most * h);
    const first = keep(most * h);
    // h after every step: in y, or, where y is the last one only, beside it, if backward will ask.
    const isLong = returnSequences || isTraining;
    const hs: Stretch = returnSequences || !isTraining ? y : keep(most * steps * h);
    const [hStride, hStep] = isLong ? [steps * h, h] : [h, 0];
    const last = returnSequences ? lend(most * h) : y;
    const cell = this.cell({ plan, gates, steps, slots, keep, lend });

    const moment: Moment = { rows: 0, t: 0, slot: 0, gates: 0, before: 0, beforeStride: 0, after: 0, afterStride: hStride };
    const at = (rows: number, t: number, slot: number): void => {
      moment.rows = rows;
      moment.t = t;
      moment.slot = slot;
      moment.gates = gates.address + 4 * slot * blocks * rows * h;
      moment.before = t === 0 ? first.address : hs.address + 4 * (t - 1) * hStep;
      moment.beforeStride = t === 0 ? h : hStride;
      moment.after = hs.address + 4 * t * hStep;
    };
    const productIn = (): Run => matmulKernel.in(plan.arena)["product"] as Run;
    const [inputs, hiddens] = [runsOf(kind.input), runsOf(kind.hidden)];

    /** x · Wᵀ + b of some steps to their gates: example by example, or, of fewer steps than examples, step by step. */
    const multiplyInput = (product: Run, rows: number, from: number, count: number): void => {
      for (const { gate, count: n, block } of inputs(rows)) {
        const weight = wih.address + 4 * gate * h * k;
        const bias = bih ? bih.address + 4 * gate * h : 0;
        const isByStep = count < FEW && rows >= count;
        const [turns, m] = isByStep ? [count, rows] : [rows, count];
        const [aStride, aNext] = isByStep ? [steps * k, k] : [k, steps * k];
        const [toStride, toNext] = isByStep ? [h, blocks * rows * h] : [blocks * rows * h, h];
        let a = x.address + 4 * from * k;
        let to = gates.address + 4 * block * rows * h;
        for (let turn = 0; turn < turns; turn++, a += 4 * aNext, to += 4 * toNext)
          product(a, aStride, weight, k, bias, to, toStride, m, n * h, k, TRANSPOSED_B, room.address);
      }
    };

    const forward = (rows: number, start: number): void => {
      const product = productIn();
      const functions = recurrentKernel.in(plan.arena);
      const { floats } = plan.arena;
      const { given, state } = this;
      const n = rows * h;
      const begin = (name: string, address: number): void => {
        const part = given[name];
        if (part) floats.set(part.subarray(start * h, start * h + n), address >> 2);
        else floats.fill(0, address >> 2, (address >> 2) + n);
      };
      begin("h", first.address);
      if (cell.inner) begin("c", cell.inner.first(rows));
      for (let from = 0; from < steps; from += slots) {
        const count = Math.min(slots, steps - from);
        multiplyInput(product, rows, from, count);
        for (let slot = 0; slot < count; slot++) {
          at(rows, from + slot, slot);
          const { before, beforeStride } = moment;
          for (const { gate, count: m, block, isAdded } of hiddens(rows)) {
            const bias = bhh ? bhh.address + 4 * gate * h : 0;
            const mode = isAdded ? TRANSPOSED_B | ADD : TRANSPOSED_B;
            const to = moment.gates + 4 * block * n;
            product(before, beforeStride, whh.address + 4 * gate * h * h, h, bias, to, h, rows, m * h, h, mode, room.address);
          }
          cell.forward(functions, moment);
        }
      }
      if (isLong) functions["copy"]?.(moment.after, hStride, last.address, h, rows, h);
      const end = (name: string, address: number): void => {
        (state as unknown as Record<string, Tensor>)[name]?.data.set(floats.subarray(address >> 2, (address >> 2) + n), start * h);
      };
      end("h", last.address);
      if (cell.inner) end("c", cell.inner.last(rows));
    };
    if (!isTraining) {
      plan.steps.push({ forward });
      return y;
    }

    const input = lend(most * steps * width);
    const hidden = kind.isSplit ? lend(most * steps * width) : input;
    const befores = lend(most * steps * h);
    const ones = lend(most * steps);
    const dFirst = lend(most * h);
    const [dStride, dStep] = returnSequences ? [steps * h, h] : [h, 0];
    const toStride = steps * width;
    const upstream: Upstream = { d: 0, dStride, input: 0, hidden: 0, toStride, back: 0, backStride: 0, isAdded: false };

    // The gradient of y is where that of every h sums up: it is written anew before the next backward.
    const backward = (rows: number): void => {
      const product = productIn();
      const functions = recurrentKernel.in(plan.arena);
      const { floats } = plan.arena;
      const { given } = this;
      const n = rows * h;
      const dy = y.gradientAddress;
      const { h: dh, c: dc } = given;
      if (dh)
        for (let i = 0, to = (dy >> 2) + (steps - 1) * dStep; i < rows; i++, to += dStride)
          for (let j = 0; j < h; j++) floats[to + j] = (floats[to + j] as number) + (dh[i * h + j] as number);
      if (cell.inner) {
        const to = cell.inner.gradient.address >> 2;
        if (dc) floats.set(dc, to);
        else floats.fill(0, to, to + n);
      }
      for (let t = steps - 1; t >= 0; t--) {
        at(rows, t, t);
        upstream.d = dy + 4 * t * dStep;
        upstream.input = input.address + 4 * t * width;
        upstream.hidden = hidden.address + 4 * t * width;
        upstream.back = t === 0 ? dFirst.address : dy + 4 * (t - 1) * dStep;
        upstream.backStride = t === 0 ? h : dStride;
        upstream.isAdded = returnSequences && t > 0;
        cell.backward(functions, moment, upstream);
        const mode = upstream.isAdded || kind.isCarried ? ADD : 0;
        product(upstream.hidden, toStride, whh.address, h, 0, upstream.back, upstream.backStride, rows, h, width, mode, room.address);
      }
      const lines = rows * steps;
      const mode = TRANSPOSED_A | ADD;
      functions["copy"]?.(first.address, h, befores.address, steps * h, rows, h);
      functions["copy"]?.(hs.address, steps * h, befores.address + 4 * h, steps * h, rows, (steps - 1) * h);
      product(input.address, width, x.address, k, 0, wih.gradientAddress, k, width, k, lines, mode, room.address);
      product(hidden.address, width, befores.address, h, 0, whh.gradientAddress, h, width, h, lines, mode, room.address);
      if (bih && bhh) {
        floats.fill(1, ones.address >> 2, (ones.address >> 2) + lines);
        product(ones.address, lines, input.address, width, 0, bih.gradientAddress, width, 1, width, lines, ADD, room.address);
        product(ones.address, lines, hidden.address, width, 0, bhh.gradientAddress, width, 1, width, lines, ADD, room.address);
      }
      product(input.address, width, wih.address, k, 0, x.gradientAddress, k, lines, k, width, 0, room.address);
      const dState = this.zeros(rows) as unknown as Record<string, Tensor>;
      const read = (name: string, address: number): void => dState[name]?.data.set(floats.subarray(address >> 2, (address >> 2) + n));
      read("h", dFirst.address);
      if (cell.inner) read("c", cell.inner.gradient.address);
      this.dState = dState as unknown as S;
    };
    plan.steps.push({ forward, backward });
    return y;
  }
}
