import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { notNegative, numberOf } from "./choices.js";
import { Optimizer } from "./optimizer.js";
import type { Parameter } from "./parameter.js";
import { bufferFor, change } from "./stepKernel.js";

/** Options of `Adam` and `AdamW`. */
export interface AdamOptions {
  /** Learning rate, finite, 0 or more. Default 1e−3. */
  readonly lr?: number | undefined;
  /** How much of the running means of g and of g² a step keeps, each from 0 to below 1. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined;
  /** Added to the root, finite, 0 or more. Default 1e−8. */
  readonly eps?: number | undefined;
  /** Pulls parameters towards 0, finite, 0 or more. Default 0; of AdamW 0.01. */
  readonly weightDecay?: number | undefined;
}

interface Checked {
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
}

const betasOf = (where: string, argument: string, value: unknown): readonly [number, number] => {
  if (value === undefined) return [0.9, 0.999];
  if (!Array.isArray(value)) return refuse(where, argument, describe(value), "two numbers");
  if (value.length !== 2) refuse(where, argument, `has length ${value.length}`, "2", RangeError);
  const beta = (i: number): number =>
    numberOf(where, `${argument}[${i}]`, value[i], undefined, "a number from 0 to below 1", (b) => b >= 0 && b < 1);
  return [beta(0), beta(1)];
};

/** `prefix` is where messages place them in a state, where they have PyTorch's names. */
const checkedOf = (where: string, options: { readonly [K in keyof Checked]: unknown }, decay: number, prefix = ""): Checked => ({
  betas: betasOf(where, `${prefix}betas`, options.betas),
  eps: notNegative(where, `${prefix}eps`, options.eps, 1e-8),
  weightDecay: notNegative(where, `${prefix}${prefix ? "weight_decay" : "weightDecay"}`, options.weightDecay, decay),
});

/** base to a whole power, by multiplication alone: `**` differs between engines in the last bit. */
const power = (base: number, exponent: number): number => {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square) if (left % 2) result *= square;
  return result;
};

interface AdamSlots {
  step: number;
  exp_avg: Float32Array;
  exp_avg_sq: Float32Array;
}

/** Adam and AdamW, which differ in where weights decay. */
abstract class AdamBase extends Optimizer {
  /** @internal */
  private checked: Checked;
  /** Whether weights decay by themselves, not by way of the gradient. @internal */
  private readonly decoupled: boolean;

  /** @internal */
  protected constructor(name: string, parameters: unknown, options: unknown, decoupled: boolean) {
    const { lr, betas, eps, weightDecay } = optionsOf(name, options, ["lr", "betas", "eps", "weightDecay"]);
    const rate = notNegative(name, "lr", lr, 1e-3);
    const checked = checkedOf(name, { betas, eps, weightDecay }, decoupled ? 0.01 : 0);
    super(name, parameters, rate);
    this.checked = checked;
    this.decoupled = decoupled;
  }

  /** @internal */
  protected override update(): void {
    const { eps, weightDecay } = this.checked;
    const [beta1, beta2] = this.checked.betas;
    const decay = this.decoupled ? 0 : weightDecay;
    const kept = this.decoupled ? 1 - this.rate * weightDecay : 1;
    this.list.forEach(({ data, grad }, i) => {
      const slots = this.slots[i] as Partial<AdamSlots>;
      const step = (slots.step || 0) + 1;
      const m = slots.exp_avg || bufferFor(data);
      const v = slots.exp_avg_sq || bufferFor(data);
      Object.assign(slots, { step, exp_avg: m, exp_avg_sq: v });
      const rate = this.rate / (1 - power(beta1, step));
      const root = Math.sqrt(1 - power(beta2, step));
      change("adam", [data, grad, m, v], [rate, root, eps, beta1, beta2, decay, kept]);
    });
  }

  /** @internal */
  protected options(): Record<string, unknown> {
    const { betas, eps, weightDecay } = this.checked;
    return { betas: [betas[0], betas[1]], eps, weight_decay: weightDecay };
  }

  /** @internal */
  protected checkOptions(where: string, options: Readonly<Record<string, unknown>>): () => void {
    const { betas, eps, weight_decay: weightDecay } = options;
    const checked = checkedOf(where, { betas, eps, weightDecay }, 0, "param_groups[0].");
    return () => {
      this.checked = checked;
    };
  }

  /** @internal */
  protected names(): { readonly counts: readonly string[]; readonly buffers: readonly string[] } {
    return { counts: ["step"], buffers: ["exp_avg", "exp_avg_sq"] };
  }
}

/**
 * Adam. For each element, with g its gradient and t the number of the step, from 1:
 *
 *     g ← g + weightDecay · data        m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *     data ← data − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
 *
 * computed in float64; data, m and v are float32.
 * @param parameters  list of Parameters, at least one, each once
 * @param options.lr           learning rate, finite, 0 or more. Default 1e−3.
 * @param options.betas        [β₁, β₂], each from 0 to below 1. Default [0.9, 0.999].
 * @param options.eps          finite, 0 or more. Default 1e−8.
 * @param options.weightDecay  finite, 0 or more. Default 0.
 * @throws TypeError  if an argument is of another type, or an option unknown;  RangeError  if a value does not fit, the list is empty or
 * holds a Parameter twice
 * Source: Kingma and Ba 2015, arXiv:1412.6980; `torch.optim.Adam`.
 * @example const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
 */
export class Adam extends AdamBase {
  constructor(parameters: Iterable<Parameter>, options?: AdamOptions) {
    super("Adam", parameters, options, false);
  }
}

/**
 * Adam whose weights decay by themselves, not by way of the gradient: each step first takes `data ← (1 − lr · weightDecay) · data`, then
 * that of `Adam` without weightDecay.
 * @param parameters  list of Parameters, at least one, each once
 * @param options  as those of `Adam`, but weightDecay is 0.01 unless it is said
 * @throws TypeError  if an argument is of another type, or an option unknown;  RangeError  if a value does not fit, the list is empty or
 * holds a Parameter twice
 * Source: Loshchilov and Hutter 2019, arXiv:1711.05101; `torch.optim.AdamW`.
 * @example const optimizer = new AdamW(model.parameters(), { lr: 1e-3, weightDecay: 0.1 });
 */
export class AdamW extends AdamBase {
  constructor(parameters: Iterable<Parameter>, options?: AdamOptions) {
    super("AdamW", parameters, options, true);
  }
}
