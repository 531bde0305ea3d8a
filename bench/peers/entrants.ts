// Everybody who computes activations, by the names of `--peer`.
import { type Entered, type Entrant, enterAll } from "./enter.js";
import { javascript } from "./javascript.js";
import { jax } from "./jax.js";
import { litert } from "./litert.js";
import { native } from "./native.js";
import { numpy } from "./numpy.js";
import { ortNode, ortWeb } from "./ort.js";
import type { Task } from "./task.js";
import { tfjsCpu, tfjsWasm } from "./tfjs.js";

const own =
  (...peers: readonly string[]): Entrant<Task> =>
  async (task) =>
    javascript(task, (peer) => peers.includes(peer));

/** Libraries, which are installed in this folder. */
const libraries: Readonly<Record<string, Entrant<Task>>> = {
  "@tensorflow/tfjs-backend-wasm": tfjsWasm,
  "@tensorflow/tfjs-backend-cpu": tfjsCpu,
  "onnxruntime-web": ortWeb,
  "onnxruntime-node": ortNode,
  "@jax-js/jax": jax,
  "numpy-ts": numpy,
  "@litertjs/core": litert,
};

export const entrants: Readonly<Record<string, Entrant<Task>>> = {
  "relu-simd": own("relu-simd"),
  JavaScript: own("JavaScript"),
  copy: own("copy"),
  native,
  ...libraries,
};

/** All who are wanted, for activations. */
export const enter = (task: Task, wants: (peer: string) => boolean): Promise<Entered> => enterAll(entrants, task, wants);
