import { optionsOf } from "../engine/options.js";
import { flagOf } from "./choices.js";
import { Layer } from "./layer.js";
import type { Place, Plan } from "./plan.js";
import { paddingWithin, poolKernel, windowsOf } from "./poolKernel.js";
import { type Pair, pairOf, type Size } from "./sizes.js";

export interface MaxPool2dOptions {
  /** Default kernelSize. */
  readonly stride?: Size | undefined;
  /** −∞ around the image, at most half the kernel. Default 0. */
  readonly padding?: Size | undefined;
  /** Default 1. */
  readonly dilation?: Size | undefined;
  /** Whether a last window may reach beyond the image. Default false. */
  readonly ceilMode?: boolean | undefined;
}

/**
 * The maximum of each window: y[n, c, i, j] = max over p, q of x[n, c, i · stride + p · dilation − padding, …].
 *
 * NaN wins, padding never does. The gradient goes to the first of equals, in the order of rows; to the first NaN.
 * Shapes: x [N, C, H, W] → y [N, C, H′, W′], H′ = ⌊(H + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1, W′ likewise; with `ceilMode` ⌈…⌉,
 * less a window that would start behind the image and the padding before it.
 * Error: none; dx (K + 4) · 2⁻²⁴ · Σ|terms| where K windows overlap.
 * Source: `torch.nn.MaxPool2d`; Keras's MaxPooling2D.
 * @param kernelSize  a number or [kH, kW]
 * @param options.stride  a number or [height, width]. Default kernelSize.
 * @param options.padding  −∞ around the image, at most half the kernel. Default 0.
 * @param options.dilation  a number or [height, width]. Default 1.
 * @param options.ceilMode  whether a last window may reach beyond the image. Default false.
 * @throws TypeError or RangeError if a size is no whole number in range, or padding more than half the kernel
 * @example new MaxPool2d(2).forward(tensor(new Float32Array(784), [1, 1, 28, 28])).shape;   // [1, 1, 14, 14]
 */
export class MaxPool2d extends Layer {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;

  constructor(kernelSize: Size, options?: MaxPool2dOptions) {
    super();
    const where = "MaxPool2d";
    const { stride, padding, dilation, ceilMode } = optionsOf(where, options, ["stride", "padding", "dilation", "ceilMode"]);
    this.kernelSize = pairOf(where, "kernelSize", kernelSize, 1);
    this.stride = pairOf(where, "stride", stride, 1, this.kernelSize);
    this.padding = paddingWithin(where, pairOf(where, "padding", padding, 0, [0, 0]), this.kernelSize);
    this.dilation = pairOf(where, "dilation", dilation, 1, [1, 1]);
    this.ceilMode = flagOf(where, "ceilMode", ceilMode, false);
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { plane, out, sizes } = windowsOf(plan, x, this);
    const channels = x.shape[0] as number;
    const y = plan.place([channels, ...out]);
    plan.steps.push({
      forward: (rows) => {
        poolKernel.in(plan.arena)["maximum"]?.(x.address, rows * channels, ...plane, y.address, ...out, ...sizes);
      },
      backward: (rows) => {
        const { maximum_gradient } = poolKernel.in(plan.arena);
        maximum_gradient?.(x.address, rows * channels, ...plane, y.gradientAddress, ...out, ...sizes, x.gradientAddress);
      },
    });
    return y;
  }
}
