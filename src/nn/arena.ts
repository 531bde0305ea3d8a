// Where layers live: memories of a fixed size, so that no view of them is ever detached. Layers made one after the other share one until
// it is full. What nobody refers to any more is given back, a block or a whole memory.
import { bufferOf, type Elements } from "../engine/elements.js";
import { FreeBlocks } from "../engine/freeBlocks.js";
import { type HeapMemory, reserve } from "../engine/heapMemory.js";
import { BLOCKS } from "../engine/scratch.js";

/** Bytes of the first memory. What is not touched is not there; but Workers count 128 MB in all, and iOS refuses early. */
const FIRST = 1 << 22;
/** From this on memories do not double. */
const LARGE = 1 << 26;
const LARGEST = 4_294_867_968;
const GRAIN = 64;

const roundUp = (bytes: number): number => Math.max(GRAIN, Math.ceil(bytes / GRAIN) * GRAIN);

const arenas = /* @__PURE__ */ new WeakMap<ArrayBufferLike, Arena>();
/** The arena that an array is in, if it is in one. */
export const arenaOf = (array: Elements): Arena | undefined => arenas.get(bufferOf(array));

export class Arena {
  /** All of it as float32. */
  readonly floats: Float32Array;
  private readonly free = new FreeBlocks();
  /** Tells which arrays were collected. Engines that have none know no WebAssembly SIMD either. */
  private readonly registry: FinalizationRegistry<readonly [address: number, bytes: number]> | undefined;

  private constructor(
    readonly space: HeapMemory,
    readonly capacity: number,
  ) {
    this.floats = new Float32Array(space.memory.buffer);
    this.free.add(BLOCKS, capacity);
    arenas.set(space.memory.buffer, this);
    const { free } = this;
    if (typeof FinalizationRegistry !== "undefined")
      this.registry = new FinalizationRegistry(([address, bytes]) => free.add(address, bytes));
  }

  /** One of at least so many bytes, if the engine has them. */
  static of(bytes: number): Arena | undefined {
    const capacity = roundUp(bytes);
    const space = capacity <= LARGEST ? reserve(capacity) : undefined;
    return space && new Arena(space, capacity);
  }

  /** Bytes of the largest free block. */
  get room(): number {
    return this.free.largest;
  }

  /** A block of float32 zeros, free again when it is released or nothing refers to the array; undefined if none is large enough. */
  take(length: number): Float32Array | undefined {
    const bytes = roundUp(4 * length);
    const address = this.free.take(bytes);
    if (address === undefined) return undefined;
    const array = new Float32Array(this.space.memory.buffer, address, length);
    array.fill(0);
    this.registry?.register(array, [address, bytes], array);
    return array;
  }

  release(array: Float32Array): void {
    this.registry?.unregister(array);
    this.free.add(array.byteOffset, roundUp(array.byteLength));
  }

  holds(array: Elements): boolean {
    return bufferOf(array) === this.space.memory.buffer;
  }
}

/** The arena that was made last. Not held, so that it goes with the layers in it. */
let latest: Pick<WeakRef<Arena>, "deref"> | undefined;
let size = FIRST;

const remember = (arena: Arena): void => {
  latest = typeof WeakRef === "undefined" ? { deref: () => arena } : new WeakRef(arena);
};

/**
 * An arena with a free block of so many bytes: the latest one, or a new one, which has as much again for what is to come if the engine
 * gives that. `share`: what the block may take of the whole at most, so that something is left to work in. Throws a RangeError.
 */
export const arenaWith = (where: string, bytes: number, share = 1): Arena => {
  const last = latest?.deref();
  if (last && last.room - bytes >= last.capacity * (1 - share)) return last;
  const needed = roundUp(bytes / share) + GRAIN;
  const arena = Arena.of(Math.max(size, needed + FIRST)) ?? Arena.of(needed);
  if (!arena) throw new RangeError(`${where}: ${bytes} bytes are asked for, expected no more than this engine can reserve`);
  size = Math.min(2 * size, LARGE);
  remember(arena);
  return arena;
};
