// Numbers with a shape: { data, shape }, row-major, float32. What layers take and give, and what activations take beside arrays.
import { type Elements, F32, typeOf } from "./elements.js";
import { describe, refuse } from "./errors.js";
import { lengthOfAttached } from "./operands.js";

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

/** Whether a value claims to be a tensor. Arrays and typed arrays have no `shape`. */
export const isTensorLike = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeOf(value) < 0 && "data" in value && "shape" in value;

/** The sizes of a shape that came from a user, as an array of our own. Throws if it is none. */
export const shapeOf = (where: string, argument: string, value: unknown): number[] => {
  const expected = "a list of whole numbers, 0 or more";
  if (!Array.isArray(value)) return refuse(where, argument, describe(value), expected);
  const shape: unknown[] = Array.from(value);
  for (const size of shape)
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
      refuse(where, argument, `is ${written(shape as number[])}`, expected, typeof size === "number" ? RangeError : TypeError);
  return shape as number[];
};

/** A tensor that came from a user: its data, which is all there, and a shape of our own that fits. Each is read once. */
export const tensorOf = (where: string, argument: string, value: unknown): Tensor => {
  if (!isTensorLike(value)) refuse(where, argument, describe(value), "a tensor, { data, shape }");
  const { data, shape } = value as { data: unknown; shape: unknown };
  if (typeOf(data) !== F32) refuse(where, `${argument}.data`, describe(data), "a Float32Array");
  const sizes = shapeOf(where, `${argument}.shape`, shape);
  const length = lengthOfAttached(where, `${argument}.data`, data as Elements);
  if (elementsOf(sizes) !== length)
    refuse(where, `${argument}.data`, `has ${length} elements`, `${elementsOf(sizes)} (shape ${written(sizes)})`, RangeError);
  return { data: data as Float32Array, shape: sizes };
};
