// Where a call works: in the heap that all of its arrays are in, otherwise in scratch.
import type { Elements } from "./elements.js";
import { scratchOf } from "./kernel.js";
import type { Workspace } from "./workspace.js";

type MemoryOf = (where: string, argument: string, x: Elements) => Workspace | undefined;

/** Set with the first heap. */
let heaps: MemoryOf | undefined;
export const setHeaps = (memoryOf: MemoryOf): void => {
  heaps = memoryOf;
};

/**
 * The heap that x, out and dy are in; undefined: none, or not all in one. Throws if the heap of one of them is disposed: so it is asked
 * whether there are kernels or not.
 */
export const heapOf = (where: string, input: string, x: Elements, out: Elements, dy: Elements | undefined): Workspace | undefined => {
  if (heaps === undefined) return undefined;
  const memory = heaps(where, input, x);
  const others = out === x ? memory : heaps(where, "out", out);
  const upstream = dy === undefined ? memory : heaps(where, "dy", dy);
  return memory === others && memory === upstream ? memory : undefined;
};

/** Throws if an array's heap is disposed. */
export const alive = (where: string, argument: string, x: Elements): void => {
  heaps?.(where, argument, x);
};

/** Where the arrays of a kernel that is ready are. */
export const spaceOr = (heap: Workspace | undefined): Workspace => heap || scratchOf();
