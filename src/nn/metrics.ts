// What rectifiers do to a network, as numbers: how much of a layer is silent, and which units always are.
import { refuse } from "../engine/errors.js";
import { type Tensor, tensorOf, written } from "../engine/tensor.js";

/**
 * The share of zeros among the elements of y, 0 to 1: how sparse an activation is. −0 is a zero, NaN is not. NaN if y has no elements.
 * @param y  tensor of any shape
 * @throws TypeError  if y is no tensor
 * @example sparsity(relu(tensor([-1, 2, -3, 4])));   // 0.5
 */
export const sparsity = (y: Tensor): number => {
  const { data } = tensorOf("sparsity", "y", y);
  let zeros = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === 0) zeros++;
  return zeros / data.length;
};

/**
 * The units, by their place on axis 1, that are 0 in all of y: for no row of the batch, at no place. Under a rectifier they also have no
 * gradient, and if they stay so, are dead. −0 is a zero, NaN is not. Of no elements nothing is told: the list is empty.
 * @param y  tensor of shape [N, C, …]
 * @returns their indices, ascending
 * @throws TypeError  if y is no tensor;  RangeError  if it has one axis or none
 * @example deadUnits(tensor([[0, 1, 0], [0, 0, 2]]));   // [0]
 */
export const deadUnits = (y: Tensor): number[] => {
  const { data, shape } = tensorOf("deadUnits", "y", y);
  if (shape.length < 2) refuse("deadUnits", "y", `has shape ${written(shape)}`, "two axes or more, [N, C, …]", RangeError);
  if (!data.length) return [];
  const [rows, units] = shape as [number, number];
  const inner = data.length / (rows * units);
  const isAlive = new Uint8Array(units);
  for (let i = 0; i < rows * units; i++) {
    const unit = i % units;
    for (let k = i * inner; !isAlive[unit] && k < (i + 1) * inner; k++) if (data[k] !== 0) isAlive[unit] = 1;
  }
  const dead: number[] = [];
  for (let unit = 0; unit < units; unit++) if (!isAlive[unit]) dead.push(unit);
  return dead;
};
