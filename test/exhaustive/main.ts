// All 2³² float32 inputs of every activation, value and derivative, against the formula in float64. Fails if a bound is exceeded.
//
//   npm run test:exhaustive -- [--op relu,softsign] [--stride 4095] [--all-parameters] [--threads 2]
//
// --stride N takes every Nth bit pattern (odd: all endings of significands come up). --all-parameters takes every parameter set
// that the exact values in test/vectors have, instead of the first, which is the default one where there are defaults.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import pc from "picocolors";
import { backend, unary } from "../support/api.js";
import { type Direction, directions, emptyTally, type Tally } from "../support/sweep.js";
import { cases } from "../support/truth.js";
import { CHUNK, inputsOf, type Job, join } from "./job.js";

const { values: flags } = parseArgs({
  options: {
    op: { type: "string" },
    stride: { type: "string", default: "1" },
    "all-parameters": { type: "boolean", default: false },
    threads: { type: "string", default: `${availableParallelism()}` },
  },
});
const stride = Number(flags.stride);
const threads = Number(flags.threads);
for (const [name, value] of Object.entries({ stride, threads }))
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number, 1 or more`);
const names = flags.op?.split(",") ?? unary.map(({ definition }) => definition.name);
for (const name of names) if (!unary.some(({ definition }) => definition.name === name)) throw new RangeError(`--op: there is no ${name}`);
// The fallback is the reference itself: comparing the two would prove nothing.
if (backend !== "wasm") throw new Error(`the backend is ${backend}, expected wasm`);

/** Runs a job on all threads and shows how far it is. */
const sweep = async (index: number, direction: Direction, bar: SingleBar): Promise<Tally> => {
  const taken = new SharedArrayBuffer(4);
  const job: Job = { index, direction, stride, taken };
  const counter = new Int32Array(taken);
  const total = inputsOf(stride);
  const tick = setInterval(() => bar.update(Math.min(total, Atomics.load(counter, 0) * CHUNK)), 100);
  const tallies = Array.from(
    { length: threads },
    () =>
      new Promise<Tally>((resolve, reject) => {
        const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData: job });
        worker.once("message", resolve).once("error", reject);
      }),
  );
  try {
    return (await Promise.all(tallies)).reduce(join, emptyTally());
  } finally {
    clearInterval(tick);
  }
};

const asFloat = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] as number;

const table = new Table({
  head: ["op", "parameters", "", "inputs", "max ULP", "bound", "worst input", "not correctly rounded", "s"],
  colAligns: ["left", "left", "left", "right", "right", "right", "left", "right", "right"],
  style: { head: [], border: [] },
});
let exceeded = 0;
for (const name of names) {
  const { ulp } = unary.find(({ definition }) => definition.name === name)?.definition ?? { ulp: { f32: 0 } };
  const indices = [...cases.keys()].filter((index) => cases[index]?.op === name && cases[index]?.dtype === "f32");
  for (const index of flags["all-parameters"] ? indices : indices.slice(0, 1))
    for (const direction of directions) {
      const parameters = Object.entries(cases[index]?.params ?? {}).map((entry) => entry.join(" "));
      const bar = new SingleBar({
        format: `{bar} {percentage} %  ${[name, ...parameters, direction].join(" ")}  {eta_formatted}`,
        hideCursor: true,
      });
      bar.start(inputsOf(stride), 0);
      const start = performance.now();
      const tally = await sweep(index, direction, bar);
      bar.stop();
      const fits = tally.ulp <= ulp.f32;
      if (!fits) exceeded++;
      table.push([
        name,
        parameters.join(", "),
        direction,
        tally.inputs,
        // Results with the right bits are not measured; they are within half an ULP, or exact where the bound is 0.
        (fits ? pc.green : pc.red)(tally.misrounded ? tally.ulp.toFixed(4) : ulp.f32 ? "≤ 0.5" : "0"),
        ulp.f32,
        tally.misrounded ? `${tally.worst.toString(16).padStart(8, "0")}  ${asFloat(tally.worst)}` : "",
        tally.misrounded,
        ((performance.now() - start) / 1000).toFixed(1),
      ]);
    }
}
console.log(table.toString());
if (exceeded) {
  console.error(pc.red(`${exceeded} of these exceed their bounds.`));
  process.exitCode = 1;
}
