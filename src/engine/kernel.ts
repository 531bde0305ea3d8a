// From a kernel's bytes to functions: module, instance, and what lies where in a memory.
//
// Addresses in every memory, in bytes. Below 1024 nothing: the compiler relies on that.
//   1024   scratch, four slots of 8 KiB: 0 dy · 1 x and the result · 2 weights · 3 sums
//   33792  a Heap's blocks
import { suffixes } from "./elements.js";

/** A module: its bytes in hexadecimal, as src/kernels/ holds them; or ready, where engines compile what is deployed and nothing later. */
export type Kernel = string | WebAssembly.Module;
export type Run = (...args: number[]) => unknown;

/** Bytes of a scratch slot. With 8 KiB, source and slot stay in L1; 4 and 16 KiB take 5 to 20 % longer. */
export const SLOT = 8192;
export const slot = (index: number): number => 1024 + index * SLOT;
export const BLOCKS = /* @__PURE__ */ slot(4);

/** Four bytes at a time: byte by byte takes 0.3 to 0.7 ms of a first call, this 0.1. */
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => {
  const n = hex.length / 2;
  const words = new DataView(new ArrayBuffer(n + 3));
  for (let i = 0; i < n; i += 4) words.setUint32(i, Number.parseInt(hex.slice(2 * i, 2 * i + 8).padEnd(8, "0"), 16));
  return new Uint8Array(words.buffer, 0, n);
};

export const compile = (kernel: Kernel): WebAssembly.Module =>
  typeof kernel === "string" ? new WebAssembly.Module(bytesOf(kernel)) : kernel;

/** A kernel's functions in a memory: what it exports as `${kinds[k]}_${suffixes[t]}` is at 5k + t. */
export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory, kinds: readonly string[]): readonly Run[] => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return kinds.flatMap((kind) => suffixes.map((suffix) => exports[`${kind}_${suffix}`] as Run));
};
