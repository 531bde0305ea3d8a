// What is drawn of results: who is who, and the curves of a function over its sizes.
import type { FloatType } from "../../bench/ops.js";
import { type Entry, type Result, type Role, ranked } from "./results.js";

/** The class is that of its colour and line, in style sheets. */
export const looks: Readonly<Record<Role, { readonly name: string; readonly class: string }>> = {
  out: { name: "relu-simd", class: "ours" },
  resident: { name: "relu-simd, in a heap", class: "ours dashed" },
  js: { name: "relu-simd, plain JavaScript", class: "ours dotted" },
  naive: { name: "Plain loop", class: "js" },
  branchless: { name: "Best other loop", class: "js dashed" },
  tfjs: { name: "TensorFlow.js", class: "tfjs" },
  tfjsResident: { name: "TensorFlow.js, tensors", class: "tfjs dashed" },
};

export interface Series {
  readonly role: Role;
  readonly lengths: readonly number[];
  readonly ns: readonly number[];
}

/** Of those of one role the fastest at each size. */
const bestOf = (result: Result, role: Role): Entry | undefined => ranked(result).find((entry) => entry.role === role);

export const seriesOf = (results: readonly Result[], op: string, type: FloatType): readonly Series[] => {
  const own = results.filter((result) => result.op === op && result.type === type);
  return (Object.keys(looks) as Role[]).flatMap((role) => {
    const points = own.flatMap((result) => {
      const entry = bestOf(result, role);
      return entry ? [[result.length, entry.median] as const] : [];
    });
    return points.length ? [{ role, lengths: points.map(([length]) => length), ns: points.map(([, ns]) => ns) }] : [];
  });
};

/** From the nearest power of ten below all to that above, or less where that leaves much empty: 1, 2, 5, 10. */
const round = (value: number, isUp: boolean): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((step) => step * power);
  return (isUp ? steps.find((step) => step >= value * 0.999) : steps.filter((step) => step <= value * 1.001).at(-1)) ?? power;
};

export const domainOf = (values: readonly number[]): readonly [low: number, high: number] => {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [0.1, 10];
  return [round(Math.min(...positive) * 0.9, false), round(Math.max(...positive) * 1.1, true)];
};
