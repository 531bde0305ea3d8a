// Numbers and words among the options of layers, losses and optimizers.
import { describe, refuse } from "../engine/errors.js";

/** A number that `fits`; `standard` if none was given and there is a standard. */
export const numberOf = (
  where: string,
  argument: string,
  value: unknown,
  standard: number | undefined,
  expected: string,
  fits: (value: number) => boolean,
): number => {
  if (value === undefined && standard !== undefined) return standard;
  if (typeof value !== "number") return refuse(where, argument, describe(value), expected);
  if (!fits(value)) refuse(where, argument, describe(value), expected, RangeError);
  return value;
};

export const finite = (where: string, argument: string, value: unknown, standard?: number): number =>
  numberOf(where, argument, value, standard, "a finite number", Number.isFinite);

export const notNegative = (where: string, argument: string, value: unknown, standard?: number): number =>
  numberOf(where, argument, value, standard, "a finite number, 0 or more", (n) => n >= 0 && n < Number.POSITIVE_INFINITY);

/** More than 0; infinite too, which is no limit. */
export const limitOf = (where: string, argument: string, value: unknown): number =>
  numberOf(where, argument, value, undefined, "a number above 0", (n) => n > 0);

/** A whole number, 1 or more, that has to be given. */
export const sizeOf = (where: string, argument: string, value: unknown): number =>
  numberOf(where, argument, value, undefined, "a whole number, 1 or more", (n) => Number.isSafeInteger(n) && n >= 1);

/** One of a few words. */
export const wordOf = <W extends string>(where: string, argument: string, value: unknown, words: readonly W[], standard: W): W => {
  if (value === undefined) return standard;
  const expected = words.map((word) => `"${word}"`).join(" or ");
  if (typeof value !== "string") return refuse(where, argument, describe(value), expected);
  const at = words.indexOf(value as W);
  return at < 0 ? refuse(where, argument, `is ${JSON.stringify(value)}`, expected, RangeError) : (words[at] as W);
};

/** Yes or no. */
export const flagOf = (where: string, argument: string, value: unknown, standard: boolean): boolean => {
  if (value === undefined) return standard;
  return typeof value === "boolean" ? value : refuse(where, argument, describe(value), "true or false");
};
