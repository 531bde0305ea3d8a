// Where layers live: memories of a fixed size, so that no view of them is ever detached. Layers made one after the other share one until
// it is full. What nobody refers to any more is given back, a block or a whole memory.
import { bufferOf, type Elements } from "../engine/elements.js";
import { FreeBlocks } from "../engine/freeBlocks.js";
import { type HeapMemory, reserve } from "../engine/heapMemory.js";
import { BLOCKS } from "../engine/scratch.js";

/** Bytes of the first memory. What is not touched is not there; but Workers count 128 MB in all, and iOS refuses early. */
const FIRST = 1 << 22;
/** From this on memories do not double. */
const LARGE = 1 << 24;
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

  /** A block of float32 zeros, free again when it is released; undefined if none is large enough. */
  take(length: number): Float32Array | undefined {
    const bytes = roundUp(4 * length);
    const address = this.free.take(bytes);
    if (address === undefined) return undefined;
    const array = new Float32Array(this.space.memory.buffer, address, length);
    array.fill(0);
    return array;
  }

  /** One that is free too when nothing refers to the array. Not for arrays that users see: views of them would go stale. */
  lend(length: number): Float32Array | undefined {
    const array = this.take(length);
    if (array) this.registry?.register(array, [array.byteOffset, roundUp(4 * length)], array);
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

/**
 * The arena for what is small, and a larger one for what was worked on last. The first is held: asking a WeakRef for it would keep every
 * one alive until the job ends. The second goes when nothing is in it.
 */
let latest: Arena | undefined;
let spacious: WeakRef<Arena> | undefined;
let size = FIRST;

/**
 * An arena with a free block of so many bytes: one that there is, or a new one, which has more for what is to come if the engine gives
 * that. `share`: what the block may take of the whole at most, so that something is left to work in. Throws a RangeError.
 */
export const arenaWith = (where: string, bytes: number, share = 1): Arena => {
  const has = (arena: Arena | undefined): arena is Arena =>
    arena !== undefined && arena.floats.length > 0 && arena.room - bytes >= arena.capacity * (1 - share);
  if (has(latest)) return latest;
  const needed = roundUp(bytes / share) + GRAIN;
  const isLarge = needed > size;
  const other = isLarge && share === 1 ? spacious?.deref() : undefined;
  if (has(other)) return other;
  const arena = Arena.of(isLarge ? needed + FIRST : size) ?? Arena.of(needed);
  if (!arena) throw new RangeError(`${where}: ${bytes} bytes are asked for, expected no more than this engine can reserve`);
  if (!isLarge) {
    latest = arena;
    size = Math.min(2 * size, LARGE);
  } else if (share === 1 && typeof WeakRef !== "undefined") spacious = new WeakRef(arena);
  return arena;
};
