// The free blocks of a heap. Neighbours are joined at once, so no two touch; what a block's neighbours are and which block is large
// enough is found without going through all of them.

/** Blocks of like size share a bin: 8 bins from one power of two to the next. */
const binOf = (bytes: number): number => {
  const exponent = 31 - Math.clz32(bytes / 16);
  return 8 * exponent + Math.floor((8 * (bytes / 16)) / 2 ** exponent) - 8;
};

/** So many blocks of a bin that may be too small are tried before a larger one is cut. */
const TRIES = 8;

export class FreeBlocks {
  /** Bytes by address, and addresses by the end. */
  private readonly sizes = new Map<number, number>();
  private readonly starts = new Map<number, number>();
  private readonly bins: (Set<number> | undefined)[] = [];

  /** Makes a block free, one with its free neighbours. Keys that stay are kept: a Map that loses and gets entries is made anew again and again. */
  add(address: number, bytes: number): void {
    let end = address + bytes;
    const after = this.sizes.get(end);
    if (after !== undefined) {
      this.sizes.delete(end);
      this.drop(end, after);
      end += after;
    }
    const before = this.starts.get(address);
    const start = before ?? address;
    if (before !== undefined) this.starts.delete(address);
    const old = before === undefined ? undefined : address - before;
    if (old === undefined || binOf(old) !== binOf(end - start)) {
      if (old !== undefined) this.drop(start, old);
      this.put(start, end - start);
    }
    this.sizes.set(start, end - start);
    this.starts.set(end, start);
  }

  /** The address of a block of so many bytes, which is free no more; undefined if there is none. */
  take(bytes: number): number | undefined {
    const address = this.find(bytes);
    if (address === undefined) return undefined;
    const whole = this.sizes.get(address) as number;
    this.remove(address, whole);
    if (whole > bytes) this.insert(address + bytes, whole - bytes);
    return address;
  }

  /** Bytes of the largest block. */
  get largest(): number {
    let largest = 0;
    for (const bytes of this.sizes.values()) if (bytes > largest) largest = bytes;
    return largest;
  }

  private find(bytes: number): number | undefined {
    const bin = binOf(bytes);
    return this.firstOf(bin, bytes, TRIES) ?? this.firstAbove(bin) ?? this.firstOf(bin, bytes, Number.POSITIVE_INFINITY);
  }

  private firstOf(bin: number, bytes: number, tries: number): number | undefined {
    let left = tries;
    for (const address of this.bins[bin] ?? []) {
      if ((this.sizes.get(address) as number) >= bytes) return address;
      if (--left <= 0) return undefined;
    }
    return undefined;
  }

  private firstAbove(bin: number): number | undefined {
    for (let i = bin + 1; i < this.bins.length; i++) {
      const blocks = this.bins[i];
      if (blocks?.size) for (const address of blocks) return address;
    }
    return undefined;
  }

  private insert(address: number, bytes: number): void {
    this.sizes.set(address, bytes);
    this.starts.set(address + bytes, address);
    this.put(address, bytes);
  }

  private remove(address: number, bytes: number): void {
    this.sizes.delete(address);
    this.starts.delete(address + bytes);
    this.drop(address, bytes);
  }

  private put(address: number, bytes: number): void {
    const bin = binOf(bytes);
    let blocks = this.bins[bin];
    if (blocks === undefined) {
      blocks = new Set();
      this.bins[bin] = blocks;
    }
    blocks.add(address);
  }

  private drop(address: number, bytes: number): void {
    this.bins[binOf(bytes)]?.delete(address);
  }
}
