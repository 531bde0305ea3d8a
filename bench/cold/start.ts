// From `import` to the first result, each in a fresh process.
//
// Contenders take turns in rounds, in another order each; an empty package is one of them, and what it takes is taken off: finding and
// loading any package. Processes are new, files are not: they are in the system's cache after the first round, which is not counted.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../test/packed/execute.js";
import { random, shuffled } from "../random.js";
import type { Times } from "../recorded.js";
import { summary } from "../summary.js";

export interface Starter {
  readonly name: string;
  readonly folder: string;
  /** Leaves its result in `y`. */
  readonly first: string;
}

/** How a runtime runs a file. */
export interface Launcher {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const FILE = "first.mjs";

/** Time is taken before anything is checked. It ends the process itself: peers leave workers behind. */
const programOf = (first: string): string => `import process from "node:process";
import { Buffer } from "node:buffer";
const x = new Float32Array([-1, 2]);
const start = performance.now();
${first}
const ms = performance.now() - start;
if (String(Array.from(y)) !== "0,2") throw new Error(\`gives \${y}\`);
console.log(\`ms \${ms}\`);
process.exit();
`;

/** One process. */
const sample = async ({ folder, name }: Starter, { command, args, env }: Launcher): Promise<number> => {
  const printed = await execute(command, [...args, FILE], folder, env);
  const [, ms] = /^ms (\S+)$/m.exec(printed) ?? [];
  if (ms === undefined) throw new Error(`${name} printed ${printed}`);
  return Number(ms);
};

/** Milliseconds beyond an empty package's, or why there are none. */
export const measureStarts = async (
  starters: readonly Starter[],
  empty: Starter,
  launcher: Launcher,
  rounds: number,
  tick: () => void,
): Promise<ReadonlyMap<string, Times | string>> => {
  const results = new Map<string, Times | string>();
  const running: Starter[] = [];
  for (const starter of [empty, ...starters]) {
    // A folder may hold two: relu-simd and relu-simd/js. The file is written again before each process.
    try {
      writeFileSync(join(starter.folder, FILE), programOf(starter.first));
      await sample(starter, launcher);
      running.push(starter);
    } catch (error) {
      if (starter === empty) throw error;
      results.set(starter.name, reasonIn(error));
    }
  }
  const samples = new Map(running.map(({ name }) => [name, [] as number[]]));
  const next = random(1);
  for (let round = 0; round < rounds; round++) {
    for (const starter of shuffled(running, next)) {
      writeFileSync(join(starter.folder, FILE), programOf(starter.first));
      samples.get(starter.name)?.push(await sample(starter, launcher));
    }
    tick();
  }
  const nothing = samples.get(empty.name) ?? [];
  for (const { name } of running) {
    const beyond = (samples.get(name) ?? []).map((ms, round) => ms - (nothing[round] ?? Number.NaN));
    if (name !== empty.name) results.set(name, summary(beyond));
  }
  return results;
};

/** The line of a failed process's output that says what is wrong, without the paths of this machine. */
const reasonIn = (error: unknown): string => {
  const lines = `${error instanceof Error ? error.message : error}`.split("\n").slice(1);
  const line = lines.find((text) => /error|refused|cannot/i.test(text)) ?? lines[0] ?? "does not start";
  return line
    .trim()
    .replace(/(file:\/\/)?\/\S+\//g, "")
    .slice(0, 120);
};
