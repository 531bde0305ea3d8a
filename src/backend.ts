import { relu } from "./ops/relu.js";
import { link, type Operation } from "./run.js";

/**
 * What this engine got: `"wasm"`, the SIMD kernels, or `"js"`, the same functions in plain JavaScript, because WebAssembly
 * or its SIMD instructions are missing, forbidden (a strict CSP), or failed a test on a few values.
 */
export const backend: "wasm" | "js" = /* @__PURE__ */ (() =>
  link((relu as unknown as { definition: Operation }).definition) ? "wasm" : "js")();
