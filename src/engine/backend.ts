import bytes from "../kernels/relu.js";
import { F32 } from "./elements.js";
import { type Functions, functionOf, kernelOf, scratchOf } from "./kernel.js";
import { listen, refusals } from "./refusals.js";
import { slot, X } from "./scratch.js";

/** Does it make 0 and 2 of −1 and 2? */
const isRight = (functions: Functions): boolean => {
  const scratch = scratchOf();
  const cells = scratch.view(F32, X, 2).fill(2);
  cells[0] = -1;
  functionOf(functions, 0, F32)(slot(X), slot(X), 2, 0, 0);
  return cells[0] === 0 && cells[1] === 2;
};

// A function with a name: of one without, esbuild keeps the body and loses the mark that the call may be dropped.
const detect = (): "wasm" | "js" => {
  let isRunning = false;
  try {
    isRunning = kernelOf("relu", bytes, ["forward"], isRight).ready() !== undefined;
  } catch {
    // A full stack or no memory, for the moment: an import must not fail. The first call that runs on a kernel puts this right.
  }
  listen(() => {
    backend = refusals.size ? "js" : "wasm";
  });
  return isRunning ? "wasm" : "js";
};

/**
 * What this engine runs: `"wasm"`, the SIMD kernels, or `"js"`, the same functions in plain JavaScript, because WebAssembly or its SIMD
 * instructions are missing, forbidden (a strict CSP), or gave wrong numbers. It stays true: if a single kernel is refused at its first
 * call, or gives wrong numbers later, that function runs in JavaScript, this becomes `"js"`, and `refusals` says which and why.
 */
export let backend: "wasm" | "js" = /* @__PURE__ */ detect();
