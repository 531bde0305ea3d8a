// Where figures come from: without it they mean nothing. It imports nothing of the package, so that any process may ask.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { Machine } from "./recorded.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const git = (...args: readonly string[]): string | undefined => {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined; // no git, or no checkout: an installed package has neither
  }
};

const commitOf = (): string | undefined => {
  const commit = git("rev-parse", "--short", "HEAD");
  return commit && `${commit}${git("status", "--porcelain", "--", "src", "assembly") ? " + changes" : ""}`;
};

/** A package's version, by its package.json's path below the root. */
export const versionOf = (manifest: string): string => {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL(`../${manifest}`, import.meta.url), "utf8"));
  return version;
};

/** What of a process says where its figures come from. */
interface Runtime {
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
}

/** Node, Bun or Deno, and what compiles in it. */
const engines = ({ bun, deno, node, v8, webkit }: Runtime["versions"]): { readonly runtime: string; readonly engine: string } => {
  if (bun) return { runtime: `Bun ${bun}`, engine: `JavaScriptCore ${webkit ?? ""}`.trim() };
  return { runtime: deno ? `Deno ${deno}` : `Node ${node}`, engine: `V8 ${v8}` };
};

const loadNow = (): number => loadavg()[0] ?? Number.NaN;
const loadBefore = loadNow();

/** What a process runs on, this one or one of its children; its load before is of when this file was loaded, its load after is of now. */
export const machine = ({ versions, execArgv }: Runtime = process): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
  ...engines(versions),
  flags: [...(process.env["NODE_OPTIONS"]?.split(/\s+/).filter(Boolean) ?? []), ...execArgv],
  package: versionOf("package.json"),
  commit: commitOf(),
  date: new Date().toISOString(),
  load: [loadBefore, loadNow()],
});

/** More processes than this wanted to run beside the one that measures: figures mean little. */
const QUIET = 0.5;
/** Were others at work before the run? */
export const isBusy = ({ load: [before] }: Pick<Machine, "load">): boolean => before > QUIET;
export const BUSY = "Other processes were at work: these figures mean little.";

/** One line, for people. */
export const describeMachine = ({ cpu, cores, platform, runtime, engine, flags, package: version, commit, date, load }: Machine): string =>
  [
    `relu-simd ${version}${commit ? ` (${commit})` : ""}`,
    [runtime, engine, ...flags].join(", "),
    `${cpu}, ${cores} cores, ${platform}`,
    `load ${load.map((one) => one.toFixed(1)).join(" → ")}`,
    date,
  ].join(" · ");
