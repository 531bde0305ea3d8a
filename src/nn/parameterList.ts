// Lists of parameters, as optimizers and clipping take them.
import { F32, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { elementsOf } from "../engine/tensor.js";
import type { Parameter } from "./parameter.js";

/** By its arrays, not `instanceof`: a program may hold the package twice, as an ES module and as CommonJS. */
const isParameter = (value: unknown): value is Parameter => {
  if (typeof value !== "object" || value === null) return false;
  const { shape, data, grad } = value as Partial<Parameter>;
  if (!Array.isArray(shape) || typeOf(data) !== F32 || typeOf(grad) !== F32) return false;
  const length = elementsOf(shape);
  return data?.length === length && grad?.length === length;
};

/** The parameters of a list that came from a user, each once, in an array of our own. */
export const parametersOf = (where: string, value: unknown): Parameter[] => {
  const isIterable = typeof value === "object" && value !== null && Symbol.iterator in value;
  if (!isIterable) return refuse(where, "parameters", describe(value), "a list of Parameters");
  const list: unknown[] = Array.from(value as Iterable<unknown>);
  const seen = new Map<unknown, number>();
  for (let i = 0; i < list.length; i++) {
    const parameter = list[i];
    if (!isParameter(parameter)) return refuse(where, `parameters[${i}]`, describe(parameter), "a Parameter");
    const first = seen.get(parameter);
    if (first !== undefined) refuse(where, `parameters[${i}]`, `is parameters[${first}] again`, "each Parameter once", RangeError);
    seen.set(parameter, i);
  }
  return list as Parameter[];
};

/** Throws if one of them is of a module that was disposed. */
export const alive = (where: string, parameters: readonly Parameter[]): void => {
  for (const [i, { data }] of parameters.entries())
    if (!data.length) refuse(where, `parameters[${i}]`, "is of a disposed module", "one of a live one");
};
