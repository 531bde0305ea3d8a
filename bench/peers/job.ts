// One case in a process of its own: what the runner asks, and what it gets.
import type { Row } from "../recorded.js";
import type { Noise } from "./noise.js";
import type { Budget } from "./rounds.js";
import type { Task } from "./task.js";

/** Whose loops over typed arrays get slower once others have been there. */
export const JAVASCRIPT: readonly string[] = ["JavaScript", "@tensorflow/tfjs-backend-cpu"];

export interface Job {
  /** An activation, or the name of a layer's case. */
  readonly work: Task | string;
  readonly budget: Budget;
  /** Who takes part; none: everybody. */
  readonly peers: readonly string[];
  /** `JAVASCRIPT` alone, where no library has detached a buffer. */
  readonly isClean: boolean;
  /** The yardstick's module, as base64. */
  readonly module: string;
  /** Where the answer goes: stdout is the libraries'. */
  readonly file: string;
}

export interface Answer {
  readonly rows: readonly Row[];
  /** Of each process that took part. */
  readonly noise: readonly Noise[];
  readonly runtime: string;
  readonly engine: string;
}
