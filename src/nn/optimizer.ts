// What optimizers have in common: their parameters, their learning rate, and how their state is read and set.
import { describe, refuse } from "../engine/errors.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";
import { notNegative } from "./choices.js";
import type { Parameter } from "./parameter.js";
import { alive, parametersOf } from "./parameterList.js";
import { bufferFor } from "./stepKernel.js";

/** The state of one parameter: by PyTorch's names, a tensor of the parameter's shape or a count of steps. */
export type ParameterState = Record<string, Tensor | number>;

/** PyTorch's layout: the state by the parameter's place in the list, and what the optimizer was made with. */
export interface OptimizerState {
  readonly state: Readonly<Record<string, Readonly<ParameterState>>>;
  readonly param_groups: readonly [Readonly<Record<string, unknown>>];
}

/** Steps and buffers as they are kept. */
export type Slots = Record<string, Float32Array | number>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Names of an object that came from a user: of its own, and each of `known`. */
const check = (where: string, argument: string, value: unknown, known: readonly string[]): Record<string, unknown> => {
  if (!isObject(value)) return refuse(where, argument, describe(value), "an object");
  for (const name of Object.keys(value))
    if (!known.includes(name)) refuse(where, argument, `has ${name}`, known.length ? known.join(", ") : "nothing");
  return value;
};

/** What `SGD`, `Adam` and `AdamW` have in common. */
export abstract class Optimizer {
  /** As messages call it. @internal */
  protected readonly name: string;
  /** @internal */
  protected readonly list: readonly Parameter[];
  /** By parameter; empty before its first step. @internal */
  protected slots: Slots[];
  /** @internal */
  protected rate: number;

  /** @internal */
  protected constructor(name: string, parameters: unknown, lr: number) {
    this.name = name;
    this.list = parametersOf(name, parameters);
    if (!this.list.length) refuse(name, "parameters", "is empty", "a Parameter or more", RangeError);
    this.slots = this.list.map(() => ({}));
    this.rate = lr;
  }

  /** The learning rate. It may be set at any time: finite, 0 or more. */
  get lr(): number {
    return this.rate;
  }

  set lr(value: number) {
    this.rate = notNegative(this.name, "lr", value);
  }

  /**
   * Changes every parameter's `data` by its `grad`, in place.
   * @throws TypeError if one is of a disposed module
   */
  step(): void {
    alive(`${this.name}.step`, this.list);
    this.update();
  }

  /** @internal */
  protected abstract update(): void;

  /** Sets every parameter's `grad` to 0. */
  zeroGrad(): void {
    alive(`${this.name}.zeroGrad`, this.list);
    for (const { grad } of this.list) grad.fill(0);
  }

  /** A copy of the state: buffers, steps and options, laid out and named as PyTorch's optimizers do. */
  stateDict(): OptimizerState {
    alive(`${this.name}.stateDict`, this.list);
    const state: Record<string, ParameterState> = {};
    this.list.forEach(({ shape }, i) => {
      const copy: ParameterState = {};
      for (const [name, value] of Object.entries(this.slots[i] as Slots))
        copy[name] = typeof value === "number" ? value : { data: Float32Array.from(value), shape: Array.from(shape) };
      if (Object.keys(copy).length) state[i] = copy;
    });
    return { state, param_groups: [{ lr: this.rate, ...this.options(), params: this.list.map((_, i) => i) }] };
  }

  /**
   * Takes over a state that `stateDict` gave, options and learning rate included, by copying. Nothing is changed unless all of it fits.
   * @throws TypeError or RangeError that names what does not fit
   */
  loadStateDict(state: OptimizerState): void {
    const where = `${this.name}.loadStateDict`;
    const dict = check(where, "state", state, ["state", "param_groups"]);
    const groups = dict["param_groups"];
    if (!Array.isArray(groups)) refuse(where, "param_groups", describe(groups), "a list of one group");
    const list = groups as unknown[];
    if (list.length !== 1) refuse(where, "param_groups", `has length ${list.length}`, "1", RangeError);
    const own = this.options();
    const group = check(where, "param_groups[0]", list[0], ["lr", ...Object.keys(own), "params"]);
    const { params, lr, ...options } = group;
    if (!Array.isArray(params)) refuse(where, "param_groups[0].params", describe(params), "a list of the parameters' places");
    const places = params as unknown[];
    if (places.length !== this.list.length)
      refuse(where, "param_groups[0].params", `has length ${places.length}`, `${this.list.length}, the number of parameters`, RangeError);
    places.forEach((place, i) => {
      if (place !== i) refuse(where, `param_groups[0].params[${i}]`, describe(place), `${i}`, RangeError);
    });
    const rate = notNegative(where, "param_groups[0].lr", lr);
    for (const name of Object.keys(own))
      if (options[name] === undefined) refuse(where, `param_groups[0].${name}`, describe(undefined), "what stateDict gave");
    const setOptions = this.checkOptions(where, options);
    const known = this.list.map((_, i) => String(i));
    const states = check(where, "state.state", dict["state"], known);
    const slots = this.list.map((parameter, i) => this.slotsOf(where, `state[${i}]`, states[i], parameter));
    this.rate = rate;
    setOptions();
    this.slots = slots;
  }

  /** What there is for a parameter: all of its state, or nothing. @internal */
  private slotsOf(where: string, argument: string, value: unknown, parameter: Parameter): Slots {
    if (value === undefined) return {};
    const { counts, buffers } = this.names();
    const came = check(where, argument, value, [...counts, ...buffers]);
    const slots: Slots = {};
    for (const name of counts) {
      const count = came[name];
      const expected = "a whole number, 1 or more";
      if (typeof count !== "number") return refuse(where, `${argument}.${name}`, describe(count), expected);
      if (!Number.isSafeInteger(count) || count < 1) refuse(where, `${argument}.${name}`, describe(count), expected, RangeError);
      slots[name] = count;
    }
    for (const name of buffers) {
      const { data, shape } = tensorOf(where, `${argument}.${name}`, came[name]);
      if (written(shape) !== written(parameter.shape))
        refuse(where, `${argument}.${name}`, `has shape ${written(shape)}`, `${written(parameter.shape)}, the parameter's`, RangeError);
      const buffer = bufferFor(parameter.data);
      buffer.set(data);
      slots[name] = buffer;
    }
    return slots;
  }

  /** The options beside lr, by PyTorch's names. @internal */
  protected abstract options(): Record<string, unknown>;
  /** Checks options by PyTorch's names; what it gives sets them. @internal */
  protected abstract checkOptions(where: string, options: Readonly<Record<string, unknown>>): () => void;
  /** What is kept for a parameter. @internal */
  protected abstract names(): { readonly counts: readonly string[]; readonly buffers: readonly string[] };
}
