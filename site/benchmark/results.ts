// What was measured, and what follows from it.
import type { FloatType } from "../../bench/ops.js";
import type { Times } from "../../bench/recorded.js";

/** Whose: a plain loop, another loop, the package's plain JavaScript, the package, the same in a heap, TensorFlow.js. */
export const roles = ["naive", "branchless", "js", "out", "resident", "tfjs", "tfjsResident"] as const;
export type Role = (typeof roles)[number];

/** Nanoseconds an element. */
export interface Entry extends Times {
  readonly label: string;
  readonly role: Role;
  /** Greatest error found within ±20, in ULP; 2²⁴ is the most. None where there is no truth to compare with. */
  readonly error?: number | undefined;
}

export interface Result {
  readonly op: string;
  readonly type: FloatType;
  readonly length: number;
  readonly entries: readonly Entry[];
}

export interface Machine {
  readonly browser: string;
  readonly engine: string;
  readonly system: string;
  readonly cores: number;
  readonly backend: "wasm" | "js";
  readonly isolated: boolean;
  /** The clock's step in milliseconds. */
  readonly resolution: number;
}

export interface Report {
  readonly machine: Machine;
  /** 2026-01-31 */
  readonly date: string;
  readonly results: readonly Result[];
}

/** From here on no digit of a float32 is right. */
export const WORST = 2 ** 24;

/** relu-simd as it is usually called: from and to ordinary arrays. */
export const oursOf = ({ entries }: Result): Entry | undefined =>
  entries.find(({ role }) => role === "out") ?? entries.find(({ role }) => role === "js");

const fastest = (entries: readonly Entry[]): Entry | undefined => [...entries].sort((a, b) => a.median - b.median)[0];

/** The fastest loop, plain or not. */
export const bestLoopOf = ({ entries }: Result): Entry | undefined =>
  fastest(entries.filter(({ role }) => role === "naive" || role === "branchless"));

const isOneKind = (a: Result, b: Result): boolean => a.op === b.op && a.type === b.type;

/** A measurement takes the place of an earlier one of the same. Sizes of a function stand together, in order. */
export const withResult = (results: readonly Result[], result: Result): readonly Result[] => {
  const others = results.filter((one) => !(isOneKind(one, result) && one.length === result.length));
  const kind = [...others.filter((one) => isOneKind(one, result)), result].sort((a, b) => a.length - b.length);
  const first = others.findIndex((one) => isOneKind(one, result));
  const rest = others.filter((one) => !isOneKind(one, result));
  return first < 0 ? [...rest, ...kind] : [...rest.slice(0, first), ...kind, ...rest.slice(first)];
};

/** Three digits that count. */
export const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

export const errorInWords = (error: number | undefined): string => {
  if (error === undefined) return "–";
  if (error >= WORST) return "≥ 2²⁴";
  return error >= 1000 ? Math.round(error).toLocaleString("en") : String(Number(error.toPrecision(2)));
};

/** How many times as long as relu-simd an entry takes. */
export const timesOurs = (result: Result, { median }: Entry): number => median / (oursOf(result)?.median ?? Number.NaN);

/** The fastest first. */
export const ranked = ({ entries }: Result): readonly Entry[] => [...entries].sort((a, b) => a.median - b.median);

/** What a result comes to, for people; nothing where nobody was to compare with. */
export const headline = (result: Result): string => {
  const [ours, loop] = [oursOf(result), bestLoopOf(result)];
  if (!ours || !loop) return "";
  const [slow, fast] = ours.median < loop.median ? [loop.median, ours.median] : [ours.median, loop.median];
  const times = `${digits(slow / fast)} times as ${fast === ours.median ? "long" : "fast"}`;
  return `${result.op} takes ${digits(ours.median)} ns an element. The fastest loop of JavaScript takes ${digits(loop.median)}, ${times}.`;
};
