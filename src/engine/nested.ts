// Lists of numbers: checked element by element, out to one flat Float64Array, and back into their nesting.
import { describe, refuse } from "./errors.js";

export type List = readonly unknown[];

/** Deeper than this nobody nests; a list that holds itself is as deep as one looks. */
const DEEPEST = 2000;

/** How many numbers a list holds that holds numbers and such lists alone; a hole is neither. `path` is what messages call it. */
export const count = (where: string, path: string, list: List, depth = 1): number => {
  if (depth > DEEPEST)
    refuse(where, path.split("[")[0] as string, `is nested deeper than ${DEEPEST} levels`, "a list that does not hold itself", RangeError);
  let numbers = 0;
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (typeof value === "number") numbers++;
    else if (Array.isArray(value)) numbers += count(where, `${path}[${i}]`, value, depth + 1);
    else refuse(where, `${path}[${i}]`, describe(value), "a number or an array of numbers");
  }
  return numbers;
};

/** So many numbers of a list in their order. */
export const flatten = (list: List, length: number): Float64Array<ArrayBuffer> => {
  const flat = new Float64Array(length);
  let at = 0;
  const walk = (part: List): void => {
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      if (typeof value === "number") flat[at++] = value;
      else if (Array.isArray(value)) walk(value);
    }
  };
  walk(list);
  return flat;
};

/** Throws at the first place where a list is not nested as x is. */
const alike = (where: string, path: string, list: unknown, x: List, input: string): void => {
  const expected = `numbers nested like ${input}`;
  if (!Array.isArray(list) || list.length !== x.length) refuse(where, path, describe(list), expected);
  for (let i = 0; i < x.length; i++) {
    const [value, other] = [list[i], x[i]];
    if (Array.isArray(other)) alike(where, `${path}[${i}]`, value, other, input);
    else if (typeof value !== "number") refuse(where, `${path}[${i}]`, describe(value), expected);
  }
};

/** The numbers of a list that is nested as x is. */
export const flattenLike = (
  where: string,
  argument: string,
  list: unknown,
  x: List,
  input: string,
  length: number,
): Float64Array<ArrayBuffer> => {
  alike(where, argument, list, x, input);
  return flatten(list as List, length);
};

/** The numbers of `flat` in the nesting of x. */
export const rebuild = (x: List, flat: Float64Array): unknown[] => {
  let at = 0;
  const build = (part: List): unknown[] => {
    const numbers = new Array(part.length);
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      numbers[i] = typeof value === "number" ? flat[at++] : build(value as List);
    }
    return numbers;
  };
  return build(x);
};
