// The network: 2 → 16 → 16 → 3, whose hidden layers can be looked into.
import { type Activation, Linear, Module, type Parameter, PReLU, Sequential, type Tensor } from "relu-simd/nn";
import { ARMS } from "./spirals.js";

export const WIDTH = 16;
/** Hidden units in all. */
export const HIDDEN = 2 * WIDTH;

/** What stands behind each Linear of a hidden layer. */
export type Behind = () => readonly (Module | Activation)[];

export class Net extends Module {
  readonly first: Sequential;
  readonly second: Sequential;
  readonly last = new Linear(WIDTH, ARMS);
  /** The hidden layers' outputs of the last forward. */
  hidden: readonly Tensor[] = [];

  constructor(behind: Behind) {
    super();
    this.first = new Sequential(new Linear(2, WIDTH), ...behind());
    this.second = new Sequential(new Linear(WIDTH, WIDTH), ...behind());
  }

  /** The hidden layers' Linears. */
  get linears(): readonly Linear[] {
    return [this.first[0] as Linear, this.second[0] as Linear];
  }

  /** The slopes of its activations, if they are learnt. */
  get slopes(): readonly Parameter[] {
    return [this.first, this.second].flatMap((part) => {
      const activation = part[part.length - 1];
      return activation instanceof PReLU ? [activation.weight] : [];
    });
  }

  override forward(x: Tensor): Tensor {
    const one = this.first.forward(x);
    const two = this.second.forward(one);
    this.hidden = [one, two];
    return this.last.forward(two);
  }

  override backward(gradient: Tensor): Tensor {
    return this.first.backward(this.second.backward(this.last.backward(gradient)));
  }
}
