// What an interrupted run has done already: .cache/exhaustive.json, segment by segment. A key names all that a tally depends on, so a
// changed kernel, reference or stride starts anew.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sha256 } from "../support/hash.js";
import type { Tally } from "../support/sweep.js";

export interface Progress {
  readonly done: readonly number[];
  readonly tally: Tally;
}

const folder = fileURLToPath(new URL("../../.cache/", import.meta.url));
const file = `${folder}exhaustive.json`;

/** The sources that decide what is counted, beside the kernel. */
const measure = sha256(
  ...["../support/mills.ts", "../support/reference.ts", "../support/sweep.ts", "../support/ulp.ts", "./job.ts"].map((name) =>
    readFileSync(new URL(name, import.meta.url)),
  ),
);

export const keyOf = (...parts: readonly (string | number)[]): string => [...parts, measure].join(" ");

/** JSON has no infinity, which is the error of a wrong zero: as text it survives. */
const asText = (_: string, value: unknown): unknown => (value === Number.POSITIVE_INFINITY ? "Infinity" : value);
const asNumber = (_: string, value: unknown): unknown => (value === "Infinity" ? Number.POSITIVE_INFINITY : value);

const read = (): Record<string, Progress> => {
  try {
    return JSON.parse(readFileSync(file, "utf8"), asNumber);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
};

export const progressOf = (key: string): Progress | undefined => read()[key];

/** Undefined: the job is finished. Renamed into place, so that a run killed while writing leaves the file as it was. */
export const saveProgress = (key: string, progress: Progress | undefined): void => {
  const { [key]: _, ...others } = read();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(progress ? { ...others, [key]: progress } : others, asText, 1)}\n`);
  renameSync(`${file}.new`, file);
};
