// Everybody who computes activations, by the names of `--peer`.
import type { Absent, Contender } from "./contender.js";
import { javascript } from "./javascript.js";
import { jax } from "./jax.js";
import { litert } from "./litert.js";
import { native } from "./native.js";
import { numpy } from "./numpy.js";
import { ortNode, ortWeb } from "./ort.js";
import type { Task } from "./task.js";
import { tfjsCpu, tfjsWasm } from "./tfjs.js";

type Entrant = (task: Task) => Promise<readonly (Contender | Absent)[]>;

const own =
  (...peers: readonly string[]): Entrant =>
  async (task) =>
    javascript(task, (peer) => peers.includes(peer));

/** Libraries, which are installed in this folder. */
const libraries: Readonly<Record<string, Entrant>> = {
  "@tensorflow/tfjs-backend-wasm": tfjsWasm,
  "@tensorflow/tfjs-backend-cpu": tfjsCpu,
  "onnxruntime-web": ortWeb,
  "onnxruntime-node": ortNode,
  "@jax-js/jax": jax,
  "numpy-ts": numpy,
  "@litertjs/core": litert,
};

export const entrants: Readonly<Record<string, Entrant>> = {
  "relu-simd": own("relu-simd"),
  JavaScript: own("JavaScript"),
  copy: own("copy"),
  native,
  ...libraries,
};

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split("\n")[0]?.slice(0, 160) ?? "";

/** Those who are wanted. One that does not start is told, with the reason; the others race without it. */
export const enter = async (
  task: Task,
  wants: (peer: string) => boolean,
): Promise<{ readonly contenders: readonly Contender[]; readonly absent: readonly Absent[] }> => {
  const contenders: Contender[] = [];
  const absent: Absent[] = [];
  for (const [peer, make] of Object.entries(entrants).filter(([name]) => wants(name))) {
    try {
      for (const each of await make(task)) {
        if ("why" in each) absent.push(each);
        else contenders.push(each);
      }
    } catch (error) {
      absent.push({ peer, way: "end to end", why: `does not start: ${reasonOf(error)}` });
    }
  }
  return { contenders, absent };
};
