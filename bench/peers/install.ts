// The libraries, installed beside their lock file where they are not there yet, or not those of the lock.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { FOLDER } from "./load.js";

/** npm writes it at the end of an installation. */
const INSTALLED = resolve(FOLDER, "node_modules/.package-lock.json");
const LOCK = resolve(FOLDER, "package-lock.json");

export const install = (): void => {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return;
  process.stderr.write("installs what is measured beside, some 600 MB\n");
  // Without scripts: one of them fetches GPU code that is not wanted.
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: FOLDER,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
};

/** As package.json pins them. */
export const versions = (): Readonly<Record<string, string>> => {
  const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(resolve(FOLDER, "package.json"), "utf8"),
  );
  return dependencies;
};
