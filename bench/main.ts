// The benchmark: npm run bench -- --help
//
// package.json bundles it for plain Node: loaders of TypeScript and of CommonJS grow a WebAssembly memory of theirs, which detaches
// its buffer, and from the first detached buffer on V8 runs every loop over typed arrays 1 ns an element slower.
import { SingleBar } from "cli-progress";
import { Heap } from "relu-simd";
import { contendersOf, takes } from "./contenders.js";
import { formatLength, heapBytes } from "./data.js";
import { machine } from "./environment.js";
import { type Plan, parsePlan, roundsOf, secondsOf, USAGE } from "./plan.js";
import { record } from "./record.js";
import { activationsRun, sizesRun } from "./recording.js";
import { asJson, asMarkdown, asText } from "./report.js";
import { overheadAt, type Race, raceAt, type Setting, type Short, shortAt, tierUp } from "./sections.js";
import { type Measured, targets } from "./targets.js";
import { commandOf, runCommand } from "./usage.js";

/** Runs the plan. `announce` hears what is measured now, `tick` every round. */
const measure = (plan: Plan, announce: (what: string) => void, tick: () => void): Measured => {
  const { ops, shortOps, types, signs, lengths, short, calls, budget } = plan;
  const races: Race[] = [];
  const shorts: Short[] = [];
  const overhead: Race[] = [];
  for (const type of types) {
    // One heap for all lengths, as in a program: V8 calls one instance's kernel faster than one of several.
    using heap = new Heap(heapBytes(lengths, type));
    for (const op of new Set([...ops, ...shortOps])) {
      const setting: Setting = { op, type, contenders: contendersOf(op, type), heap, budget, tick };
      const at = (section: string, length: number): void => announce(`${op} ${type} ${section}${formatLength(length)}`);
      tierUp(setting);
      if (shortOps.includes(op))
        for (const length of short.filter((n) => takes(op, n))) {
          at("short ", length);
          shorts.push(shortAt(setting, length, signs[0] ?? "random"));
        }
      if (!ops.includes(op)) continue;
      for (const length of calls) {
        at("call ", length);
        overhead.push(...[overheadAt(setting, length)].filter((race) => race !== undefined));
      }
      for (const sign of signs)
        for (const length of lengths.filter((n) => takes(op, n))) {
          at(`${sign} `, length);
          races.push(raceAt(setting, length, sign));
        }
    }
  }
  return { races, short: shorts, overhead };
};

const main = (args: readonly string[]): void => {
  const plan = parsePlan(args);
  if (!plan) {
    process.stdout.write(USAGE);
    return;
  }
  process.stderr.write(`about ${Math.ceil(secondsOf(plan))} s\n`);
  const bar = new SingleBar({
    format: "{bar} {percentage}% · {what} · {duration_formatted}, {eta_formatted} to go",
    stream: process.stderr,
    barsize: 30,
    clearOnComplete: true,
  });
  bar.start(roundsOf(plan), 0, { what: "" });
  const start = performance.now();
  try {
    const measured = measure(
      plan,
      (what) => bar.update({ what }),
      () => bar.increment(),
    );
    bar.stop();
    const results = {
      machine: machine(),
      command: commandOf("bench", args),
      seconds: (performance.now() - start) / 1000,
      ...measured,
      targets: targets(measured),
    };
    process.stdout.write(plan.output === "json" ? asJson(results) : plan.output === "table" ? asMarkdown(results) : asText(results));
    // After what was printed: a run of minutes is not lost to a file that can't be written.
    if (plan.recorded === "activations") process.stderr.write(`${record("activations", activationsRun(results))}\n`);
    if (plan.recorded === "sizes") process.stderr.write(`${record("sizes", sizesRun(results))}\n`);
  } finally {
    bar.stop();
  }
};

await runCommand(USAGE, () => main(process.argv.slice(2)));
