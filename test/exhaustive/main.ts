// All 2³² float32 inputs of every activation, value and derivative, against the reference in double. Fails if a bound is exceeded. See USAGE.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import pc from "picocolors";
import { commandLine, refuse } from "../../bench/usage.js";
import { backend, unary } from "../support/api.js";
import { commit } from "../support/commit.js";
import { emptyTally, type Tally } from "../support/sweep.js";
import { CHUNK, type Done, inputsOf, type Job, join, segmentsOf } from "./job.js";
import { keyOf, type Progress, progressOf, saveProgress } from "./progress.js";
import { kernelOf, type Row, type Sweep, staleness, sweeps, writeResults } from "./results.js";

const USAGE = `npm run test:exhaustive -- [options]

Results go to RESULTS.md; a run that was interrupted goes on where it stopped.

  --op relu,softsign   functions. Default all
  --stale              sweeps only what has no row in RESULTS.md or was another kernel's
  --check              says what that is, and fails if it is anything
  --all-parameters     every parameter set that the exact values in test/vectors have, and one of every sign and size that is taken.
                       Default the first, which is the default one where there are defaults
  --stride 4095        takes every so many-th bit pattern (odd: all endings of significands come up); RESULTS.md is left alone
  --threads 2          Default as many as there are processors
`;

const { values: flags } = commandLine(USAGE, {
  op: { type: "string" },
  stale: { type: "boolean", default: false },
  check: { type: "boolean", default: false },
  stride: { type: "string", default: "1" },
  "all-parameters": { type: "boolean", default: false },
  threads: { type: "string", default: `${availableParallelism()}` },
});
const stride = Number(flags.stride);
const threads = Number(flags.threads);
for (const [name, value] of Object.entries({ stride, threads }))
  if (!Number.isInteger(value) || value < 1) refuse(USAGE, `--${name} must be a whole number, 1 or more`);
const names = flags.op?.split(",");
for (const name of names ?? []) if (!unary.some(({ definition }) => definition.name === name)) refuse(USAGE, `--op: there is no ${name}`);
// The fallback is the reference itself: comparing the two would prove nothing.
if (backend !== "wasm") throw new Error(`the backend is ${backend}, expected wasm`);

const keyOfSweep = ({ op, title }: Sweep): string => keyOf(title, stride, kernelOf(op));

/** Does on all threads what is left of a sweep, saves every segment, and shows how far it is. */
const run = async (sweep: Sweep): Promise<Tally> => {
  const { op, setting, direction, title } = sweep;
  const key = keyOfSweep(sweep);
  let { done, tally }: Progress = progressOf(key) ?? { done: [], tally: emptyTally() };
  const finished = new Set(done);
  const segments = segmentsOf(stride).filter((segment) => !finished.has(segment));
  if (!segments.length) return tally;

  const counters = new SharedArrayBuffer(8);
  const chunks = new Int32Array(counters, 4);
  const job: Job = { op: op.definition.name, setting, direction, stride, segments, counters };
  const before = tally.inputs;
  const bar = new SingleBar({ format: `{bar} {percentage} %  ${title}  {eta_formatted}`, hideCursor: true });
  bar.start(inputsOf(stride), before);
  const tick = setInterval(() => bar.update(Math.min(inputsOf(stride), before + Atomics.load(chunks, 0) * CHUNK)), 100);
  const note = ({ segment, tally: found }: Done): void => {
    done = [...done, segment];
    tally = join(tally, found);
    saveProgress(key, { done, tally });
  };
  try {
    await Promise.all(
      Array.from(
        { length: Math.min(threads, segments.length) },
        () =>
          new Promise<void>((resolve, reject) => {
            const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData: job });
            worker.on("message", note).once("error", reject);
            worker.once("exit", (code) => (code ? reject(new Error(`${title}: a thread ended with ${code}`)) : resolve()));
          }),
      ),
    );
  } finally {
    clearInterval(tick);
    bar.stop();
  }
  if (tally.inputs !== inputsOf(stride)) throw new Error(`${title}: ${tally.inputs} inputs came through, expected ${inputsOf(stride)}`);
  return tally;
};

const asFloat = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] as number;

/** At the start: what is edited meanwhile is not what runs. */
const { hash, date } = commit();

const rowOf = ({ op, parameters, direction }: Sweep, tally: Tally): Row => {
  return {
    op: op.definition.name,
    parameters,
    direction,
    inputs: `${tally.inputs}`,
    // Results with the right bits are not measured; they are within half an ULP, or exact where the bound is 0.
    "max ULP": tally.misrounded ? tally.ulp.toFixed(4) : op.definition.ulp.f32 ? "≤ 0.5" : "0",
    "worst input": tally.misrounded ? tally.worst.toString(16).padStart(8, "0") : "",
    "its value": tally.misrounded ? `${asFloat(tally.worst)}` : "",
    "not correctly rounded": `${tally.misrounded}`,
    kernel: kernelOf(op),
    commit: hash,
    of: date,
  };
};

const check = (wanted: readonly Sweep[]): void => {
  const problems = staleness(wanted);
  for (const [title, problem] of problems) console.error(`${pc.red("stale")} ${title} ${problem}`);
  if (problems.size) process.exitCode = 1;
  else console.log("RESULTS.md is of the kernels there are.");
};

const runAll = async (wanted: readonly Sweep[]): Promise<void> => {
  const table = new Table({
    head: ["op", "parameters", "", "inputs", "max ULP", "bound", "worst input", "", "not correctly rounded", "ns an input"],
    colAligns: ["left", "left", "left", "right", "right", "right", "left", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  let exceeded = 0;
  for (const sweep of wanted) {
    const bound = sweep.op.definition.ulp.f32;
    const start = performance.now();
    const resumed = progressOf(keyOfSweep(sweep))?.tally.inputs ?? 0;
    const tally = await run(sweep);
    const ns = ((performance.now() - start) * 1e6) / (tally.inputs - resumed);
    const row = rowOf(sweep, tally);
    const fits = tally.ulp <= bound;
    if (!fits) exceeded++;
    const {
      op,
      parameters,
      direction,
      inputs,
      "max ULP": ulp,
      "worst input": worst,
      "its value": value,
      "not correctly rounded": off,
    } = row;
    table.push([
      op,
      parameters,
      direction,
      inputs,
      (fits ? pc.green : pc.red)(ulp),
      bound,
      worst,
      value,
      off,
      Number.isFinite(ns) ? ns.toFixed(2) : "",
    ]);
    if (stride === 1) writeResults([row]);
  }
  for (const sweep of wanted) saveProgress(keyOfSweep(sweep), undefined);
  console.log(table.toString());
  if (exceeded) {
    console.error(pc.red(`${exceeded} of these exceed their bounds.`));
    process.exitCode = 1;
  }
};

const wanted = sweeps(names, flags["all-parameters"]);
const stale = staleness(wanted);
if (flags.check) check(wanted);
else await runAll(flags.stale ? wanted.filter(({ title }) => stale.has(title)) : wanted);
