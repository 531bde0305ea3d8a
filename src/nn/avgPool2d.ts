import { optionsOf } from "../engine/options.js";
import { flagOf } from "./choices.js";
import { Layer } from "./layer.js";
import type { Place, Plan } from "./plan.js";
import { paddingWithin, poolKernel, windowsOf } from "./poolKernel.js";
import { type Pair, pairOf, type Size } from "./sizes.js";

export interface AvgPool2dOptions {
  /** Default kernelSize. */
  readonly stride?: Size | undefined;
  /** Zeros around the image, at most half the kernel. Default 0. */
  readonly padding?: Size | undefined;
  /** Whether a last window may reach beyond the image. Default false. */
  readonly ceilMode?: boolean | undefined;
  /** Whether a mean counts the zeros of the padding. Default true. */
  readonly countIncludePad?: boolean | undefined;
}

/**
 * The mean of each window: y[n, c, i, j] = Σ over p, q of x[n, c, i · stride + p − padding, …] / count.
 *
 * The elements of the window inside the image and its padding count, with `countIncludePad: false` those inside the image; those in the padding are 0.
 * Shapes: x [N, C, H, W] → y [N, C, H′, W′], H′ = ⌊(H + 2 · padding − kernel) / stride⌋ + 1, W′ likewise; with `ceilMode` ⌈…⌉, less a window that would
 * start behind the image and the padding before it.
 * Error: sums in float64, y is rounded once; dx (K + 4) · 2⁻²⁴ · Σ|terms| where K windows overlap.
 * Source: `torch.nn.AvgPool2d`; Keras's AveragePooling2D.
 * @param kernelSize  a number or [kH, kW]
 * @param options.stride  a number or [height, width]. Default kernelSize.
 * @param options.padding  zeros around the image, at most half the kernel. Default 0.
 * @param options.ceilMode  whether a last window may reach beyond the image. Default false.
 * @param options.countIncludePad  whether a mean counts the zeros of the padding. Default true.
 * @throws TypeError or RangeError if a size is no whole number in range, or padding more than half the kernel
 * @example new AvgPool2d(3, { stride: 2, padding: 1 }).forward(tensor(new Float32Array(784), [1, 1, 28, 28])).shape;   // [1, 1, 14, 14]
 */
export class AvgPool2d extends Layer {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(kernelSize: Size, options?: AvgPool2dOptions) {
    super();
    const where = "AvgPool2d";
    const known = ["stride", "padding", "ceilMode", "countIncludePad"];
    const { stride, padding, ceilMode, countIncludePad } = optionsOf(where, options, known);
    this.kernelSize = pairOf(where, "kernelSize", kernelSize, 1);
    this.stride = pairOf(where, "stride", stride, 1, this.kernelSize);
    this.padding = paddingWithin(where, pairOf(where, "padding", padding, 0, [0, 0]), this.kernelSize);
    this.ceilMode = flagOf(where, "ceilMode", ceilMode, false);
    this.countIncludePad = flagOf(where, "countIncludePad", countIncludePad, true);
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { kernelSize, stride, padding, ceilMode, countIncludePad } = this;
    const windows = windowsOf(plan, x, { kernelSize, stride, padding, ceilMode, dilation: [1, 1] });
    const { plane, out } = windows;
    const sizes = [...windows.sizes.slice(0, 6), Number(countIncludePad)];
    const channels = x.shape[0] as number;
    const y = plan.place([channels, ...out]);
    plan.steps.push({
      forward: (rows) => {
        poolKernel.in(plan.arena)["average"]?.(x.address, rows * channels, ...plane, y.address, ...out, ...sizes);
      },
      backward: (rows) => {
        const { average_gradient } = poolKernel.in(plan.arena);
        average_gradient?.(y.gradientAddress, rows * channels, ...plane, x.gradientAddress, ...out, ...sizes);
      },
    });
    return y;
  }
}
