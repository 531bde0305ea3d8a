// Calls on tensors. They are calls on the data: what has a shape is read and checked here, each field once, and goes back to the function
// as arrays; what that gives gets its shape.
import { describe, refuse } from "../engine/errors.js";
import type { Options } from "../engine/options.js";
import { type Shape, type Tensor, tensorOf, written } from "../engine/tensor.js";
import type { Method } from "./direction.js";

/** What a call on the data needs, and what its result is then. */
export interface Opened {
  readonly dy: Float32Array | undefined;
  readonly x: Float32Array;
  readonly options: Record<string, unknown>;
  /** That of y. */
  readonly shape: Shape;
  /** The tensor that takes the result. */
  readonly out: unknown;
}

/** Throws if x has a shape that a function does not take; adds to the options what follows from it. Gives the shape of f(x). */
export type Settle = (shape: Shape, options: Record<string, unknown>) => Shape;

/** The operands of a call whose x is a tensor; those that go along have to be some too. `known` are the options that it takes. */
export const openTensors = (
  { where, input, takesDy }: Pick<Method, "where" | "input" | "takesDy">,
  known: readonly string[],
  read: Options,
  dy: unknown,
  x: unknown,
  settle?: Settle,
): Opened => {
  const options: Record<string, unknown> = {};
  for (const name of known) options[name] = read[name];
  const { data, shape } = tensorOf(where, input, x);
  const result = settle ? settle(shape, options) : shape;
  const dataOf = (argument: string, value: unknown, expected: Shape): Float32Array => {
    const tensor = tensorOf(where, argument, value);
    const [came, due] = [written(tensor.shape), written(expected)];
    if (came !== due)
      refuse(
        where,
        argument,
        `has shape ${came}`,
        `${due} (${expected === shape ? `the shape of ${input}` : `${input} has shape ${written(shape)}`})`,
        RangeError,
      );
    return tensor.data;
  };
  const upstream = takesDy ? dataOf("dy", dy, result) : undefined;
  const y = takesDy ? shape : result;
  const out = options["out"];
  if (out !== undefined) options["out"] = dataOf("out", out, y);
  return { dy: upstream, x: data, options, shape: y, out };
};

/** What a call on the data gave, as a tensor. */
export const closeTensor = ({ out, shape }: Opened, data: unknown): Tensor => (out === undefined ? { data, shape } : out) as Tensor;

/** Throws if an option is given that the shape says. */
export const refuseGiven = ({ where, input }: Pick<Method, "where" | "input">, options: Options, names: readonly string[]): void => {
  for (const name of names) if (options[name] !== undefined) refuse(where, name, describe(options[name]), `none, as ${input} is a tensor`);
};
