// Losses element by element: what their arguments must be, and how they are summed.
import { refuse } from "../engine/errors.js";
import { type Options, optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";
import { type Loss, type Losses, type Reduction, reductionOf } from "./reduction.js";

/** How the elements' losses become one: `reduction`, "mean" unless it is said. */
export interface LossOptions<R extends Reduction = Reduction> {
  readonly reduction?: R | undefined;
}

/** dx ← scale · the losses' derivatives; losses, if there are any, ← the losses. Gives their sum. */
export type ElementLoop = (x: Float32Array, t: Float32Array, scale: number, dx: Float32Array, losses?: Float32Array) => number;

/** A loss of input and target. `loopOf` reads and checks what there is among the options beside `reduction`. */
export const elementLoss = (
  where: string,
  input: unknown,
  target: unknown,
  options: unknown,
  known: readonly string[],
  loopOf: (options: Options) => ElementLoop,
): Loss | Losses => {
  const checked = optionsOf(where, options, known);
  const reduction = reductionOf(where, checked["reduction"]);
  const loop = loopOf(checked);
  const x = tensorOf(where, "input", input);
  const t = tensorOf(where, "target", target);
  if (written(x.shape) !== written(t.shape))
    refuse(where, "target", `has shape ${written(t.shape)}`, `${written(x.shape)}, the shape of input`, RangeError);
  const n = x.data.length;
  const gradient: Tensor = { data: new Float32Array(n), shape: x.shape };
  if (reduction === "none") {
    const losses = new Float32Array(n);
    loop(x.data, t.data, 1, gradient.data, losses);
    return { loss: { data: losses, shape: x.shape.slice() }, gradient };
  }
  if (reduction === "sum") return { loss: loop(x.data, t.data, 1, gradient.data), gradient };
  return { loss: loop(x.data, t.data, 1 / n, gradient.data) / n, gradient };
};
