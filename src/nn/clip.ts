import { limitOf } from "./choices.js";
import type { Parameter } from "./parameter.js";
import { parametersOf } from "./parameterList.js";

/**
 * Makes the gradients smaller if their norm, that of all of them as one vector, is above `maxNorm`: multiplies each by
 * `maxNorm / (norm + 1e−6)` where that is below 1.
 *
 * The norm is summed in float64 and never overflows. If it is infinite, gradients become 0 and infinite ones NaN; if it is NaN, all become NaN.
 * @param parameters  list of Parameters, each once; none have norm 0
 * @param maxNorm     above 0; Infinity changes nothing that is finite
 * @returns the norm before
 * @throws TypeError  if an argument is of another type;  RangeError  if maxNorm is not above 0, or the list holds a Parameter twice
 * Source: `torch.nn.utils.clip_grad_norm_`; Pascanu et al. 2013, arXiv:1211.5063.
 * @example const norm = clipGradNorm(model.parameters(), 1);
 */
export const clipGradNorm = (parameters: Iterable<Parameter>, maxNorm: number): number => {
  const list = parametersOf("clipGradNorm", parameters);
  const limit = limitOf("clipGradNorm", "maxNorm", maxNorm);
  let sum = 0;
  for (const { grad } of list)
    for (let i = 0; i < grad.length; i++) {
      const g = grad[i] as number;
      sum += g * g;
    }
  const norm = Math.sqrt(sum);
  const scale = limit / (norm + 1e-6);
  // NaN goes in, as PyTorch has it: gradients that are none should not pass for some.
  if (!(scale >= 1)) for (const { grad } of list) for (let i = 0; i < grad.length; i++) grad[i] = (grad[i] as number) * scale;
  return norm;
};

/**
 * Limits each element of the gradients to −clipValue … clipValue; NaN stays.
 * @param parameters  list of Parameters, each once
 * @param clipValue   above 0; it is rounded to float32
 * @throws TypeError  if an argument is of another type;  RangeError  if clipValue is not above 0, or the list holds a Parameter twice
 * Source: `torch.nn.utils.clip_grad_value_`.
 * @example clipGradValue(model.parameters(), 0.5);
 */
export const clipGradValue = (parameters: Iterable<Parameter>, clipValue: number): void => {
  const list = parametersOf("clipGradValue", parameters);
  const limit = limitOf("clipGradValue", "clipValue", clipValue);
  for (const { grad } of list)
    for (let i = 0; i < grad.length; i++) {
      const g = grad[i] as number;
      if (g > limit) grad[i] = limit;
      else if (g < -limit) grad[i] = -limit;
    }
};
