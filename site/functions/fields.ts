// The explorer's address: functions.html?f=silu&beta=2&x=-1.5
import functions from "made:functions";
import { listOf, number, oneOf, type State } from "../shared/state.js";
import type { Described } from "./described.js";
import { startOf, type Values } from "./model.js";

const names = functions.map(({ name }) => name);
const name = oneOf("gelu", names);

export const byName: ReadonlyMap<string, Described> = new Map(functions.map((each) => [each.name, each]));

export const describedAs = (wanted: string): Described => {
  const found = byName.get(wanted);
  if (!found) throw new RangeError(`there is no function ${wanted}`);
  return found;
};

/** NaN is a parameter's default, which differs from function to function. */
const parameter = number(Number.NaN);

/** More would only be all alike, less would overflow. */
export const TEMPERATURES = { min: 0.05, max: 20 } as const;

/** Logits, and the other half of a gated unit: ∞ there gives NaN, of which no digit can be wrong. */
export const OPERANDS = { min: -1e6, max: 1e6 } as const;

export const REACHES = ["2", "6", "20", "100"] as const;

export const fields = {
  f: name,
  /** Compared with it, at their defaults. */
  vs: listOf(name, [], { max: 2 }),
  x: number(-2),
  /** What is shown of x: from −r to r. */
  r: oneOf<(typeof REACHES)[number]>("6", REACHES),
  logits: listOf(number(0, OPERANDS), [2, 1, 0.5, -1, -2], { min: 5, max: 5 }),
  /** Temperature. */
  t: number(1, TEMPERATURES),
  /** Is added to all logits. */
  shift: number(0, OPERANDS),
  alpha: parameter,
  beta: parameter,
  lambd: parameter,
  maxVal: parameter,
  minVal: parameter,
  negativeSlope: parameter,
  other: number(Number.NaN, OPERANDS),
  threshold: parameter,
  value: parameter,
  weight: parameter,
};
export type Now = State<typeof fields>;

/** Is it a field that a parameter may be in? */
const isField = (key: string): key is keyof typeof fields => key in fields;

for (const { name: of, parameters } of functions)
  for (const { name: key } of parameters) if (!isField(key)) throw new Error(`site/functions/fields.ts has no field for ${of}'s ${key}`);

/** The main function's parameters. */
export const valuesIn = (now: Readonly<Now>): Values =>
  Object.fromEntries(
    Object.entries(startOf(describedAs(now.f))).map(([key, start]) => {
      const given = isField(key) ? now[key] : undefined;
      return [key, typeof given === "number" && !Number.isNaN(given) ? given : start];
    }),
  );

/** Another value of a parameter; its default if it is that. */
export const withValue = (now: Now, key: string, value: number): void => {
  if (isField(key)) Object.assign(now, { [key]: startOf(describedAs(now.f))[key] === value ? Number.NaN : value });
};

/** Parameters back to defaults, as for another function. */
export const reset = (now: Now): void => {
  for (const key of Object.keys(startOf(describedAs(now.f)))) if (isField(key)) Object.assign(now, { [key]: Number.NaN });
};

export interface Shown {
  readonly of: Described;
  readonly values: Values;
  /** Its colour: a class in style.css. */
  readonly look: "one" | "two" | "three";
}

const LOOKS = ["one", "two", "three"] as const;

/** The curves that are seen: the main function, then those beside it. */
export const shownIn = (now: Readonly<Now>): readonly Shown[] => {
  const beside = [...new Set(now.vs)].filter((each) => each !== now.f && isCurve(describedAs(each)));
  return [now.f, ...beside].map((each, i) => ({
    of: describedAs(each),
    values: i ? startOf(describedAs(each)) : valuesIn(now),
    look: LOOKS[i] ?? "three",
  }));
};

export const isCurve = ({ kind }: Described): boolean => kind !== "row" && kind !== "reduction";
