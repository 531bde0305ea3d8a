// TensorFlow.js and its WebAssembly backend: what the benchmark page loads when it is asked to. Functions one by one, so that the bundle
// has no others.
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import {
  abs,
  add,
  clipByValue,
  div,
  elu,
  env,
  erf,
  fill,
  getBackend,
  grad,
  greater,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  logSumExp,
  mul,
  neg,
  prelu,
  relu,
  relu6,
  scalar,
  selu,
  setBackend,
  sigmoid,
  slice,
  softmax,
  softplus,
  sub,
  tanh,
  tensor,
  tidy,
  version_core,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { Core } from "../../bench/peers/tfjsCore.js";

const core: Core = {
  abs,
  add,
  clipByValue,
  div,
  elu,
  erf,
  fill,
  getBackend,
  grad,
  greater,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  logSumExp,
  mul,
  neg,
  prelu,
  relu,
  relu6,
  scalar,
  selu,
  setBackend,
  sigmoid,
  slice,
  softmax,
  softplus,
  sub,
  tanh,
  tensor,
  tidy,
  where,
  zerosLike,
};

export const version = version_core;

/** Its .wasm files lie beside this one. */
export const start = async (): Promise<Core> => {
  // One thread, as all others have; and threads would be started from a blob, which the page's policy refuses.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(new URL("./", import.meta.url).href);
  if (!(await setBackend("wasm"))) throw new Error("TensorFlow.js can't run its WebAssembly here");
  return core;
};
