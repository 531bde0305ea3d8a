import { refuse } from "../engine/errors.js";
import type { Run } from "../engine/kernel.js";
import { countOf } from "../engine/operands.js";
import { optionsOf } from "../engine/options.js";
import { written } from "../engine/tensor.js";
import { flagOf, sizeOf } from "./choices.js";
import { convolveKernel, roomFor } from "./convolveKernel.js";
import { batchShape, Layer } from "./layer.js";
import type { Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";
import { uniformInto } from "./random.js";
import { type Pair, pairOf, type Size } from "./sizes.js";

export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: Size | undefined;
  /** Zeros around the image, or "same": as many as make y as large as x (the odd one behind; with stride 1). Default 0. */
  readonly padding?: Size | "same" | undefined;
  /** Default 1. */
  readonly dilation?: Size | undefined;
  /** Default 1. */
  readonly groups?: number | undefined;
  /** Default true. */
  readonly bias?: boolean | undefined;
}

const known = ["stride", "padding", "dilation", "groups", "bias"];

/**
 * A convolution over images: y[n, o] = bias[o] + Σ weight[o, c] ∗ x[n, c], the sum over the channels of o's group (a cross-correlation,
 * as everywhere in the field).
 *
 * Shapes: x [N, inChannels, H, W] → y [N, outChannels, H′, W′], H′ = ⌊(H + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1, W′ likewise.
 * Parameters: weight [outChannels, inChannels / groups, kH, kW], bias [outChannels], both from U(−1/√K, 1/√K) with
 * K = inChannels / groups · kH · kW.
 * Error: (K + 5) · 2⁻²⁴ · Σ|terms|. Padding is 0 exactly.
 * Source: `torch.nn.Conv2d`; Keras's Conv2D.
 * @param kernelSize  a number or [kH, kW]
 * @param options.stride  a number or [height, width]. Default 1.
 * @param options.padding  zeros around the image: a number, [height, width], or "same", which makes y as large as x, with stride 1 only, the odd zero
 *   behind. Default 0.
 * @param options.dilation  a number or [height, width]. Default 1.
 * @param options.groups  a divisor of both numbers of channels. Default 1.
 * @param options.bias  whether there is one. Default true.
 * @throws TypeError or RangeError if a size is no whole number in range, channels are no multiples of groups, or "same" comes with a stride
 * @example new Conv2d(1, 32, 2).forward(tensor(new Float32Array(784), [1, 1, 28, 28])).shape;   // [1, 32, 27, 27]
 */
