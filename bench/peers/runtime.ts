// Runs the processes of a case in the runtime that is wanted.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { folderOf, isRuntime } from "../../test/packed/runtimes.js";
import { outputOf } from "./child.js";
import type { Answer, Job } from "./job.js";
import type { Bounds } from "./noise.js";
import { runtimeOf } from "./plan.js";
import type { Budget } from "./rounds.js";

/** A case of 4M elements takes a minute with slow libraries. */
const MINUTES = 10;

export interface Runtime {
  readonly name: string;
  readonly flags: readonly string[];
  readonly binary: string;
}

const flagsOf = (name: string): readonly string[] =>
  name === "bun" ? ["run"] : name === "deno" ? ["run", "-A", "--node-modules-dir=manual", "--v8-flags=--expose-gc"] : ["--expose-gc"];

export const findRuntime = async (name: string): Promise<Runtime> => {
  const flags = flagsOf(name);
  if (name === runtimeOf(process.versions.node)) return { name, flags, binary: process.execPath };
  if (!isRuntime(name)) throw new Error(`no runtime ${name}`);
  return { name, flags, binary: resolve(await folderOf(name), name.split(" ")[0] ?? name) };
};

const run = ({ binary, flags }: Pick<Runtime, "binary" | "flags">, program: string, argument: unknown): Promise<string> =>
  outputOf(binary, [...flags, resolve("build", program), JSON.stringify(argument)], MINUTES * 60_000);

export const solve = async (runtime: Runtime, job: Omit<Job, "file">): Promise<Answer> => {
  const folder = resolve("build/peers");
  // Not there before a first run, nor after the kernels were built anew.
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, `answer-${process.pid}.json`);
  rmSync(file, { force: true });
  await run(runtime, "bench-peers-case.mjs", { ...job, file } satisfies Job);
  const answer: Answer = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return answer;
};

/** In that runtime if it is Node, in this one else: the compiler of WebAssembly that measures is no other than V8's then. */
export const measureLimits = async (runtime: Runtime, budget: Budget): Promise<Bounds> => {
  const node = runtime.name.startsWith("node") ? runtime : { binary: process.execPath, flags: flagsOf("node") };
  return JSON.parse(await run(node, "bench-peers-limits.mjs", budget));
};

/** Of the package and of what measures it: figures of other code are no figures of this. */
export const codeHash = (): string => {
  const hash = createHash("sha256");
  for (const file of ["build/bench-peers-case.mjs", "dist/index.js", "dist/shared.js", "dist/nn.js"])
    hash.update(readFileSync(resolve(file)));
  return hash.digest("hex");
};
