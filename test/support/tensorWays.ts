// Every way to call an activation on tensors, and tensors to call it with.
import { expect } from "vitest";
import { activations, channelwise, type Floats, gated, rowwise, type Tensor } from "./api.js";
import { patterns, samePatterns } from "./patterns.js";
import { values } from "./values.js";
import { argumentsOf } from "./variants.js";

export type Call = (...args: readonly unknown[]) => unknown;
export type Shape = readonly number[];
export type Options = Readonly<Record<string, unknown>>;

export const elementsOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);
export const tensor = (shape: Shape, seed = 1): Tensor => ({ data: values(Float32Array, elementsOf(shape), seed) as Float32Array, shape });
export const last = (shape: Shape): number => shape.at(-1) as number;
export const written = (shape: Shape): string => `[${shape.join(", ")}]`;

export const expectSame = (got: Floats, expected: Floats): void => {
  expect(got).toBeInstanceOf(expected.constructor);
  if (!samePatterns(got, expected)) expect(patterns(got)).toEqual(patterns(expected));
};

/** One way to call an activation: a function or method that gives as many numbers as a shape has. */
interface Way {
  readonly title: string;
  readonly name: string;
  readonly family: "elementwise" | "rows" | "reduction" | "halving" | "channels";
  readonly takesDy: boolean;
  readonly input: "x" | "y";
  readonly call: Call;
  /** The arguments: operands, the weight if there is one, parameters that have to be given. */
  argumentsOf(dy: unknown, x: unknown, options?: Options): readonly unknown[];
  /** What of the result has the shape. */
  mainOf(result: unknown): unknown;
  /** The shape of f(x). */
  resultOf(shape: Shape): Shape;
}

const familyOf = (name: string, op: unknown): Way["family"] => {
  if (channelwise.includes(op as never)) return "channels";
  if (gated.includes(op as never)) return "halving";
  if (!rowwise.includes(op as never)) return "elementwise";
  return name === "logSumExp" ? "reduction" : "rows";
};

export const ways: readonly Way[] = activations.flatMap(([name, op]) =>
  ["", "backward", "backwardFromOutput", "derivative"].flatMap((method): Way[] => {
    const call = (method === "" ? op : (op as Readonly<Record<string, unknown>>)[method]) as Call | undefined;
    if (call === undefined) return [];
    const family = familyOf(name, op);
    const takesDy = method.startsWith("backward");
    return [
      {
        title: method === "" ? name : `${name}.${method}`,
        name,
        family,
        takesDy,
        input: method === "backwardFromOutput" ? "y" : "x",
        call,
        argumentsOf: (dy, x, options = {}) => argumentsOf(name, takesDy ? [dy, x] : [x], options),
        mainOf: (result) => (name === "prelu" && takesDy ? (result as { dx: unknown }).dx : result),
        resultOf: (shape) =>
          family === "reduction" ? shape.slice(0, -1) : family === "halving" ? [...shape.slice(0, -1), last(shape) / 2] : shape,
      },
    ];
  }),
);

export const hasRows = ({ family }: Way): boolean => family === "rows" || family === "reduction" || family === "halving";
export const runs = (way: Way, dy: unknown, x: unknown, options?: Options): unknown =>
  way.mainOf(way.call(...way.argumentsOf(dy, x, options)));
