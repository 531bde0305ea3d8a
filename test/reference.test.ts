// If this fails, the sweeps over float32 compare with something that is not the truth.
import { describe, expect, test } from "vitest";
import { type Dtype, type Floats, type Params, round } from "./support/api.js";
import { fromPatterns } from "./support/patterns.js";
import { references } from "./support/reference.js";
import { type Case, cases, type Exact } from "./support/truth.js";
import { type Floor, ulpAt } from "./support/ulp.js";

/**
 * Greatest relative error, and how it is measured. float32 is what references are for: 2⁻⁴⁴ everywhere, beside the zeros of derivatives
 * too; what is below 2⁻²⁰⁰ is 0 to a float32, and only its sign counts. float64 is further evidence, with what it has too much of
 * allowed for: βx or x² are rounded there, and exp multiplies their errors by up to 745; beside its zero a derivative errs absolutely;
 * and beyond 2¹²⁸ βx may overflow.
 */
const measures = {
  f32: { bound: 2 ** -44, least: 2 ** -200, usesFloor: false, greatest: Number.POSITIVE_INFINITY },
  f64: { bound: 2 ** -42, least: 2 ** -1000, usesFloor: true, greatest: 2 ** 128 },
} as const;

/** Of float64 not with parameters whose products leave its range: references are for float32. */
const isMeasured = ({ dtype, params }: Case): boolean =>
  dtype === "f32" || Object.values(params).every((value) => value === 0 || (Math.abs(value) > 2 ** -140 && Math.abs(value) < 2 ** 128));
const withReference = cases.filter((one) => one.op in references && isMeasured(one));

/** Of those that have a parameter, all one. A reference may not ask the definition for it. */
const defaults: Readonly<Record<string, number>> = { elu: 1, celu: 1, silu: 1, softplus: 1 };
const parameterOf = (op: string, params: Params, dtype: Dtype): number => round(dtype, Object.values(params)[0] ?? defaults[op] ?? 0);

/** The greatest relative error and where it is. */
const worst = (dtype: Dtype, x: Floats, got: (x: number) => number, { hi, lo }: Exact, floor: Floor | undefined): readonly number[] => {
  const { least, usesFloor, greatest } = measures[dtype];
  let [error, where] = [0, 0];
  for (const [i, at] of x.entries()) {
    const exact = hi[i] as number;
    const value = got(at);
    if (Object.is(value, exact) || Math.abs(at) > greatest) continue;
    const inside = usesFloor && floor && at > floor[0] && at < floor[1];
    const unit = Math.max(Math.abs(exact), inside ? floor[2] : least);
    const off = Math.abs(value - exact - (lo?.[i] ?? 0) * ulpAt("f64", exact)) / unit;
    const isOtherSign = Object.is(Math.sign(value), -Math.sign(exact));
    if (!(off <= error) || (isOtherSign && !inside)) [error, where] = [isOtherSign ? Number.POSITIVE_INFINITY : off, at];
  }
  return [error, where];
};

test("every reference is compared", () => {
  expect([...new Set(withReference.map(({ op }) => op))].sort()).toEqual(Object.keys(references).sort());
});

describe.each(withReference.map((one) => [one.op, one.dtype, JSON.stringify(one.params), one] as const))(
  "%s of %s, %s",
  (op, dtype, _, { params, x, y, d, yFloor, dFloor, specials }) => {
    const { f, df } = references[op] ?? { f: () => Number.NaN, df: () => Number.NaN };
    const a = parameterOf(op, params, dtype);

    test("value", () => {
      const [error, at] = worst(dtype, x, (v) => f(v, a, 0), y, yFloor);
      expect(error, `x = ${at}`).toBeLessThanOrEqual(measures[dtype].bound);
    });

    test("derivative", () => {
      const [error, at] = worst(dtype, x, (v) => df(v, a, 0), d, dFloor);
      expect(error, `x = ${at}`).toBeLessThanOrEqual(measures[dtype].bound);
    });

    test("zeros, infinities and NaNs", () => {
      for (const [bits, value, slope] of specials) {
        const [at = 0, expected, expectedSlope] = fromPatterns(dtype, [bits, value, slope]);
        expect(round(dtype, f(at, a, 0)), `f(${at})`).toBe(expected);
        // The sign of a zero says nothing in a derivative, which + 0 takes away.
        expect(round(dtype, df(at, a, 0)) + 0, `f′(${at})`).toBe((expectedSlope as number) + 0);
      }
    });
  },
);
