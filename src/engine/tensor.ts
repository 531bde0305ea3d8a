// Numbers with a shape: { data, shape }, row-major, float32. What layers take and give, and what activations take beside arrays.
import { F32, lengthOf, part, typeOf } from "./elements.js";
import { describe, refuse } from "./errors.js";
import { like } from "./operands.js";

export type Shape = readonly number[];

/** Numbers with a shape, the last axis contiguous. Nothing more: `{ data, shape }` made by hand is one too. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** As messages write a shape: [3, 20]. */
export const written = (shape: Shape): string => `[${shape.join(", ")}]`;

/** How many elements a shape has; of none, one. */
export const elementsOf = (shape: Shape): number => {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
};

/** Whether a value claims to be a tensor. Lists are none; nor is a typed array, but who asks knows that. */
export const isTensorLike = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "data" in value && "shape" in value;

/** The sizes of a shape that came from a user, as an array of our own. Throws if it is none. */
export const shapeOf = (where: string, argument: string, value: unknown): number[] => {
  const shape: number[] | undefined = Array.isArray(value) ? Array.from(value) : undefined;
  return shape?.every((size) => Number.isInteger(size) && size >= 0)
    ? shape
    : refuse(where, argument, shape ? `is ${written(shape)}` : describe(value), "whole numbers, 0 or more", shape && RangeError);
};

/** A tensor that came from a user: its data, which is all there, and a shape of our own that fits. Each is read once. */
export const tensorOf = (where: string, argument: string, value: unknown): Tensor => {
  if (!isTensorLike(value)) refuse(where, argument, describe(value), "a tensor, { data, shape }");
  const { data, shape } = value as { data: Float32Array; shape: unknown };
  const sizes = shapeOf(where, `${argument}.shape`, shape);
  const length = elementsOf(sizes);
  // Asked here first: to write a shape down takes longer than a small activation.
  if (typeOf(data) !== F32 || lengthOf(data) !== length)
    like(where, `${argument}.data`, data, F32, length, `a tensor of shape ${written(sizes)}`);
  // What a subclass overrides is not asked again.
  return {
    data: Object.getPrototypeOf(data) === Float32Array.prototype ? data : (part(data, F32, 0, length) as Float32Array),
    shape: sizes,
  };
};
