import { refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import type { Shape } from "../engine/tensor.js";
import { written } from "../engine/tensor.js";
import { flagOf, sizeOf } from "./choices.js";
import { batchShape, Layer } from "./layer.js";
import { ADD, matmulKernel, ROOM, ROOM_TRANSPOSED, TRANSPOSED_A, TRANSPOSED_B } from "./matmulKernel.js";
import type { Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";
import { uniformInto } from "./random.js";

/**
 * A dense layer: y = x · weightᵀ + bias.
 *
 * Shapes: x [..., inFeatures] → y [..., outFeatures]; x may have one axis alone.
 * Parameters: weight [outFeatures, inFeatures], bias [outFeatures], both from U(−1/√inFeatures, 1/√inFeatures).
 * Error: (inFeatures + 5) · 2⁻²⁴ · Σ|terms|; a row has the same bits alone and in a batch.
 * Source: `torch.nn.Linear`; Keras's Dense.
 * @param options.bias  whether there is one. Default true.
 * @throws TypeError or RangeError if a size is no whole number, 1 or more
 * @example new Linear(784, 10).forward(tensor(new Float32Array(2 * 784), [2, 784])).shape;   // [2, 10]
 */
export class Linear extends Layer {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(inFeatures: number, outFeatures: number, options?: { readonly bias?: boolean | undefined }) {
    super();
    const bias = flagOf("Linear", "bias", optionsOf("Linear", options, ["bias"])["bias"], true);
    this.inFeatures = sizeOf("Linear", "inFeatures", inFeatures);
    this.outFeatures = sizeOf("Linear", "outFeatures", outFeatures);
    const shapes = [[outFeatures, inFeatures], ...(bias ? [[outFeatures]] : [])];
    [this.weight, this.bias] = this.learnable(...shapes) as [Parameter, Parameter | undefined];
    for (const { data } of this.parameters()) uniformInto(data, 1 / Math.sqrt(inFeatures));
  }

  /** @internal */
  override get takesOne(): boolean {
    return true;
  }

  /** @internal */
  override isOne(shape: Shape): boolean {
    return shape.length === 1;
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { inFeatures: k, outFeatures: n } = this;
    if (x.shape[x.shape.length - 1] !== k)
      refuse(plan.where, "x", `has shape ${written(batchShape(plan, x))}`, `[..., ${k}] (inFeatures)`, RangeError);
    const y = plan.place([...x.shape.slice(0, -1), n]);
    const lines = x.size / k;
    const weight = plan.parameter(this.weight);
    const bias = this.bias && plan.parameter(this.bias);
    const room = plan.workspace(plan.isTraining ? ROOM_TRANSPOSED : ROOM);
    plan.steps.push({
      forward: (rows) => {
        const { product } = matmulKernel.in(plan.arena);
        product?.(x.address, k, weight.address, k, bias ? bias.address : 0, y.address, n, rows * lines, n, k, TRANSPOSED_B, room.address);
      },
      backward: (rows) => {
        const { product, columns } = matmulKernel.in(plan.arena);
        const m = rows * lines;
        const dy = y.gradientAddress;
        product?.(dy, n, weight.address, k, 0, x.gradientAddress, k, m, k, n, 0, room.address);
        product?.(dy, n, x.address, k, 0, weight.gradientAddress, k, n, k, m, TRANSPOSED_A | ADD, room.address);
        if (bias) columns?.(dy, m, n, bias.gradientAddress);
      },
    });
    return y;
  }
}
