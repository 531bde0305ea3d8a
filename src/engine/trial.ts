// Does this engine run a kernel right? A few values of every kind go through each of its functions and through the plain formulas.
import { arrayOf, type Elements } from "./elements.js";

/** No value is next to where a derivative is 0. */
const VALUES = [-2.5, 0.5, 1, -0.25, Number.NaN, -9, Number.POSITIVE_INFINITY, 3.75, -0, Number.NEGATIVE_INFINITY];

/** A whole turn of an unrolled loop, a vector more and single elements: 23 of them. Of integers, what is left of them. */
export const lanes = (type: number): Elements => {
  const x = new (arrayOf(type))(23);
  for (let i = 0; i < 23; i++) x[i] = VALUES[i % VALUES.length] as number;
  return x;
};

/** The same but for the last few bits, in which kernels and formulas may differ. */
export const agree = (got: Elements, expected: Elements): boolean => {
  const tolerance = got.BYTES_PER_ELEMENT === 4 ? 1e-5 : 1e-11;
  for (let i = 0; i < got.length; i++) {
    const [value, other] = [got[i] as number, expected[i] as number];
    if (value !== other && !Object.is(value, other) && !(Math.abs(value - other) <= tolerance * Math.abs(other))) return false;
  }
  return true;
};