export class Conv2d extends Layer {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair | "same";
  readonly dilation: Pair;
  readonly groups: number;
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(inChannels: number, outChannels: number, kernelSize: Size, options?: Conv2dOptions) {
    super();
    const where = "Conv2d";
    const { stride, padding, dilation, groups, bias } = optionsOf(where, options, known);
    this.inChannels = sizeOf(where, "inChannels", inChannels);
    this.outChannels = sizeOf(where, "outChannels", outChannels);
    this.kernelSize = pairOf(where, "kernelSize", kernelSize, 1);
    this.stride = pairOf(where, "stride", stride, 1, [1, 1]);
    this.padding = padding === "same" ? "same" : pairOf(where, "padding", padding, 0, [0, 0]);
    this.dilation = pairOf(where, "dilation", dilation, 1, [1, 1]);
    this.groups = countOf(where, "groups", groups, 1);
    const hasBias = flagOf(where, "bias", bias, true);
    for (const [name, channels] of Object.entries({ inChannels, outChannels }))
      if (channels % this.groups) refuse(where, "groups", `is ${this.groups}`, `a divisor of ${name}, which is ${channels}`, RangeError);
    if (this.padding === "same" && (this.stride[0] !== 1 || this.stride[1] !== 1))
      refuse(where, "padding", 'is "same"', `stride 1 with it, which is ${written(this.stride)}`, RangeError);
    const shape = [outChannels, inChannels / this.groups, ...this.kernelSize];
    [this.weight, this.bias] = this.learnable(shape, ...(hasBias ? [[outChannels]] : [])) as [Parameter, Parameter | undefined];
    const terms = (inChannels / this.groups) * this.kernelSize[0] * this.kernelSize[1];
    for (const { data } of this.parameters()) uniformInto(data, 1 / Math.sqrt(terms));
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { inChannels, outChannels, groups, stride, dilation } = this;
    const [kernelY, kernelX] = this.kernelSize;
    const [, height = 0, width = 0] = x.shape;
    if (x.shape.length !== 3 || x.shape[0] !== inChannels)
      refuse(plan.where, "x", `has shape ${written(batchShape(plan, x))}`, `[N, ${inChannels}, H, W] (inChannels)`, RangeError);
    // What the kernel reaches over beside the pixel it stands on.
    const reach = [dilation[0] * (kernelY - 1), dilation[1] * (kernelX - 1)] as const;
    const before = this.padding === "same" ? ([Math.floor(reach[0] / 2), Math.floor(reach[1] / 2)] as const) : this.padding;
    const around = this.padding === "same" ? reach : ([2 * before[0], 2 * before[1]] as const);
    const [paddedY, paddedX] = [height + around[0], width + around[1]];
    if (paddedY <= reach[0] || paddedX <= reach[1])
      refuse(
        plan.where,
        "x",
        `has shape ${written(batchShape(plan, x))}`,
        `images that, with padding, are at least ${written([reach[0] + 1, reach[1] + 1])} (the kernel)`,
        RangeError,
      );
    const outHeight = Math.floor((paddedY - reach[0] - 1) / stride[0]) + 1;
    const outWidth = Math.floor((paddedX - reach[1] - 1) / stride[1]) + 1;
    const y = plan.place([outChannels, outHeight, outWidth]);

    const [inGroup, outGroup] = [inChannels / groups, outChannels / groups];
    const terms = inGroup * kernelY * kernelX;
    const isPadded = around[0] + around[1] > 0;
    // Backward, the image is dy with its stride between its pixels and the kernel turned: what forward is to y, that is to dx.
    const [turnedY, turnedX] = [height + reach[0], width + reach[1]];
    const turnedTerms = outGroup * kernelY * kernelX;
    const padded = inChannels * paddedY * paddedX;
    const turned = outChannels * turnedY * turnedX;
    const rooms = roomFor(Math.max(terms, turnedTerms));
    const images = Math.ceil(Math.max(isPadded ? padded : 0, plan.isTraining ? turned : 0) / 4) * 4;
    const room = plan.workspace(rooms + images + (plan.isTraining ? terms * outChannels : 0));
    const weight = plan.parameter(this.weight);
    const bias = this.bias && plan.parameter(this.bias);
    const [strideY, strideX] = stride;
    const [dilationY, dilationX] = dilation;

    /** The image with its padding. */
    const bring = (place: ((...args: number[]) => number) | undefined, index: number): number => {
      const from = x.address + 4 * x.size * index;
      if (!isPadded) return from;
      const to = room.address + 4 * rooms;
      place?.(from, height, width, to, paddedY, paddedX, inChannels, before[0], before[1], 1, 1);
      return to;
    };
    /** `forward` or `gradient` of a group: of the image, with weights and bias or their gradients, and y or dy. */
    const ofGroup = (run: Run, g: number, image: number, weights: number, shift: number, result: number): void => {
      run(
        image + 4 * g * inGroup * paddedY * paddedX,
        inGroup,
        paddedY,
        paddedX,
        weights + 4 * g * outGroup * terms,
        shift && shift + 4 * g * outGroup,
        result + 4 * g * outGroup * outHeight * outWidth,
        outGroup,
        outHeight,
        outWidth,
        kernelY,
        kernelX,
        strideY,
        strideX,
        dilationY,
        dilationX,
        room.address,
      );
    };
    plan.steps.push({
      forward: (rows) => {
        const { place, forward } = convolveKernel.in(plan.arena);
        for (let i = 0; i < rows; i++) {
          const image = bring(place, i);
          const to = y.address + 4 * i * y.size;
          for (let g = 0; g < groups; g++) ofGroup(forward as Run, g, image, weight.address, bias ? bias.address : 0, to);
        }
      },
      backward: (rows) => {
        const { place, turn, forward, gradient } = convolveKernel.in(plan.arena);
        for (let i = 0; i < rows; i++) {
          const image = bring(place, i);
          const dy = y.gradientAddress + 4 * i * y.size;
          for (let g = 0; g < groups; g++) ofGroup(gradient as Run, g, image, weight.gradientAddress, bias ? bias.gradientAddress : 0, dy);
        }
        const [spread, kernels] = [room.address + 4 * rooms, room.address + 4 * (rooms + images)];
        for (let g = 0; g < groups; g++)
          turn?.(weight.address + 4 * g * outGroup * terms, kernels + 4 * g * outGroup * terms, outGroup, inGroup, kernelY * kernelX);
        for (let i = 0; i < rows; i++) {
          const dy = y.gradientAddress + 4 * i * y.size;
          const [top, left] = [reach[0] - before[0], reach[1] - before[1]];
          place?.(dy, outHeight, outWidth, spread, turnedY, turnedX, outChannels, top, left, strideY, strideX);
          for (let g = 0; g < groups; g++)
            forward?.(
              spread + 4 * g * outGroup * turnedY * turnedX,
              outGroup,
              turnedY,
              turnedX,
              kernels + 4 * g * outGroup * terms,
              0,
              x.gradientAddress + 4 * (i * x.size + g * inGroup * height * width),
              inGroup,
              height,
              width,
              kernelY,
              kernelX,
              1,
              1,
              dilationY,
              dilationX,
              room.address,
            );
        }
      },
    });
    return y;
  }
}
