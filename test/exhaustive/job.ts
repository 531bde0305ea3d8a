// What is swept: an op with its parameters, one direction, every stride-th float32, in segments.
import type { Direction, Tally } from "../support/sweep.js";
import type { Setting } from "../support/truth.js";

export interface Job {
  readonly op: string;
  readonly setting: Setting;
  readonly direction: Direction;
  readonly stride: number;
  /** What is left to do. */
  readonly segments: readonly number[];
  /** Two cells: how many of these segments the threads have taken, how many chunks they have done. */
  readonly counters: SharedArrayBuffer;
}

/** What a thread tells of each segment. */
export interface Done {
  readonly segment: number;
  readonly tally: Tally;
}

/** Inputs taken at once: with x, the results and the reference, 768 KiB, about what a core's caches hold. */
export const CHUNK = 2 ** 16;
/** Inputs that an interrupted run has to do again, of each thread: a second or less. */
export const SEGMENT = 2 ** 25;

export const inputsOf = (stride: number): number => Math.ceil(2 ** 32 / stride);
export const segmentsOf = (stride: number): readonly number[] => [...Array(Math.ceil(inputsOf(stride) / SEGMENT)).keys()];

/** Both have seen different inputs. The same whichever comes first: of equal errors that at the lesser bits. */
export const join = (one: Tally, other: Tally): Tally => ({
  ...(other.ulp > one.ulp || (other.ulp === one.ulp && other.worst < one.worst) ? other : one),
  inputs: one.inputs + other.inputs,
  misrounded: one.misrounded + other.misrounded,
});
