// Parameters of activations, as their definitions declare them and as users pass them. Apart from elementwise.ts, because those who
// import only ops without parameters should not carry this.
import { describe, refuse } from "../engine/errors.js";
import type { Options } from "../engine/options.js";

/** What a parameter may be. Never NaN; finite unless `infinite`. */
export interface Parameter {
  /** None: it must be given. */
  readonly default?: number;
  readonly min?: number;
  /** Greater than this. */
  readonly above?: number;
  /** Any but this. */
  readonly not?: number;
  readonly infinite?: boolean;
}

export interface Rules {
  /** The first parameter may not exceed the second. */
  readonly ordered?: boolean;
  /** The least value of the first parameter for which y tells the slope. */
  readonly fromOutputMin?: number;
  /** What it has to exceed for that. */
  readonly fromOutputAbove?: number;
}

export interface Parameters extends Rules {
  readonly table: Readonly<Record<string, Parameter>>;
  /** At most two, in the order of the kernel's a and b. */
  readonly names: readonly string[];
  /** NaN where there is none; 0 where there is no parameter. */
  readonly defaults: readonly [a: number, b: number];
  /** The value of one, given or not, in float32 if `T` rounds to it. Throws if it may not have it. */
  check(where: string, index: 0 | 1, given: unknown, isFloat32: boolean): number;
  /** Throws if they may not have these values together. */
  checkBoth(where: string, a: number, b: number, isFromOutput: boolean): void;
}

export const parameters = (table: Readonly<Record<string, Parameter>>, rules: Rules = {}): Parameters => {
  const { ordered, fromOutputMin = Number.NEGATIVE_INFINITY, fromOutputAbove = Number.NEGATIVE_INFINITY } = rules;
  const names = Object.keys(table);
  const [first = "", second = ""] = names;
  const defaultOf = (name: string): number => (name in table ? (table[name]?.default ?? Number.NaN) : 0);
  const defaults = [defaultOf(first), defaultOf(second)] as const;

  const check = (where: string, index: 0 | 1, given: unknown, isFloat32: boolean): number => {
    const name = index ? second : first;
    if (name === "") return 0;
    const value = given === undefined && !Number.isNaN(defaults[index]) ? defaults[index] : given;
    if (typeof value !== "number") return refuse(where, name, describe(value), "a number");
    const rounded = isFloat32 ? Math.fround(value) : value;
    if (given === undefined) return rounded;
    const { min, above, not, infinite } = table[name] as Parameter;
    if (infinite ? Number.isNaN(rounded) : !Number.isFinite(rounded))
      refuse(where, name, describe(value), infinite ? "any number but NaN" : `a finite ${isFloat32 ? "float32" : "number"}`, RangeError);
    if (min !== undefined && rounded < min) refuse(where, name, describe(value), `at least ${min}`, RangeError);
    if (above !== undefined && rounded <= above) refuse(where, name, describe(value), `more than ${above}`, RangeError);
    if (rounded === not) refuse(where, name, describe(value), `any number but ${not}`, RangeError);
    return rounded;
  };
  const checkBoth = (where: string, a: number, b: number, isFromOutput: boolean): void => {
    if (ordered && a > b) refuse(where, first, describe(a), `at most ${second}, which is ${b}`, RangeError);
    if (isFromOutput && a < fromOutputMin)
      refuse(where, first, describe(a), `at least ${fromOutputMin}: below that, y does not tell the slope`, RangeError);
    if (isFromOutput && a <= fromOutputAbove)
      refuse(where, first, describe(a), `more than ${fromOutputAbove}: otherwise y does not tell the slope`, RangeError);
  };
  return { ...rules, table, names, defaults, check, checkBoth };
};

/** Those of a call: what of the options is theirs. */
export const given = (parameters: Parameters, index: 0 | 1, options: Options): unknown => {
  const name = parameters.names[index];
  return name === undefined ? undefined : options[name];
};
