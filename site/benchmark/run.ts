// A run: jobs one after the other, each in a worker of its own.
import { sameBackend } from "../shared/forced.js";
import type { Job, Message } from "./messages.js";
import { secondsOf, shareDone } from "./plan.js";
import type { Result } from "./results.js";

export interface Listener {
  ready(backend: "wasm" | "js", resolution: number): void;
  /** How much of the run is done, from 0 to 1, and what runs now. */
  turn(share: number, op: string, length: number, label: string): void;
  result(result: Result): void;
  /** A job that came to nothing; the next one begins. */
  failure(op: string, message: string): void;
  end(): void;
}

export interface Run {
  stop(): void;
}

/** A worker that says nothing for so many times what its whole job should take will say nothing more. */
const PATIENCE = 10;

export const startRun = (jobs: readonly Job[], listener: Listener): Run => {
  let worker: Worker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    worker?.terminate();
    worker = undefined;
  };
  const begin = (current: number): void => {
    stop();
    const job = jobs[current];
    if (!job) {
      listener.end();
      return;
    }
    const { op } = job;
    const own = new Worker(sameBackend("benchmark-worker.js"), { type: "module" });
    worker = own;
    const fail = (message: string): void => {
      listener.failure(op, message);
      begin(current + 1);
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => fail("it did not go on"), PATIENCE * secondsOf([job]) * 1000);
    };
    // What it said before it was ended may still arrive.
    const isLate = (): boolean => worker !== own;
    own.addEventListener("error", (event) => {
      event.preventDefault();
      if (isLate()) return;
      fail(event.message || "the worker could not be loaded");
    });
    own.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (isLate()) return;
      wait();
      if (data.kind === "ready") listener.ready(data.backend, data.resolution);
      else if (data.kind === "turn") listener.turn(shareDone(jobs, current, data.done), op, data.length, data.label);
      else if (data.kind === "result") listener.result(data.result);
      else if (data.kind === "failure") fail(data.message);
      else begin(current + 1);
    });
    own.postMessage(job);
    wait();
  };
  begin(0);
  return { stop };
};
