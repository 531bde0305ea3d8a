import { numberOf } from "./affine.js";
import { Layer } from "./layer.js";
import type { Place, Plan } from "./plan.js";
import { dropInto } from "./random.js";

/**
 * In training each element is dropped with probability p, and the others are scaled: y = x · mask, the mask being 0 or 1/(1 − p). In inference y
 * is x.
 *
 * The mask is from the generator that `manualSeed` seeds. It is a product, as in PyTorch: a dropped NaN or ∞ is NaN. dx = dy · mask. With p = 1
 * everything is dropped.
 * Shapes: x of any shape → y of x's shape.
 * Error: 2 · 2⁻²⁴ relative.
 * Source: Srivastava et al. 2014; `torch.nn.Dropout`; Keras's Dropout.
 * @param p  from 0 to 1. Default 0.5.
 * @throws TypeError if p is no number; RangeError if it is not from 0 to 1
 * @example new Dropout(0.2).forward(tensor([[-4, 2]])).data;   // [-4, 2]  in inference
 */
export class Dropout extends Layer {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    this.p = numberOf("Dropout", "p", p, 0, 1);
  }

  /** @internal */
  override get isDefinite(): boolean {
    return false;
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { p } = this;
    if (!this.training || p === 0) return x;
    const y = plan.place(x.shape);
    const mask = plan.reserve(x.size * plan.rows);
    const multiply = (to: Float32Array, from: Float32Array): void => {
      const { data } = mask;
      for (let i = 0; i < to.length; i++) to[i] = (from[i] as number) * (data[i] as number);
    };
    plan.steps.push({
      forward: (rows) => {
        dropInto(mask.data.subarray(0, rows * x.size), p, p === 1 ? 0 : 1 / (1 - p));
        multiply(y.view(rows), x.view(rows));
      },
      backward: (rows) => multiply(x.gradientView(rows), y.gradientView(rows)),
    });
    return y;
  }
}
