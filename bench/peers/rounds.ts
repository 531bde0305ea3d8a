// Contenders take turns in rounds, in another order each time, and calls that are asynchronous are waited for one by one.

import { random, shuffled } from "../random.js";
import type { Times } from "../recorded.js";
import { summary } from "../summary.js";
import type { Contender } from "./contender.js";

/** Times in milliseconds. */
export interface Budget {
  readonly rounds: number;
  readonly turn: number;
  readonly warmup: number;
}

export const FULL: Budget = { rounds: 11, turn: 12, warmup: 100 };
export const QUICK: Budget = { rounds: 3, turn: 2, warmup: 5 };

/** So many calls bring any engine to its last compiler, if they also take a moment for it to finish. */
const TIER_UP = 5000;
const LEAST_WARMUP = 20;
/** A sample this long, in nanoseconds, hides the clock's own 50. Shorter calls are made many at a time. */
const SAMPLE = 20_000;

/** Who takes seconds for a call gets no more turns than this takes, in nanoseconds, but so many samples at least. */
const PATIENCE = 2e9;
const FEWEST = 3;

const now = (): number => Number(process.hrtime.bigint());

type Call = Pick<Contender, "call" | "run" | "time">;

/** Nanoseconds of so many calls. */
const spend = async ({ call, run, time }: Call, calls: number): Promise<number> => {
  if (time) return time(calls);
  const start = now();
  if (run) run(calls);
  else
    for (let i = 0; i < calls; i++) {
      const result = call();
      // Waiting for what is there already would cost a turn of the event loop's queue.
      if (result instanceof Promise) await result;
    }
  return now() - start;
};

/** Warms up; then tells how many calls make a sample, by the fastest of all tries: others were cold, or interrupted. */
const warmUp = async (contender: Call, { warmup }: Budget): Promise<number> => {
  const start = now();
  let [made, fastest] = [0, Number.POSITIVE_INFINITY];
  for (let calls = 1; ; ) {
    const spent = await spend(contender, calls);
    made += calls;
    fastest = Math.min(fastest, spent / calls);
    const passed = (now() - start) / 1e6;
    if (spent < SAMPLE) calls *= 2;
    else if (passed > warmup || (made > TIER_UP && passed > Math.min(LEAST_WARMUP, warmup))) return Math.ceil(SAMPLE / fastest);
  }
};

/** `before` is called before every turn. Nanoseconds a call. */
export const rounds = async (contenders: readonly Call[], budget: Budget, before: () => void): Promise<readonly Times[]> => {
  const lanes: { contender: Call; calls: number; samples: number[]; spent: number }[] = [];
  for (const contender of contenders) lanes.push({ contender, calls: await warmUp(contender, budget), samples: [], spent: 0 });
  const next = random(1);
  for (let round = 0; round < budget.rounds; round++)
    for (const lane of shuffled(lanes, next)) {
      const { contender, calls, samples } = lane;
      if (lane.spent > PATIENCE && samples.length >= FEWEST) continue;
      before();
      const start = now();
      do samples.push((await spend(contender, calls)) / calls);
      while (now() - start < budget.turn * 1e6);
      lane.spent += now() - start;
    }
  return lanes.map(({ samples }) => summary(samples));
};
