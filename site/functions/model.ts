// An activation with its parameters, as a function of one number: what curves, the point and the errors are computed by. No DOM.
import * as api from "relu-simd";
import type { Described } from "./described.js";
import { type Usual, ulps } from "./errors.js";

type Floats = Float32Array | Float64Array;
type Call = (...args: readonly unknown[]) => Floats;
type Entry = Call & Readonly<Record<"derivative" | "backward", Call>>;

export type Values = Readonly<Record<string, number>>;

/** An export of the package, by name. */
export const entry = (name: string): Entry => {
  const found = (api as unknown as Readonly<Record<string, Entry>>)[name];
  if (!found) throw new RangeError(`relu-simd exports no ${name}`);
  return found;
};

/** Gated units take rows [a | b]: x is the gate, the other half is the same in every row. */
const rows = <A extends Floats>(x: A, gate: "first" | "second", other: number): A => {
  const pairs = new (x.constructor as new (length: number) => A)(2 * x.length);
  const [own, its] = gate === "first" ? [0, 1] : [1, 0];
  for (let i = 0; i < x.length; i++) {
    pairs[2 * i + own] = x[i] as number;
    pairs[2 * i + its] = other;
  }
  return pairs;
};

/** Arguments after x. */
const operands = ({ kind, parameters }: Described, values: Values): readonly unknown[] =>
  kind === "channel" ? [values["weight"]] : parameters.length ? [values] : [];

/** f(x), of x's type. @throws RangeError where a parameter is out of its domain */
export const valuesOf = (of: Described, x: Floats, values: Values): Floats =>
  of.gate ? entry(of.name)(rows(x, of.gate, values["other"] as number), { cols: 2 }) : entry(of.name)(x, ...operands(of, values));

/** f′(x). */
export const slopesOf = (of: Described, x: Floats, values: Values): Floats => {
  const call = entry(of.name);
  if (!of.gate) return call.derivative(x, ...operands(of, values));
  const gradient = call.backward(x.slice().fill(1), rows(x, of.gate, values["other"] as number), { cols: 2 });
  return gradient.filter((_, i) => i % 2 === (of.gate === "first" ? 0 : 1));
};

/** What the sliders begin with: defaults, and 1 for the other half of a gated unit. */
export const startOf = ({ parameters, gate }: Described): Values => ({
  ...Object.fromEntries(parameters.map(({ name, start }) => [name, start])),
  ...(gate && { other: 1 }),
});

/** Values as float32 calls take them. */
export const asFloat32 = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.fround(value)]));

export interface Errors {
  readonly ours: Floats;
  readonly slope: Floats;
  readonly usual: Floats;
}

/** Of float32 x: errors in ULP of our value and slope, and of the usual formula's value. */
export const errorsAt = (of: Described, usual: Usual, x: Float32Array, values: Values): Errors => {
  const single = asFloat32(values);
  const [exact, exactSlope] = [valuesOf(of, Float64Array.from(x), single), slopesOf(of, Float64Array.from(x), single)];
  const error = (got: ArrayLike<number>, wanted: Floats): Float64Array =>
    Float64Array.from(wanted, (value, i) => ulps(got[i] as number, value));
  return {
    ours: error(valuesOf(of, x, values), exact),
    slope: error(slopesOf(of, x, values), exactSlope),
    usual: error(
      Array.from(x, (value) => usual.f(value, single)),
      exact,
    ),
  };
};

/** What goes through n layers that all stand at the same point: f′, f′², … */
export const products = (slope: number, layers = 10): readonly number[] => Array.from({ length: layers }, (_, i) => slope ** (i + 1));

const written = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? "Infinity" : "-Infinity");

/** The call, with the parameters that are not at their defaults. */
export const callOf = (of: Described, values: Values): string => {
  const { name, kind, gate } = of;
  const given = of.parameters.filter(({ name: own, start, usual }) => usual === "required" || values[own] !== start);
  const options = given.map(({ name: own }) => `${own}: ${written(values[own] as number)}`).join(", ");
  const lines = [`import { ${name} } from "relu-simd";`, ""];
  if (gate) {
    const pair = gate === "first" ? "x, other" : "other, x";
    return [
      ...lines,
      `const [x, other] = [1, ${written(values["other"] as number)}];`,
      `const y = ${name}(new Float32Array([${pair}]));`,
    ].join("\n");
  }
  const rest = kind === "channel" ? `, ${written(values["weight"] as number)}` : options ? `, { ${options} }` : "";
  return [...lines, `const y = ${name}(x${rest});`, `const slope = ${name}.derivative(x${rest});`].join("\n");
};
