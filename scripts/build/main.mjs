// Builds what is not built: the kernels, then the package. A stage runs when its inputs are not those that its outputs were made
// from, or its outputs are not what it left; both as hashes in build/<stage>.sha256.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { optionsOf } from "../usage.mjs";

const { force: isForced } = optionsOf(
  `npm run build [-- --force]

  --force   builds what is built already, too
`,
  { force: { type: "boolean", default: false } },
);
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const filesIn = (path) => {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(`${path}/${name}`)) : [path];
};

/** Of names and contents. */
const hashOf = (paths) => {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn).sort())
    hash.update(`${file}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  return hash.digest("hex");
};

/** What kernels.mjs leaves in build/, beside what other commands put there. */
const modules = () => filesIn("build").filter((file) => /^build\/\w+\.(wasm|wat|d\.ts)$/.test(file));

const stages = [
  {
    name: "kernels",
    inputs: () => [
      "assembly",
      "asconfig.json",
      "package-lock.json",
      ...["main", "kernels", "exports", "constants", "interleave", "fold"].map((name) => `scripts/build/${name}.mjs`),
    ],
    outputs: () => [...modules(), "src/kernels"],
    run: async () => {
      rmSync("src/kernels", { recursive: true, force: true });
      rmSync("build", { recursive: true, force: true });
      await import("./kernels.mjs");
    },
  },
  {
    name: "package",
    inputs: () => [
      "src",
      "tsconfig.json",
      "package.json",
      "package-lock.json",
      "scripts/build/main.mjs",
      "scripts/build/pack.mjs",
      ...modules(),
    ],
    outputs: () => ["dist", "js", "nn", "build/js", "build/types"],
    run: async () => {
      for (const folder of ["dist", "js", "nn"]) rmSync(folder, { recursive: true, force: true });
      rmSync("build/js", { recursive: true, force: true });
      rmSync("build/types", { recursive: true, force: true });
      execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], { stdio: "inherit" });
      await import("./pack.mjs");
    },
  },
];

const done = [];
const start = performance.now();
for (const { name, inputs, outputs, run } of stages) {
  const file = `build/${name}.sha256`;
  const state = () => `${hashOf(inputs())} ${hashOf(outputs())}\n`;
  if (!isForced && existsSync(file) && readFileSync(file, "utf8") === state()) continue;
  rmSync(file, { force: true });
  await run();
  mkdirSync("build", { recursive: true });
  writeFileSync(file, state());
  done.push(name);
}
// Not to stdout, where some of the commands that build first write JSON.
console.error(
  done.length ? `Built the ${done.join(" and the ")} in ${((performance.now() - start) / 1000).toFixed(1)} s.` : "Built already.",
);
