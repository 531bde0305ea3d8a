// A run: jobs one after the other, each in a worker of its own.
import { sameBackend } from "../shared/forced.js";
import type { Job, Message } from "./messages.js";
import { shareDone } from "./plan.js";
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

export const startRun = (jobs: readonly Job[], listener: Listener): Run => {
  let worker: Worker | undefined;
  const begin = (current: number): void => {
    worker?.terminate();
    const job = jobs[current];
    if (!job) {
      worker = undefined;
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
    own.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message || "the worker could not be loaded");
    });
    own.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      // What it said before it was ended may still arrive.
      if (worker !== own) return;
      if (data.kind === "ready") listener.ready(data.backend, data.resolution);
      else if (data.kind === "turn") listener.turn(shareDone(jobs, current, data.done), op, data.length, data.label);
      else if (data.kind === "result") listener.result(data.result);
      else if (data.kind === "failure") fail(data.message);
      else begin(current + 1);
    });
    own.postMessage(job);
  };
  begin(0);
  return {
    stop: () => {
      worker?.terminate();
      worker = undefined;
    },
  };
};
