// Losses of an input and a target of one shape. Each loop is written out: a function per element cost several times as much where
// a program uses more than one loss.
import type { Tensor } from "../engine/tensor.js";
import { notNegative } from "./choices.js";
import { type ElementLoop, elementLoss, type LossOptions } from "./elementLoss.js";
import type { Loss, Losses, Reduction } from "./reduction.js";

export { type CrossEntropyOptions, crossEntropy, type Targets } from "./crossEntropy.js";
export type { LossOptions } from "./elementLoss.js";
export type { Loss, Losses, Reduction } from "./reduction.js";

const reductionAlone: readonly string[] = ["reduction"];

const bceLoop: ElementLoop = (x, t, scale, dx, losses) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i] as number;
    const ti = t[i] as number;
    const small = Math.exp(-Math.abs(xi));
    const large = 1 / (1 + small);
    const loss = (xi > 0 ? xi * (1 - ti) : -xi * ti) + Math.log1p(small);
    // (1 − t) · sigmoid(x) − t · sigmoid(−x) is sigmoid(x) − t that does not cancel where they agree.
    const slope = xi > 0 ? (1 - ti) * large - ti * (small * large) : (1 - ti) * (small * large) - ti * large;
    sum += loss;
    if (losses) losses[i] = loss;
    dx[i] = scale * slope;
  }
  return sum;
};

/**
 * Binary cross entropy of logits, element by element: with σ the sigmoid, `−t · log σ(x) − (1 − t) · log σ(−x)`, which is
 * `max(x, 0) − x · t + log(1 + e^−|x|)`; in float64. Its derivative is σ(x) − t.
 *
 * Shapes: input and target the same, any; the gradient, and the loss for "none", have it too. The mean of no elements is NaN.
 * An infinite x gives NaN if the target is on its side (0 · ∞), else an infinite loss.
 * @param input   tensor of logits
 * @param target  tensor of probabilities, 0 to 1, which is not checked
 * @param options.reduction  "mean", "sum" or "none". Default "mean".
 * @returns the loss, a number (a tensor for "none"), and the gradient of its sum with respect to input
 * @throws TypeError  if input or target is no tensor, or an option unknown;  RangeError  if shapes differ or the reduction is none of these
 * Source: `torch.nn.functional.binary_cross_entropy_with_logits`.
 * @example binaryCrossEntropyWithLogits(tensor([0]), tensor([1])).loss;   // 0.6931471…
 */
export function binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, options?: LossOptions<"mean" | "sum">): Loss;
export function binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, options: LossOptions<"none">): Losses;
export function binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses;
export function binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses {
  return elementLoss("binaryCrossEntropyWithLogits", input, target, options, reductionAlone, () => bceLoop);
}

const mseLoop: ElementLoop = (x, t, scale, dx, losses) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = (x[i] as number) - (t[i] as number);
    const loss = difference * difference;
    sum += loss;
    if (losses) losses[i] = loss;
    dx[i] = scale * (2 * difference);
  }
  return sum;
};

/**
 * Squared error, element by element: `(x − t)²`, in float64. Its derivative is 2 (x − t).
 *
 * Shapes: input and target the same, any; the gradient, and the loss for "none", have it too. The mean of no elements is NaN.
 * @param input   tensor
 * @param target  tensor of input's shape
 * @param options.reduction  "mean", "sum" or "none". Default "mean".
 * @returns the loss, a number (a tensor for "none"), and the gradient of its sum with respect to input
 * @throws TypeError  if input or target is no tensor, or an option unknown;  RangeError  if shapes differ or the reduction is none of these
 * Source: `torch.nn.functional.mse_loss`.
 * @example mseLoss(tensor([1, 2]), tensor([0, 0])).loss;   // 2.5
 */
export function mseLoss(input: Tensor, target: Tensor, options?: LossOptions<"mean" | "sum">): Loss;
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions<"none">): Losses;
export function mseLoss(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses;
export function mseLoss(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses {
  return elementLoss("mseLoss", input, target, options, reductionAlone, () => mseLoop);
}

/** Below beta a parabola, above it the distance. beta = 0: the distance alone. */
const distanceLoop =
  (beta: number): ElementLoop =>
  (x, t, scale, dx, losses) => {
    const half = beta / 2;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const difference = (x[i] as number) - (t[i] as number);
      const distance = Math.abs(difference);
      const isNear = distance < beta;
      const loss = isNear ? (distance * distance) / (2 * beta) : distance - half;
      sum += loss;
      if (losses) losses[i] = loss;
      dx[i] = scale * (isNear ? difference / beta : Math.sign(difference));
    }
    return sum;
  };

/**
 * Absolute error, element by element: `|x − t|`, in float64. Its derivative is the sign of x − t, 0 where they are equal.
 *
 * Shapes: input and target the same, any; the gradient, and the loss for "none", have it too. The mean of no elements is NaN.
 * @param input   tensor
 * @param target  tensor of input's shape
 * @param options.reduction  "mean", "sum" or "none". Default "mean".
 * @returns the loss, a number (a tensor for "none"), and the gradient of its sum with respect to input
 * @throws TypeError  if input or target is no tensor, or an option unknown;  RangeError  if shapes differ or the reduction is none of these
 * Source: `torch.nn.functional.l1_loss`.
 * @example l1Loss(tensor([1, 2]), tensor([0, 0])).loss;   // 1.5
 */
export function l1Loss(input: Tensor, target: Tensor, options?: LossOptions<"mean" | "sum">): Loss;
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions<"none">): Losses;
export function l1Loss(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses;
export function l1Loss(input: Tensor, target: Tensor, options?: LossOptions): Loss | Losses {
  return elementLoss("l1Loss", input, target, options, reductionAlone, () => distanceLoop(0));
}

/** Options of `smoothL1Loss`. */
export interface SmoothL1LossOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Where the parabola ends, 0 or more; 0 gives `l1Loss`. Default 1. */
  readonly beta?: number | undefined;
}

/**
 * Absolute error with a parabola around 0, element by element: with d = x − t, `|d| < beta ? d² / (2 beta) : |d| − beta/2`, in float64. Its
 * derivative is d / beta or the sign of d.
 *
 * Shapes: input and target the same, any; the gradient, and the loss for "none", have it too. The mean of no elements is NaN.
 * @param input   tensor
 * @param target  tensor of input's shape
 * @param options.reduction  "mean", "sum" or "none". Default "mean".
 * @param options.beta  where the parabola ends, finite, 0 or more; 0 gives `l1Loss`. Default 1.
 * @returns the loss, a number (a tensor for "none"), and the gradient of its sum with respect to input
 * @throws TypeError  if input or target is no tensor, or an option unknown;  RangeError  if shapes differ or an option's value does not fit
 * Source: `torch.nn.functional.smooth_l1_loss`; Girshick 2015, arXiv:1504.08083.
 * @example smoothL1Loss(tensor([1, 3]), tensor([0.5, 0])).loss;   // 1.3125
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options?: SmoothL1LossOptions<"mean" | "sum">): Loss;
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1LossOptions<"none">): Losses;
export function smoothL1Loss(input: Tensor, target: Tensor, options?: SmoothL1LossOptions): Loss | Losses;
export function smoothL1Loss(input: Tensor, target: Tensor, options?: SmoothL1LossOptions): Loss | Losses {
  return elementLoss("smoothL1Loss", input, target, options, ["reduction", "beta"], (checked) =>
    distanceLoop(notNegative("smoothL1Loss", "beta", checked["beta"], 1)),
  );
}
