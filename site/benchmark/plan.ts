// What is to be measured, and how long that takes.
import type { FloatType } from "../../bench/ops.js";
import { flag, listOf, oneOf, type State } from "../shared/state.js";
import type { Job } from "./messages.js";
import type { Budget } from "./rounds.js";

export const SIZES = [16, 64, 256, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22];
const types = ["f32", "f64"] as const satisfies readonly FloatType[];

const size = oneOf(
  "16384",
  SIZES.map((length) => `${length}`),
);

/** What is chosen, as it stands in the address. */
export const fieldsOf = (names: readonly string[]) => ({
  ops: listOf(oneOf("relu", names), ["relu", "sigmoid", "gelu", "softmax"], { max: names.length }),
  sizes: listOf(size, ["64", "1024", "16384", "262144", "1048576"], { max: SIZES.length }),
  type: oneOf<FloatType>("f32", types),
  tfjs: flag(false),
});
export type Choice = State<ReturnType<typeof fieldsOf>>;

/** The first look: relu at one size, in a few seconds. */
export const FIRST: Omit<Job, "tfjs"> = { op: "relu", type: "f32", lengths: [1 << 14], budget: { race: 1500, warmup: 40 } };
const THOROUGH: Budget = { race: 1000, warmup: 50 };

/** A job, and so a worker, for each function: engines learn from all that ran before. */
export const jobsOf = ({ ops, sizes, type, tfjs }: Choice): readonly Job[] => {
  const lengths = [...new Set(sizes.map(Number))].sort((a, b) => a - b);
  return lengths.length ? [...new Set(ops)].map((op) => ({ op, type, lengths, budget: THOROUGH, tfjs })) : [];
};

/** Seconds, roughly: to start, and at each size six contenders to warm up and to race. */
const [START, CONTENDERS] = [0.6, 6];
export const secondsOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { lengths, budget }) => sum + START + (lengths.length * (budget.race + CONTENDERS * budget.warmup)) / 1000, 0);

export const timeInWords = (seconds: number): string =>
  seconds < 90 ? `about ${Math.ceil(seconds / 5) * 5} seconds` : `about ${Math.round(seconds / 60)} minutes`;

/** The share of a run that is done: jobs take as long as their sizes are many. */
export const shareDone = (jobs: readonly Job[], current: number, within: number): number => {
  const weights = jobs.map(({ lengths }) => lengths.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const before = weights.slice(0, current).reduce((sum, weight) => sum + weight, 0);
  return total ? Math.min(1, (before + (weights[current] ?? 0) * within) / total) : 1;
};
