import { copyInto, type Elements, F32, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { count, flatten } from "../engine/nested.js";
import { lengthOfAttached } from "../engine/operands.js";
import { elementsOf, type Shape, shapeOf, type Tensor, written } from "../engine/tensor.js";

/** Numbers nested to any depth. */
type Nested = number | readonly Nested[];
type Numbers = ArrayLike<number> & { readonly buffer: ArrayBufferLike };

/**
 * A tensor: `{ data, shape }`, row-major, float32.
 *
 * A Float32Array is kept as it is, everything else is copied.
 * @param data  a typed array, or numbers nested to any depth
 * @param shape  default: the nesting, or the length of a typed array
 * @throws TypeError if data is something else or is nested unevenly; RangeError if shape does not fit it
 * @example tensor([[1, 2], [3, 4]]).shape;   // [2, 2]
 */
export const tensor = (data: number | readonly Nested[] | Numbers, shape?: Shape): Tensor => {
  const where = "tensor";
  const isTyped = ArrayBuffer.isView(data) && !(data instanceof DataView);
  if (!isTyped && typeof data !== "number" && !Array.isArray(data))
    refuse(where, "data", describe(data), "numbers, nested or in a typed array");
  const values =
    typeof data === "number"
      ? Float32Array.of(data)
      : isTyped
        ? typed(where, data as unknown as Elements)
        : nested(where, data as Nested[]);
  const own = shape === undefined ? (isTyped ? [values.length] : nestingOf(where, data as Nested)) : shapeOf(where, "shape", shape);
  if (elementsOf(own) !== values.length)
    refuse(
      where,
      "shape",
      `is ${written(own)}, which has ${elementsOf(own)} elements`,
      `${values.length} (the elements of data)`,
      RangeError,
    );
  return { data: values, shape: own };
};

const typed = (where: string, data: Elements): Float32Array => {
  if (typeOf(data) === F32) {
    lengthOfAttached(where, "data", data);
    return data as Float32Array;
  }
  // BigInt arrays and what else is no array of numbers.
  if (data.length && typeof data[0] !== "number") refuse(where, "data", describe(data), "numbers");
  return Float32Array.from(data);
};

const nested = (where: string, data: readonly Nested[]): Float32Array => {
  const length = count(where, "data", data);
  const values = new Float32Array(length);
  copyInto(values, flatten(data, length), 0);
  return values;
};

/** The shape of nested arrays, all of one length at each depth. */
const nestingOf = (where: string, data: Nested): number[] => {
  if (typeof data === "number") return [];
  const [first, ...others] = data.map((part) => nestingOf(where, part));
  if (first === undefined) return [0];
  for (const [i, other] of others.entries())
    if (written(other) !== written(first))
      refuse(where, "data", `has parts of shapes ${written(first)} and, at ${i + 1}, ${written(other)}`, "parts of one shape", RangeError);
  return [data.length, ...first];
};
