// The options that normalising layers have in common.
import { describe, refuse } from "../engine/errors.js";
import { flagOf } from "./choices.js";

export interface AffineOptions {
  /** Added to the variance. Default 1e−5. */
  readonly eps?: number | undefined;
  /** Whether there are weight and bias. Default true. */
  readonly affine?: boolean | undefined;
}

/** A number from `least` to `most`. */
export const numberOf = (where: string, name: string, value: unknown, least: number, most: number): number => {
  const expected = most === Number.MAX_VALUE ? `a number, ${least} or more` : `a number from ${least} to ${most}`;
  if (typeof value !== "number") return refuse(where, name, describe(value), expected);
  if (!(value >= least && value <= most)) refuse(where, name, `is ${value}`, expected, RangeError);
  return value;
};

export const epsOf = (where: string, value: unknown = 1e-5): number => numberOf(where, "eps", value, 0, Number.MAX_VALUE);

export const affineOf = (where: string, value: unknown): boolean => flagOf(where, "affine", value, true);
