// How time is measured: tinybench takes the samples; here they are made long enough, warm enough, and fair.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Bench } from "tinybench";
import { random, shuffled } from "./random.js";
import { summary } from "./summary.js";

/** How much to measure. Times in milliseconds. */
export interface Budget {
  readonly rounds: number;
  /** A contender's turn in a round. */
  readonly turn: number;
  readonly warmup: number;
  /** Calls on short arrays before anything else, so that the engine has compiled for good. */
  readonly tierUp: number;
}

export interface Racer {
  run(calls: number): unknown;
  /** Leaves large arrays behind, whose collection should not fall into the next one's turn. */
  readonly leavesGarbage: boolean;
  /** Works on arrays so large that whatever was left by others is collected before its turn. */
  readonly startsClean?: boolean;
}

/** Nanoseconds a call. */
export interface Timing {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly samples: number;
}

/** A sample this long, in nanoseconds, hides the clock's own 50. Shorter calls are made many at a time. */
const SAMPLE = 20_000;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const now = (): number => Number(process.hrtime.bigint());

/** Warms up; then tells how many calls make a sample, by the fastest of all tries: others were cold, or interrupted. */
const callsPerSample = (racer: Racer, warmup: number): number => {
  const end = now() + warmup * 1e6;
  let fastest = Number.POSITIVE_INFINITY;
  for (let calls = 1; ; ) {
    const start = now();
    racer.run(calls);
    const spent = now() - start;
    fastest = Math.min(fastest, spent / calls);
    if (spent < SAMPLE) calls *= 2;
    else if (start + spent > end) return Math.ceil(SAMPLE / fastest);
  }
};

const SEED = 1;

/**
 * Contenders take turns in rounds: what the machine does meanwhile hits all alike. Each round has another order, or each would run in
 * what the one before it left of the caches and the heap, always the same one. `tick` is called after every round.
 */
export const race = (racers: readonly Racer[], budget: Budget, tick: () => void): readonly Timing[] => {
  const lanes = racers.map((racer, i) => ({
    ...racer,
    name: String(i),
    calls: callsPerSample(racer, budget.warmup),
    samples: [] as number[],
  }));
  const next = random(SEED);
  for (let round = 0; round < budget.rounds; round++) {
    const bench = new Bench({
      time: budget.turn,
      iterations: 1,
      warmup: false,
      retainSamples: true,
      throws: true,
      timestampProvider: "hrtimeNow",
    });
    for (const { name, run, calls, leavesGarbage, startsClean } of shuffled(lanes, next))
      bench.add(
        name,
        () => {
          run(calls);
        },
        { async: false, ...(startsClean && { beforeAll: collectGarbage }), ...(leavesGarbage && { afterAll: collectGarbage }) },
      );
    bench.runSync();
    for (const { name, calls, samples } of lanes) {
      const result = bench.getTask(name)?.result;
      if (!result || !("latency" in result)) throw new Error("tinybench returned no samples");
      for (const ms of result.latency.samples ?? []) samples.push((ms * 1e6) / calls);
    }
    tick();
  }
  return lanes.map(({ samples }) => ({ ...summary(samples), samples: samples.length }));
};
