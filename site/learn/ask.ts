// Jobs for the worker, one after the other; answers come as promises.
import { sameBackend } from "../shared/forced.js";
import type { Answer, Jobs, Question } from "./jobs/jobs.js";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let questions = 0;

const settle = (id: number, deed: (one: Waiting) => void): void => {
  const one = waiting.get(id);
  waiting.delete(id);
  if (one) deed(one);
};

const start = (): Worker => {
  const started = new Worker(sameBackend("learn-worker.js"), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<Answer>) =>
    settle(data.id, ({ resolve, reject }) => ("error" in data ? reject(new Error(data.error)) : resolve(data.result))),
  );
  // It could not be loaded: nothing will be answered, and who asks next gets another.
  started.addEventListener("error", ({ message }) => {
    started.terminate();
    if (worker === started) worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(new Error(message || "the worker could not start")));
  });
  return started;
};

/** The result of a job: jobs/jobs.ts. */
export const ask = <N extends keyof Jobs>(name: N, ...given: Parameters<Jobs[N]>): Promise<ReturnType<Jobs[N]>> =>
  new Promise((resolve, reject) => {
    worker ??= start();
    const id = ++questions;
    waiting.set(id, { resolve: (result) => resolve(result as ReturnType<Jobs[N]>), reject });
    const question: Question<N> = { id, name, given };
    worker.postMessage(question);
  });
