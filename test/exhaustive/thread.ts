// One thread of a job: takes segments until none is left. A thread does one job only, so that V8 compiles the loop for one formula.
import { parentPort, workerData } from "node:worker_threads";
import { runsIts, unary } from "../support/api.js";
import { emptyTally, fillPatterns, sweeper } from "../support/sweep.js";
import { CHUNK, type Done, inputsOf, type Job, SEGMENT } from "./job.js";

const { op: name, setting, direction, stride, segments, counters } = workerData as Job;
const op = unary.find(({ definition }) => definition.name === name);
if (!op) throw new Error(`there is no ${name}`);

const sweep = sweeper(op, direction, setting);
const counter = new Int32Array(counters);
const total = inputsOf(stride);
const x = new Float32Array(CHUNK);
for (let segment = segments[Atomics.add(counter, 0, 1)]; segment !== undefined; segment = segments[Atomics.add(counter, 0, 1)]) {
  const tally = emptyTally();
  const end = Math.min(total, (segment + 1) * SEGMENT);
  for (let at = segment * SEGMENT; at < end; at += CHUNK) {
    fillPatterns(x, (at * stride) >>> 0, stride);
    sweep(x.subarray(0, Math.min(CHUNK, end - at)), tally);
    Atomics.add(counter, 1, 1);
  }
  if (!runsIts("wasm")) throw new Error(`${name}: the kernel failed its trial, JavaScript ran instead`);
  parentPort?.postMessage({ segment, tally } satisfies Done);
}
