// Where the working tree stands in git.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8" }).trim();

/** The commit, marked if the code differs from it, and its date. */
export const commit = (): { readonly hash: string; readonly date: string } => ({
  hash: git("rev-parse", "--short=7", "HEAD") + (git("status", "--porcelain", "--", "src", "assembly") && "+"),
  date: git("show", "--no-patch", "--format=%cs", "HEAD"),
});
