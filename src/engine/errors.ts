// Every error of the package: `function: argument what-came, expected what-was-expected`.
import type { Direction } from "./run.js";

/** Throws. A TypeError unless it is said to be a RangeError. */
export type Refuse = (argument: string, came: string, expected: string, Kind?: RangeErrorConstructor) => never;

/** What came, in few words. */
export const describe = (value: unknown): string =>
  value === undefined ? "is missing" : `is ${typeof value === "number" ? value : Object.prototype.toString.call(value)}`;

const methods = ["", ".backward", ".backwardFromOutput", ".derivative"];

export const refuser =
  ({ name }: { readonly name: string }, direction: Direction): Refuse =>
  (argument, came, expected, Kind = TypeError as unknown as RangeErrorConstructor) => {
    throw new Kind(`${name}${methods[direction]}: ${argument} ${came}, expected ${expected}`);
  };
