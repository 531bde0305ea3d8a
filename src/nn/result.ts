// Where a result goes: a tensor of its own, or the user's.
import { lengthOf } from "../engine/elements.js";
import { refuse } from "../engine/errors.js";
import { separate } from "../engine/operands.js";
import { elementsOf, type Shape, type Tensor, written } from "../engine/tensor.js";

/** `out`, as it was read, checked to have the shape and to share no memory with the operands; without it a new tensor. */
export const resultOf = (
  where: string,
  out: Tensor | undefined,
  shape: Shape,
  operands: readonly (readonly [name: string, data: Float32Array])[],
): Tensor => {
  const length = elementsOf(shape);
  if (out === undefined) return { data: new Float32Array(length), shape: [...shape] };
  const { data, shape: came } = out;
  if (!isSame(came, shape)) refuse(where, "out", `has shape ${written(came)}`, written(shape), RangeError);
  for (const [name, operand] of operands) separate(where, name, operand, 4 * lengthOf(operand), data, 4 * length);
  return out;
};

export const isSame = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, i) => size === b[i]);
