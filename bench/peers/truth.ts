// What is right, in float64: from the references that the package's tests compare with, never from its kernels.
import { references } from "../../test/support/reference.js";
import { rowReference } from "../../test/support/rows.js";
import { activations } from "../ops.js";
import { factorsOf, type Task } from "./task.js";

export interface Truth {
  readonly y: Float64Array;
  /** Where terms cancel: the sum of their magnitudes, which is what an error is measured by. */
  readonly terms?: Float64Array;
}

type Scalar = (x: number) => number;

/** Options that npm run bench gives threshold, which has no defaults, and prelu. */
const parametersOf = (op: string): readonly [a: number, b: number] => {
  if (op === "threshold") return [0, -1];
  if (op === "prelu") return [0.25, 0];
  const [a = 0, b = 0] = activations.get(op)?.definition.parameters?.defaults ?? [];
  return [Math.fround(a), Math.fround(b)];
};

/** The rectifiers' own formulas are exact in float64. */
const scalarOf = ({ op, kind }: Pick<Task, "op" | "kind">): Scalar => {
  const [a, b] = parametersOf(op);
  if (op === "prelu") return (x) => (x < 0 ? x * a : x);
  const own = activations.get(op)?.definition as { f?: Scalar; df?: Scalar } | undefined;
  const formula: ((x: number, a: number, b: number) => number) | undefined =
    kind === "value" ? (references[op]?.f ?? own?.f) : (references[op]?.df ?? own?.df);
  if (!formula) throw new Error(`${op} has no reference`);
  return (x) => formula(x, a, b);
};

export const gates: Readonly<Record<string, readonly [on: "a" | "b", op: string]>> = {
  glu: ["b", "sigmoid"],
  swiglu: ["a", "silu"],
  reglu: ["a", "relu"],
  geglu: ["a", "gelu"],
};

const gated = (op: string, x: Float32Array): Float64Array => {
  const [on, name] = gates[op] ?? ["a", op];
  const f = scalarOf({ op: name, kind: "value" });
  const half = x.length / 2;
  return Float64Array.from({ length: half }, (_, i) => {
    const [a, b] = [x[i] as number, x[half + i] as number];
    return on === "a" ? f(a) * b : a * f(b);
  });
};

/** One row. A maximum that is not finite makes all of it NaN. */
const rowOf = (op: string, x: Float32Array): Float64Array => {
  if (op in gates) return gated(op, x);
  const row = op === "softmin" ? x.map((v) => -v) : x;
  const { softmax, logSoftmax, maximum, logarithm } = rowReference(row);
  if (op === "logSumExp") return Float64Array.of(maximum + logarithm);
  return op === "logSoftmax" ? logSoftmax : softmax;
};

const join = (parts: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** y(dy − Σ dy · y) of a row. */
const softmaxGradient = (x: Float32Array, dy: Float32Array): { readonly y: Float64Array; readonly terms: Float64Array } => {
  const { softmax } = rowReference(x);
  let [sum, magnitudes] = [0, 0];
  softmax.forEach((p, i) => {
    sum += p * (dy[i] as number);
    magnitudes += p * Math.abs(dy[i] as number);
  });
  return {
    y: softmax.map((p, i) => p * ((dy[i] as number) - sum)),
    terms: softmax.map((p, i) => p * (Math.abs(dy[i] as number) + magnitudes)),
  };
};

export const truthOf = (task: Task, x: Float32Array): Truth => {
  const { op, kind, cols } = task;
  if (!cols) {
    const f = scalarOf(task);
    const y = Float64Array.from(x, f);
    const dy = factorsOf(task);
    return { y: kind === "value" ? y : y.map((slope, i) => slope * (dy[i] as number)) };
  }
  const rows = Array.from({ length: x.length / cols }, (_, r) => x.subarray(r * cols, (r + 1) * cols));
  if (kind === "value") return { y: join(rows.map((row) => rowOf(op, row))) };
  const dy = factorsOf(task);
  const gradients = rows.map((row, r) => softmaxGradient(row, dy.subarray(r * cols, (r + 1) * cols)));
  return { y: join(gradients.map(({ y }) => y)), terms: join(gradients.map(({ terms }) => terms)) };
};
