// Numbers that look random, the same for the same seed.

/** Numbers from 0 to 1 of a seed: mulberry32. */
export const uniform = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let word = Math.imul(seed ^ (seed >>> 15), seed | 1);
  word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
  return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
};
