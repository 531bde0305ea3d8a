import { relu } from "../ops/relu.js";
import { link, type Operation } from "./run.js";

// A function with a name: of one without, esbuild keeps the body and loses the mark that the call may be dropped.
const detect = (): "wasm" | "js" => (link((relu as unknown as { definition: Operation }).definition) ? "wasm" : "js");

/**
 * What this engine got: `"wasm"`, the SIMD kernels, or `"js"`, the same functions in plain JavaScript, because WebAssembly
 * or its SIMD instructions are missing, forbidden (a strict CSP), or failed a test on a few values.
 */
export const backend: "wasm" | "js" = /* @__PURE__ */ detect();
