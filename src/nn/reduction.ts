// What the losses have in common: how they become one number, and what they give.
import type { Tensor } from "../engine/tensor.js";
import { wordOf } from "./choices.js";

/** How the losses become one: their mean, their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

/** A loss, summed in float64, and its gradient with respect to the first argument, of that argument's shape. */
export interface Loss {
  readonly loss: number;
  readonly gradient: Tensor;
}

/** The losses one by one (`reduction: "none"`), and the gradient of their sum. */
export interface Losses {
  readonly loss: Tensor;
  readonly gradient: Tensor;
}

const reductions: readonly Reduction[] = ["mean", "sum", "none"];

export const reductionOf = (where: string, value: unknown): Reduction => wordOf(where, "reduction", value, reductions, "mean");
