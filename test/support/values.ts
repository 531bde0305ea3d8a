// Arrays to try things on: the same in every run.
import type { Floats } from "./api.js";

/** A small generator with a fixed seed, so that every run tries the same values. */
export const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
};

const specials = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  3,
  -3,
  6,
  -6,
  0.1,
  Math.fround(0.1),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e-45,
  -1e-45,
  5e-324,
];

/** n values: one in four special, one in four any bit pattern, the others of ordinary size. */
export const values = (Type: Float32ArrayConstructor | Float64ArrayConstructor, n: number, seed: number): Floats => {
  const next = generator(seed);
  const result = new Type(n);
  const words = new Uint32Array(result.buffer);
  for (let i = 0; i < n; i++) {
    const kind = next() >>> 30;
    if (kind === 0) result[i] = specials[next() % specials.length] as number;
    else if (kind === 1) for (let w = (i * words.length) / n; w < ((i + 1) * words.length) / n; w++) words[w] = next() ^ (next() >>> 16);
    else result[i] = (next() / 2 ** 32 - 0.5) * 16;
  }
  return result;
};
