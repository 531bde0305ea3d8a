import { refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { finite, flagOf, notNegative } from "./choices.js";
import { Optimizer } from "./optimizer.js";
import type { Parameter } from "./parameter.js";
import { bufferFor, change } from "./stepKernel.js";

/** Options of `SGD`. */
export interface SGDOptions {
  /** Learning rate, finite, 0 or more. */
  readonly lr: number;
  /** Share of the last step's direction that is kept, finite, 0 or more. Default 0. */
  readonly momentum?: number | undefined;
  /** Share of the gradient that does not enter the momentum, finite. Default 0. */
  readonly dampening?: number | undefined;
  /** Pulls parameters towards 0, finite, 0 or more. Default 0. */
  readonly weightDecay?: number | undefined;
  /** Nesterov's momentum; needs momentum and no dampening. Default false. */
  readonly nesterov?: boolean | undefined;
}

interface Checked {
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
}

/** `prefix` is where messages place them in a state, where they have PyTorch's names. */
const checkedOf = (where: string, options: { readonly [K in keyof Checked]: unknown }, prefix = ""): Checked => {
  const momentum = notNegative(where, `${prefix}momentum`, options.momentum, 0);
  const dampening = finite(where, `${prefix}dampening`, options.dampening, 0);
  const weightDecay = notNegative(where, `${prefix}${prefix ? "weight_decay" : "weightDecay"}`, options.weightDecay, 0);
  const nesterov = flagOf(where, `${prefix}nesterov`, options.nesterov, false);
  if (nesterov && (momentum === 0 || dampening !== 0))
    refuse(where, `${prefix}nesterov`, "is true", "false, unless momentum is above 0 and dampening is 0", RangeError);
  return { momentum, dampening, weightDecay, nesterov };
};

/**
 * Stochastic gradient descent. For each element, with g its gradient:
 *
 *     g ← g + weightDecay · data                       b ← g at the first step, momentum · b + (1 − dampening) · g after it
 *     data ← data − lr · (nesterov ? g + momentum · b : b)
 *
 * computed in float64; data and b are float32. Without momentum there is no b, and g takes its place.
 * @param parameters  list of Parameters, at least one, each once
 * @param options.lr           learning rate, finite, 0 or more; no default
 * @param options.momentum     finite, 0 or more. Default 0.
 * @param options.dampening    finite. Default 0.
 * @param options.weightDecay  finite, 0 or more. Default 0.
 * @param options.nesterov     needs momentum and no dampening. Default false.
 * @throws TypeError  if an argument is of another type, lr missing, or an option unknown;  RangeError  if a value does not fit, the list is
 * empty or holds a Parameter twice
 * Source: `torch.optim.SGD`; Sutskever et al. 2013.
 * @example const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
 */
export class SGD extends Optimizer {
  /** @internal */
  private checked: Checked;

  constructor(parameters: Iterable<Parameter>, options: SGDOptions) {
    const given = optionsOf("SGD", options, ["lr", "momentum", "dampening", "weightDecay", "nesterov"]);
    const lr = notNegative("SGD", "lr", given["lr"]);
    const { momentum, dampening, weightDecay, nesterov } = given;
    const checked = checkedOf("SGD", { momentum, dampening, weightDecay, nesterov });
    super("SGD", parameters, lr);
    this.checked = checked;
  }

  /** @internal */
  protected override update(): void {
    const { rate, checked } = this;
    const { momentum, dampening, weightDecay, nesterov } = checked;
    this.list.forEach(({ data, grad }, i) => {
      if (momentum === 0) {
        change("sgd", [data, grad], [rate, weightDecay]);
        return;
      }
      const slots = this.slots[i] as { momentum_buffer?: Float32Array };
      // At the first step the buffer becomes the gradient: 0 times nothing, and all of the gradient.
      const share = slots.momentum_buffer ? 1 - dampening : 1;
      slots.momentum_buffer ??= bufferFor(data);
      change("momentum", [data, grad, slots.momentum_buffer], [rate, weightDecay, momentum, share, nesterov ? 1 : 0]);
    });
  }

  /** @internal */
  protected options(): Record<string, unknown> {
    const { momentum, dampening, weightDecay, nesterov } = this.checked;
    return { momentum, dampening, weight_decay: weightDecay, nesterov };
  }

  /** @internal */
  protected checkOptions(where: string, options: Readonly<Record<string, unknown>>): () => void {
    const { momentum, dampening, weight_decay: weightDecay, nesterov } = options;
    const checked = checkedOf(where, { momentum, dampening, weightDecay, nesterov }, "param_groups[0].");
    return () => {
      this.checked = checked;
    };
  }

  /** @internal */
  protected names(): { readonly counts: readonly string[]; readonly buffers: readonly string[] } {
    return { counts: [], buffers: ["momentum_buffer"] };
  }
}
