// What layers and models have in common: parameters found in their properties, by their names; a state that goes in and out; two modes.
import { copyInto } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";
import { flagOf } from "./choices.js";
import { Buffer, Parameter } from "./parameter.js";

/** Tensors by the names of PyTorch's state dicts. */
export type StateDict = Record<string, Tensor>;

/**
 * The base of every layer and model. A class of your own gives it properties (layers, other modules, lists of them) and a `forward`.
 *
 * What is elsewhere is not found: in a `#private` field, a Map, an object or a list of lists. A new module is for inference; `train()` makes it keep
 * what `backward` needs. A class with a `forward` of its own writes its own `backward`, or is for inference.
 * Source: `torch.nn.Module`.
 * @example
 * class Net extends Module {
 *   fc1 = new Linear(4, 3);
 *   fc2 = new Linear(3, 2);
 *   override forward(x: Tensor): Tensor {
 *     return this.fc2.forward(relu(this.fc1.forward(x)));
 *   }
 * }
 * Object.keys(new Net().stateDict());   // ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]
 */
export class Module {
  /** Whether it is in training: `train()` and `eval()` switch. */
  declare readonly training: boolean;
  /** How often it was switched. @internal */
  declare readonly _switches: number;
  /** @internal */
  declare readonly _isDisposed: boolean;

  constructor() {
    // Not to be found among the properties.
    for (const [name, value] of [
      ["training", false],
      ["_switches", 0],
      ["_isDisposed", false],
    ] as const)
      Object.defineProperty(this, name, { value, configurable: true });
    // Safari has no Symbol.dispose yet, but compilers that turn `using` into calls look for this there.
    if (!Symbol.dispose) Object.defineProperty(this, Symbol.for("Symbol.dispose"), { value: this.dispose });
  }

  /**
   * y from x.
   * @throws TypeError where a class has none of its own
   */
  forward(_x: Tensor, ..._more: never[]): Tensor {
    return refuse(`${this.constructor.name}.forward`, "this", "is a Module", "one with a forward of its own");
  }

  /**
   * The gradient with respect to x from that with respect to y; adds to the parameters' `grad`.
   * @throws TypeError where a class has none of its own
   */
  backward(_dy: Tensor, ..._more: never[]): unknown {
    return refuse(`${this.constructor.name}.backward`, "this", "has a forward of its own", "a backward of its own too");
  }

  /** All parameters, in order of declaration, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** All parameters with their names, as `stateDict` has them: `[["0.weight", parameter], …]`. */
  namedParameters(): [name: string, parameter: Parameter][] {
    this._whole("namedParameters");
    const seen = new Set<Parameter>();
    const found: [string, Parameter][] = [];
    for (const [name, entry] of entriesOf(this))
      if (entry instanceof Parameter && !seen.has(entry)) {
        seen.add(entry);
        found.push([name, entry]);
      }
    return found;
  }

  /** Copies of all parameters and buffers by PyTorch's names. */
  stateDict(): StateDict {
    this._whole("stateDict");
    const state: StateDict = Object.create(null);
    for (const [name, { shape, data }] of entriesOf(this)) state[name] = { shape: [...shape], data: data.slice() };
    return state;
  }

