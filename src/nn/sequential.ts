import { copyInto } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf } from "../engine/tensor.js";
import { type Activation, activation, isActivation } from "./activation.js";
import { Chain } from "./chain.js";
import { type ForwardOptions, Layer } from "./layer.js";
import { Module } from "./module.js";
import { resultOf } from "./result.js";

/** What runs one after the other: layers that share a chain, or a module with a forward of its own. */
type Part = Chain | Module;

/**
 * Layers one after the other: it takes what the first one takes, and gives what the last one gives.
 *
 * What comes is copied in once and taken out once; between the layers nothing is copied. Parameters are named by place: `0.weight`, `2.bias`; `model[0]` is
 * the first layer. A module with a forward of its own may stand in it too.
 * Source: `torch.nn.Sequential`; `keras.Sequential`.
 * @param layers  modules, activations (`relu`), or `activation(leakyRelu, { negativeSlope: 0.2 })`
 * @throws TypeError if one is something else, or there is none
 * @example new Sequential(new Linear(4, 3), relu, new Linear(3, 2)).forward(tensor([[1, 2, 3, 4]])).shape;   // [1, 2]
 */
export class Sequential extends Module {
  [place: number]: Module;
  declare private readonly layers: readonly Module[];
  declare private readonly parts: readonly Part[];

  constructor(...layers: (Module | Activation)[]) {
    super();
    const modules = layers.map((layer, i): Module => {
      if (isActivation(layer)) return activation(layer);
      return layer instanceof Module ? layer : refuse("Sequential", `layer ${i}`, describe(layer), "a module or an activation");
    });
    if (!modules.length) refuse("Sequential", "layers", "are none", "one or more");
    // Not to be assigned: what runs is decided here.
    for (const [i, value] of modules.entries()) Object.defineProperty(this, i, { value, enumerable: true });
    Object.defineProperty(this, "layers", { value: modules });
    Object.defineProperty(this, "parts", { value: partsOf(modules) });
  }

  /** How many layers there are. */
  get length(): number {
    return this.layers.length;
  }

  /** @throws as the layers do */
  override forward(x: Tensor, options?: ForwardOptions): Tensor {
    this._alive("forward");
    const where = "Sequential.forward";
    const out = options === undefined ? undefined : (optionsOf(where, options, ["out"])["out"] as Tensor | undefined);
    const { parts } = this;
    const [first] = parts;
    for (const module of this.layers) module._alive("forward");
    if (parts.length === 1 && first instanceof Chain) return first.forward(where, x, out);
    const target = out === undefined ? undefined : tensorOf(where, "out", out);
    // Until all of it is done, there is nothing to go back to.
    for (const part of parts) if (part instanceof Chain) part.forget();
    const y = parts.reduce<Tensor>((value, part) => {
      if (part instanceof Chain) return part.forward(where, value, undefined);
      return tensorOf(`${part.constructor.name}.forward`, "its result", part.forward(value));
    }, x);
    if (!target) return y;
    copyInto(resultOf(where, target, y.shape, [["x", tensorOf(where, "x", x).data]]).data, y.data, 0);
    return out as Tensor;
  }

  /**
   * The gradient with respect to x of the last `forward` made in training; adds to the parameters' `grad`.
   * @throws TypeError without `train()` and a forward before it; RangeError if dy has not y's shape
   */
  override backward(dy: Tensor): Tensor {
    this._alive("backward");
    for (const part of this.parts) if (part instanceof Module && part.backward === Module.prototype.backward) part.backward(dy);
    return this.parts.reduceRight<Tensor>(
      (gradient, part) => (part instanceof Chain ? part.backward("Sequential.backward", gradient) : (part.backward(gradient) as Tensor)),
      dy,
    );
  }

  /** @internal */
  override _release(): void {
    for (const part of this.parts) if (part instanceof Chain) part.release();
  }
}

/** Layers of this package that stand side by side, those of sequences in it too, make one chain. */
const partsOf = (modules: readonly Module[]): Part[] => {
  const parts: (Module | Layer[])[] = [];
  for (const module of modules.flatMap(flat)) {
    const last = parts[parts.length - 1];
    if (!(module instanceof Layer && module.joins)) parts.push(module);
    else if (Array.isArray(last)) last.push(module);
    else parts.push([module]);
  }
  return parts.map((part) => (Array.isArray(part) ? new Chain(part) : part));
};

/** A class of a user's that extends Sequential may have a forward of its own. */
const flat = (module: Module): readonly Module[] =>
  Object.getPrototypeOf(module) === Sequential.prototype ? (module as unknown as { layers: Module[] }).layers.flatMap(flat) : [module];
