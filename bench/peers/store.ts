// Finished cases, a file each, so that a run which was ended goes on where it was; and what is recorded of a whole run.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { rounded, timesOf } from "../record.js";
import type { Limits, PeerCase, Row } from "../recorded.js";
import type { Answer } from "./job.js";

export interface Finished {
  readonly case: PeerCase;
  /** What else has to be the same for it to stand: how long was measured, who, and of which code. */
  readonly under: string;
  readonly answer: Pick<Answer, "runtime" | "engine">;
}

/** A folder for what was measured under the same conditions, lest a quick run takes a whole one's place. */
const folderOf = (runtime: string, under: string): string =>
  resolve("build/peers", runtime.replace(" ", "-"), createHash("sha256").update(under).digest("hex").slice(0, 12));
const fileOf = (runtime: string, name: string, under: string): string =>
  resolve(folderOf(runtime, under), `${name.replace(/′/g, "-gradient").replace(/[^\w-]+/g, "-")}.json`);

export const forget = (runtime: string, name: string, under: string): void => rmSync(fileOf(runtime, name, under), { force: true });

export const recall = (runtime: string, name: string, under: string): Finished | undefined => {
  try {
    const finished: Finished = JSON.parse(readFileSync(fileOf(runtime, name, under), "utf8"));
    return finished.under === under && finished.case.name === name ? finished : undefined;
  } catch {
    return undefined; // none, or none that was written to its end
  }
};

export const keep = (runtime: string, finished: Finished): void => {
  const file = fileOf(runtime, finished.case.name, finished.under);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(finished));
};

/** What is undefined is left out of JSON. */
const row = ({ peer, form, way, times: measured, error, near, faults, why }: Row): Row => ({
  peer,
  form,
  way,
  times: measured && timesOf(measured),
  error: error === undefined ? undefined : rounded(error),
  near: near === undefined ? undefined : rounded(near),
  faults,
  why,
});

export const limitsOf = ({ gflops, cached, memory }: Limits): Limits => ({
  gflops: rounded(gflops),
  cached: rounded(cached),
  memory: rounded(memory),
});

export const caseOf = ({ name, kind, op, length, cols, flops, rows }: PeerCase): PeerCase => ({
  name,
  kind,
  op,
  length,
  cols,
  flops,
  rows: rows.map(row),
});
