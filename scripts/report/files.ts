// What is on disk beside what should be.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PICTURES } from "./make.js";

export interface Differences {
  /** Missing, or other than they should be. */
  readonly stale: readonly string[];
  /** Pictures that would not be made. */
  readonly superfluous: readonly string[];
}

export const differences = (root: string, files: ReadonlyMap<string, string>): Differences => {
  const folder = join(root, PICTURES);
  const drawn = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return {
    stale: [...files]
      .filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text)
      .map(([path]) => path),
    superfluous: drawn
      .map((name) => `${PICTURES}${name.replaceAll("\\", "/")}`)
      .filter((path) => path.endsWith(".svg") && !files.has(path))
      .sort(),
  };
};

export const write = (root: string, files: ReadonlyMap<string, string>, { stale, superfluous }: Differences): void => {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? "");
  }
  for (const path of superfluous) rmSync(join(root, path));
};
