// What was recorded in bench/results/, and how its figures are written: the same in README, pages and pictures.
import { existsSync, readFileSync } from "node:fs";
import { format } from "d3-format";
import type {
  ActivationsRun,
  ColdRun,
  LayersRun,
  ListsRun,
  Machine,
  PeerCase,
  PeersRun,
  Row,
  Run,
  SizesRun,
  Way,
} from "../../bench/recorded.js";
import type { Bundles } from "../sizes/bundles.js";

/** All runs; those that are not recorded are undefined. */
export interface Runs {
  readonly activations?: ActivationsRun | undefined;
  readonly sizes?: SizesRun | undefined;
  readonly layers?: LayersRun | undefined;
  readonly peers24?: PeersRun | undefined;
  readonly peers20?: PeersRun | undefined;
  readonly cold?: ColdRun | undefined;
  readonly lists?: ListsRun | undefined;
  /** Not recorded, but measured as the pages are made: of the package as it is built. */
  readonly bundles?: Bundles | undefined;
}

const files: Readonly<Record<Exclude<keyof Runs, "bundles">, string>> = {
  activations: "activations.json",
  sizes: "sizes.json",
  layers: "layers.json",
  peers24: "peers-node24.json",
  peers20: "peers-node20.json",
  cold: "cold.json",
  lists: "lists.json",
};

const recorded = new URL("../../bench/results/", import.meta.url);

export const readRuns = (folder: URL = recorded): Runs =>
  Object.fromEntries(
    Object.entries(files).flatMap(([run, name]) => {
      const file = new URL(name, folder);
      return existsSync(file) ? [[run, JSON.parse(readFileSync(file, "utf8"))]] : [];
    }),
  );

/** Two digits that count, whole numbers above: 0.083, 1.4, 24, 1,234. */
export const digits = (value: number, count = 2): string =>
  Math.abs(value) >= 10 ** (count - 1) ? whole(value) : Number.parseFloat(value.toPrecision(count)).toPrecision(count);

export const whole: (value: number) => string = format(",.0f");

/** 64, 1k, 256k, 4M */
export const count = (length: number): string =>
  length < 1024 || length % 1024 ? whole(length) : length % (1 << 20) ? `${length >> 10}k` : `${length >> 20}M`;

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

const MIB = 1 << 20;
export const bytes = (size: number): string =>
  size < 1e3 ? `${size} B` : size < MIB ? `${digits(size / 1e3)} kB` : `${digits(size / 1e6)} MB`;

/** From here on no digit of a float32 is right: a result that was flushed to 0, or worse. */
export const LOST = 2 ** 24;
/** Recorded figures have four digits. */
const ALMOST = 0.999;

/** Errors in ULP: 0, 0.51, 38, 2.4 million. JSON knows no infinity: null, for where the one is a number and the other is none. */
export const ulp = (error: number | null | undefined): string => {
  if (error === undefined) return "–";
  if (error === null || error >= LOST * ALMOST) return "≥ 2²⁴";
  if (error >= 1e6) return `${digits(error / 1e6)} million`;
  return error < 10 ? String(Number(error.toPrecision(2))) : whole(error);
};

/** "AMD EPYC, Node 24.21.0, V8 13.6, commit 1234567" */
export const machineIn = ({ cpu, runtime, engine, commit }: Machine): string =>
  [cpu, runtime, engine, commit && `commit ${commit}`].filter(Boolean).join(", ");

/** "Node 24" */
export const runtimeIn = ({ machine }: Run): string => machine.runtime.split(".")[0] as string;

/** The command and where it ran, for the line below a table. */
export const source = ({ command, machine }: Run): string => `\`${command}\`, ${machineIn(machine)}`;

/** Those that take part, as readers know them, in the order in which they are shown. */
export const contenders: readonly (readonly [peer: string, label: string])[] = [
  ["relu-simd", "relu-simd"],
  ["JavaScript", "JavaScript"],
  ["@tensorflow/tfjs-backend-wasm", "tfjs wasm"],
  ["@tensorflow/tfjs-backend-cpu", "tfjs cpu"],
  ["onnxruntime-web", "ort-web"],
  ["onnxruntime-node", "ort-node"],
  ["@jax-js/jax", "jax-js"],
  ["numpy-ts", "numpy-ts"],
  ["@litertjs/core", "litert"],
  ["native", "native"],
  ["copy", "copy"],
];

export const OURS = "relu-simd";
export const JAVASCRIPT = "JavaScript";
/** What nobody calls from JavaScript: limits. */
export const limitsOnly: readonly string[] = ["native", "copy"];

export const labelOf = (peer: string): string => contenders.find(([name]) => name === peer)?.[1] ?? peer;

/** Those of a run that were measured at least once, in the order above; unknown ones come last. */
export const measuredIn = (cases: readonly PeerCase[]): readonly string[] => {
  const present = new Set(cases.flatMap(({ rows }) => rows.filter(({ times }) => times).map(({ peer }) => peer)));
  const known = contenders.map(([peer]) => peer);
  return [...known.filter((peer) => present.has(peer)), ...[...present].filter((peer) => !known.includes(peer)).sort()];
};

export type Measured = Row & { readonly times: NonNullable<Row["times"]> };

const isMeasured = (row: Row): row is Measured => row.times !== undefined;

/** The fastest form of a contender at a case, of those that are wanted. */
export const fastest = (
  one: PeerCase | undefined,
  peer: string,
  way: Way,
  isWanted: (row: Row) => boolean = () => true,
): Measured | undefined =>
  one?.rows
    .filter(isMeasured)
    .filter((row) => row.peer === peer && row.way === way && isWanted(row))
    .sort((row, other) => row.times.median - other.times.median)[0];

/** Nanoseconds an element. */
export const perElement = (one: PeerCase, row: Measured): number => row.times.median / one.length;

/** Where activations are used: within ±20. Beyond that are tails, whose faults are told by name. null is infinite. */
export const errorOf = ({ near, error }: Row): number | null | undefined => (near === undefined ? error : near);

/** The length at which all activations are compared. */
export const COMPARED = 16_384;

/** As many whole rows as there are of so many elements. */
const isOf = (length: number, one: PeerCase): boolean => one.length === length - (length % (one.cols || 1));

/** An activation's case at a length: of the row-wise the one with most columns. */
export const caseOf = (run: PeersRun | undefined, op: string, length = COMPARED, kind: PeerCase["kind"] = "value"): PeerCase | undefined =>
  run?.cases
    .filter((one) => one.kind === kind && one.op === op && isOf(length, one))
    .sort((one, other) => (other.cols ?? 0) - (one.cols ?? 0))[0];

/** Products and sums that the machine could do at most, of before and after the run the greater. */
export const peakOf = ({ limits }: PeersRun): number => Math.max(...limits.map(({ gflops }) => gflops));

/** Of all activations, those that people use most and others have: README and pictures compare them. */
export const compared: readonly string[] = [
  "relu",
  "leakyRelu",
  "hardswish",
  "elu",
  "selu",
  "sigmoid",
  "tanh",
  "silu",
  "gelu",
  "mish",
  "softplus",
  "softmax",
];
