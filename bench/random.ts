// Random numbers that are the same in every run.

/** From 0 to 1, without 1. mulberry32: small, seeded, and unlike the generator by which contenders pick their arrays. */
export const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The same in any order, each as likely as another: Fisher and Yates. */
export const shuffled = <T>(list: readonly T[], next: () => number): readonly T[] => {
  const rest = [...list];
  return Array.from(list, () => rest.splice(Math.floor(next() * rest.length), 1)[0] as T);
};
