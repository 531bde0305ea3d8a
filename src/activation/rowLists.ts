// Lists whose innermost lists are rows: what goes along with them, and what comes of them, has other widths.
import { describe, refuse } from "../engine/errors.js";
import { flatten, type List } from "../engine/nested.js";

// By index throughout: a subclass may have another `every` or `map`.
const isRow = (list: List): boolean => {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") return false;
  return true;
};

/** The length of each innermost list; −1 if they differ; undefined if there are numbers beside lists. */
export const rowLengthOf = (list: List): number | undefined => {
  if (isRow(list)) return list.length;
  let common: number | undefined;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    const length = Array.isArray(part) ? rowLengthOf(part) : undefined;
    if (length === undefined) return undefined;
    common = common === undefined || common === length ? length : -1;
  }
  return common;
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
    if (!isRow(other)) {
      if (!Array.isArray(part) || part.length !== other.length) return false;
      for (let i = 0; i < other.length; i++) if (!fits(part[i], other[i] as List)) return false;
      return true;
    }
    return width ? Array.isArray(part) && part.length === width(other.length) && isRow(part) : typeof part === "number";
  };
  if (!fits(list, x)) refuse(where, "dy", describe(list), width ? `numbers nested like ${input}` : `a number for each row of ${input}`);
  return typeof list === "number" ? Float64Array.of(list) : flatten(list as List, length);
};

/** The numbers of `flat` in the nesting of x. */
export const rebuildRows = (x: List, flat: Float64Array, width: RowWidth): unknown => {
  let at = 0;
  const build = (part: List): unknown => {
    if (!isRow(part)) return Array.from({ length: part.length }, (_, i) => build(part[i] as List));
    if (!width) return flat[at++];
    const numbers = new Array(width(part.length));
    for (let i = 0; i < numbers.length; i++) numbers[i] = flat[at++];
    return numbers;
  };
  return build(x);
};
