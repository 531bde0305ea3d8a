// Parameters in two parts, gradients that differ from step to step, and steps with them: what tests of optimizers have in common.
import type { Adam, AdamW, SGD } from "../../src/nn/optimizers.js";
import { Parameter } from "../../src/nn/parameter.js";

export const parameter = (data: readonly number[], shape: readonly number[] = [data.length], grad: readonly number[] = []): Parameter =>
  new Parameter(shape, Float32Array.from(data), Float32Array.from(grad.length ? grad : data.map(() => 0)));

export const start = [1, -2, 0.5, 0, 3, -0.25];
/** A gradient that changes from step to step and depends on where one is. */
export const gradient = (w: number, i: number, step: number): number => w * (i + 1) * 0.5 + Math.sin(i + 3 * step);

export type Any = SGD | Adam | AdamW;

/** How a message about a number below 0 ends. */
export const notNegative = "expected a finite number, 0 or more";

/** The start in two parameters, which must not matter. */
export const two = (): [Parameter, Parameter] => [parameter(start.slice(0, 4), [2, 2]), parameter(start.slice(4))];
export const take = (list: Parameter[], optimizer: Any, from: number, to: number): void => {
  for (let step = from; step <= to; step++) {
    optimizer.zeroGrad();
    let i = 0;
    for (const { data, grad } of list) for (let k = 0; k < data.length; k++) grad[k] = gradient(data[k] as number, i++, step);
    optimizer.step();
  }
};
