// Parameters of activations, as their definitions declare them and as users pass them. Apart from define.ts, because those
// who import only ops without parameters should not carry this.
import { describe, type Refuse } from "../engine/errors.js";
import { type Direction, FROM_OUTPUT } from "../engine/run.js";

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
  readonly names: readonly string[];
  /** Their defaults; NaN where there is none. */
  readonly usual: readonly [a: number, b: number];
  /** Their values in this call, rounded to float32 if `single`. */
  read(
    refuse: Refuse,
    direction: Direction,
    options: Readonly<Record<string, unknown>> | undefined,
    single: boolean,
  ): readonly [a: number, b: number];
}

/** At most two, in the order of the kernel's a and b. */
export const parameters = (table: Readonly<Record<string, Parameter>>, rules: Rules = {}): Parameters => {
  const { ordered, fromOutputMin = Number.NEGATIVE_INFINITY, fromOutputAbove = Number.NEGATIVE_INFINITY } = rules;
  const names = Object.keys(table);
  const usual = (index: number): number => {
    const name = names[index];
    return name === undefined ? 0 : (table[name]?.default ?? Number.NaN);
  };
  const one = (
    refuse: Refuse,
    name: string | undefined,
    options: Readonly<Record<string, unknown>> | undefined,
    single: boolean,
  ): number => {
    if (name === undefined) return 0;
    const { default: standard, min, above, not, infinite } = table[name] as Parameter;
    const given = options === undefined ? undefined : options[name];
    const value = given === undefined ? standard : given;
    if (typeof value !== "number") return refuse(name, describe(value), "a number");
    const rounded = single ? Math.fround(value) : value;
    if (infinite ? Number.isNaN(rounded) : !Number.isFinite(rounded))
      refuse(name, describe(value), infinite ? "any number but NaN" : `a finite ${single ? "float32" : "number"}`, RangeError);
    if (min !== undefined && rounded < min) refuse(name, describe(value), `at least ${min}`, RangeError);
    if (above !== undefined && rounded <= above) refuse(name, describe(value), `more than ${above}`, RangeError);
    if (rounded === not) refuse(name, describe(value), `any number but ${not}`, RangeError);
    return rounded;
  };
  return {
    ...rules,
    table,
    names,
    usual: [usual(0), usual(1)],
    read: (refuse, direction, options, single) => {
      const a = one(refuse, names[0], options, single);
      const b = one(refuse, names[1], options, single);
      if (ordered && a > b) refuse(names[0] as string, describe(a), `at most ${names[1]}, which is ${b}`, RangeError);
      if (direction === FROM_OUTPUT && a < fromOutputMin)
        refuse(names[0] as string, describe(a), `at least ${fromOutputMin}: below that, y does not tell the slope`, RangeError);
      if (direction === FROM_OUTPUT && a <= fromOutputAbove)
        refuse(names[0] as string, describe(a), `more than ${fromOutputAbove}: otherwise y does not tell the slope`, RangeError);
      return [a, b];
    },
  };
};