  /**
   * Copies a state, as `readSafetensors` gives it, into parameters and buffers.
   * @param options.strict  refuse names that are missing or not known; false takes what fits by name. Default true.
   * @throws TypeError listing every missing and every unknown name, or if a value is no tensor; RangeError if a shape does not fit; nothing is
   *   loaded then. (`num_batches_tracked` may be missing.)
   */
  loadStateDict(record: Readonly<Record<string, Tensor>>, options?: { readonly strict?: boolean }): void {
    this._whole("loadStateDict");
    const where = `${this.constructor.name}.loadStateDict`;
    const strict = flagOf(where, "strict", optionsOf(where, options, ["strict"])["strict"], true);
    if (typeof record !== "object" || record === null) refuse(where, "record", describe(record), "an object of tensors by name");
    const own = new Map(entriesOf(this));
    const names = Object.keys(record);
    if (strict) {
      const missing = [...own.keys()].filter((name) => !names.includes(name) && !/(^|\.)num_batches_tracked$/.test(name));
      const extra = names.filter((name) => !own.has(name));
      if (missing.length || extra.length)
        refuse(
          where,
          "record",
          [missing.length ? `lacks ${missing.join(", ")}` : [], extra.length ? `has ${extra.join(", ")}` : []].flat().join(" and "),
          `exactly the ${own.size} names of this module`,
        );
    }
    const loads = names.flatMap((name) => {
      const entry = own.get(name);
      if (!entry) return [];
      const { shape, data } = tensorOf(where, name, record[name]);
      if (written(shape) !== written(entry.shape)) refuse(where, name, `has shape ${written(shape)}`, written(entry.shape), RangeError);
      // Of a record whose arrays are the module's own, all are read before any is written.
      return [[entry.data, data.slice()] as const];
    });
    for (const [to, from] of loads) copyInto(to, from, 0);
  }

  /** Switches it and all in it into training, and returns it: forward keeps what backward needs, units are dropped, batches are normalised by themselves. */
  train(): this {
    this._switchTo("train", true);
    return this;
  }

  /** Switches it and all in it into inference, and returns it; what forward kept for backward is forgotten. */
  eval(): this {
    this._switchTo("eval", false);
    return this;
  }

  /** Sets every gradient to 0. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad.fill(0);
  }

  /**
   * Gives all memory back. Afterwards every call but this one is refused, and arrays of its parameters that were kept must not be used any
   * more: their place may become another's.
   */
  dispose(): void {
    for (const module of modulesOf(this)) {
      set(module, "_isDisposed", true);
      module._release();
    }
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  _release(): void {}

  /** The name of a property in state dicts. @internal */
  _keyOf(name: string): string {
    return name;
  }

  /** @internal */
  _alive(method: string, of: Module = this): void {
    if (of._isDisposed)
      refuse(
        `${this.constructor.name}.${method}`,
        of === this ? "the module" : `${of.constructor.name} in it`,
        "is disposed",
        "a live one",
      );
  }

  /** Neither it nor a part of it is disposed. */
  private _whole(method: string): void {
    for (const module of modulesOf(this)) this._alive(method, module);
  }

  private _switchTo(method: string, training: boolean): void {
    this._whole(method);
    for (const module of modulesOf(this)) {
      if (module.training !== training) set(module, "_switches", module._switches + 1);
      set(module, "training", training);
    }
  }
}

/** Sets what only modules set. */
const set = (module: Module, name: string, value: unknown): void => {
  Object.defineProperty(module, name, { value, configurable: true });
};

type Entry = Parameter | Buffer;

/** What a module has, by property: parameters, buffers, modules; lists of modules by their places. */
const propertiesOf = (module: Module): [string, unknown][] =>
  Object.entries(module).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((part, i): [string, unknown] => [`${name}.${i}`, part]) : [[module._keyOf(name), value]],
  );

/** Parameters and buffers with their names; those that two places share, by both names. */
function* entriesOf(module: Module, prefix = "", path: readonly Module[] = []): Generator<[string, Entry]> {
  if (path.includes(module)) return;
  for (const [name, value] of propertiesOf(module)) {
    if (value instanceof Parameter || value instanceof Buffer) yield [prefix + name, value];
    else if (value instanceof Module) yield* entriesOf(value, `${prefix}${name}.`, [...path, module]);
  }
}

/** A module and all in it, each once. */
const modulesOf = (module: Module, found = new Set<Module>()): Set<Module> => {
  if (found.has(module)) return found;
  found.add(module);
  for (const [, value] of propertiesOf(module)) if (value instanceof Module) modulesOf(value, found);
  return found;
};
