/// <reference lib="esnext.disposable" preserve="true" />
// Arrays that live in WebAssembly memory, for those who would rather not copy. All bookkeeping is JavaScript: which blocks
// are free, which views were given out. So misuse can be told apart and never reaches the memory.
import { arrayOf, type Elements, F32, F64 } from "./elements.js";
import { bury, settle } from "./heapMemory.js";
import { BLOCKS } from "./kernel.js";

/** Blocks begin and end at multiples of a vector. */
const GRAIN = 16;
/** 65,535 pages less what is below the blocks: kernels compute `address + bytes` in 32 bits, so the last page stays out of reach. */
const LARGEST = 4_294_867_968;

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * A piece of WebAssembly memory of fixed size that hands out ordinary typed arrays. Activations recognise them and run in
 * place, without a copy. The operating system commits the memory only where it is touched.
 *
 * @example
 * using heap = new Heap(64 << 20);
 * const a = heap.float32(1_000_000);
 * relu(a, { out: a });
 * heap.free(a);
 */
export class Heap {
  /** Bytes for arrays in all. Each array takes its bytes rounded up to a multiple of 16. */
  readonly capacity: number;
  #memory: WebAssembly.Memory | undefined;
  /** By address, no two adjacent. */
  readonly #free: Block[];
  readonly #live = new Map<Elements, Block>();
  #used = 0;
  /** Above this address nothing was ever handed out, so all is 0. */
  #fresh = BLOCKS;

  /**
   * @param bytes  capacity, 1 to 4 GiB − 98 KiB; rounded up to a multiple of 16
   * @throws TypeError if bytes is no number; RangeError if it is no whole number in range, or the engine has no such memory
   */
  constructor(bytes: number) {
    if (typeof bytes !== "number") throw new TypeError(`Heap: bytes is a ${typeof bytes}, expected a number`);
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > LARGEST)
      throw new RangeError(`Heap: bytes is ${bytes}, expected a whole number from 1 to ${LARGEST}`);
    this.capacity = Math.ceil(bytes / GRAIN) * GRAIN;
    this.#free = [{ address: BLOCKS, bytes: this.capacity }];
    const pages = Math.ceil((BLOCKS + this.capacity) / 65536);
    try {
      this.#memory = typeof WebAssembly === "undefined" ? plainMemory(pages) : new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      throw new RangeError(`Heap: bytes is ${bytes}, expected no more than this engine can reserve`);
    }
    settle(this.#memory);
    // Safari has no Symbol.dispose yet, but compilers that turn `using` into calls look for this there.
    if (!Symbol.dispose) Object.assign(this, { [Symbol.for("Symbol.dispose")]: this.dispose });
  }

  /** Bytes taken by live arrays, rounding included. */
  get used(): number {
    return this.#used;
  }

  /** @returns a new `Float32Array` of zeros. @throws RangeError if length is no whole number ≥ 0, or no such block is free; TypeError after dispose */
  float32(length: number): Float32Array<ArrayBuffer> {
    return this.#allocate("float32", F32, length) as Float32Array<ArrayBuffer>;
  }

  /** @returns a new `Float64Array` of zeros. @throws as `float32` */
  float64(length: number): Float64Array<ArrayBuffer> {
    return this.#allocate("float64", F64, length) as Float64Array<ArrayBuffer>;
  }

  /** @returns a new `Int8Array` of zeros. @throws as `float32` */
  int8(length: number): Int8Array<ArrayBuffer> {
    return this.#allocate("int8", 2, length) as Int8Array<ArrayBuffer>;
  }

  /** @returns a new `Int16Array` of zeros. @throws as `float32` */
  int16(length: number): Int16Array<ArrayBuffer> {
    return this.#allocate("int16", 3, length) as Int16Array<ArrayBuffer>;
  }

  /** @returns a new `Int32Array` of zeros. @throws as `float32` */
  int32(length: number): Int32Array<ArrayBuffer> {
    return this.#allocate("int32", 4, length) as Int32Array<ArrayBuffer>;
  }

  /**
   * Gives an array's memory back. The array must not be used any more: its place may become another's.
   * @throws TypeError if it is not an array that this heap gave out and that is still live
   */
  free(array: Float32Array | Float64Array | Int8Array | Int16Array | Int32Array): void {
    this.#alive("free");
    const block = this.#live.get(array);
    if (!block)
      throw new TypeError("Heap.free: array is not a live array of this heap, expected one that it gave out and that was not freed");
    this.#live.delete(array);
    this.#used -= block.bytes;
    let at = this.#free.findIndex(({ address }) => address > block.address);
    if (at < 0) at = this.#free.length;
    const before = this.#free[at - 1];
    const after = this.#free[at];
    const joinsBefore = before !== undefined && before.address + before.bytes === block.address;
    const joinsAfter = after !== undefined && block.address + block.bytes === after.address;
    const address = joinsBefore ? before.address : block.address;
    const bytes = block.bytes + (joinsBefore ? before.bytes : 0) + (joinsAfter ? after.bytes : 0);
    this.#free.splice(at - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), { address, bytes });
  }

  /** Gives everything back. Activations refuse the heap's arrays from now on, and the heap gives out no more. Again: nothing. */
  dispose(): void {
    // The views are not detached (memory.grow(0) would do that): after the first detached buffer, V8 makes every loop over a
    // typed array in the whole process slower, by 1 ns an element. The memory goes when the last view of it goes.
    if (this.#memory) bury(this.#memory);
    this.#memory = undefined;
    this.#live.clear();
    this.#used = 0;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #alive(method: string): WebAssembly.Memory {
    if (!this.#memory) throw new TypeError(`Heap.${method}: the heap is disposed, expected a live one`);
    return this.#memory;
  }

  #allocate(method: string, type: number, length: number): Elements {
    const { buffer } = this.#alive(method);
    if (typeof length !== "number") throw new TypeError(`Heap.${method}: length is a ${typeof length}, expected a number`);
    if (!Number.isInteger(length) || length < 0)
      throw new RangeError(`Heap.${method}: length is ${length}, expected a whole number of elements, 0 or more`);
    const Type = arrayOf(type);
    const wanted = length * Type.BYTES_PER_ELEMENT;
    const bytes = Math.max(GRAIN, Math.ceil(wanted / GRAIN) * GRAIN);
    const at = this.#free.findIndex((block) => block.bytes >= bytes);
    const found = this.#free[at];
    if (!found) {
      const largest = Math.max(0, ...this.#free.map((block) => block.bytes));
      const left = this.capacity - this.#used;
      throw new RangeError(
        `Heap.${method}: ${bytes} bytes are asked for, ${this.#used} of ${this.capacity} are used, ${left} are free (the largest block: ${largest}), expected enough free memory`,
      );
    }
    const { address } = found;
    this.#free.splice(at, 1, ...(found.bytes > bytes ? [{ address: address + bytes, bytes: found.bytes - bytes }] : []));
    const array = new Type(buffer, address, length);
    if (address < this.#fresh) array.fill(0);
    this.#fresh = Math.max(this.#fresh, address + bytes);
    this.#live.set(array, { address, bytes });
    this.#used += bytes;
    return array;
  }
}

/** Where there is no WebAssembly at all: the same arrays on an ordinary buffer. */
const plainMemory = (pages: number): WebAssembly.Memory => {
  const buffer = new ArrayBuffer(pages * 65536);
  return { buffer } as unknown as WebAssembly.Memory;
};
