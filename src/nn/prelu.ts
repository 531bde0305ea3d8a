import { describe, refuse } from "../engine/errors.js";
import { countOf } from "../engine/operands.js";
import { optionsOf } from "../engine/options.js";
import { elementsOf, written } from "../engine/tensor.js";
import { prelu } from "../ops/prelu.js";
import { batchShape, Layer } from "./layer.js";
import type { Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";

export interface PReLUOptions {
  /** One slope for everything, or one for each channel. Default 1. */
  readonly numParameters?: number | undefined;
  /** The slopes' first value. Default 0.25. */
  readonly init?: number | undefined;
}

/**
 * ReLU with learnable slopes below 0, `prelu` as a layer: y = x > 0 ? x : weight · x, with one slope or one a channel.
 *
 * Shapes: x [N, numParameters, ...], with one parameter x of any shape → y of x's shape.
 * Parameters: weight [numParameters], all `init`.
 * Error: y and dx are exact but for the rounding of a product; the gradient of the weight is summed in float64 where kernels run.
 * Source: He et al. 2015, arXiv:1502.01852; `torch.nn.PReLU`; Keras's PReLU.
 * @param options.numParameters  1, or the channels of axis 1. Default 1.
 * @param options.init  any finite number. Default 0.25.
 * @throws TypeError or RangeError if numParameters is no whole number, 1 or more, or init no finite number
 * @example new PReLU().forward(tensor([[-4, 2]])).data;   // [-1, 2]
 */
export class PReLU extends Layer {
  readonly numParameters: number;
  readonly weight: Parameter;

  constructor(options?: PReLUOptions) {
    super();
    const where = "PReLU";
    const { numParameters, init = 0.25 } = optionsOf(where, options, ["numParameters", "init"]);
    this.numParameters = countOf(where, "numParameters", numParameters, 1);
    if (typeof init !== "number") refuse(where, "init", describe(init), "a finite number");
    if (!Number.isFinite(init)) refuse(where, "init", `is ${init}`, "a finite number", RangeError);
    [this.weight] = this.learnable([this.numParameters]) as [Parameter];
    this.weight.data.fill(init as number);
  }

  /** @internal */
  override get isDefinite(): boolean {
    return this.numParameters > 1;
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { numParameters: channels } = this;
    if (channels > 1 && x.shape[0] !== channels)
      refuse(plan.where, "x", `has shape ${written(batchShape(plan, x))}`, `[N, ${channels}, ...] (numParameters)`, RangeError);
    const inner = channels > 1 ? elementsOf(x.shape.slice(1)) || 1 : 1;
    const y = plan.isTraining ? plan.place(x.shape) : x;
    const weight = plan.parameter(this.weight);
    const slopes = (): Float32Array => weight.copy ?? this.weight.data;
    plan.steps.push({
      forward: (rows) => {
        prelu(x.view(rows), slopes(), { inner, out: y.view(rows) });
      },
      backward: (rows) => {
        const { dweight } = prelu.backward(y.gradientView(rows), x.view(rows), slopes(), { inner, out: x.gradientView(rows) });
        const grad = weight.gradientCopy ?? this.weight.grad;
        for (let c = 0; c < channels; c++) grad[c] = (grad[c] as number) + (dweight[c] as number);
      },
    });
    return y;
  }
}
