import { Layer } from "./layer.js";
import type { Place, Plan } from "./plan.js";
import { planeOf, poolKernel } from "./poolKernel.js";
import { type Pair, pairOf, type Size } from "./sizes.js";

/**
 * Means of windows that make y as large as asked for, whatever x is: window i of O over H elements goes from ⌊i · H/O⌋ to before ⌈(i + 1) · H/O⌉.
 *
 * Shapes: x [N, C, H, W] → y [N, C, ...outputSize].
 * Error: sums in float64, y is rounded once; dx (K + 4) · 2⁻²⁴ · Σ|terms| where K windows overlap.
 * Source: `torch.nn.AdaptiveAvgPool2d`; Keras's GlobalAveragePooling2D.
 * @param outputSize  a number or [height, width]
 * @throws TypeError or RangeError if a size is no whole number, 1 or more
 * @example new AdaptiveAvgPool2d(1).forward(tensor(new Float32Array(98), [1, 2, 7, 7])).shape;   // [1, 2, 1, 1]
 */
export class AdaptiveAvgPool2d extends Layer {
  readonly outputSize: Pair;

  constructor(outputSize: Size) {
    super();
    this.outputSize = pairOf("AdaptiveAvgPool2d", "outputSize", outputSize, 1);
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const plane = planeOf(plan, x);
    const channels = x.shape[0] as number;
    const out = this.outputSize;
    const y = plan.place([channels, ...out]);
    plan.steps.push({
      forward: (rows) => {
        poolKernel.in(plan.arena)["adaptive"]?.(x.address, rows * channels, ...plane, y.address, ...out);
      },
      backward: (rows) => {
        poolKernel.in(plan.arena)["adaptive_gradient"]?.(y.gradientAddress, rows * channels, ...plane, x.gradientAddress, ...out);
      },
    });
    return y;
  }
}
