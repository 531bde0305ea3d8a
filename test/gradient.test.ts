// If this fails, a gradient is not the slope of its function.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrays, type Channelwise, channelwise, parametersOf, type Unary, unary } from "./support/api.js";

// The slope comes from the formula f in float64, as (f(x + h) − f(x − h)) / 2h. Its error, for the f there are and |x| ≤ 32:
//   formula   at most h · max |f″| where f″ jumps, as softsign's does at 0; |f″| ≤ 2, hence 2⁻¹⁹
//   rounding  some 4 · 2⁻⁵³ · max |f| / 2h; |f| ≤ 2⁷, hence 2⁻²⁵
const H = 2 ** -20;
const TOLERANCE = 2 ** -18;
/** f32 rounds f′ and the product with dy; |f′ · dy| ≤ 2⁴ with the parameters below, half an ulp of that each. */
const toleranceOf = { f32: TOLERANCE + 2 * 2 ** -20, f64: TOLERANCE } as const;

/** Multiples of 2⁻¹⁰: an input is on a kink, where the two sides' slopes tell, or much farther from it than h. */
const number = (limit: number, above = -limit): fc.Arbitrary<number> =>
  fc.integer({ min: above * 1024 + 1, max: limit * 1024 }).map((steps) => steps / 1024);
const dtypes = fc.constantFrom("f32", "f64");

/** Undefined where one side's slope is not the other's: at a kink or jump there is no slope to compare with. */
const slope = (f: (x: number) => number, x: number): number | undefined => {
  const left = (f(x) - f(x - H)) / H;
  const right = (f(x + H) - f(x)) / H;
  // Where there is a slope, they differ by 2h · max |f″| at most, and by rounding.
  return Math.abs(right - left) > 2 * TOLERANCE ? undefined : (left + right) / 2;
};

/**
 * Parameters of ordinary size. Not the least that is allowed: with lambd 0, a shrink has a slope at 0 which is not its gradient.
 * One that may not be 0 is a divisor, and f″ as large as its inverse: not below a quarter.
 */
const parametersFor = ({ definition: { parameters } }: Unary): fc.Arbitrary<Readonly<Record<string, number>>> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(parameters?.table ?? {}).map(([name, { min, above, not }]) => [
          name,
          number(4, not === undefined ? (min ?? above) : 0.25),
        ]),
      ),
    )
    .map((params) => {
      const [lower = "", upper = ""] = parameters?.ordered ? parameters.names : [];
      const [a = 0, b = 0] = [params[lower], params[upper]];
      return a > b ? { ...params, [lower]: b, [upper]: a } : params;
    });

describe.each(unary.map((op) => [op.definition.name, op] as const))("%s", (_, op) => {
  const compared = { points: 0, of: 0 };

  test("backward is dy times the slope of f", () => {
    fc.assert(
      fc.property(dtypes, number(32), number(4), parametersFor(op), (dtype, x, dy, params) => {
        const [a, b] = parametersOf(op.definition, params, dtype);
        const [xs, dys] = [new arrays[dtype]([x]), new arrays[dtype]([dy])];
        const [at, upstream] = [xs[0] as number, dys[0] as number];
        const expected = slope((v) => op.definition.f(v, a, b), at);
        compared.of++;
        if (expected === undefined) return;
        compared.points++;
        const tolerance = toleranceOf[dtype];
        expect(Math.abs((op.derivative(xs, params)[0] as number) - expected)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs((op.backward(dys, xs, params)[0] as number) - upstream * expected)).toBeLessThanOrEqual(
          tolerance * Math.max(1, Math.abs(upstream)),
        );
      }),
    );
    // Were most inputs taken for kinks, this test would compare nothing.
    expect(compared.points / compared.of).toBeGreaterThan(0.5);
  });
});

describe.each(channelwise.map((op) => [op.definition.name, op] as const))("%s", (_, op: Channelwise) => {
  const { f } = op.definition;

  test("dx and dweight are the slopes of Σ dy · f(x, weight)", () => {
    const shape = fc.record({
      rows: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 5 }),
      inner: fc.integer({ min: 1, max: 9 }),
    });
    const filled = (length: number): fc.Arbitrary<number[]> => fc.array(number(4), { minLength: length, maxLength: length });
    const operands = shape.chain(({ rows, channels, inner }) =>
      fc.record({
        inner: fc.constant(inner),
        x: filled(rows * channels * inner),
        dy: filled(rows * channels * inner),
        weight: filled(channels),
      }),
    );
    fc.assert(
      fc.property(dtypes, operands, (dtype, { inner, ...numbers }) => {
        const [x, dy, weight] = [new arrays[dtype](numbers.x), new arrays[dtype](numbers.dy), new arrays[dtype](numbers.weight)];
        const { dx, dweight } = op.backward(dy, x, weight, { inner });
        const tolerance = toleranceOf[dtype] * 4;
        const slopes = new Float64Array(weight.length);
        for (const [i, at] of x.entries()) {
          const channel = Math.floor(i / inner) % weight.length;
          const w = weight[channel] as number;
          const upstream = dy[i] as number;
          const expected = slope((v) => f(v, w, 0), at);
          if (expected !== undefined) expect(Math.abs((dx[i] as number) - upstream * expected)).toBeLessThanOrEqual(tolerance);
          slopes[channel] = (slopes[channel] as number) + upstream * ((f(at, w + H, 0) - f(at, w - H, 0)) / (2 * H));
        }
        // 27 terms a channel at most.
        for (const [c, expected] of slopes.entries())
          expect(Math.abs((dweight[c] as number) - expected)).toBeLessThanOrEqual(27 * tolerance);
      }),
    );
  });
});
