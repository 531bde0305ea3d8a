// What the first result costs in a fresh process: npm run test:packed -- --start
//
// From `import` to the value of relu, next to a package that holds nothing: the rest is what finding and loading any package
// takes. Each sample is a process; the packages take turns. Figures mean something on a machine that does nothing else.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { execute } from "./execute.js";
import type { Project } from "./project.js";
import type { Runtime } from "./runtimes.js";

const ROUNDS = 31;
const runtimes: readonly Runtime[] = ["node 20", "node 22", "node 24", "node 26"];
const packages = ["empty", "relu-simd", "relu-simd/js"] as const;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

export const measureStart = async (project: Project): Promise<string> => {
  const empty = join(project.folder, "node_modules/empty");
  mkdirSync(empty);
  writeFileSync(join(empty, "package.json"), '{ "name": "empty", "type": "module", "exports": "./index.js" }');
  writeFileSync(join(empty, "index.js"), "export const relu = () => {};");

  const table = new Table({
    head: ["import to first relu, ms", ...packages, "relu-simd beyond empty"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [] },
  });
  for (const runtime of runtimes) {
    const environment = await project.environment(runtime);
    const times = packages.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, name] of packages.entries())
        times[i]?.push(Number(await execute("node", ["smoke/first.mjs", name], project.folder, environment)));
    const medians = times.map(median);
    table.push(
      [runtime, ...medians, (medians[1] as number) - (medians[0] as number)].map((cell) =>
        typeof cell === "number" ? cell.toFixed(2) : cell,
      ),
    );
  }
  return table.toString();
};
