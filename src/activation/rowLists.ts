// Lists whose innermost lists are rows: what goes along with them, and what comes of them, has other widths.
import { describe, refuse } from "../engine/errors.js";
import { flatten, type List } from "../engine/nested.js";

const isRow = (list: List): boolean => list.every((value) => typeof value === "number");

/** The length of each innermost list; −1 if they differ; undefined if there are numbers beside lists. */
export const rowLengthOf = (list: List): number | undefined => {
  if (isRow(list)) return list.length;
  if (!list.every(Array.isArray)) return undefined;
  const lengths = list.map((part) => rowLengthOf(part as List));
  return lengths.includes(undefined) ? undefined : lengths.every((length) => length === lengths[0]) ? lengths[0] : -1;
};

/** How many numbers a row of so many has in the result; none: there is one number in the row's place. */
export type RowWidth = ((length: number) => number) | undefined;

/** The numbers of a list that is nested as x is, but for the width of its rows. */
export const flattenRows = (
  where: string,
  list: unknown,
  x: List,
  input: string,
  width: RowWidth,
  length: number,
): Float64Array<ArrayBuffer> => {
  const fits = (part: unknown, other: List): boolean => {
    if (!isRow(other))
      return Array.isArray(part) && part.length === other.length && part.every((value, i) => fits(value, other[i] as List));
    return width ? Array.isArray(part) && part.length === width(other.length) && isRow(part) : typeof part === "number";
  };
  if (!fits(list, x)) refuse(where, "dy", describe(list), width ? `numbers nested like ${input}` : `a number for each row of ${input}`);
  return typeof list === "number" ? Float64Array.of(list) : flatten(list as List, length);
};

/** The numbers of `flat` in the nesting of x. */
export const rebuildRows = (x: List, flat: Float64Array, width: RowWidth): unknown => {
  let at = 0;
  const build = (part: List): unknown => {
    if (!isRow(part)) return part.map((value) => build(value as List));
    if (!width) return flat[at++];
    const numbers = new Array(width(part.length));
    for (let i = 0; i < numbers.length; i++) numbers[i] = flat[at++];
    return numbers;
  };
  return build(x);
};
