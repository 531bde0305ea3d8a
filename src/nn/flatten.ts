import { copyInto } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { elementsOf, type Shape, type Tensor, tensorOf, written } from "../engine/tensor.js";
import { type ForwardOptions, Layer } from "./layer.js";
import { Place, type Plan } from "./plan.js";
import { resultOf } from "./result.js";

/** The axes from startDim to endDim as one; negative ones count from the end. */
const flattened = (where: string, shape: Shape, startDim: number, endDim: number): number[] => {
  const axes = Math.max(1, shape.length);
  const at = (name: string, dim: number): number => {
    if (dim < -axes || dim >= axes) refuse(where, name, `is ${dim}`, `an axis of ${written(shape)}`, RangeError);
    return dim < 0 ? dim + axes : dim;
  };
  const [start, end] = [at("startDim", startDim), at("endDim", endDim)];
  if (start > end) refuse(where, "startDim", `is ${startDim}`, `not behind endDim, which is ${endDim}, in ${written(shape)}`, RangeError);
  return [...shape.slice(0, start), elementsOf(shape.slice(start, end + 1)), ...shape.slice(end + 1)];
};

const dimOf = (where: string, name: string, value: unknown): number => {
  if (typeof value !== "number") return refuse(where, name, describe(value), "a whole number");
  if (!Number.isInteger(value)) refuse(where, name, `is ${value}`, "a whole number", RangeError);
  return value;
};

/**
 * The axes from startDim on as one: the same data with another shape.
 * @param startDim  a negative one counts from the end. Default 1.
 * @throws TypeError if x is no tensor; RangeError if it has no such axis
 * Source: `torch.flatten`.
 * @example flatten(tensor(new Float32Array(24), [2, 3, 2, 2])).shape;   // [2, 12]
 */
export const flatten = (x: Tensor, startDim = 1): Tensor => {
  const { data, shape } = tensorOf("flatten", "x", x);
  return { data, shape: flattened("flatten", shape, dimOf("flatten", "startDim", startDim), -1) };
};

/**
 * The axes from startDim to endDim as one. There are no parameters, and nothing is computed.
 * @param options.startDim  a negative one counts from the end. Default 1.
 * @param options.endDim  −1 is the last. Default −1.
 * @throws TypeError if one is no number; RangeError if it is no whole number, and at `forward` if x has no such axis
 * Source: `torch.nn.Flatten`.
 * @example new Flatten().forward(tensor(new Float32Array(24), [2, 3, 2, 2])).shape;   // [2, 12]
 */
export class Flatten extends Layer {
  readonly startDim: number;
  readonly endDim: number;
  declare private readonly came: { shape: number[]; flat: number[]; _switches: number } | undefined;

  constructor(options?: { readonly startDim?: number | undefined; readonly endDim?: number | undefined }) {
    super();
    const { startDim = 1, endDim = -1 } = optionsOf("Flatten", options, ["startDim", "endDim"]);
    this.startDim = dimOf("Flatten", "startDim", startDim);
    this.endDim = dimOf("Flatten", "endDim", endDim);
  }

  /** Where the batch axis goes into another, nothing goes through in pieces. @internal */
  override get joins(): boolean {
    return this.startDim !== 0;
  }

  /** @internal */
  override get isDefinite(): boolean {
    return false;
  }

  /** @throws TypeError if x is no tensor; RangeError if it has no such axes, or `out` not the shape that comes of it */
  override forward(x: Tensor, options?: ForwardOptions): Tensor {
    if (this.joins) return super.forward(x, options);
    this._alive("forward");
    const where = "Flatten.forward";
    const { data, shape } = tensorOf(where, "x", x);
    const flat = flattened(where, shape, this.startDim, this.endDim);
    const out = optionsOf(where, options, ["out"])["out"];
    const result = resultOf(where, out === undefined ? undefined : tensorOf(where, "out", out), flat, [["x", data]]);
    copyInto(result.data, data, 0);
    if (this.training) Object.defineProperty(this, "came", { value: { shape, flat, _switches: this._switches }, configurable: true });
    return out === undefined ? result : (out as Tensor);
  }

  override backward(dy: Tensor): Tensor {
    if (this.joins) return super.backward(dy);
    this._alive("backward");
    const where = "Flatten.backward";
    const { came } = this;
    if (!this.training || came?._switches !== this._switches)
      return refuse(where, "this call", "has no forward before it", "one made in training");
    const { data, shape } = tensorOf(where, "dy", dy);
    if (written(shape) !== written(came.flat))
      refuse(where, "dy", `has shape ${written(shape)}`, `${written(came.flat)} (the shape of y)`, RangeError);
    return { data: data.slice(), shape: came.shape };
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const whole = [plan.batch, ...x.shape];
    const start = this.startDim < 0 ? this.startDim + whole.length : this.startDim;
    const shape = flattened(plan.where, whole, this.startDim, this.endDim);
    // The batch axis stays what goes through in pieces.
    if (start === 0) refuse(plan.where, "startDim", `is ${this.startDim}`, "0, or an axis behind that of the batch", RangeError);
    return new Place(shape.slice(1), x.size, x.room, x.gradient);
  }
}
