// The suite in these browsers, by the project of each in vitest.config.ts.
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import type { Name } from "./browsers.js";

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

export const runSuite = async (names: readonly Name[]): Promise<ReadonlyMap<Name, Outcome>> => {
  const config = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
  const vitest = await startVitest("test", [], { config, watch: false, project: [...names], reporters: ["default"] });
  const modules = vitest.state.getTestModules();
  const outcomes = names.map((name) => {
    const own = modules.filter(({ project }) => project.name.startsWith(name));
    const tests = own.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    // A file that can't be loaded, or stops halfway, has fewer tests than it should and is no success either.
    const failed = tests.length - passed + own.filter((module) => !module.ok() && module.children.size === 0).length;
    return [name, { passed, failed }] as const;
  });
  // Errors outside of any test, such as an unhandled rejection.
  const stray = vitest.state.getUnhandledErrors();
  for (const error of stray) console.error(error);
  await vitest.close();
  return new Map(outcomes.map(([name, { passed, failed }]) => [name, { passed, failed: failed + stray.length || Number(passed === 0) }]));
};
