// Contenders take turns in rounds, each round in another order. A sample is as many calls as the clock needs.
import { random, shuffled } from "../../bench/random.js";
import type { Times } from "../../bench/recorded.js";
import { summary } from "../../bench/summary.js";
import { aimOf, type Clock, leastOf } from "./clock.js";

export interface Racer {
  run(calls: number): unknown;
}

/** Times in milliseconds. */
export interface Budget {
  /** Of all contenders together, without warming up. */
  readonly race: number;
  /** Of each. */
  readonly warmup: number;
}

interface Lane {
  readonly racer: Racer;
  calls: number;
  readonly samples: number[];
}

/** As many rounds as there is time for, but never fewer than these; more than those tell nothing new. */
const [FEWEST, MOST] = [3, 401];

/** The last result of what was timed: a global that nothing reads, but an engine can't know that. */
export const kept: { result?: unknown } = {};

const spend = ({ now }: Clock, { run }: Racer, calls: number): number => {
  const start = now();
  kept.result = run(calls);
  return now() - start;
};

/** Warms up; then tells how many calls make a sample, by the fastest of all tries: others were cold, or interrupted. */
export const callsOf = (racer: Racer, clock: Clock, warmup: number): number => {
  const [aim, least] = [aimOf(clock.resolution), leastOf(clock.resolution)];
  const end = clock.now() + warmup;
  let fastest = Number.POSITIVE_INFINITY;
  for (let calls = 1; ; ) {
    const spent = spend(clock, racer, calls);
    if (spent < least) calls *= 2;
    else {
      fastest = Math.min(fastest, spent / calls);
      if (clock.now() >= end) return Math.max(1, Math.ceil(aim / fastest));
    }
  }
};

/** One more sample, in nanoseconds a call. One that was too short, since the engine has found something faster, is not used. */
export const sample = (lane: Lane, clock: Clock): void => {
  const [aim, least] = [aimOf(clock.resolution), leastOf(clock.resolution)];
  for (;;) {
    const spent = spend(clock, lane.racer, lane.calls);
    if (spent >= least) {
      lane.samples.push((spent * 1e6) / lane.calls);
      return;
    }
    lane.calls = Math.ceil(lane.calls * Math.min(4, Math.max(1.25, aim / spent)));
  }
};

/** Nanoseconds a call of each. `tick` is called before each sample, with whose it is and the share of the race that is done. */
export const race = (
  racers: readonly Racer[],
  clock: Clock,
  budget: Budget,
  tick: (racer: number, done: number) => void,
): readonly Times[] => {
  const lanes = racers.map((racer, i): Lane => {
    tick(i, 0);
    return { racer, calls: callsOf(racer, clock, budget.warmup), samples: [] };
  });
  const next = random(1);
  const start = clock.now();
  const passed = (): number => (clock.now() - start) / budget.race;
  for (let round = 0; round < MOST && (round < FEWEST || passed() < 1); round++)
    for (const i of shuffled([...lanes.keys()], next)) {
      tick(i, Math.min(1, Math.max(passed(), round / MOST)));
      sample(lanes[i] as Lane, clock);
    }
  return lanes.map(({ samples }) => summary(samples));
};
