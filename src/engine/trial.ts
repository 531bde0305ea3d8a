// Does this engine run a kernel right? A few values of every kind go through each of its functions and through the plain formulas.
import { arrayOf, type Elements } from "./elements.js";

/** No value is next to where a derivative is 0. */
const VALUES = [-2.5, 0.5, 1, Number.NaN, -9, 1 / 0, 3.75, -0, -1 / 0];

/** A whole turn of an unrolled loop, a vector more and single elements: 23 of them. Of integers, what is left of them. */
export const lanes = (type: number): Elements => {
  const x = new (arrayOf(type))(23);
  for (let i = 0; i < 23; i++) x[i] = VALUES[i % 9] as number;
  return x;
};

/** The same but for the last bits, in which kernels and formulas may differ. A miscompiled kernel is far off. */
export const agree = (got: Elements, expected: Elements): boolean =>
  got.every((value, i) => {
    const other = expected[i] as number;
    return value === other || Object.is(value, other) || (Number.isFinite(other) && Math.abs(value - other) <= 1e-5 * Math.abs(other));
  });
