// One thread of a job: takes chunks until none is left. A thread does one job only, so that V8 compiles the loop for one formula.
import { parentPort, workerData } from "node:worker_threads";
import { runsIts, unary } from "../support/api.js";
import { emptyTally, fillPatterns, sweeper } from "../support/sweep.js";
import { cases } from "../support/truth.js";
import { CHUNK, inputsOf, type Job } from "./job.js";

const { index, direction, stride, taken } = workerData as Job;
const one = cases[index];
const op = unary.find(({ definition }) => definition.name === one?.op);
if (!one || !op) throw new Error(`no case ${index}`);

const tally = emptyTally();
const sweep = sweeper(op, direction, one);
const counter = new Int32Array(taken);
const total = inputsOf(stride);
const x = new Float32Array(CHUNK);
for (let at = Atomics.add(counter, 0, 1) * CHUNK; at < total; at = Atomics.add(counter, 0, 1) * CHUNK) {
  fillPatterns(x, (at * stride) >>> 0, stride);
  sweep(x.subarray(0, Math.min(CHUNK, total - at)), tally);
}
if (!runsIts("wasm", op)) throw new Error(`${one.op}: the kernel failed its trial, JavaScript ran instead`);
parentPort?.postMessage(tally);
