// The domain of every parameter, sampled: what its definition in src/ops says it may be, at both signs and all sizes, and where the
// products with x that follow overflow, underflow or cancel.
import type { Definition } from "../../src/activation/elementwise.js";
import { arrays, type Dtype, type Floats, type Params, parametersOf } from "./api.js";
import type { Setting } from "./truth.js";
import { generator } from "./values.js";

/** Zero, the least subnormal and another, the least normal, tiny, small, ordinary, large, huge, the greatest. */
const magnitudes: Readonly<Record<Dtype, readonly number[]>> = {
  f32: [0, 2 ** -149, 3e-40, 2 ** -126, 1e-25, 1e-10, 0.1, 0.5, 1, 3, 25.66, 1e6, 1e10, 1e25, 3.4028234663852886e38],
  f64: [0, 5e-324, 3e-312, 2 ** -1022, 3e-285, 7e-148, 1e-10, 0.1, 0.5, 1, 3, 25.66, 1e6, 1e10, 3e200, 1e300, Number.MAX_VALUE],
};

/** Pairs beside those with one default that are tried of two parameters. */
const PAIRS = 24;

type Declared = Pick<Definition, "name" | "parameters">;

/** What a call takes. */
export const isTaken = ({ name, parameters }: Declared, params: Params, dtype: Dtype, fromOutput = false): boolean => {
  try {
    const [a = 0, b = 0] = (parameters?.names ?? []).map(
      (one, i) => parameters?.check(name, i as 0 | 1, params[one], dtype === "f32") as number,
    );
    parameters?.checkBoth(name, a, b, fromOutput);
    return true;
  } catch {
    return false;
  }
};

/** Sets of parameters from all of an activation's domain; none if it has no parameter. */
export const domainOf = (definition: Declared, dtype: Dtype): readonly Params[] => {
  const names = definition.parameters?.names ?? [];
  const sizes = [...magnitudes[dtype], Number.POSITIVE_INFINITY];
  const values = sizes.flatMap((size) => [size, -size]).map((value) => (dtype === "f32" ? Math.fround(value) : value));
  const single = names.flatMap((name) => values.map((value) => ({ [name]: value })));
  const next = generator(17);
  const pairs = Array.from({ length: names.length > 1 ? PAIRS : 0 }, () =>
    Object.fromEntries(names.map((name) => [name, values[next() % values.length] as number])),
  );
  return [...single, ...pairs].filter((params) => isTaken(definition, params, dtype));
};

/** The part of the domain that is finite, as exact values are of real numbers; every parameter is named. */
export const finiteDomainOf = (definition: Definition, dtype: Dtype): readonly Setting[] =>
  domainOf(definition, dtype).flatMap((params) => {
    const [a, b] = parametersOf(definition, params, dtype);
    const names = definition.parameters?.names ?? [];
    const full = Object.fromEntries(names.map((name, i) => [name, i ? b : a]));
    // One sixth, which is no float, is said by leaving it out.
    if (definition.name === "hardsigmoid" && b === 0.5 && !("alpha" in params)) return [];
    return Object.values(full).every(Number.isFinite) ? [{ params: full, ...floorsOf(definition.name, a) }] : [];
  });

/** Beside the zero of silu′ its terms cancel: within ±0.75 of −1.2785 in units of βx. */
const floorsOf = (name: string, beta: number): Omit<Setting, "params"> => {
  if (name !== "silu") return {};
  const [from = 0, to = 0] = [-2.0285 / beta, -0.5285 / beta].sort((p, q) => p - q);
  return { dFloor: [from, to, 0.125] };
};

/** Where exponentials bend, saturate, leave float32 and float64, also after a product with what is huge. */
const points = [1e-17, 1e-8, 0.01, 0.3, 0.7, 1, 1.2785, 2.5, 6, 17, 40, 87.5, 103.9, 150, 240, 600, 709.5, 745, 900, 1380, 1455, 2500];

/** Finite inputs for parameters a and b: at their scales, beside the kinks that they make, and at every size. */
export const inputsFor = (dtype: Dtype, a: number, b: number): Floats => {
  const next = generator(29);
  const uniform = (): number => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
  const [least, greatest] = dtype === "f32" ? [-149, 127] : [-1074, 1023];
  const scales = [1, a, 1 / a].filter((scale) => Number.isFinite(scale) && scale !== 0);
  const found = scales.flatMap((scale) => points.map((point) => point * scale * (1 + uniform() / 8)));
  for (const kink of [a, b, -b / a, (1 - b) / a]) for (const beside of [-1e-6, -2e-16, 0, 2e-16, 1e-6]) found.push(kink * (1 + beside));
  for (let i = 0; i < 24; i++) found.push(2 ** (least + Math.floor(uniform() * (greatest - least))) * (1 + uniform()));
  const x = new arrays[dtype](found.flatMap((v) => [v, -v])).sort();
  return x.filter((v: number, i: number) => Number.isFinite(v) && v !== 0 && v !== x[i - 1]) as Floats;
};
