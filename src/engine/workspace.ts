// "Give me this operand's address." Kernels work in a memory: in scratch, where a piece of an array is copied in and out, or in a
// heap, where the arrays are. A family of activations keeps the schedule of its kernel's calls and asks a workspace for addresses.
import { arrayOf, copyInto, type Elements, lengthOf, part } from "./elements.js";
import type { Functions, Kernel } from "./kernel.js";
import { SLOT, slot } from "./scratch.js";

/**
 * Up to here a plain loop copies faster than `set`, which looks into the array's buffer, takes 20 ns and then 16 bytes a cycle. Fewer than trials
 * copy of every type: V8 reads at once where it has seen four types at most.
 */
export const FEW = 20;

export abstract class Workspace {
  /** Bytes of an operand that a kernel can have in one call. */
  abstract readonly room: number;
  /** Views of slots, the latest of each length modulo 64: making one takes 60 to 90 ns. */
  private readonly views: Elements[] = [];
  /** Asking a view of any type for its length takes 20 ns. */
  private readonly lengths: number[] = [];
  protected readonly beginnings: Elements[] = [];

  constructor(readonly memory: WebAssembly.Memory) {}

  /** The functions of a kernel here; `functions` are those in scratch. */
  abstract functionsOf(kernel: Kernel, functions: Functions): Functions;
  /** Where elements start to start + n of x can be read; if they are elsewhere, they are brought to the slot. */
  abstract read(x: Elements, type: number, index: number, start: number, n: number): number;
  /** Where those of a result can be written … */
  abstract target(y: Elements, type: number, index: number, start: number, n: number): number;
  /** … and what has to follow: they are taken from the slot to where they belong. */
  abstract flush(y: Elements, type: number, index: number, start: number, n: number): void;

  /** The first n elements of a slot. */
  view(type: number, index: number, n: number): Elements {
    const key = (type * 5 + index) * 64 + (n & 63);
    if (this.lengths[key] !== n) {
      this.views[key] = new (arrayOf(type))(this.memory.buffer, slot(index), n);
      this.lengths[key] = n;
    }
    return this.views[key] as Elements;
  }
}

export class Scratch extends Workspace {
  get room(): number {
    return SLOT;
  }

  /** The first few elements of a slot, to be had without asking for their number. */
  few(type: number, index: number): Elements {
    const key = type * 5 + index;
    let few = this.beginnings[key];
    if (few === undefined) {
      few = new (arrayOf(type))(this.memory.buffer, slot(index), FEW);
      this.beginnings[key] = few;
    }
    return few;
  }

  functionsOf(_kernel: Kernel, functions: Functions): Functions {
    return functions;
  }

  /**
   * A tile of a larger array takes a view of it: nothing else copies a part without a loop. Views that were kept, by array, took 5 to 15 % off calls
   * on one array again and again, and cost as much or more where each call has a new one.
   */
  read(x: Elements, type: number, index: number, start: number, n: number): number {
    if (n > FEW || !copyFew(x, start, this.few(type, index), 0, n))
      copyInto(this.view(type, index, n), n === lengthOf(x) ? x : part(x, type, start, n), 0);
    return slot(index);
  }

  target(_y: Elements, _type: number, index: number): number {
    return slot(index);
  }

  flush(y: Elements, type: number, index: number, start: number, n: number): void {
    if (n > FEW || !copyFew(this.few(type, index), 0, y, start, n)) copyInto(y, this.view(type, index, n), start);
  }
}

/** to[at …] ← n elements from from[start …]. False if there is a NaN: as a number it loses bits that relu has to keep. */
const copyFew = (from: Elements, start: number, to: Elements, at: number, n: number): boolean => {
  for (let i = 0; i < n; i++) {
    const value = from[start + i] as number;
    if (Number.isNaN(value)) return false;
    to[at + i] = value;
  }
  return true;
};
