// The layers as a race: each library does the same with the same numbers.
import { type Shape, shapes } from "../../layers/shapes.js";
import type { Absent, Contender, LayerCase } from "../contender.js";
import { litert } from "../litert.js";
import { javascript } from "./javascript.js";
import { jax } from "./jax.js";
import { numpy } from "./numpy.js";
import { ort } from "./ort.js";
import { own } from "./own.js";
import { type Problem, problemOf } from "./problem.js";
import { tfjs } from "./tfjs.js";

type Entrant = (problem: Problem) => readonly (Contender | Absent)[] | Promise<readonly (Contender | Absent)[]>;

const ENTRANTS: Readonly<Record<string, Entrant>> = {
  "relu-simd": own,
  JavaScript: javascript,
  "@tensorflow/tfjs-backend-wasm": tfjs("wasm"),
  "@tensorflow/tfjs-backend-cpu": tfjs("cpu"),
  "onnxruntime-web": ort("onnxruntime-web"),
  "onnxruntime-node": ort("onnxruntime-node"),
  "@jax-js/jax": jax,
  "numpy-ts": numpy,
  "@litertjs/core": litert,
};

/** Too small to be about layers, or as large as others that are there. */
const LEFT_OUT: readonly string[] = ["matrix product 64³", "matrix product 1024³", "Linear 10→1, 1 row"];

const caseOf = (shape: Shape): LayerCase => ({
  name: shape.name,
  flops: shape.flops,
  make: async (wants) => {
    const problem = problemOf(shape);
    const contenders: Contender[] = [];
    const absent: Absent[] = [];
    for (const [peer, enter] of Object.entries(ENTRANTS)) {
      if (!wants(peer)) continue;
      try {
        for (const each of await enter(problem)) {
          if ("why" in each) absent.push(each);
          else contenders.push(each);
        }
      } catch (error) {
        // A library that does not start here is a finding; the others race without it.
        absent.push({ peer, way: "end to end", why: error instanceof Error ? error.message : String(error) });
      }
    }
    return { contenders, absent, check: problem.check };
  },
});

export const layerCases: readonly LayerCase[] = shapes.filter(({ name }) => !LEFT_OUT.includes(name)).map(caseOf);
