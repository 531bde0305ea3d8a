// Writes what a run found to bench/results/, where README, pages and pictures take it from.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Run, Times } from "./recorded.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Four digits: more say nothing, and make two runs' files differ more than they do. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** Rounded, without what else there is of them; of one element where `work` is as many. */
export const timesOf = ({ median, p10, p90 }: Times, work = 1): Times => ({
  median: rounded(median / work),
  p10: rounded(p10 / work),
  p90: rounded(p90 / work),
});

/** What fits into a line in one, so that the difference between two runs can be read: a row each. */
const LINE = 320;
export const asJson = (value: unknown, indent = ""): string => {
  const flat = JSON.stringify(value);
  if (flat.length <= LINE || typeof value !== "object" || value === null) return flat;
  const inner = `${indent} `;
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + asJson(one, inner)).join(",\n")}\n${indent}]`;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{\n${entries.map(([key, one]) => `${inner}${JSON.stringify(key)}: ${asJson(one, inner)}`).join(",\n")}\n${indent}}`;
};

/** `name`.json, in the order of the run's keys. Returns its path from the root. */
export const record = (name: string, run: Run): string => {
  const file = `bench/results/${name}.json`;
  mkdirSync(`${root}bench/results`, { recursive: true });
  writeFileSync(root + file, `${asJson(run)}\n`);
  return file;
};
