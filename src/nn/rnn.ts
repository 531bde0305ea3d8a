import type { Run } from "../engine/kernel.js";
import { optionsOf } from "../engine/options.js";
import { relu } from "../ops/relu.js";
import { tanh } from "../ops/tanh.js";
import { arraysAt, byRows, type Cell, inPlace, type Kind, type Site } from "./cell.js";
import { wordOf } from "./choices.js";
import { type HiddenState, Recurrent } from "./recurrent.js";

export interface RNNOptions {
  readonly nonlinearity?: "tanh" | "relu" | undefined;
  readonly bias?: boolean | undefined;
  readonly returnSequences?: boolean | undefined;
}

const kind: Kind = {
  gates: 1,
  blocks: 1,
  input: [{ gate: 0, count: 1, block: 0 }],
  hidden: [{ gate: 0, count: 1, block: 0, isAdded: true }],
  names: ["h"],
  isSplit: false,
  isCarried: false,
};

/**
 * A plain recurrent layer: hₜ = tanh((W_ih xₜ + b_ih) + (W_hh hₜ₋₁ + b_hh)).
 *
 * x [N, T, inputSize] → y [N, T, hiddenSize], or [N, hiddenSize], the last; T ≥ 1. Parameters: weightIhL0 [hiddenSize, inputSize], weightHhL0
 * [hiddenSize, hiddenSize], biasIhL0 and biasHhL0 [hiddenSize], all from U(−1/√hiddenSize, 1/√hiddenSize); in state dicts weight_ih_l0 and so on.
 * `forward(x, { state })` begins with a state { h } of [N, hiddenSize]; `state` afterwards is the last one; nothing is carried over by itself.
 * `backward(dy, { dState })` takes the gradient of the last state; `dState` afterwards is that of the state given.
 * Error: (K + 4) · 2⁻²⁴ · Σ|terms| for each sum of K terms, carried on by the chain rule; a row has the same bits alone and in a batch.
 * Source: `torch.nn.RNN` (batch_first); Keras's SimpleRNN; Elman 1990.
 * @param options.nonlinearity  "tanh" or "relu". Default "tanh".
 * @param options.bias  Default true.
 * @param options.returnSequences  all steps, or the last one only. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more, or an option is something else
 * @example new RNN(50, 64).forward(tensor(series, [8, 100, 50]))   // shape [8, 100, 64]
 */
export class RNN extends Recurrent<HiddenState> {
  readonly nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options?: RNNOptions) {
    const read = optionsOf("RNN", options, ["nonlinearity", "bias", "returnSequences"]);
    const word = wordOf("RNN", "nonlinearity", read["nonlinearity"], ["tanh", "relu"], "tanh");
    super("RNN", kind, inputSize, hiddenSize, read);
    this.nonlinearity = word;
  }

  /** @internal */
  protected override cell({ plan, gates, slots }: Site): Cell {
    const { hiddenSize, nonlinearity } = this;
    const activate = inPlace(nonlinearity === "relu" ? relu : tanh);
    const views = byRows((rows) => arraysAt(plan, gates.address, rows * hiddenSize, rows * hiddenSize, slots));
    const isRelu = nonlinearity === "relu" ? 1 : 0;
    return {
      forward: (functions, { rows, slot, gates: from, after, afterStride }) => {
        const view = views(rows)[slot] as Float32Array;
        activate(view, view);
        (functions["copy"] as Run)(from, hiddenSize, after, afterStride, rows, hiddenSize);
      },
      backward: (functions, { rows, gates: from }, { d, dStride, input, toStride }) => {
        (functions["rnn_gradient"] as Run)(d, dStride, from, input, toStride, rows, hiddenSize, isRelu);
      },
    };
  }
}
