// TensorFlow.js and its WebAssembly backend: what the benchmark page loads when it is asked to.
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env, version_core } from "@tensorflow/tfjs-core";
import type { Core } from "../../bench/peers/tfjsCore.js";
import * as core from "./core.js";

export const version = version_core;

/** Its .wasm files lie beside this one. */
export const start = async (): Promise<Core> => {
  // One thread, as all others have; and threads would be started from a blob, which the page's policy refuses.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(new URL("./", import.meta.url).href);
  if (!(await core.setBackend("wasm"))) throw new Error("TensorFlow.js can't run its WebAssembly here");
  return core;
};
