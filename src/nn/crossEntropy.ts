import { typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";
import { numberOf } from "./choices.js";
import { type Loss, type Losses, type Reduction, reductionOf } from "./reduction.js";

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions<R extends Reduction = Reduction> {
  /** How the rows' losses become one: their mean over the rows that count, their sum, or not at all. Default "mean". */
  readonly reduction?: R | undefined;
  /** Share of the target that is spread evenly over all classes, 0 to 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** Rows with this target do not count. Default −100. */
  readonly ignoreIndex?: number | undefined;
}

/** Classes of the rows: whole numbers from 0 to C − 1, or `ignoreIndex`. */
export type Targets = ArrayLike<number> | ArrayLike<bigint>;

const IGNORED = -1;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || typeOf(value) >= 0 || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** The targets, each read once; IGNORED for those that are `ignoreIndex`. */
const classesOf = (where: string, targets: unknown, n: number, c: number, ignoreIndex: number): Int32Array => {
  if (!isList(targets)) return refuse(where, "targets", describe(targets), "an array or typed array of whole numbers");
  if (targets.length !== n) refuse(where, "targets", `has length ${targets.length}`, `${n}, one for each row of logits`, RangeError);
  const classes = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const target = targets[i];
    const number = typeof target === "bigint" ? Number(target) : target;
    if (number === ignoreIndex) classes[i] = IGNORED;
    else if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number < c) classes[i] = number;
    else {
      const Kind = typeof number === "number" ? RangeError : TypeError;
      refuse(where, `targets[${i}]`, describe(number), `a whole number from 0 to ${c - 1}, or ${ignoreIndex} (ignoreIndex)`, Kind);
    }
  }
  return classes;
};

/**
 * Cross entropy of rows of logits and the classes they should give: for each row, with log p the logarithm of its softmax, s
 * `labelSmoothing` and t its target,
 *
 *     −(1 − s) · log p[t] − s/C · Σ log p
 *
 * in float64, by a sum of exponentials that cannot overflow. The gradient is softmax − target, for "mean" divided by the number of rows that count.
 *
 * Shapes: logits [N, C]; targets N; the gradient [N, C]; for "none" the loss [N], 0 where a row does not count. The mean of no rows is NaN.
 * The gradient of rows that do not count is 0, whatever they hold; a row with NaN, +∞ or nothing but −∞ gives NaN.
 * @param logits   tensor of shape [N, C]
 * @param targets  array or typed array of N whole numbers from 0 to C − 1
 * @param options.reduction       "mean", "sum" or "none". Default "mean".
 * @param options.labelSmoothing  share of the target that is spread evenly over all classes, from 0 to 1. Default 0.
 * @param options.ignoreIndex     rows with this target do not count. Default −100.
 * @returns the loss, a number (a tensor for "none"), and the gradient of its sum with respect to logits
 * @throws TypeError  if logits is no tensor, targets no list of numbers, or an option unknown;  RangeError  if a shape, a length, a target
 * (the message says which) or an option's value does not fit
 * Source: `torch.nn.functional.cross_entropy`; label smoothing: Szegedy et al. 2016, arXiv:1512.00567.
 * @example crossEntropy(tensor([[0, 0]]), [1]).gradient.data;   // [0.5, -0.5]
 */
export function crossEntropy(logits: Tensor, targets: Targets, options?: CrossEntropyOptions<"mean" | "sum">): Loss;
export function crossEntropy(logits: Tensor, targets: Targets, options: CrossEntropyOptions<"none">): Losses;
export function crossEntropy(logits: Tensor, targets: Targets, options?: CrossEntropyOptions): Loss | Losses;
export function crossEntropy(logits: Tensor, targets: Targets, options?: CrossEntropyOptions): Loss | Losses {
  const where = "crossEntropy";
  const checked = optionsOf(where, options, ["reduction", "labelSmoothing", "ignoreIndex"]);
  const reduction = reductionOf(where, checked["reduction"]);
  const smoothing = numberOf(where, "labelSmoothing", checked["labelSmoothing"], 0, "a number from 0 to 1", (s) => s >= 0 && s <= 1);
  const ignoreIndex = numberOf(where, "ignoreIndex", checked["ignoreIndex"], -100, "a whole number", Number.isInteger);
  const { data, shape } = tensorOf(where, "logits", logits);
  if (shape.length !== 2) refuse(where, "logits", `has shape ${written(shape)}`, "[N, C]", RangeError);
  const [n, c] = shape as [number, number];
  const classes = classesOf(where, targets, n, c, ignoreIndex);

  let count = 0;
  for (let i = 0; i < n; i++) if (classes[i] !== IGNORED) count++;
  const scale = reduction === "mean" ? 1 / count : 1;
  const gradient = new Float32Array(n * c);
  const losses = new Float32Array(reduction === "none" ? n : 0);
  const exponentials = new Float64Array(c);
  const share = smoothing / c;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const target = classes[i] as number;
    if (target === IGNORED) continue;
    const row = i * c;
    let top = 0;
    for (let j = 1; j < c; j++) if ((data[row + j] as number) > (data[row + top] as number)) top = j;
    const max = data[row + top] as number;
    // What stands beside the 1 of the largest: log1p(rest) and −rest/(1 + rest) keep what 1 + rest would lose. NaN if max is infinite.
    let rest = max - max;
    let below = 0;
    for (let j = 0; j < c; j++) {
      const distance = max - (data[row + j] as number);
      below += distance;
      if (j !== top) rest += exponentials[j] = Math.exp(-distance);
    }
    const total = 1 + rest;
    const tail = Math.log1p(rest);
    exponentials[top] = 1;
    let loss = (1 - smoothing) * (max - (data[row + target] as number) + tail);
    if (smoothing) loss += share * below + smoothing * tail;
    sum += loss;
    if (losses.length) losses[i] = loss;
    for (let j = 0; j < c; j++) gradient[row + j] = scale * ((exponentials[j] as number) / total - share);
    const excess = target === top ? -rest / total + smoothing : (exponentials[target] as number) / total - (1 - smoothing);
    gradient[row + target] = scale * (excess - share);
  }
  const tensor: Tensor = { data: gradient, shape };
  if (reduction === "none") return { loss: { data: losses, shape: [n] }, gradient: tensor };
  return { loss: reduction === "mean" ? sum / count : sum, gradient: tensor };
}
