// Each contender alone in a folder below the temporary one, as `npm install` leaves it; peers once, whatever the package is.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute } from "../../test/packed/execute.js";
import type { Contender } from "./contenders.js";

const peersFile = new URL("../peers/package.json", import.meta.url);

const npmInstall = async (folder: string, packages: readonly string[]): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await execute("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", ...packages], folder);
};

/** With the versions of bench/peers/package.json, which have a lock there. */
const versionsOf = (packages: readonly string[]): readonly string[] => {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(readFileSync(peersFile, "utf8"));
  return packages.map((name) => {
    const version = dependencies[name];
    if (!version) throw new Error(`bench/peers/package.json has no ${name}`);
    return `${name}@${version}`;
  });
};

/** The folder that holds it. `parent` is for the package itself, packed into `tarball`. */
export const install = async ({ packages }: Contender, tarball: string, parent: string): Promise<string> => {
  if (packages.includes("relu-simd")) {
    const folder = join(parent, "relu-simd");
    if (!existsSync(folder)) await npmInstall(folder, [tarball]);
    return folder;
  }
  const wanted = versionsOf(packages);
  const folder = join(tmpdir(), "relu-simd-cold", wanted.join("+").replaceAll("/", "-"));
  if (!existsSync(folder)) {
    // Under another name until it is whole.
    const unfinished = `${folder}.${process.pid}`;
    await npmInstall(unfinished, wanted);
    if (existsSync(folder)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, folder);
  }
  return folder;
};

/** A package that holds nothing: what finding and loading any package takes. */
export const makeEmpty = (parent: string): string => {
  const folder = join(parent, "empty");
  const own = join(folder, "node_modules/empty");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  writeFileSync(join(own, "package.json"), '{ "name": "empty", "type": "module", "exports": "./index.js" }');
  writeFileSync(join(own, "index.js"), "export const relu = ([a, b]) => [Math.max(a, 0), b];");
  return folder;
};

export const installedVersion = (folder: string, { packages }: Contender): string =>
  JSON.parse(readFileSync(join(folder, "node_modules", packages.at(-1) ?? "", "package.json"), "utf8")).version;

/** Bytes of all files in node_modules but npm's own notes. */
export const installedBytes = (folder: string): number =>
  readdirSync(join(folder, "node_modules"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ".package-lock.json")
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
