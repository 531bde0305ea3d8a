// What is swept: an op with its parameters, one direction, every stride-th float32.
import type { Direction, Tally } from "../support/sweep.js";

export interface Job {
  /** Index in the cases of test/support/truth.ts. */
  readonly index: number;
  readonly direction: Direction;
  readonly stride: number;
  /** One cell: how many chunks the threads have taken. */
  readonly taken: SharedArrayBuffer;
}

/** Inputs taken at once: with x, the results and the reference, 768 KiB, about what a core's caches hold. */
export const CHUNK = 2 ** 16;

export const inputsOf = (stride: number): number => Math.ceil(2 ** 32 / stride);

/** Both have seen different inputs. */
export const join = (one: Tally, other: Tally): Tally => ({
  ...(other.ulp > one.ulp ? other : one),
  inputs: one.inputs + other.inputs,
  misrounded: one.misrounded + other.misrounded,
});
