// From the command line to what is to be measured, and how long that will take.
import { parseArgs } from "node:util";
import { backend } from "relu-simd";
import type { Signs } from "./data.js";
import type { Budget } from "./harness.js";
import { activations, type FloatType } from "./ops.js";
import { UsageError } from "./usage.js";

/** Of these, short arrays are recorded: bits, a multiplication, exponentials, a row. */
const RECORDED_SHORT = ["relu", "leakyRelu", "sigmoid", "softmax"];

export const USAGE = `npm run bench -- [options]

  --op relu,hardswish     activations, or all: ${[...activations.keys()].join(", ")}. Default relu
  --size 8,1k,4M          lengths of arrays; leaves out the sections on short arrays and on the price of a call
  --signs random          or positive, or random,positive, which is the default
  --type f32              or f64, or f32,f64. Default f32
  --quick                 a few milliseconds a contender: does it all run? Its figures mean little
  --table                 a table in Markdown: one row an activation, 16k elements, random signs
  --json                  JSON, and nothing else, to stdout
  --record                writes bench/results/sizes.json: relu at all sizes, and short arrays of ${RECORDED_SHORT.join(", ")};
                          with --table bench/results/activations.json. Goes with --quick and --json alone
`;

const SIZES = "1,8,64,1k,4k,16k,256k,4M,16M";
const SHORT = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];
const CALLS = [1, 2, 4, 8, 16];

const FULL: Budget = { rounds: 11, turn: 25, warmup: 25, tierUp: 20_000 };
const QUICK: Budget = { rounds: 3, turn: 2, warmup: 3, tierUp: 2_000 };

export type Output = "text" | "table" | "json";

export interface Plan {
  readonly ops: readonly string[];
  /** Those whose short arrays are measured. */
  readonly shortOps: readonly string[];
  readonly types: readonly FloatType[];
  readonly signs: readonly Signs[];
  readonly lengths: readonly number[];
  readonly short: readonly number[];
  readonly calls: readonly number[];
  readonly budget: Budget;
  readonly output: Output;
  /** Where results go besides. */
  readonly recorded?: "activations" | "sizes" | undefined;
}

const list = <T extends string>(option: string, given: string, known: readonly T[]): readonly T[] =>
  given.split(",").map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined) throw new UsageError(`--${option}: ${word} is none of ${known.join(", ")}`);
    return found;
  });

const parseLength = (text: string): number => {
  const [, number, unit] = /^([1-9]\d*)([kM]?)$/.exec(text) ?? [];
  if (!number) throw new UsageError(`--size: ${text} is no length such as 8, 1k or 4M`);
  return Number(number) * (unit === "M" ? 1 << 20 : unit === "k" ? 1 << 10 : 1);
};

export const parsePlan = (args: readonly string[]): Plan | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      op: { type: "string" },
      size: { type: "string" },
      signs: { type: "string" },
      type: { type: "string", default: "f32" },
      quick: { type: "boolean", default: false },
      table: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const { quick, table, size, record } = values;
  // One whole run, or figures of different machines and commits would stand side by side as if they were of one.
  if (record && quick) throw new UsageError("--record: figures of --quick mean little");
  if (record && (values.op ?? size ?? values.signs) !== undefined)
    throw new UsageError("--record measures what is recorded; no --op, --size or --signs");
  if (record && values.type !== "f32") throw new UsageError("--record: float32 is recorded");
  const op = values.op ?? (table ? "all" : "relu");
  const names = [...activations.keys()];
  const ops = op === "all" ? names : list("op", op, names);
  const whole = size === undefined && !table;
  return {
    ops,
    shortOps: record ? RECORDED_SHORT : ops,
    types: list("type", values.type, ["f32", "f64"]),
    signs: list("signs", values.signs ?? (quick || table || record ? "random" : "random,positive"), ["random", "positive"]),
    lengths: (size ?? (table ? "16k" : quick ? "8,1k,16k" : SIZES)).split(",").map(parseLength),
    short: whole ? (quick ? [1, 8, 64] : SHORT) : [],
    calls: whole && !record && backend === "wasm" ? (quick ? [1, 16] : CALLS) : [],
    budget: quick ? QUICK : FULL,
    output: values.json ? "json" : table ? "table" : "text",
    recorded: record ? (table ? "activations" : "sizes") : undefined,
  };
};

/** Rounds of races, for the progress bar: two races a short length, on one array and on many. */
export const roundsOf = ({ ops, shortOps, types, signs, lengths, short, calls, budget }: Plan): number =>
  types.length * (ops.length * (signs.length * lengths.length + calls.length) + shortOps.length * 2 * short.length) * budget.rounds;

/** Roughly how long it takes. Turns have their length unless a single call is longer: 7 ns an element for loops, 1 for others. */
export const secondsOf = ({ ops, shortOps, types, signs, lengths, short, calls, budget }: Plan): number => {
  const { rounds, turn, warmup } = budget;
  const turns = (count: number, ns: number, length: number): number => count * (warmup + rounds * Math.max(turn, (ns * length) / 1e6));
  // Four loops and five others, each of which is checked at first, 100 ns an element.
  const race = (length: number): number => turns(4, 7, length) + turns(5, 1, length) + (9 * 100 * Math.max(length, 1 << 16)) / 1e6;
  const sum = lengths.reduce((ms, length) => ms + race(length), 0) * signs.length + calls.length * race(64) * 0.3;
  return (types.length * (ops.length * sum + shortOps.length * short.length * race(64))) / 1000;
};
