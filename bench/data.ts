// The arrays that contenders read and write.
//
// A naive loop on random signs takes 6 ns an element or more, on signs that the branch predictor has learnt 0.5. So no call
// sees the array of the call before: there are many windows, 1 MiB of them, and contenders visit them in random order. 256 KiB
// are too few: a Zen 4 learns those by heart, so that Math.max, eight elements at a time, falls from 6.5 ns to 1.2.
import type { Heap } from "relu-simd";
import type { Elements, FloatType } from "./ops.js";
import { random } from "./random.js";

export type Signs = "random" | "positive";

export const sizeOf = (type: FloatType): number => (type === "f32" ? 4 : 8);

/** 1024 → 1k */
export const formatLength = (length: number): string =>
  length >= 1 << 20 && length % (1 << 20) === 0
    ? `${length >> 20}M`
    : length >= 1024 && length % 1024 === 0
      ? `${length >> 10}k`
      : `${length}`;

const POOL_BYTES = 1 << 20;
/** Of very short arrays fewer, so that their headers, some 200 bytes each, stay in the cache. Random order makes up for it. */
const MOST_WINDOWS = 2048;

/** Short arrays as programs have them: so many that their headers are cold, and whatever the engine keeps beside them. */
export const MANY = 4096;

/** A power of two, so that a mask picks one. */
export const windowCount = (length: number, type: FloatType): number =>
  2 ** Math.floor(Math.log2(Math.max(1, Math.min(MOST_WINDOWS, POOL_BYTES / (length * sizeOf(type))))));

/** Inputs and what to write them to: one array for all, or as many as there are inputs. */
export interface Windows {
  readonly xs: readonly Elements[];
  readonly ys: readonly Elements[];
}

/** The same numbers at every place that a contender may want them. */
export interface Pool {
  readonly length: number;
  /** Ordinary arrays and one `out`. */
  readonly plain: Windows;
  /** Ordinary arrays, each with an `out` of its own. */
  readonly varied: Windows;
  /** The bits of plain's float32 values. */
  readonly bits: Windows;
  /** Arrays in the heap. */
  readonly heap: Windows;
  /** Gives the heap's memory back. */
  free(): void;
}

export type Place = "plain" | "varied" | "bits" | "heap";

/** Magnitudes spread evenly over 0 to 8, so that every piece of every activation is met; never 0. */
export const fill = (x: Elements, signs: Signs, next: () => number): void => {
  for (let i = 0; i < x.length; i++) {
    const r = next() * 16;
    x[i] = r < 8 && signs === "random" ? r - 8 : (r % 8) + 2 ** -20;
  }
};

/** The heap that holds any of these lengths twice. */
export const heapBytes = (lengths: readonly number[], type: FloatType): number =>
  2 * Math.max(POOL_BYTES, ...lengths.map((length) => length * sizeOf(type))) + (1 << 20);

export const makePool = (heap: Heap, length: number, type: FloatType, signs: Signs, count = windowCount(length, type)): Pool => {
  const next = random(length);
  const ordinary = (): Elements => (type === "f32" ? new Float32Array(length) : new Float64Array(length));
  const resident = (): Float32Array | Float64Array => (type === "f32" ? heap.float32(length) : heap.float64(length));
  const each = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));

  const xs = each(() => {
    const x = ordinary();
    fill(x, signs, next);
    return x;
  });
  // Copied by `set`, not through `buffer`: reading that would move a short array off the JavaScript heap.
  const residents = each((i) => {
    const x = resident();
    x.set(xs[i] ?? []);
    return x;
  });
  const result = resident();
  const bits = type === "f32" ? each((i) => new Int32Array(Float32Array.from(xs[i] ?? []).buffer)) : [];
  return {
    length,
    plain: { xs, ys: [ordinary()] },
    varied: { xs, ys: count * length <= POOL_BYTES ? each(ordinary) : [] },
    bits: { xs: bits, ys: [new Int32Array(length)] },
    heap: { xs: residents, ys: [result] },
    free: () => {
      for (const array of [...residents, result]) heap.free(array);
    },
  };
};
