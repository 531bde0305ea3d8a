// From a kernel's bytes to functions: module, instance, and what lies where in a memory.
//
// Addresses in every memory, in bytes. Below 1024 nothing: the compiler relies on that.
//   1024   scratch, four slots of 8 KiB: 0 dy · 1 x and the result · 2 weights · 3 sums
//   33792  a Heap's blocks
import { suffixes } from "./elements.js";

/** A module: its bytes in hexadecimal, as src/kernels/ holds them. */
export type Kernel = string;
export type Run = (...args: number[]) => unknown;

/** Bytes of a scratch slot. With 8 KiB, source and slot stay in L1; 4 and 16 KiB take 5 to 20 % longer. */
export const SLOT = 8192;
export const slot = (index: number): number => 1024 + index * SLOT;
export const BLOCKS = /* @__PURE__ */ slot(4);

export const compile = (kernel: Kernel): WebAssembly.Module =>
  new WebAssembly.Module(Uint8Array.from(kernel.match(/../g) as string[], (hex) => Number.parseInt(hex, 16)));

/** A kernel's functions in a memory: what it exports as `${kinds[k]}_${suffixes[t]}` is at 5k + t. */
export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory, kinds: readonly string[]): readonly Run[] => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return kinds.flatMap((kind) => suffixes.map((suffix) => exports[`${kind}_${suffix}`] as Run));
};
