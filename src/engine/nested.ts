// Lists of numbers: checked element by element, out to one flat Float64Array, and back into their nesting.
import { describe, refuse } from "./errors.js";

export type List = readonly unknown[];

/** Deeper than this nobody nests; a list that holds itself is as deep as one looks. */
const DEEPEST = 2000;

/** What a list holds. */
export interface Measure {
  /** Numbers in all. */
  readonly length: number;
  /** The length of each innermost list; −1 if they differ; undefined if there are numbers beside lists. */
  readonly row: number | undefined;
}

const isRow = (list: List): boolean => {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") return false;
  return true;
};

/** The measure of a list that holds numbers and such lists alone; a hole is neither. */
export const measure = (where: string, argument: string, list: List): Measure => {
  let length = 0;
  let row: number | undefined;
  let isMixed = false;
  /** Looks into a part; `path` leads there, as indices. */
  const look = (part: List, path: number[]): void => {
    if (path.length >= DEEPEST)
      refuse(where, argument, "holds itself or is nested too deeply", `at most ${DEEPEST} lists in each other`, RangeError);
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      if (typeof value === "number") length++;
      else {
        path.push(i);
        if (!Array.isArray(value)) refuse(where, `${argument}[${path.join("][")}]`, describe(value), "a number or an array of numbers");
        look(value as List, path);
        path.pop();
      }
    }
    // Its numbers are its own, or all of them are those of lists in it.
    if (isRow(part)) row = row === undefined || row === part.length ? part.length : -1;
    else if (part.some((value) => typeof value === "number")) isMixed = true;
  };
  look(list, []);
  return { length, row: isMixed ? undefined : row };
};

/** So many numbers of a list in their order. */
export const flatten = (list: List, length: number): Float64Array<ArrayBuffer> => {
  const flat = new Float64Array(length);
  let at = 0;
  const walk = (part: List): void => {
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      if (typeof value === "number") flat[at++] = value;
      else walk(value as List);
    }
  };
  walk(list);
  return flat;
};

/** How many numbers an innermost list of so many has in the result; none: there is one number in the list's place. */
export type Width = ((length: number) => number) | undefined;

/** The numbers of a list that is nested as x is, but for the width of its innermost lists. */
export const flattenLike = (
  where: string,
  argument: string,
  list: unknown,
  x: List,
  input: string,
  width: Width,
  length: number,
): Float64Array<ArrayBuffer> => {
  const fits = (part: unknown, other: unknown): boolean => {
    if (typeof other === "number") return typeof part === "number";
    const like = other as List;
    const isInnermost = isRow(like);
    if (isInnermost && width === undefined) return typeof part === "number";
    if (!Array.isArray(part) || part.length !== (isInnermost && width ? width(like.length) : like.length)) return false;
    if (isInnermost) return isRow(part);
    for (let i = 0; i < part.length; i++) if (!fits(part[i], like[i])) return false;
    return true;
  };
  if (!fits(list, x)) refuse(where, argument, describe(list), width ? `numbers nested like ${input}` : `a number for each row of ${input}`);
  return typeof list === "number" ? Float64Array.of(list) : flatten(list as List, length);
};

/** The numbers of `flat` in the nesting of x. */
export const rebuild = (x: List, flat: Float64Array, width: Width): unknown => {
  let at = 0;
  const build = (part: List): unknown => {
    if (!isRow(part)) return part.map((value) => (typeof value === "number" ? flat[at++] : build(value as List)));
    if (!width) return flat[at++];
    const numbers: number[] = new Array(width(part.length));
    for (let i = 0; i < numbers.length; i++) numbers[i] = flat[at++] as number;
    return numbers;
  };
  return build(x);
};
