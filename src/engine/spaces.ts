// Where a call works: in the heap that all of its arrays are in, otherwise in scratch.
import type { Elements } from "./elements.js";
import { type Kernel, scratchOf } from "./kernel.js";
import { BLOCKS } from "./scratch.js";
import type { Workspace } from "./workspace.js";

type MemoryOf = (where: string, argument: string, x: Elements) => Workspace | undefined;

type ForwardIn = (kernel: Kernel, x: Elements, y: Elements, a: number, b: number) => boolean;

/** Set with the first heap. */
let heaps: MemoryOf | undefined;
let forwardIn: ForwardIn | undefined;
export const setHeaps = (memoryOf: MemoryOf, forward: ForwardIn): void => {
  heaps = memoryOf;
  forwardIn = forward;
};

/** Whether an array that begins there in its buffer may be in a heap. */
export const mayBeInHeap = (offset: number): boolean => heaps !== undefined && offset >= BLOCKS;

/** y ← f(x) at once, if both arrays are known to be in one heap, which takes half the time of asking them again; whether that was so. */
export const isForwarded = (kernel: Kernel, x: unknown, y: unknown, a: number, b: number): boolean =>
  forwardIn?.(kernel, x as Elements, y as Elements, a, b) === true;

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
