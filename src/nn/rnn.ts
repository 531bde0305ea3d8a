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
 * A plain recurrent layer: hₜ = tanh((W_ih xₜ + b_ih) + (W_hh hₜ₋₁ + b_hh)), or relu in place of tanh.
 *
 * Shapes: x [N, T, inputSize] → y [N, T, hiddenSize], or, with `returnSequences: false`, [N, hiddenSize], the last; T ≥ 1.
 * Parameters: weightIhL0 [hiddenSize, inputSize], weightHhL0 [hiddenSize, hiddenSize], biasIhL0 and biasHhL0 [hiddenSize], all from
 * U(−1/√hiddenSize, 1/√hiddenSize); in state dicts weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0.
 * State: `forward(x, { state })` begins with { h } of [N, hiddenSize], zeros by default; `layer.state` afterwards is the last one. Nothing is
 * carried over by itself. `backward(dy, { dState })` takes the gradient of the last state, zeros by default; `layer.dState`
 * afterwards is that of the state given.
 * Error: (K + 4) · 2⁻²⁴ · Σ|terms| for each sum of K terms, carried on by the chain rule; a row has the same bits alone and in a batch.
 * Source: `torch.nn.RNN` (batch_first); Keras's SimpleRNN; Elman 1990.
 * @param options.nonlinearity  "tanh" or "relu". Default "tanh".
 * @param options.bias  whether there are biases. Default true.
 * @param options.returnSequences  whether y has all steps, or the last one only. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more, or an option is something else
 * @example new RNN(50, 64, { returnSequences: false }).forward(tensor(new Float32Array(1000), [2, 10, 50])).shape;   // [2, 64]
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
