// Batch norm: channels normalised over all examples, in inference by running statistics.
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { elementsOf, written } from "../engine/tensor.js";
import { type AffineOptions, affineOf, epsOf, numberOf } from "./affine.js";
import { batchNormKernel, DEVIATION, MEAN, REST, roomFor, SCALE, STATS } from "./batchNormKernel.js";
import { sizeOf } from "./choices.js";
import { batchShape, Layer } from "./layer.js";
import { Buffer, type Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";

export interface BatchNormOptions extends AffineOptions {
  /** What of each batch goes into the running statistics, 0 to 1; null: as much of all so far. Default 0.1. */
  readonly momentum?: number | null | undefined;
}

abstract class BatchNorm extends Layer {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  /** By these x is normalised in inference; training blends each batch's in. */
  readonly runningMean: Buffer;
  readonly runningVar: Buffer;
  /** Batches that were seen in training. */
  readonly numBatchesTracked: Buffer;

  constructor(where: string, numFeatures: number, options: BatchNormOptions | undefined) {
    super();
    const { eps, momentum = 0.1, affine } = optionsOf(where, options, ["eps", "momentum", "affine"]);
    this.numFeatures = sizeOf(where, "numFeatures", numFeatures);
    if (numFeatures === undefined) refuse(where, "numFeatures", describe(numFeatures), "a whole number, 1 or more");
    this.eps = epsOf(where, eps);
    this.momentum = momentum === null ? null : numberOf(where, "momentum", momentum, 0, 1);
    if (affineOf(where, affine)) {
      [this.weight, this.bias] = this.learnable([numFeatures], [numFeatures]) as [Parameter, Parameter];
      this.weight.data.fill(1);
    }
    this.runningMean = new Buffer([numFeatures], new Float32Array(numFeatures));
    this.runningVar = new Buffer([numFeatures], new Float32Array(numFeatures).fill(1));
    this.numBatchesTracked = new Buffer([], new Float32Array(1));
  }

  /** Whether x has so many axes, that of the batch not counted; and what messages call such a shape. @internal */
  protected abstract takes(axes: number): boolean;
  /** @internal */
  protected abstract readonly expected: string;

  /** @internal */
  override _keyOf(name: string): string {
    return /^(runningMean|runningVar|numBatchesTracked)$/.test(name)
      ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      : name;
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { numFeatures: channels, eps } = this;
    const shape = (): string => `has shape ${written(batchShape(plan, x))}`;
    if (!this.takes(x.shape.length) || x.shape[0] !== channels)
      refuse(plan.where, "x", shape(), `${this.expected} (numFeatures)`, RangeError);
    const inner = elementsOf(x.shape.slice(1));
    const y = plan.place(x.shape);
    const [weight, bias] = [this.weight, this.bias].map((parameter) => parameter && plan.parameter(parameter));
    // In training they wait for backward; a frozen layer beside others in training has none.
    const isLearning = this.training;
    const stats = isLearning ? plan.reserve(STATS * channels) : plan.workspace(STATS * channels);
    const room = isLearning ? plan.workspace(roomFor(channels)) : undefined;
    const scaleAll = (floats: Float32Array, start: number, varianceOf: (c: number) => number): void => {
      for (let c = 0; c < channels; c++) floats[start + SCALE * channels + c] = 1 / Math.sqrt(varianceOf(c) + eps);
    };
    plan.steps.push({
      begin: (batch) => {
        if (isLearning && batch * inner < 2)
          refuse(
            plan.where,
            "x",
            `has shape ${written([batch, ...x.shape])}`,
            "more than one value for each channel in training",
            RangeError,
          );
      },
      forward: (rows) => {
        const { moments, normalise } = batchNormKernel.in(plan.arena);
        const { floats } = plan.arena;
        const start = stats.address / 4;
        if (isLearning) {
          moments?.(x.address, rows, channels, inner, stats.address, room?.address ?? 0);
          this.track(floats, start, rows * inner);
          scaleAll(floats, start, (c) => (floats[start + DEVIATION * channels + c] as number) ** 2);
        } else {
          floats.set(this.runningMean.data, start + MEAN * channels);
          floats.fill(0, start + REST * channels, start + (REST + 1) * channels);
          scaleAll(floats, start, (c) => this.runningVar.data[c] as number);
        }
        normalise?.(x.address, y.address, rows, channels, inner, stats.address, weight?.address ?? 0, bias?.address ?? 0);
      },
      backward: (rows) => {
        const { gradient } = batchNormKernel.in(plan.arena);
        gradient?.(
          y.gradientAddress,
          x.address,
          x.gradientAddress,
          rows,
          channels,
          inner,
          stats.address,
          weight?.address ?? 0,
          weight?.gradientAddress ?? 0,
          bias?.gradientAddress ?? 0,
          room?.address ?? 0,
        );
      },
    });
    return y;
  }

  /** Blends a batch's statistics, of `count` values each, into the running ones: the unbiased variance there. */
  private track(floats: Float32Array, start: number, count: number): void {
    const [means, variances, [tracked = 0]] = [this.runningMean.data, this.runningVar.data, this.numBatchesTracked.data];
    this.numBatchesTracked.data[0] = tracked + 1;
    const share = this.momentum ?? 1 / (tracked + 1);
    const channels = this.numFeatures;
    const at = (row: number, c: number): number => floats[start + row * channels + c] as number;
    for (let c = 0; c < channels; c++) {
      means[c] = (1 - share) * (means[c] as number) + share * (at(MEAN, c) + at(REST, c));
      variances[c] = (1 - share) * (variances[c] as number) + share * at(DEVIATION, c) ** 2 * (count / (count - 1));
    }
  }
}

/**
 * Channels normalised over a batch: y = (x − mean) / √(variance + eps) · weight + bias, with one of each for a channel.
 *
 * In training mean and variance (Σ(x − mean)² / K) are the batch's, K values a channel, more than one; the running ones become
 * (1 − momentum) · old + momentum · new, with the variance Σ(x − mean)² / (K − 1). In inference mean and variance are the running ones.
 * Shapes: x [N, numFeatures] or [N, numFeatures, L] → y of x's shape.
 * Parameters: weight (ones) and bias (zeros) [numFeatures]. Buffers: runningMean (zeros) and runningVar (ones) [numFeatures], numBatchesTracked (0) of
 * shape []; in state dicts running_mean, running_var, num_batches_tracked.
 * Error: sums are float64, y is within 8 · 2⁻²⁴ · (|y − bias| + |bias|), dx within (K + 8) · 2⁻²⁴ · Σ|terms|. In inference a row has the same bits
 * alone and in a batch; in training it depends on the batch.
 * Source: Ioffe and Szegedy 2015, arXiv:1502.03167; `torch.nn.BatchNorm1d`; Keras's BatchNormalization.
 * @param numFeatures  channels
 * @param options.eps  added to the variance, 0 or more. Default 1e−5.
 * @param options.momentum  the share of a new batch in the running statistics, from 0 to 1, or null for the mean of all batches so far. Default 0.1.
 * @param options.affine  whether there are weight and bias. Default true.
 * @throws TypeError or RangeError if an option is not in its range; RangeError in training if a channel has one value
 * @example new BatchNorm1d(2).forward(tensor([[0, 3]])).data;   // [0, 2.999985…]
 */
export class BatchNorm1d extends BatchNorm {
  constructor(numFeatures: number, options?: BatchNormOptions) {
    super("BatchNorm1d", numFeatures, options);
  }

  /** @internal */
  protected override takes(axes: number): boolean {
    return axes === 1 || axes === 2;
  }

  /** @internal */
  protected override get expected(): string {
    return `[N, ${this.numFeatures}] or [N, ${this.numFeatures}, L]`;
  }
}

/**
 * Channels of images normalised over a batch, as `BatchNorm1d` does.
 *
 * Shapes: x [N, numFeatures, H, W] → y of x's shape.
 * Source: Ioffe and Szegedy 2015, arXiv:1502.03167; `torch.nn.BatchNorm2d`; Keras's BatchNormalization.
 * @param numFeatures  channels
 * @param options.eps  added to the variance, 0 or more. Default 1e−5.
 * @param options.momentum  the share of a new batch in the running statistics, from 0 to 1, or null for the mean of all batches so far. Default 0.1.
 * @param options.affine  whether there are weight and bias. Default true.
 * @throws TypeError or RangeError if an option is not in its range; RangeError in training if a channel has one value
 * @example new BatchNorm2d(3).forward(tensor(new Float32Array(24), [2, 3, 2, 2])).shape;   // [2, 3, 2, 2]
 */
export class BatchNorm2d extends BatchNorm {
  constructor(numFeatures: number, options?: BatchNormOptions) {
    super("BatchNorm2d", numFeatures, options);
  }

  /** @internal */
  protected override takes(axes: number): boolean {
    return axes === 3;
  }

  /** @internal */
  protected override get expected(): string {
    return `[N, ${this.numFeatures}, H, W]`;
  }
}
