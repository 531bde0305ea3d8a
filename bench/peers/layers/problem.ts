// What all libraries are given: the same x, the same weights in PyTorch's layouts; and what their results are compared with.

import { gatesOf, LEARNING_RATE, MLP, RECURRENT, type Shape, shapeOfX, targetsOf } from "../../layers/shapes.js";
import { random } from "../../random.js";
import { type Bounded, contract, convolve, dense, exact, pool, recur, relu, shareOf, softmax, train } from "./reference.js";

export interface Problem<S extends Shape = Shape> {
  readonly shape: S;
  readonly x: Float32Array;
  /** Weight and bias of each layer in turn; of a recurrent one weightIh, weightHh, biasIh, biasHh; of a product its second factor. */
  readonly parameters: readonly Float32Array[];
  /** The greatest distance from the exact result as a share of its bound. y as relu-simd has it; of training all parameters. */
  check(y: Float32Array): number;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Lengths, and the terms of the sums that they are in: PyTorch begins with U(−1/√terms, 1/√terms). */
const parametersOf = (shape: Shape): readonly (readonly [length: number, terms: number])[] => {
  const { inputs, hidden, classes } = MLP;
  switch (shape.kind) {
    case "product":
      return [[shape.n ** 2, 1]];
    case "linear":
      return [
        [shape.from * shape.to, shape.from],
        [shape.to, shape.from],
      ];
    case "mlp":
    case "training":
      return [
        [inputs * hidden, inputs],
        [hidden, inputs],
        [hidden * classes, hidden],
        [classes, hidden],
      ];
    case "conv": {
      const terms = (9 * shape.from) / shape.groups;
      return [
        [shape.to * terms, terms],
        [shape.to, terms],
      ];
    }
    case "pool":
      return [];
    default: {
      const all = gatesOf(shape.kind) * RECURRENT.hidden;
      return [all * RECURRENT.inputs, all * RECURRENT.hidden, all, all].map((length) => [length, RECURRENT.hidden] as const);
    }
  }
};

/** What y has to be near to. Of recurrent layers that depends on y. */
const referenceOf = (shape: Shape, x: Float32Array, parameters: readonly Float32Array[]): ((y: Float32Array) => Bounded) => {
  const [w1, b1, w2, b2] = parameters as [Float32Array, Float32Array, Float32Array, Float32Array];
  const once = (make: () => Bounded): (() => Bounded) => {
    let made: Bounded | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  switch (shape.kind) {
    case "product": {
      const { n } = shape;
      return once(() => contract([n, n, n], exact(x), { outer: n, inner: 1 }, exact(w1), { outer: 1, inner: n }));
    }
    case "linear":
      return once(() => dense(exact(x), w1, b1, shape.rows));
    case "mlp":
      return once(() => softmax(dense(relu(dense(exact(x), w1, b1, shape.rows)), w2, b2, shape.rows), MLP.classes));
    case "training":
      return once(() => {
        const parts = train(x, parameters, targetsOf(shape.rows), LEARNING_RATE);
        const join = (pick: (part: Bounded) => Float64Array): Float64Array => Float64Array.from(parts.flatMap((part) => [...pick(part)]));
        return { value: join(({ value }) => value), error: join(({ error }) => error) };
      });
    case "conv":
      return once(() => {
        const y = convolve(x, w1, b1, shape.size, shape.groups);
        return shape.isRelu ? relu(y) : y;
      });
    case "pool":
      return once(() => pool(x, shape.size));
    default:
      return (y) => recur(x, y, parameters, [shape.rows, shape.steps, RECURRENT.inputs, RECURRENT.hidden]);
  }
};

export const problemOf = (shape: Shape): Problem => {
  const next = random(shape.name.length);
  // Multiples of 2⁻²⁰: of two biases that a library wants as one the sum is exact.
  const numbers = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => Math.round((2 * next() - 1) * scale * 2 ** 20) / 2 ** 20);
  const x = numbers(sizeOf(shapeOfX(shape)), 1);
  const parameters = parametersOf(shape).map(([length, terms]) => numbers(length, 1 / Math.sqrt(terms)));
  const reference = referenceOf(shape, x, parameters);
  return { shape, x, parameters, check: (y) => shareOf(y, reference(y)) };
};

export const joined = (parts: readonly ArrayLike<number>[]): Float32Array => Float32Array.from(parts.flatMap((part) => Array.from(part)));

/** [rows, cols] → [cols, rows] */
export const transposed = (x: Float32Array, rows: number, cols: number): Float32Array => {
  const y = new Float32Array(x.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) y[c * rows + r] = x[r * cols + c] as number;
  return y;
};
