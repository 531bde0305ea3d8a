// What was measured of activations: errors over all inputs, speed, and sizes of bundles.
import { type Row, readResults, ulpIn } from "../../test/exhaustive/results.js";
import { readRuns } from "../report/results.js";
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

export const speedOf = (name: string): Speed | undefined => {
  if (!runs.activations) return undefined;
  const { ops, length, command, machine } = runs.activations;
  const found = ops[name];
  const where = `${machine.cpu}, ${machine.runtime}`;
  return found && { heap: found.heap.median, out: found.out.median, js: found.js.median, length, command, machine: where };
};

/** "5.0 kB" */
export const sizeOf = async (entry: Entry, name: string): Promise<string> => `${kilobytes(await bundled(entry, name))} kB`;
