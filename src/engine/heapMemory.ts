// Which heap an array lives in, and kernels there. Apart from heap.ts, so that those who use no heap need not carry it.
import { bufferOf, type Elements, lengthOf, offsetOf, sizeOf, typeOf } from "./elements.js";
import { refuse } from "./errors.js";
import { type Functions, functionOf, type Kernel } from "./kernel.js";
import { BLOCKS } from "./scratch.js";
import { setHeaps } from "./spaces.js";
import { Workspace } from "./workspace.js";

/** A buffer that stands for a memory where there is none: its arrays are like any others. */
interface PlainMemory {
  readonly buffer: ArrayBuffer;
  readonly isPlain: true;
}

/** A heap's memory: its arrays are where kernels find them, so nothing is brought or taken. */
export class HeapMemory extends Workspace {
  get room(): number {
    return 2 ** 31 - 1;
  }

  isDisposed = false;

  constructor(
    memory: WebAssembly.Memory,
    readonly isPlain: boolean,
  ) {
    super(memory);
  }

  /** Kernels linked to it. Here and not with the kernels, which would keep the memory alive. */
  private readonly linked: Functions[] = [];

  functionsOf(kernel: Kernel): Functions {
    let functions = this.linked[kernel.id];
    if (!functions) {
      functions = kernel.link(this.memory);
      this.linked[kernel.id] = functions;
    }
    return functions;
  }

  read(x: Elements, type: number, _index: number, start: number): number {
    return offsetOf(x) + start * sizeOf(type);
  }

  target(y: Elements, type: number, _index: number, start: number): number {
    return offsetOf(y) + start * sizeOf(type);
  }

  flush(): void {}
}

const memories = /* @__PURE__ */ new WeakMap<ArrayBufferLike, HeapMemory>();
/** Where an array of a heap is. Nothing of it ever changes, since the memory is never grown. */
interface Place {
  readonly memory: HeapMemory;
  readonly address: number;
  readonly type: number;
  readonly length: number;
}
/** That of every array that was asked for: the getters cost more than this. */
const places = /* @__PURE__ */ new WeakMap<Elements, Place>();

/** A memory for so many bytes of blocks, known as a heap's; undefined if there is none to be had. */
export const reserve = (bytes: number): HeapMemory | undefined => {
  const pages = Math.ceil((BLOCKS + bytes) / 65536);
  const memory = memoryOfPages(pages) ?? plainMemoryOf(pages);
  return memory && register(memory);
};

const memoryOfPages = (pages: number): WebAssembly.Memory | undefined => {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    return undefined;
  }
};

/** Where none is to be had, the same arrays on an ordinary buffer: engines reserve 8 GiB and more for even a small memory. */
const plainMemoryOf = (pages: number): PlainMemory | undefined => {
  try {
    return { buffer: new ArrayBuffer(pages * 65536), isPlain: true };
  } catch {
    return undefined;
  }
};

const register = (memory: WebAssembly.Memory | PlainMemory): HeapMemory => {
  const heapMemory = new HeapMemory(memory as WebAssembly.Memory, "isPlain" in memory);
  memories.set(memory.buffer, heapMemory);
  setHeaps(memoryOf, forwardIn);
  return heapMemory;
};

const memoryOf = (where: string, argument: string, x: Elements): HeapMemory | undefined => {
  // Ordinary arrays seldom begin so far into their buffer.
  if (offsetOf(x) < BLOCKS) return undefined;
  let place = places.get(x);
  if (place === undefined) {
    const memory = memories.get(bufferOf(x));
    if (memory === undefined) return undefined;
    place = { memory, address: offsetOf(x), type: typeOf(x), length: lengthOf(x) };
    places.set(x, place);
  }
  const { memory } = place;
  if (memory.isDisposed) refuse(where, argument, "is an array of a disposed heap", "one of a live heap, or any other");
  return memory.isPlain ? undefined : memory;
};

/** f(x) by the first function of a kernel, for arrays that were asked for before, lie in one heap and overlap in no part; whether it ran. */
const forwardIn = (kernel: Kernel, x: Elements, y: Elements, a: number, b: number): boolean => {
  const from = places.get(x);
  const to = x === y ? from : places.get(y);
  if (from === undefined || to === undefined || from.memory !== to.memory || from.type !== to.type || from.length !== to.length)
    return false;
  const { memory, address, type, length } = from;
  const distance = Math.abs(address - to.address);
  if (memory.isDisposed || memory.isPlain || (distance !== 0 && distance < length * sizeOf(type)) || !kernel.ready()) return false;
  functionOf(memory.functionsOf(kernel), 0, type)(address, to.address, length, a, b);
  return true;
};
