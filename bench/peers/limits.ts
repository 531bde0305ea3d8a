// The process that measures what the machine can do at most, and whether somebody else is at work on it. Answers with JSON on stdout.
import { cpus } from "node:os";
import { limits } from "../layers/limits.js";
import type { Limits } from "../recorded.js";
import { type Budget, rounds } from "./rounds.js";

export interface Bounds extends Limits {
  /** Cores that others kept busy meanwhile. */
  readonly others: number;
}

/** Milliseconds of all cores in which they were not idle. */
const busy = (): number => cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const main = async (budget: Budget): Promise<void> => {
  const all = limits();
  const [start, before] = [performance.now(), busy() - own()];
  const times = await rounds(
    all.map(({ racer }) => ({ call: () => racer.run(1), run: (calls: number) => racer.run(calls) })),
    budget,
    () => {},
  );
  const others = Math.max(0, (busy() - own() - before) / (performance.now() - start));
  const [gflops = 0, cached = 0, memory = 0] = all.map(({ work }, i) => work / (times[i]?.median ?? Number.NaN));
  const bounds: Bounds = { gflops, cached, memory, others };
  process.stdout.write(JSON.stringify(bounds));
};

await main(JSON.parse(process.argv[2] ?? "") as Budget);
