// The layers under test, imported in this one place, as api.ts does with the activations; numbers to feed them; what they are compared with.
import { afterAll, expect } from "vitest";
import type { Tensor } from "../../src/nn/index.js";
import * as nn from "../../src/nn/index.js";
import { api } from "./api.js";

export * from "../../src/nn/index.js";
export { nn };

// A kernel that its trial refuses would be made up for by JavaScript, and every test pass.
afterAll(() => {
  if (import.meta.env["EXPECTED_BACKEND"] === "wasm") expect([...api.refusals]).toEqual([]);
});

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Numbers between −scale and scale from an integer hash, the same everywhere. */
export const fill = (shape: readonly number[], seed: number, scale = 1): Tensor & { data: Float32Array<ArrayBuffer> } => {
  const data = Float32Array.from({ length: product(shape) }, (_, i) => {
    let h = Math.imul(i + 1, 2654435761) ^ Math.imul(seed, 40503);
    h ^= h >>> 15;
    h = Math.imul(h, 2246822519);
    h ^= h >>> 13;
    return ((h >>> 0) / 2 ** 32 - 0.5) * 2 * scale;
  });
  return { shape: [...shape], data };
};

/** Sums in float64, with how many terms each has and what their sizes come to. */
export class Sums {
  readonly values: Float64Array;
  private readonly sizes: Float64Array;
  private readonly counts: Uint32Array;
  constructor(readonly length: number) {
    this.values = new Float64Array(length);
    this.sizes = new Float64Array(length);
    this.counts = new Uint32Array(length);
  }
  add(index: number, term: number): void {
    this.values[index] = (this.values[index] as number) + term;
    this.sizes[index] = (this.sizes[index] as number) + Math.abs(term);
    this.counts[index] = (this.counts[index] as number) + 1;
  }
  /** Where these are terms of a further sum. */
  bound(index: number): number {
    return ((this.counts[index] as number) + 4) * 2 ** -24 * (this.sizes[index] as number);
  }
  /** The contract of a sum: (K + 4) · 2⁻²⁴ · Σ|terms|, and half of the least subnormal for the rounding of that. */
  expectNear(got: ArrayLike<number>): void {
    expect(got.length).toBe(this.length);
    for (let i = 0; i < this.length; i++) {
      const bound = this.bound(i) + 2 ** -150;
      if (!(Math.abs((got[i] as number) - (this.values[i] as number)) <= bound))
        throw new Error(`[${i}]: got ${got[i]}, exact ${this.values[i]}, bound ${bound}`);
    }
  }
}

/** An operation that is linear in a and in b: all its products, y[i] having a[j] · b[k] as a term. */
export type Bilinear = (visit: (y: number, a: number, b: number) => void) => void;

export const forwardOf = (terms: Bilinear, length: number, a: ArrayLike<number>, b: ArrayLike<number>): Sums => {
  const y = new Sums(length);
  terms((i, j, k) => y.add(i, (a[j] as number) * (b[k] as number)));
  return y;
};
/** The gradient with respect to a. */
export const slopeOf = (terms: Bilinear, length: number, dy: ArrayLike<number>, b: ArrayLike<number>): Sums => {
  const da = new Sums(length);
  terms((i, j, k) => da.add(j, (dy[i] as number) * (b[k] as number)));
  return da;
};
/** The same with a and b exchanged. */
export const exchanged =
  (terms: Bilinear): Bilinear =>
  (visit) =>
    terms((i, j, k) => visit(i, k, j));

export const bits = (x: Float32Array): number[] => Array.from(new Uint32Array(x.slice().buffer));
