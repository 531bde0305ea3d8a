// If this fails, a smooth function in float64 is less accurate between the points of the vectors than it is at them.
import { describe, expect, test } from "vitest";
import { type Dtype, type Floats, inWords, type Params, parametersOf, type Unary, unary } from "./support/api.js";
import { finiteDomainOf } from "./support/domains.js";
import { type Exact64, type Formula64, references64 } from "./support/reference64.js";
import { type Case, cases, type Exact } from "./support/truth.js";
import { type Floor, ulpAt } from "./support/ulp.js";
import { generator } from "./support/values.js";

const COUNT = 20_000;
/** With parameters that are not the first. */
const FEWER = 4_000;
/** With each of the parameters that only domains have. */
const FEW = 1_000;

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

/** The greatest error. */
const expectWithin = (
  x: Float64Array,
  got: Float64Array,
  exact: (x: number) => Exact64,
  bound: number,
  floor: Floor | undefined,
): number => {
  let [worst, where] = [0, Number.NaN];
  for (const [i, at] of x.entries()) {
    const inside = floor !== undefined && at > floor[0] && at < floor[1];
    const error = errorOf(got[i] as number, exact(at), inside ? ulpAt(f64, floor[2]) : 0);
    if (!(error <= worst)) [worst, where] = [error, at];
  }
  expect(worst, `at ${where}`).toBeLessThanOrEqual(bound);
  return worst;
};
/** Where nothing is off by half a unit, nothing was measured. */
const LEAST = 0.4;

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
const isModerate = ({ params }: { readonly params: Params }): boolean =>
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
    const worst = expectWithin(x, (op as Unary)(x, one.params), (at) => f(at, a), op?.definition.ulp.f64 ?? 0, one.yFloor);
    expect(worst).toBeGreaterThan(LEAST);
  });

  test.runIf(op)(`${count} derivatives`, () => {
    const x = inputs(a, count);
    const worst = expectWithin(x, (op as Unary).derivative(x, one.params), (at) => df(at, a), op?.definition.ulp.f64 ?? 0, one.dFloor);
    expect(worst).toBeGreaterThan(LEAST);
  });
});

const overDomains = unary.flatMap((op) => {
  const { name, parameters } = op.definition;
  const domain = parameters && name in references64 ? finiteDomainOf(op.definition, f64).filter(isModerate) : [];
  return domain.length ? [[name, op, references64[name] as readonly [Formula64, Formula64], domain] as const] : [];
});

test.each(overDomains)("%s with parameters of every sign and size", (_, op, [f, df], domain) => {
  expect(domain.length).toBeGreaterThan(6);
  const bound = op.definition.ulp.f64;
  const worst = [0, 0];
  for (const { params, dFloor } of domain) {
    const [a] = parametersOf(op.definition, params, f64);
    // Not where eᵗ has an exponent that no double holds: domains.test.ts has exact values there too.
    const x = inputs(a, FEW).filter((at) => Number.isFinite(f(at, a).value[0]) && Number.isFinite(df(at, a).value[0]));
    expect(x.length).toBeGreaterThan(FEW / 2);
    worst[0] = Math.max(
      worst[0] as number,
      expectWithin(x, op(x, params), (at) => f(at, a), bound, undefined),
    );
    worst[1] = Math.max(
      worst[1] as number,
      expectWithin(x, op.derivative(x, params), (at) => df(at, a), bound, dFloor),
    );
  }
  for (const one of worst) expect(one).toBeGreaterThan(LEAST);
});
