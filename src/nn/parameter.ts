// What a layer learns.
import type { Shape } from "../engine/tensor.js";

/**
 * A parameter of a layer: its values and the gradient that `backward` adds to. Both arrays are the same ones for the parameter's whole
 * life, may be read and written at any time, and what is written counts.
 */
export class Parameter {
  declare readonly shape: Shape;
  /** Its values, row-major. */
  declare readonly data: Float32Array;
  /** The gradient, summed up over calls of `backward` until `zeroGrad`; zeros from the start. */
  declare readonly grad: Float32Array;

  constructor(shape: Shape, data: Float32Array, grad: Float32Array) {
    // Not to be assigned: kernels know where they are.
    const own: Record<string, unknown> = { shape: Object.freeze([...shape]), data, grad };
    for (const name in own) Object.defineProperty(this, name, { value: own[name], enumerable: true, configurable: true });
  }
}

/** Ends a parameter's life: its arrays' place may become another's. */
export const end = (parameter: Parameter): void => {
  for (const name of ["data", "grad"]) Object.defineProperty(parameter, name, { value: new Float32Array(0), enumerable: true });
};

/** What a layer keeps and does not learn by gradients, as the running mean of batch norm. */
export class Buffer {
  constructor(
    readonly shape: Shape,
    readonly data: Float32Array,
  ) {}
}
