import { describe, refuse } from "../engine/errors.js";
import { countOf } from "../engine/operands.js";
import { optionsOf } from "../engine/options.js";
import { elementsOf, type Shape, written } from "../engine/tensor.js";
import { type AffineOptions, affineOf, epsOf } from "./affine.js";
import { sizeOf } from "./choices.js";
import { batchShape, Layer } from "./layer.js";
import { KEPT, layerNormKernel, roomFor } from "./layerNormKernel.js";
import type { Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";
import { isSame } from "./result.js";

const shapeFrom = (where: string, value: unknown): number[] => {
  const name = "normalizedShape";
  if (!Array.isArray(value)) return [countOf(where, name, value, Number.NaN, "a whole number, 1 or more, or a list of such")];
  if (value.length === 0) refuse(where, name, "is []", "at least one axis", RangeError);
  return Array.from(value, (size: unknown, i) => sizeOf(where, `${name}[${i}]`, size));
};

/**
 * Every example normalised by itself, over the last axes: y = (x − mean) / √(variance + eps) · weight + bias.
 *
 * The variance is Σ(x − mean)² / K, K the elements of normalizedShape.
 * Shapes: x [..., ...normalizedShape] → y of x's shape; x of normalizedShape alone is one example.
 * Parameters: weight (ones) and bias (zeros), both of normalizedShape.
 * Error: the sums are float64, y is within 7 · 2⁻²⁴ · (|y − bias| + |bias|), dx within (K + 8) · 2⁻²⁴ · Σ|terms|; a row has the same bits alone and
 * in a batch.
 * Source: Ba et al. 2016, arXiv:1607.06450; `torch.nn.LayerNorm`; Keras's LayerNormalization.
 * @param normalizedShape  the sizes of the last axes; a number is one axis
 * @param options.eps  added to the variance, 0 or more. Default 1e−5.
 * @param options.affine  whether there are weight and bias. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more, or eps none, 0 or more
 * @example new LayerNorm(3).forward(tensor([1, 1, 1])).data;   // [0, 0, 0]
 */
export class LayerNorm extends Layer {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;

  constructor(normalizedShape: number | readonly number[], options?: AffineOptions) {
    super();
    const where = "LayerNorm";
    const { eps, affine } = optionsOf(where, options, ["eps", "affine"]);
    if (normalizedShape === undefined)
      refuse(where, "normalizedShape", describe(normalizedShape), "a whole number, 1 or more, or a list of such");
    this.normalizedShape = Object.freeze(shapeFrom(where, normalizedShape));
    this.eps = epsOf(where, eps);
    if (affineOf(where, affine)) {
      [this.weight, this.bias] = this.learnable(this.normalizedShape, this.normalizedShape) as [Parameter, Parameter];
      this.weight.data.fill(1);
    }
  }

  /** @internal */
  override get takesOne(): boolean {
    return true;
  }

  /** @internal */
  override isOne(shape: Shape): boolean {
    return isSame(shape, this.normalizedShape);
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { normalizedShape, eps } = this;
    const lead = x.shape.length - normalizedShape.length;
    if (lead < 0 || !isSame(x.shape.slice(lead), normalizedShape))
      refuse(
        plan.where,
        "x",
        `has shape ${written(batchShape(plan, x))}`,
        `[..., ${normalizedShape.join(", ")}] (normalizedShape)`,
        RangeError,
      );
    const cols = elementsOf(normalizedShape);
    const lines = x.size / cols;
    const y = plan.place(x.shape);
    const [weight, bias] = [this.weight, this.bias].map((parameter) => parameter && plan.parameter(parameter));
    const kept = KEPT * lines * plan.rows;
    const stats = plan.isTraining ? plan.reserve(kept) : plan.workspace(kept);
    const room = plan.isTraining ? plan.workspace(roomFor(cols)) : undefined;
    plan.steps.push({
      forward: (rows) => {
        const { forward } = layerNormKernel.in(plan.arena);
        forward?.(x.address, y.address, rows * lines, cols, eps, weight?.address ?? 0, bias?.address ?? 0, stats.address);
      },
      backward: (rows) => {
        const { gradient } = layerNormKernel.in(plan.arena);
        gradient?.(
          y.gradientAddress,
          x.address,
          x.gradientAddress,
          rows * lines,
          cols,
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
}
