// What the page and its worker say to each other.
import type { FloatType } from "../../bench/ops.js";
import type { Result } from "./results.js";
import type { Budget } from "./rounds.js";

/** What one worker does: one function of one type at some lengths. */
export interface Job {
  readonly op: string;
  readonly type: FloatType;
  readonly lengths: readonly number[];
  readonly budget: Budget;
  /** Does TensorFlow.js take part? */
  readonly tfjs: boolean;
}

export type Message =
  | { readonly kind: "ready"; readonly backend: "wasm" | "js"; readonly resolution: number }
  /** What runs now, and how much of the job is done, from 0 to 1. */
  | { readonly kind: "turn"; readonly length: number; readonly label: string; readonly done: number }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "end" }
  | { readonly kind: "failure"; readonly message: string };
