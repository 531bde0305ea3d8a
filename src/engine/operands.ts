// What is asked of arrays before anything is written.
import { bufferOf, type Elements, lengthOf, lossOf, nameOf, offsetOf, typeOf } from "./elements.js";
import { describe, refuse } from "./errors.js";

export const NUMBERS = "numbers, a Float32Array, a Float64Array or a tensor";

/** The length of x, which still has its memory. */
export const lengthOfAttached = (where: string, argument: string, x: Elements): number => {
  // Before the length, which is then read inline.
  const first = x[0];
  const length = lengthOf(x);
  if (first === undefined) {
    const loss = lossOf(x);
    if (loss) refuse(where, argument, loss, "memory that is still there");
  }
  return length;
};

/** An array that goes along with the input: of its type, and of so many elements, which `measure` explains. */
export const like = (
  where: string,
  argument: string,
  value: unknown,
  type: number,
  length: number,
  input: string,
  measure = "the length",
): Elements => {
  if (typeOf(value) !== type) refuse(where, argument, describe(value), `a ${nameOf(type)} like ${input}`);
  const array = value as Elements;
  const came = lengthOfAttached(where, argument, array);
  if (came !== length) refuse(where, argument, `has length ${came}`, `${length} (${measure} of ${input})`, RangeError);
  return array;
};

/**
 * The result may be written where an operand of its length is, or apart from it, but not across its edge. Equal offsets are one place or two
 * buffers, and further apart than the arrays are long nothing overlaps: the buffers are looked at last.
 */
export const apart = (where: string, argument: string, x: Elements, out: Elements, bytes: number): void => {
  // Before the offsets, which are then read inline. Nothing overlaps an empty array.
  if (x[0] === undefined || out[0] === undefined) return;
  const distance = offsetOf(x) - offsetOf(out);
  if (distance !== 0 && distance < bytes && -distance < bytes && bufferOf(x) === bufferOf(out))
    refuse(where, "out", `overlaps a part of ${argument}`, "the same memory or other memory", RangeError);
};

/** The result may touch no memory of an operand that has another shape. */
export const separate = (where: string, argument: string, x: Elements, xBytes: number, out: Elements, outBytes: number): void => {
  const distance = offsetOf(x) - offsetOf(out);
  if (distance < outBytes && -distance < xBytes && bufferOf(x) === bufferOf(out))
    refuse(where, "out", `overlaps ${argument}`, "other memory", RangeError);
};

/** A whole number, 1 or more. */
export const countOf = (
  where: string,
  argument: string,
  value: unknown,
  standard: number,
  expected = "a whole number, 1 or more",
): number => {
  if (value === undefined) return standard;
  if (typeof value !== "number") return refuse(where, argument, describe(value), expected);
  if (!Number.isInteger(value) || value < 1) refuse(where, argument, describe(value), expected, RangeError);
  return value;
};
