/// <reference lib="esnext.disposable" preserve="true" />
// Arrays that live in WebAssembly memory, for those who would rather not copy. All bookkeeping is JavaScript: which blocks
// are free, which views were given out. So misuse can be told apart and never reaches the memory.
import { arrayOf, copyInto, type Elements, F32, F64, offsetOf, typeOf } from "./elements.js";
import { describe, refuse } from "./errors.js";
import { FreeBlocks } from "./freeBlocks.js";
import { type HeapMemory, reserve } from "./heapMemory.js";
import { count, flatten } from "./nested.js";
import { lengthOfAttached } from "./operands.js";
import { BLOCKS } from "./scratch.js";
import { alive as isAlive } from "./spaces.js";

/** What can be copied into a heap. */
type Numbers = readonly number[] | Float32Array | Float64Array | Int8Array | Int16Array | Int32Array;

/** Blocks begin and end at multiples of a vector. */
const GRAIN = 16;
/** 65,535 pages less what is below the blocks: kernels compute `address + bytes` in 32 bits, so the last page stays out of reach. */
const LARGEST = 4_294_867_968;

/** What a heap keeps to itself. */
interface Inside {
  /** Undefined after dispose. */
  memory: HeapMemory | undefined;
  readonly free: FreeBlocks;
  /** Bytes of every array that was given out and not freed. */
  readonly live: Map<Elements, number>;
  used: number;
  /** Above this address nothing was ever given out, so all is 0. */
  fresh: number;
}

/** Of every heap. Not `#` fields: lowered to what older parsers read, these leave code behind where bundlers drop the class. */
const insides = /* @__PURE__ */ new WeakMap<Heap, Inside>();

const insideOf = (method: string, heap: Heap): Inside =>
  insides.get(heap) ?? refuse(`Heap.${method}`, "this", describe(heap), "a Heap, made by `new Heap(bytes)`");

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

  /**
   * @param bytes  capacity, 1 to 4 GiB − 98 KiB; rounded up to a multiple of 16
   * @throws TypeError if bytes is no number; RangeError if it is no whole number in range, or the engine has no such memory
   */
  constructor(bytes: number) {
    if (typeof bytes !== "number") refuse("Heap", "bytes", describe(bytes), "a number");
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > LARGEST)
      refuse("Heap", "bytes", `is ${bytes}`, `a whole number from 1 to ${LARGEST}`, RangeError);
    this.capacity = Math.ceil(bytes / GRAIN) * GRAIN;
    const free = new FreeBlocks();
    free.add(BLOCKS, this.capacity);
    const memory = reserve(this.capacity) ?? refuse("Heap", "bytes", `is ${bytes}`, "no more than this engine can reserve", RangeError);
    insides.set(this, { memory, free, live: new Map(), used: 0, fresh: BLOCKS });
    // Safari has no Symbol.dispose yet, but compilers that turn `using` into calls look for this there.
    if (!Symbol.dispose) Object.assign(this, { [Symbol.for("Symbol.dispose")]: this.dispose });
  }

  /** Bytes taken by live arrays, rounding included. */
  get used(): number {
    return insideOf("used", this).used;
  }

  /**
   * A new `Float32Array` here.
   * @param values  how many zeros, or what it holds: an array or typed array of numbers, which is copied
   * @throws TypeError if values is of another type, or after dispose; RangeError if it is no whole number ≥ 0, or no such block is free
   */
  float32(values: number | Numbers): Float32Array<ArrayBuffer> {
    return allocate(this, "float32", F32, values) as Float32Array<ArrayBuffer>;
  }

  /** A new `Float64Array` here. @throws as `float32` */
  float64(values: number | Numbers): Float64Array<ArrayBuffer> {
    return allocate(this, "float64", F64, values) as Float64Array<ArrayBuffer>;
  }

  /** A new `Int8Array` here. @throws as `float32` */
  int8(values: number | Numbers): Int8Array<ArrayBuffer> {
    return allocate(this, "int8", 2, values) as Int8Array<ArrayBuffer>;
  }

  /** A new `Int16Array` here. @throws as `float32` */
  int16(values: number | Numbers): Int16Array<ArrayBuffer> {
    return allocate(this, "int16", 3, values) as Int16Array<ArrayBuffer>;
  }

  /** A new `Int32Array` here. @throws as `float32` */
  int32(values: number | Numbers): Int32Array<ArrayBuffer> {
    return allocate(this, "int32", 4, values) as Int32Array<ArrayBuffer>;
  }

  /**
   * Gives an array's memory back. The array must not be used any more: its place may become another's.
   * @throws TypeError if it is not an array that this heap gave out and that is still live
   */
  free(array: Float32Array | Float64Array | Int8Array | Int16Array | Int32Array): void {
    const inside = insideOf("free", this);
    alive("free", inside);
    const bytes = inside.live.get(array);
    if (bytes === undefined)
      refuse("Heap.free", "array", "is not a live array of this heap", "one that it gave out and that was not freed");
    inside.live.delete(array);
    inside.used -= bytes;
    inside.free.add(offsetOf(array), bytes);
  }

  /** Gives everything back. Activations refuse the heap's arrays from now on, and the heap gives out no more. Again: nothing. */
  dispose(): void {
    // The views are not detached (memory.grow(0) would do that): after the first detached buffer, V8 makes every loop over a
    // typed array in the whole process slower, by 1 ns an element. The memory goes when the last view of it goes.
    const inside = insideOf("dispose", this);
    if (inside.memory) inside.memory.isDisposed = true;
    inside.memory = undefined;
    inside.live.clear();
    inside.used = 0;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

const alive = (method: string, { memory }: Inside): HeapMemory =>
  memory ?? refuse(`Heap.${method}`, "the heap", "is disposed", "a live one");

const allocate = (heap: Heap, method: string, type: number, values: unknown): Elements => {
  const where = `Heap.${method}`;
  const inside = insideOf(method, heap);
  alive(method, inside);
  const isCount = typeof values === "number";
  if (!isCount && !Array.isArray(values) && typeOf(values) < 0)
    refuse(where, "values", describe(values), "a number of elements, or an array of numbers");
  // A list is read before anything is taken: reading it may run code of its own.
  const source = Array.isArray(values) ? flatten(values, count(where, "values", values)) : (values as Elements);
  const length = isCount ? values : lengthOfAttached(where, "values", source);
  if (!isCount) isAlive(where, "values", source);
  const { memory } = alive(method, inside);
  if (!Number.isInteger(length) || length < 0) refuse(where, "length", `is ${length}`, "a whole number of elements, 0 or more", RangeError);
  const Type = arrayOf(type);
  const bytes = Math.max(GRAIN, Math.ceil((length * Type.BYTES_PER_ELEMENT) / GRAIN) * GRAIN);
  const address = inside.free.take(bytes);
  if (address === undefined) {
    const left = heap.capacity - inside.used;
    throw new RangeError(
      `${where}: ${bytes} bytes are asked for, ${inside.used} of ${heap.capacity} are used, ${left} are free (the largest block: ${inside.free.largest}), expected enough free memory`,
    );
  }
  const array = new Type(memory.buffer, address, length);
  if (!isCount) copyInto(array, source, 0);
  else if (address < inside.fresh) array.fill(0);
  inside.fresh = Math.max(inside.fresh, address + bytes);
  inside.live.set(array, bytes);
  inside.used += bytes;
  return array;
};
