// Sizes of two axes, given as one number or as two.
import { describe, refuse } from "../engine/errors.js";
import { written } from "../engine/tensor.js";

export type Pair = readonly [height: number, width: number];
/** One size for both axes, or [height, width]. */
export type Size = number | Pair;

/** Two whole numbers, `min` or more. */
export const pairOf = (where: string, name: string, value: unknown, min: number, standard?: Pair): Pair => {
  if (value === undefined && standard) return standard;
  const expected = `a whole number, ${min} or more, or [height, width]`;
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (Array.isArray(value) && value.length !== 2) refuse(where, name, `is ${written(value)}`, expected, RangeError);
  for (const size of pair) {
    if (typeof size !== "number") refuse(where, name, describe(size), expected);
    if (!Number.isInteger(size) || (size as number) < min)
      refuse(where, name, `is ${Array.isArray(value) ? written(value) : size}`, expected, RangeError);
  }
  // Of our own: what came may change.
  return Object.freeze([pair[0], pair[1]] as [number, number]);
};
