// Where figures come from: without it they mean nothing.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { backend } from "relu-simd";

const root = fileURLToPath(new URL("..", import.meta.url));

const git = (...args: readonly string[]): string | undefined => {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined; // no git, or no checkout: an installed package has neither
  }
};

const versionOf = (manifest: string): string => {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL(manifest, import.meta.url), "utf8"));
  return version;
};

const commit = git("rev-parse", "--short", "HEAD");

export const environment = {
  package: versionOf("../package.json"),
  commit: commit && `${commit}${git("status", "--porcelain", "--", "src", "assembly") ? " + changes" : ""}`,
  backend,
  node: process.versions.node,
  v8: process.versions.v8,
  tinybench: versionOf("../node_modules/tinybench/package.json"),
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
  date: new Date().toISOString(),
} as const;

export type Environment = typeof environment;
