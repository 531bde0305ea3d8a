// What was measured of activations and layers: errors, speed, and sizes of bundles.
import type { LayersRun, Machine, PeersRun } from "../../bench/recorded.js";
import { type Row, readResults, ulpIn } from "../../test/exhaustive/results.js";
import { digits, OURS, readRuns } from "../report/results.js";
import { bundled, type Entry } from "../sizes/bundles.js";
import { kilobytes } from "../sizes/gzip.js";

const results = readResults();

/** Rows of RESULTS.md: of each set of parameters that was tried the value, then the derivative. */
export const errorsOf = (name: string): readonly Row[] => results.filter(({ op }) => op === name);

/** "0.5069, at −0.3464833": the greatest, and where it was found. */
export const errorInWords = (row: Row): string => {
  const at = row["its value"];
  return `${row["max ULP"]}${at && ulpIn(row) > 0 ? `, at ${Number(at).toPrecision(7).replace("-", "−")}` : ""}`;
};

export interface Speed {
  /** Nanoseconds an element: in a heap; from one array to another; JavaScript's best loop. */
  readonly heap: number;
  readonly out: number;
  readonly js: number;
  readonly length: number;
  readonly command: string;
  readonly machine: string;
}

const runs = readRuns();

const placeOf = ({ cpu, runtime }: Machine): string => `${cpu}, ${runtime}`;

export const speedOf = (name: string): Speed | undefined => {
  if (!runs.activations) return undefined;
  const { ops, length, command, machine } = runs.activations;
  const found = ops[name];
  return found && { heap: found.heap.median, out: found.out.median, js: found.js.median, length, command, machine: placeOf(machine) };
};

/** How the cases of `npm run bench:layers` and `bench:peers` begin that are of an export, where it is not with its name. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  matmul: ["matrix product"],
  Conv2d: ["Conv2d", "depthwise"],
  MaxPool2d: ["maximum pool"],
  Sequential: ["MLP"],
  SGD: ["a training step"],
};

const ofExports = <T extends { readonly name: string }>(cases: readonly T[], names: readonly string[]): readonly T[] => {
  const starts = names.flatMap((name) => CASES[name] ?? [name]);
  return cases.filter(({ name }) => starts.some((start) => name.startsWith(`${start} `)));
};

export interface LayerSpeed {
  readonly rows: LayersRun["rows"];
  readonly command: string;
  readonly machine: string;
}

/** What was recorded of these exports of relu-simd/nn. */
export const layerSpeedOf = (names: readonly string[]): LayerSpeed | undefined => {
  if (!runs.layers) return undefined;
  const { rows, command, machine } = runs.layers;
  const own = ofExports(rows, names);
  return own.length ? { rows: own, command, machine: placeOf(machine) } : undefined;
};

export interface Share {
  readonly case: string;
  /** Of what the sums may be off by; 0 where no result was. */
  readonly share: number;
  readonly machine: string;
}

/** The greatest error of a layer that comparing it with others found, in the case where it did. */
export const greatestShareOf = (name: string, run: PeersRun | undefined = runs.peers24): Share | undefined => {
  if (!run) return undefined;
  const machine = placeOf(run.machine);
  const layers = run.cases.filter(({ kind }) => kind === "layer");
  const shares = ofExports(layers, [name]).flatMap((one) =>
    one.rows.flatMap(({ peer, error }) =>
      // JSON has null for what is infinitely far off.
      peer === OURS && error !== undefined ? { case: one.name, share: error ?? Number.POSITIVE_INFINITY, machine } : [],
    ),
  );
  return shares.sort((one, other) => other.share - one.share)[0];
};

/** "0.0041 of [the bound], at Linear 256→256, 64 rows (`npm run bench:peers`, AMD EPYC, Node 24.21.0)" */
export const shareInWords = ({ case: at, share, machine }: Share): string =>
  `${share === 0 ? "none" : `${digits(share)} of [the bound](../nn.md#numbers), at ${at}`} (\`npm run bench:peers\`, ${machine})`;

/** "5.0 kB" */
export const sizeOf = async (entry: Entry, name: string): Promise<string> => `${kilobytes(await bundled(entry, name))} kB`;

/** How much importing each of these from an entry adds to a program. */
export const sizesOf = async (entry: Entry, names: readonly string[]): Promise<string> => {
  const sizes = await Promise.all(names.map((name) => sizeOf(entry, name)));
  const each = names.map((name, i) => `\`import { ${name} }\` is ${sizes[i]}`);
  return `${each.join(", ")}, minified and gzipped, ${names.length > 1 ? "each " : ""}with all that runs it.`;
};
