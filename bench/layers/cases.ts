// What is measured of relu-simd/nn, end to end: from and to ordinary arrays, a new one for each result.
import { matmul, modelOf, stepOf, type Tensor } from "./models.js";
import { type Shape, shapeOfX, shapes } from "./shapes.js";

export type Case = Shape & { make(): () => unknown };

let state = 1;
const random = (shape: readonly number[]): Tensor => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  }),
  shape,
});

const callOf = (shape: Shape): (() => unknown) => {
  const x = random(shapeOfX(shape));
  if (shape.kind === "product") {
    const b = random(shapeOfX(shape));
    return () => matmul(x, b);
  }
  const model = modelOf(shape);
  if (shape.kind === "training") {
    const step = stepOf(model, shape.rows);
    return () => step(x);
  }
  return () => model.forward(x);
};

export const cases: readonly Case[] = shapes.map((shape) => ({ ...shape, make: () => callOf(shape) }));
