// "Give me this operand's address." Kernels work in a memory: in scratch, where a piece of an array is copied in and out, or in a
// heap, where the arrays are. A family of activations keeps the schedule of its kernel's calls and asks a workspace for addresses.
import { arrayOf, copyInto, type Elements, lengthOf, part } from "./elements.js";
import type { Functions, Kernel } from "./kernel.js";
import { SLOT, slot } from "./scratch.js";

/** Up to here a plain loop copies faster than `set`, which takes 20 ns and then 16 bytes a cycle. */
const FEW = 12;

export abstract class Workspace {
  /** Bytes of an operand that a kernel can have in one call. */
  abstract readonly room: number;
  /** Views of slots, the latest of each length modulo 16: making one takes 60 to 90 ns. */
  private readonly views: Elements[] = [];

  constructor(readonly memory: WebAssembly.Memory) {}

  /** A kernel that is ready, here. */
  abstract functions(kernel: Kernel): Functions;
  /** Where elements start to start + n of x can be read; if they are elsewhere, they are brought to the slot. */
  abstract read(x: Elements, type: number, index: number, start: number, n: number): number;
  /** Where those of a result can be written … */
  abstract target(y: Elements, type: number, index: number, start: number, n: number): number;
  /** … and what has to follow: they are taken from the slot to where they belong. */
  abstract flush(y: Elements, type: number, index: number, start: number, n: number): void;

  /** The first n elements of a slot. */
  view(type: number, index: number, n: number): Elements {
    const key = (type * 4 + index) * 16 + (n & 15);
    let view = this.views[key];
    if (view === undefined || view.length !== n) {
      view = new (arrayOf(type))(this.memory.buffer, slot(index), n);
      this.views[key] = view;
    }
    return view;
  }
}

export class Scratch extends Workspace {
  readonly room = SLOT;
  private readonly beginnings: Elements[] = [];

  functions(kernel: Kernel): Functions {
    return kernel.functions as Functions;
  }

  read(x: Elements, type: number, index: number, start: number, n: number): number {
    if (n > FEW || !this.readFew(x, type, index, start, n))
      copyInto(this.view(type, index, n), n === lengthOf(x) ? x : part(x, type, start, n), 0);
    return slot(index);
  }

  target(_y: Elements, _type: number, index: number): number {
    return slot(index);
  }

  flush(y: Elements, type: number, index: number, start: number, n: number): void {
    if (n > FEW || !this.flushFew(y, type, index, start, n)) copyInto(y, this.view(type, index, n), start);
  }

  /** False if there is a NaN: as a number it loses bits that relu has to keep. */
  private readFew(x: Elements, type: number, index: number, start: number, n: number): boolean {
    const to = this.beginning(type, index);
    for (let i = 0; i < n; i++) {
      const value = x[start + i] as number;
      if (Number.isNaN(value)) return false;
      to[i] = value;
    }
    return true;
  }

  private flushFew(y: Elements, type: number, index: number, start: number, n: number): boolean {
    const from = this.beginning(type, index);
    for (let i = 0; i < n; i++) {
      const value = from[i] as number;
      if (Number.isNaN(value)) return false;
      y[start + i] = value;
    }
    return true;
  }

  /** The first elements of a slot, to be had without asking for their number. */
  beginning(type: number, index: number): Elements {
    const key = type * 4 + index;
    let view = this.beginnings[key];
    if (view === undefined) {
      view = new (arrayOf(type))(this.memory.buffer, slot(index), FEW);
      this.beginnings[key] = view;
    }
    return view;
  }
}
