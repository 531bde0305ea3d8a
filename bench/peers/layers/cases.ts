// The layers as a race: each library does the same with the same numbers.
import { type Shape, shapes } from "../../layers/shapes.js";
import type { LayerCase } from "../contender.js";
import { type Entrant, enterAll } from "../enter.js";
import { litert } from "../litert.js";
import { javascript } from "./javascript.js";
import { jax } from "./jax.js";
import { numpy } from "./numpy.js";
import { ort } from "./ort.js";
import { own } from "./own.js";
import { type Problem, problemOf } from "./problem.js";
import { tfjs } from "./tfjs.js";

const ENTRANTS: Readonly<Record<string, Entrant<Problem>>> = {
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
    return { ...(await enterAll(ENTRANTS, problem, wants)), check: problem.check };
  },
});

export const layerCases: readonly LayerCase[] = shapes.filter(({ name }) => !LEFT_OUT.includes(name)).map(caseOf);
