// TensorFlow.js. One thread: in Node it has no more.

import type { Absent, Contender } from "./contender.js";
import { load } from "./load.js";
import type { Task } from "./task.js";
import { contendersOn } from "./tfjsContenders.js";
import type { Core } from "./tfjsCore.js";

const contenders =
  (backend: "wasm" | "cpu") =>
  async (task: Task): Promise<readonly (Contender | Absent)[]> => {
    const tf = await load<Core>("@tensorflow/tfjs-core");
    await load(`@tensorflow/tfjs-backend-${backend}`);
    // In Node it is this that brings the gradients along.
    if (task.kind === "gradient") await load("@tensorflow/tfjs-layers");
    await tf.setBackend(backend);
    return contendersOn(tf, backend, task);
  };

export const tfjsWasm = contenders("wasm");
export const tfjsCpu = contenders("cpu");
