import type { Run } from "../engine/kernel.js";
import { optionsOf } from "../engine/options.js";
import type { Tensor } from "../engine/tensor.js";
import { relu } from "../ops/relu.js";
import { sigmoid } from "../ops/sigmoid.js";
import { tanh } from "../ops/tanh.js";
import { arraysAt, byRows, type Cell, inPlace, type Kind, type Site } from "./cell.js";
import { wordOf } from "./choices.js";
import { type HiddenState, Recurrent } from "./recurrent.js";

export interface LSTMOptions {
  readonly activation?: "tanh" | "relu" | undefined;
  readonly recurrentActivation?: "sigmoid" | undefined;
  readonly bias?: boolean | undefined;
  readonly returnSequences?: boolean | undefined;
}

/** The state of an LSTM: h and c [N, hiddenSize]. */
export interface LSTMState extends HiddenState {
  readonly c: Tensor;
}

/** The gates i, f, g, o go to the blocks o, i, f, g: those with a sigmoid lie together. */
const kind: Kind = {
  gates: 4,
  blocks: 4,
  input: [
    { gate: 0, count: 3, block: 1 },
    { gate: 3, count: 1, block: 0 },
  ],
  hidden: [
    { gate: 0, count: 3, block: 1, isAdded: true },
    { gate: 3, count: 1, block: 0, isAdded: true },
  ],
  names: ["h", "c"],
  isSplit: false,
  isCarried: false,
};

/**
 * Long short-term memory: i, f, o = σ(…) and g = tanh(…) of (W_ih xₜ + b_ih) + (W_hh hₜ₋₁ + b_hh), cₜ = f ∘ cₜ₋₁ + i ∘ g, hₜ = o ∘ tanh(cₜ).
 *
 * Shapes: x [N, T, inputSize] → y [N, T, hiddenSize], or, with `returnSequences: false`, [N, hiddenSize], the last; T ≥ 1.
 * Parameters: weightIhL0 [4 · hiddenSize, inputSize], weightHhL0 [4 · hiddenSize, hiddenSize], biasIhL0 and biasHhL0 [4 · hiddenSize], gates in the order i, f, g, o, all from
 * U(−1/√hiddenSize, 1/√hiddenSize); in state dicts weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0.
 * State: `forward(x, { state })` begins with { h, c } of [N, hiddenSize] each, zeros by default; `layer.state` afterwards is the last one. Nothing is
 * carried over by itself. `backward(dy, { dState })` takes the gradient of the last state, zeros by default, also for a part that is missing; `layer.dState`
 * afterwards is that of the state given.
 * Error: (K + 4) · 2⁻²⁴ · Σ|terms| for each sum of K terms, carried on by the chain rule; a row has the same bits alone and in a batch.
 * Source: `torch.nn.LSTM` (batch_first); Keras's LSTM; Hochreiter & Schmidhuber 1997; Gers et al. 2000.
 * @param options.activation  "relu" puts relu in place of both tanh. Default "tanh".
 * @param options.recurrentActivation  of i, f and o; "sigmoid" is all there is. Default "sigmoid".
 * @param options.bias  whether there are biases. Default true.
 * @param options.returnSequences  whether y has all steps, or the last one only. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more, or an option is something else
 * @example new LSTM(50, 64).forward(tensor(new Float32Array(1000), [2, 10, 50])).shape;   // [2, 10, 64]
 */
export class LSTM extends Recurrent<LSTMState> {
  readonly activation: "tanh" | "relu";
  readonly recurrentActivation: "sigmoid";

  constructor(inputSize: number, hiddenSize: number, options?: LSTMOptions) {
    const read = optionsOf("LSTM", options, ["activation", "recurrentActivation", "bias", "returnSequences"]);
    const words = [
      wordOf("LSTM", "activation", read["activation"], ["tanh", "relu"], "tanh"),
      wordOf("LSTM", "recurrentActivation", read["recurrentActivation"], ["sigmoid"], "sigmoid"),
    ] as const;
    super("LSTM", kind, inputSize, hiddenSize, read);
    [this.activation, this.recurrentActivation] = words;
  }

  /** @internal */
  protected override cell({ plan, gates, steps, slots, keep, lend }: Site): Cell {
    const { hiddenSize, activation } = this;
    const { isTraining } = plan;
    const isRelu = activation === "relu" ? 1 : 0;
    const activate = inPlace(isRelu ? relu : tanh);
    const gate = inPlace(sigmoid);
    const size = plan.rows * hiddenSize;
    // c before every step and after the last, and its activation after every step; in inference the latest.
    const cs = keep(isTraining ? (steps + 1) * size : size);
    const shown = keep(isTraining ? steps * size : size);
    const gradient = isTraining ? lend(size) : cs;
    const cAt = (rows: number, t: number): number => (isTraining ? cs.address + 4 * t * rows * hiddenSize : cs.address);
    const sAt = (rows: number, t: number): number => (isTraining ? shown.address + 4 * t * rows * hiddenSize : shown.address);
    const views = byRows((rows) => {
      const n = rows * hiddenSize;
      const count = isTraining ? steps : 1;
      return {
        sigmoids: arraysAt(plan, gates.address, 4 * n, 3 * n, slots),
        candidates: arraysAt(plan, gates.address + 12 * n, 4 * n, n, slots),
        cs: arraysAt(plan, cAt(rows, 1), n, n, count),
        shown: arraysAt(plan, sAt(rows, 0), n, n, count),
      };
    });
    return {
      forward: (functions, { rows, t, slot, gates: from, after, afterStride }) => {
        const own = views(rows);
        const [sigmoids, candidate] = [own.sigmoids[slot] as Float32Array, own.candidates[slot] as Float32Array];
        gate(sigmoids, sigmoids);
        activate(candidate, candidate);
        (functions["lstm_cell"] as Run)(from, cAt(rows, t), cAt(rows, t + 1), rows * hiddenSize);
        const step = isTraining ? t : 0;
        activate(own.cs[step] as Float32Array, own.shown[step] as Float32Array);
        (functions["multiply"] as Run)(from, sAt(rows, t), after, afterStride, rows, hiddenSize);
      },
      backward: (functions, { rows, t, gates: from }, { d, dStride, input, toStride }) => {
        const [before, s] = [cAt(rows, t), sAt(rows, t)];
        const run = functions["lstm_gradient"] as Run;
        run(from, before, s, d, dStride, gradient.address, input, toStride, rows, hiddenSize, isRelu);
      },
      inner: { first: (rows) => cAt(rows, 0), last: (rows) => cAt(rows, steps), gradient },
    };
  }
}
