import type { Run } from "../engine/kernel.js";
import { optionsOf } from "../engine/options.js";
import { sigmoid } from "../ops/sigmoid.js";
import { tanh } from "../ops/tanh.js";
import { arraysAt, byRows, type Cell, inPlace, type Kind, type Site } from "./cell.js";
import { type HiddenState, Recurrent } from "./recurrent.js";

export interface GRUOptions {
  readonly bias?: boolean | undefined;
  readonly returnSequences?: boolean | undefined;
}

/** The blocks are r, z, n and what h adds to n, which r is multiplied by. */
const kind: Kind = {
  gates: 3,
  blocks: 4,
  input: [{ gate: 0, count: 3, block: 0 }],
  hidden: [
    { gate: 0, count: 2, block: 0, isAdded: true },
    { gate: 2, count: 1, block: 3 },
  ],
  names: ["h"],
  isSplit: true,
  isCarried: true,
};

/**
 * A gated recurrent unit: r, z = σ((W_ih xₜ + b_ih) + (W_hh hₜ₋₁ + b_hh)), n = tanh((W_in xₜ + b_in) + r ∘ (W_hn hₜ₋₁ + b_hn)),
 * hₜ = (1 − z) ∘ n + z ∘ hₜ₋₁.
 *
 * Shapes: x [N, T, inputSize] → y [N, T, hiddenSize], or, with `returnSequences: false`, [N, hiddenSize], the last; T ≥ 1.
 * Parameters: weightIhL0 [3 · hiddenSize, inputSize], weightHhL0 [3 · hiddenSize, hiddenSize], biasIhL0 and biasHhL0 [3 · hiddenSize], gates in the order r, z, n, all from
 * U(−1/√hiddenSize, 1/√hiddenSize); in state dicts weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0.
 * State: `forward(x, { state })` begins with { h } of [N, hiddenSize], zeros by default; `layer.state` afterwards is the last one. Nothing is
 * carried over by itself. `backward(dy, { dState })` takes the gradient of the last state, zeros by default; `layer.dState`
 * afterwards is that of the state given.
 * Error: (K + 4) · 2⁻²⁴ · Σ|terms| for each sum of K terms, carried on by the chain rule; a row has the same bits alone and in a batch.
 * Source: `torch.nn.GRU` (batch_first); Keras's GRU; Cho et al. 2014, arXiv:1406.1078.
 * @param options.bias  whether there are biases. Default true.
 * @param options.returnSequences  whether y has all steps, or the last one only. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more, or an option is something else
 * @example new GRU(50, 64).forward(tensor(new Float32Array(1000), [2, 10, 50])).shape;   // [2, 10, 64]
 */
export class GRU extends Recurrent<HiddenState> {
  constructor(inputSize: number, hiddenSize: number, options?: GRUOptions) {
    super("GRU", kind, inputSize, hiddenSize, optionsOf("GRU", options, ["bias", "returnSequences"]));
  }

  /** @internal */
  protected override cell({ plan, gates, slots }: Site): Cell {
    const { hiddenSize } = this;
    const [gate, activate] = [inPlace(sigmoid), inPlace(tanh)];
    const views = byRows((rows) => {
      const n = rows * hiddenSize;
      return {
        sigmoids: arraysAt(plan, gates.address, 4 * n, 2 * n, slots),
        candidates: arraysAt(plan, gates.address + 8 * n, 4 * n, n, slots),
      };
    });
    return {
      forward: (functions, { rows, slot, gates: from, before, beforeStride, after, afterStride }) => {
        const own = views(rows);
        const [sigmoids, candidate] = [own.sigmoids[slot] as Float32Array, own.candidates[slot] as Float32Array];
        gate(sigmoids, sigmoids);
        (functions["gru_candidate"] as Run)(from, rows * hiddenSize);
        activate(candidate, candidate);
        (functions["gru_cell"] as Run)(from, before, beforeStride, after, afterStride, rows, hiddenSize);
      },
      backward: (functions, { rows, gates: from, before, beforeStride }, upstream) => {
        const { d, dStride, input, hidden, toStride, back, backStride, isAdded } = upstream;
        const run = functions["gru_gradient"] as Run;
        run(from, before, beforeStride, d, dStride, input, hidden, toStride, back, backStride, isAdded ? 1 : 0, rows, hiddenSize);
      },
    };
  }
}
