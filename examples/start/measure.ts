// How long things take that take microseconds.

export interface Contender {
  readonly name: string;
  readonly run: () => void;
}

/** Samples of each contender, if they are fast. */
const ROUNDS = 51;
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

/** Runs until the engine has settled. Returns how many calls make a sample. */
const warmUp = (run: () => void): number => {
  const start = performance.now();
  let calls = 0;
  do {
    run();
    calls++;
  } while (performance.now() - start < WARM_UP_MS);
  // Timed anew: the mean so far is spoilt by the first calls.
  return Math.ceil(SAMPLE_MS / timed(run, Math.ceil(calls / 4)));
};

/** Milliseconds of one call of each, as medians. `progress` hears what share is done. */
export const measure = (contenders: readonly Contender[], progress: (share: number) => void): readonly number[] => {
  const tasks = contenders.map(({ run }) => ({ run, calls: warmUp(run), times: [] as number[] }));
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    // In turns, and each time another one first, so that a noisy moment hits all of them.
    const first = round % tasks.length;
    for (const { run, calls, times } of [...tasks.slice(first), ...tasks.slice(0, first)]) times.push(timed(run, calls));
    progress((round + 1) / ROUNDS);
    if (performance.now() - start > LONGEST_MS * tasks.length) break;
  }
  return tasks.map(({ times }) => median(times));
};
