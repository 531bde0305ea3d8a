// What a layer learns.
import type { Shape } from "../engine/tensor.js";

/**
 * A parameter of a layer: its values and the gradient that `backward` adds to. Both arrays are the same ones for the parameter's whole
 * life, may be read and written at any time, and what is written counts.
 */
export class Parameter {
  constructor(
    readonly shape: Shape,
    /** Its values, row-major. */
    readonly data: Float32Array,
    /** The gradient, summed up over calls of `backward` until `zeroGrad`; zeros from the start. */
    readonly grad: Float32Array,
  ) {}
}

/** What a layer keeps and does not learn by gradients, as the running mean of batch norm. */
export class Buffer {
  constructor(
    readonly shape: Shape,
    readonly data: Float32Array,
  ) {}
}
