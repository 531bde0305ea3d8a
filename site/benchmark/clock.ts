// Clocks of browsers tick in steps of 5 µs to 100 ms. The step is measured first, and what is timed is made many steps long.

/** Milliseconds. */
export type Now = () => number;

export interface Clock {
  readonly now: Now;
  /** Its step, in milliseconds. */
  readonly resolution: number;
}

const STEPS = 25;
const FEWEST_STEPS = 3;
/** Milliseconds. Of a very coarse clock, fewer steps have to do. */
const PATIENCE = 200;
/** A clock that stands still for so many looks is none. */
const MOST_LOOKS = 1e9;

/** The median of its steps: browsers add noise to some, and who is interrupted sees several as one. */
export const resolutionOf = (now: Now): number => {
  const steps: number[] = [];
  const first = now();
  let last = first;
  let looks = 0;
  while (steps.length < STEPS && (steps.length < FEWEST_STEPS || last - first < PATIENCE)) {
    const time = now();
    if (++looks > MOST_LOOKS) throw new Error("the clock stands still");
    if (time <= last) continue;
    steps.push(time - last);
    last = time;
    looks = 0;
  }
  return steps.sort((a, b) => a - b)[steps.length >> 1] as number;
};

/** So many steps of the clock a sample is meant to be long, and is at least. */
export const AIM = 75;
export const LEAST = 50;
/** Milliseconds: shorter than this no sample is, however fine the clock. */
const SHORTEST = 0.5;
/** Milliseconds: a clock of 16 or 100 ms would want seconds. Its samples are shorter, and its error, which is told, greater. */
const LONGEST = 400;

/** How long a sample is meant to be, in milliseconds. */
export const aimOf = (resolution: number): number => Math.max(SHORTEST, Math.min(LONGEST, AIM * resolution));

/** How long it has to be. */
export const leastOf = (resolution: number): number => (aimOf(resolution) * LEAST) / AIM;

/** How far a sample may be off because of the clock, as a share of it: at each end by less than a step, one way or the other. */
export const clockError = (resolution: number): number => resolution / leastOf(resolution);
