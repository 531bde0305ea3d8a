// The package under test, imported in this one place: vitest.config.ts puts the plain-JavaScript entry here for the project `js`.
// Beside the functions themselves there are lists of them, so that a test of every activation needs no list of its own.
import type { ChannelDefinition } from "../../src/activation/channels.js";
import type { Definition } from "../../src/activation/elementwise.js";
import type { GatedDefinition } from "../../src/activation/gated.js";
import type { RowDefinition } from "../../src/activation/rows.js";
import * as api from "../../src/index.js";

export * from "../../src/index.js";
export { api };

export type Floats = Float32Array | Float64Array;
export type Dtype = "f32" | "f64";
export type Params = Readonly<Record<string, number>>;
export type Nested = number | readonly Nested[];
export type Options<A = unknown> = Readonly<Record<string, number>> | { readonly out: A };

/** An activation with what its definition says of it; its types are of no help to a test that runs over all of them. */
type Applied = <A extends Floats | Nested>(x: A, options?: Options<A>) => A;
type Gradient = <A extends Floats | Nested>(dy: A, x: A, options?: Options<A>) => A;
export interface Unary extends Applied {
  readonly definition: Definition;
  readonly derivative: Applied;
  readonly backward: Gradient;
  readonly backwardFromOutput?: Gradient;
}

/** One with a weight per channel. */
export interface Channelwise {
  <A extends Floats | Nested>(x: A, weight: A | number, options?: Params): A;
  readonly definition: ChannelDefinition;
  readonly derivative: <A extends Floats | Nested>(x: A, weight: A | number, options?: Params) => A;
  readonly backward: <A extends Floats | Nested, W extends A | number>(
    dy: A,
    x: A,
    weight: W,
    options?: Params,
  ) => { readonly dx: A; readonly dweight: W };
}

/** One over rows of `cols`. logSumExp has one value a row: its result, and its dy, are of another length than x. */
export interface Rowwise {
  <A extends Floats | Nested>(x: A, options?: Options<A>): A;
  readonly definition: RowDefinition;
  readonly backward: Gradient;
  readonly backwardFromOutput?: Gradient;
}

/** One that halves rows. */
export interface Gated {
  <A extends Floats | Nested>(x: A, options?: Options<A>): A;
  readonly definition: Pick<GatedDefinition, "name" | "gate" | "ulp"> &
    Pick<RowDefinition, "width" | "kernel"> & { readonly activation: Definition };
  readonly backward: Gradient;
}

/** Every activation that is exported, under its own name and in the order of the names; other names for the same function are left out. */
export const activations: readonly (readonly [name: string, activation: unknown])[] = Object.entries(api)
  .filter(([name, value]) => typeof value === "function" && "definition" in value && (value as unknown as Unary).definition.name === name)
  .sort(([name], [other]) => (name < other ? -1 : 1));

/** Those whose definition has this field. */
const having = (field: string): readonly unknown[] => activations.filter(([, op]) => field in (op as Unary).definition).map(([, op]) => op);
export const channelwise = having("dweight") as readonly Channelwise[];
export const rowwise = having("directions") as readonly Rowwise[];
export const gated = having("gate") as readonly Gated[];
const others: readonly unknown[] = [...channelwise, ...rowwise, ...gated];
export const unary = activations.filter(([, op]) => !others.includes(op)).map(([, op]) => op as Unary);

/** Without this, a kernel that fails its trial, so that JavaScript takes over, would pass every test. */
export const runsIts = (expected: "wasm" | "js"): boolean => api.refusals.size > 0 === (expected === "js") && api.backend === expected;

export const arrays = { f32: Float32Array, f64: Float64Array } as const;
const rounders = { f32: Math.fround, f64: (x: number): number => x } as const;
/** To the element type. */
export const round = (dtype: Dtype, x: number): number => rounders[dtype](x);

/** What formulas get as a and b: parameters rounded to the element type, defaults where there are none. */
export const parametersOf = ({ parameters }: Definition, params: Params, dtype: Dtype): readonly [a: number, b: number] => {
  const value = (name: string | undefined): number =>
    name === undefined ? 0 : round(dtype, params[name] ?? parameters?.table[name]?.default ?? Number.NaN);
  return [value(parameters?.names[0]), value(parameters?.names[1])];
};

/** As titles have them: "minVal -2, maxVal 0.5". */
export const inWords = (params: Params): string =>
  Object.entries(params)
    .map((entry) => entry.join(" "))
    .join(", ");
