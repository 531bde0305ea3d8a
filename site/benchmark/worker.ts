// Measures, away from the page: it stays usable, and a run is stopped by ending the worker.
import { backend } from "relu-simd";
import { resolutionOf } from "./clock.js";
import { work } from "./lab.js";
import type { Job, Message } from "./messages.js";
import { loadTfjs, tfjsEntrants } from "./peer.js";

const tell = (message: Message): void => self.postMessage(message);
const now = (): number => performance.now();

/** Milliseconds between two words on what runs now: the page should not work for each turn. */
const PAUSE = 100;
let told = Number.NEGATIVE_INFINITY;

const start = async (job: Job): Promise<void> => {
  const tfjs = job.tfjs && job.type === "f32" ? await loadTfjs() : undefined;
  const resolution = resolutionOf(now);
  tell({ kind: "ready", backend, resolution });
  work(job, backend, { now, resolution }, tfjs ? tfjsEntrants(job.op, tfjs) : [], {
    turn: (length, label, done) => {
      if (now() - told < PAUSE) return;
      told = now();
      tell({ kind: "turn", length, label, done });
    },
    result: (result) => tell({ kind: "result", result }),
  });
};

self.addEventListener("message", ({ data }: MessageEvent<Job>) => {
  start(data).then(
    () => tell({ kind: "end" }),
    (error: unknown) => tell({ kind: "failure", message: error instanceof Error ? error.message : String(error) }),
  );
});
