// If this fails, a smooth function in float64 is less accurate between the points of the vectors than it is at them.
import { describe, expect, test } from "vitest";
import { type Dtype, type Floats, inWords, parametersOf, type Unary, unary } from "./support/api.js";
import { type Exact64, type Formula64, references64 } from "./support/reference64.js";
import { type Case, cases, type Exact } from "./support/truth.js";
import { type Floor, ulpAt } from "./support/ulp.js";
import { generator } from "./support/values.js";

const COUNT = 20_000;
/** With parameters that are not the first. */
const FEWER = 4_000;

/** By sizes that matter: where a function bends, where it saturates, where eᵗ leaves float64; a few beside 0. t = βx or x/α. */
const inputs = (a: number, count: number): Float64Array => {
  const next = generator(11);
  const uniform = (): number => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
  const widths = [3, 16, 80, 1500];
  const scales = [1, a === 0 ? 1 : a, 1 / (a === 0 ? 1 : a)];
  return Float64Array.from({ length: count }, (_, i) => {
    const sign = next() & 1 ? 1 : -1;
    if (i % 8 === 7) return sign * 2 ** (-60 * uniform());
    return (sign * uniform() * (widths[i % 4] as number) * (scales[i % 3] as number)) / 2;
  });
};

const f64: Dtype = "f64";

/** |got − exact| in ulps of the exact value. All in units of 2ᵏ, so that nothing underflows. */
const errorOf = (got: number, { value: [hi, lo], k }: Exact64, least: number): number => {
  if (!Number.isFinite(got)) return got === hi * 2 ** (k / 2) * 2 ** (k - k / 2) ? 0 : Number.POSITIVE_INFINITY;
  const up = Math.floor(-k / 2);
  const unit = 2 ** (Math.max(Math.log2(ulpAt(f64, hi)) + k, -1074, Math.log2(least)) - k);
  return Math.abs(got * 2 ** up * 2 ** (-k - up) - hi - lo) / unit;
};

const expectWithin = (x: Float64Array, got: Float64Array, exact: (x: number) => Exact64, bound: number, floor: Floor | undefined): void => {
  let [worst, where] = [0, Number.NaN];
  for (const [i, at] of x.entries()) {
    const inside = floor !== undefined && at > floor[0] && at < floor[1];
    const error = errorOf(got[i] as number, exact(at), inside ? ulpAt(f64, floor[2]) : 0);
    if (!(error <= worst)) [worst, where] = [error, at];
  }
  expect(worst, `at ${where}`).toBeLessThanOrEqual(bound);
  // Where nothing is off by half a unit, nothing was measured.
  expect(worst).toBeGreaterThan(0.4);
};

/** The greatest relative difference to the vectors. They have 77 bits; fewer where results are subnormal, and none beside a zero. */
const distance = (x: Floats, exact: (x: number) => Exact64, { hi, lo }: Exact, floor: Floor | undefined): number => {
  let most = 0;
  for (const [i, at] of x.entries()) {
    const known = hi[i] as number;
    const size = Math.abs(at);
    if (
      !Number.isFinite(known) ||
      size > 2 ** 300 ||
      size < 2 ** -300 ||
      Math.abs(known) < 2 ** -900 ||
      (floor && at > floor[0] && at < floor[1])
    )
      continue;
    const { value, k } = exact(at);
    const difference = value[0] * 2 ** k - known + (value[1] * 2 ** k - (lo?.[i] ?? 0) * ulpAt(f64, known));
    most = Math.max(most, Math.abs(difference / known));
  }
  return most;
};

/** Pairs have the range of doubles, so that products with huge or tiny parameters are no more exact in them: see domains.test.ts. */
const isModerate = ({ params }: Case): boolean =>
  Object.values(params).every((value) => Math.abs(value) > 2 ** -300 && Math.abs(value) < 2 ** 300);

const rows = cases
  .filter((one) => one.dtype === f64 && one.op in references64 && isModerate(one))
  .map((one) => [one.op, inWords(one.params), one, references64[one.op] as readonly [Formula64, Formula64]] as const);

describe.each(rows)("%s %s", (name, _, one: Case, [f, df]) => {
  // Exact values may be here before their activation is.
  const op: Unary | undefined = unary.find(({ definition }) => definition.name === name);
  const a = op ? parametersOf(op.definition, one.params, f64)[0] : (Object.values(one.params)[0] ?? 1);

  const count = Object.keys(one.params).length ? FEWER : COUNT;

  test("the truth is that of the vectors", () => {
    expect(distance(one.x, (x) => f(x, a), one.y, one.yFloor)).toBeLessThan(2 ** -76);
    expect(distance(one.x, (x) => df(x, a), one.d, one.dFloor)).toBeLessThan(2 ** -76);
  });

  test.runIf(op)(`${count} values`, () => {
    const x = inputs(a, count);
    expectWithin(x, (op as Unary)(x, one.params), (at) => f(at, a), op?.definition.ulp.f64 ?? 0, one.yFloor);
  });

  test.runIf(op)(`${count} derivatives`, () => {
    const x = inputs(a, count);
    expectWithin(x, (op as Unary).derivative(x, one.params), (at) => df(at, a), op?.definition.ulp.f64 ?? 0, one.dFloor);
  });
});
