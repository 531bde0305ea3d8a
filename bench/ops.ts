// What there is to measure: every activation that the package exports, if there is a loop to compare it with.
import * as api from "relu-simd";
import { formulas } from "./formulas.js";

export type FloatType = "f32" | "f64";
export type Elements = Float32Array | Float64Array | Int32Array;

export interface Activation {
  (...args: readonly unknown[]): unknown;
  /** What src/ops/<op>.ts says of it: the formula, and the greatest error it promises. */
  readonly definition: {
    readonly name: string;
    readonly f?: (x: number, a: number, b: number) => number;
    readonly parameters?: { readonly defaults: readonly [a: number, b: number] };
    readonly ulp: Readonly<Record<FloatType, number>>;
  };
}

const rows = formulas("f32");

/** Under its own name; those over rows have no formula of one element, but a row in formulas.ts. */
const isActivation = (name: string, value: unknown): value is Activation =>
  typeof value === "function" &&
  "definition" in value &&
  (value as unknown as Activation).definition.name === name &&
  (name in rows || "f" in (value.definition as object));

/** Those of an entry of the package. */
export const activationsOf = (entry: Readonly<Record<string, unknown>>): ReadonlyMap<string, Activation> =>
  new Map(Object.entries(entry).filter((pair): pair is [string, Activation] => isActivation(...pair)));

export const activations = activationsOf(api);
