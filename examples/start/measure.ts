// How long things take that take microseconds.

export interface Contender {
  readonly name: string;
  readonly run: () => void;
}

/** Samples of each contender, if they are fast. */
export const ROUNDS = 51;
/** A sample repeats what is shorter than this: clocks tick in microseconds. */
const SAMPLE_MS = 1;
/** Long enough for the engine to have optimised every contender. */
const WARM_UP_MS = 100;
/** Of each contender, all samples together. */
const LONGEST_MS = 1500;

const timed = (run: () => void, calls: number): number => {
  const start = performance.now();
  for (let i = 0; i < calls; i++) run();
  return (performance.now() - start) / calls;
};

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

/** Milliseconds of one call of each, as medians. `progress` hears what share is done. */
export const measure = (contenders: readonly Contender[], progress: (share: number) => void): readonly number[] => {
  const calls = contenders.map(({ run }) => {
    const start = performance.now();
    let count = 0;
    do {
      run();
      count++;
    } while (performance.now() - start < WARM_UP_MS);
    // The last calls, not the mean, which the first ones spoil.
    return Math.max(1, Math.ceil(SAMPLE_MS / timed(run, Math.ceil(count / 4))));
  });
  const times: number[][] = contenders.map(() => []);
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    // In turns, and each time another one first, so that a noisy moment hits all of them.
    for (let i = 0; i < contenders.length; i++) {
      const at = (round + i) % contenders.length;
      times[at]?.push(timed(contenders[at]?.run ?? (() => {}), calls[at] ?? 1));
    }
    progress((round + 1) / ROUNDS);
    if (performance.now() - start > LONGEST_MS * contenders.length) break;
  }
  return times.map(median);
};
