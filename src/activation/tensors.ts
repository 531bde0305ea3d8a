// Calls on tensors. They are calls on the data: what has a shape is read and checked here, each field once, and goes back to the function
// as arrays; what that gives gets its shape.
import { describe, refuse } from "../engine/errors.js";
import type { Options } from "../engine/options.js";
import { type Shape, tensorOf, written } from "../engine/tensor.js";
import type { Method } from "./direction.js";

type Called = Pick<Method, "where" | "input" | "takesDy">;

/**
 * What `call` makes of the data of x, which is a tensor, and of what goes along with it, which then has to be some too; as a tensor, `out` if
 * there is one. `settle` throws if x has a shape that the function does not take, and gives the shape of f(x).
 */
export const onTensors = (
  { where, input, takesDy }: Called,
  dy: unknown,
  x: unknown,
  out: unknown,
  call: (dy: Float32Array | undefined, x: Float32Array, out: Float32Array | undefined, shape: Shape) => unknown,
  settle?: (shape: Shape) => Shape,
): unknown => {
  const { data, shape } = tensorOf(where, input, x);
  const result = settle ? settle(shape) : shape;
  const dataOf = (argument: string, value: unknown, expected: Shape): Float32Array => {
    const { data, shape: came } = tensorOf(where, argument, value);
    if (written(came) !== written(expected))
      refuse(
        where,
        argument,
        `has shape ${written(came)}`,
        `${written(expected)} (the shape of ${expected === shape ? input : "f(x)"})`,
        RangeError,
      );
    return data;
  };
  const upstream = takesDy ? dataOf("dy", dy, result) : undefined;
  const own = takesDy ? shape : result;
  const y = call(upstream, data, out === undefined ? out : dataOf("out", out, own), own);
  return out === undefined ? { data: y, shape: own } : out;
};

/** Throws if an option but `out` is given, of a function whose others follow from the shape. */
export const refuseGiven = ({ where, input }: Called, options: Options, known: readonly string[]): void => {
  for (const name of known) {
    const value = name === "out" ? undefined : options[name];
    if (value !== undefined) refuse(where, name, describe(value), `none, as ${input} is a tensor`);
  }
};
