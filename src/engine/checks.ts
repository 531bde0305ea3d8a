// Checks that several kinds of functions make of their arguments.
import { arrayOf, type Elements, typeOf } from "./elements.js";
import { describe, type Refuse } from "./errors.js";

export type Options = Readonly<Record<string, unknown>>;

/** Options are an object with nothing unknown in it. Not looked for where all that is known is there: nothing can be misspelt. */
export const checkOptions = (refuse: Refuse, options: unknown, known: readonly string[]): void => {
  if (Object(options) !== options) refuse("options", describe(options), "an object");
  if (known.length > 1 || (options as Options)["out"] === undefined)
    for (const key in options as Options) if (!known.includes(key)) refuse("options", `has ${key}`, known.join(" or "));
};

/** An array of no length may have lost its memory; then its methods throw. */
export const checkAttached = (refuse: Refuse, argument: string, x: Elements): void => {
  if (!x.length)
    try {
      x.at(0);
    } catch {
      refuse(argument, "is detached", "memory that is still there");
    }
};

/** An array that goes along with x: of its type, and of its length unless another `measure` of it is meant. */
export const checkLike = (
  refuse: Refuse,
  argument: string,
  value: unknown,
  type: number,
  length: number,
  input: string,
  measure = "the length",
): Elements => {
  if (typeOf(value) !== type) refuse(argument, describe(value), `a ${arrayOf(type).name} like ${input}`);
  const came = (value as Elements).length;
  if (came !== length) refuse(argument, `has length ${came}`, `${length} (${measure} of ${input})`, RangeError);
  return value as Elements;
};

/** Equal offsets are one place or two buffers, so no partial overlap; nor are offsets further apart than the arrays are long. */
export const mayOverlap = (x: Elements, out: Elements): boolean => {
  const distance = x.byteOffset - out.byteOffset;
  return distance !== 0 && Math.abs(distance) < x.byteLength;
};

/** The result may be written where an operand is, or apart from it, but not across its edge. `.buffer` costs 13 ns: asked last. */
export const checkApart = (refuse: Refuse, argument: string, x: Elements, out: Elements): void => {
  if (mayOverlap(x, out) && x.buffer === out.buffer)
    refuse("out", `overlaps a part of ${argument}`, "the same memory or other memory", RangeError);
};

/** The result may touch no memory of an operand that has another shape. */
export const checkSeparate = (refuse: Refuse, argument: string, x: Elements, out: Elements): void => {
  if (x.buffer === out.buffer && out.byteOffset < x.byteOffset + x.byteLength && x.byteOffset < out.byteOffset + out.byteLength)
    refuse("out", `overlaps ${argument}`, "other memory", RangeError);
};
