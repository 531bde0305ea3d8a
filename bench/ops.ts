// What there is to measure: every activation that the package exports.
import * as api from "relu-simd";

export type FloatType = "f32" | "f64";
export type Elements = Float32Array | Float64Array | Int32Array;

export interface Activation {
  (...args: readonly unknown[]): unknown;
  readonly derivative: unknown;
  /** What src/ops/<op>.ts says of it: the formula, and the greatest error it promises. */
  readonly definition: {
    readonly f: (x: number, a: number, b: number) => number;
    readonly ulp: Readonly<Record<FloatType, number>>;
  };
}

const isActivation = (value: unknown): value is Activation => typeof value === "function" && "derivative" in value && "definition" in value;

export const activations: ReadonlyMap<string, Activation> = new Map(
  Object.entries(api).filter((entry): entry is [string, Activation & (typeof entry)[1]] => isActivation(entry[1])),
);
