// Lists of numbers: checked element by element, out to one flat Float64Array, and back into their nesting.
import { describe, refuse } from "./errors.js";

export type List = readonly unknown[];

/** Deeper than this nobody nests; a list that holds itself is as deep as one looks. */
const DEEPEST = 2000;

/** How many numbers a list holds that holds numbers and such lists alone; a hole is neither. `path` is what messages call it. */
export const count = (where: string, path: string, list: List, depth = 1): number => {
  if (depth > DEEPEST)
    refuse(where, path.slice(0, 20), "… holds itself or is nested too deeply", `at most ${DEEPEST} lists in each other`, RangeError);
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
      else walk(value as List);
    }
  };
  walk(list);
  return flat;
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
  const fits = (part: unknown, other: unknown): boolean =>
    Array.isArray(other)
      ? Array.isArray(part) && part.length === other.length && other.every((value, i) => fits(part[i], value))
      : typeof part === "number";
  if (!fits(list, x)) refuse(where, argument, describe(list), `numbers nested like ${input}`);
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
