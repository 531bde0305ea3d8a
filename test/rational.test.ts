// If this fails, a float64 formula is less accurate between the points of the vectors than it is at them. The functions that round are
// rational, so the exact value at any float is a fraction of integers.
import { describe, expect, test } from "vitest";
import { backend, hardsigmoid, hardswish, softsign } from "./support/api.js";
import { ulpAt } from "./support/ulp.js";
import { generator } from "./support/values.js";

type Fraction = readonly [numerator: bigint, denominator: bigint];

const cell = new DataView(new ArrayBuffer(8));

/** A finite float as a fraction. */
const fraction = (x: number): Fraction => {
  cell.setFloat64(0, x);
  const word = cell.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const significand = (word & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const signed = word >> 63n ? -significand : significand;
  const shift = BigInt(Math.max(exponent, 1) - 1075);
  return shift < 0n ? [signed, 1n << -shift] : [signed << shift, 1n];
};

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** |got − exact| in ulps of the exact value. */
const error = (got: number, [p, q]: Fraction): number => {
  const [g, h] = fraction(got);
  const [u, v] = fraction(ulpAt("f64", Number(p) / Number(q)));
  return Number((abs(g * q - p * h) * v * 10n ** 9n) / (h * q * u)) / 1e9;
};

type Row = readonly [title: string, (x: number) => number, (x: Fraction) => Fraction, bound: number];

const rows: readonly Row[] = [
  ["hardsigmoid", (x) => hardsigmoid(x), ([n, d]) => [n + 3n * d, 6n * d], 2],
  ["hardswish", (x) => hardswish(x), ([n, d]) => [n * (n + 3n * d), 6n * d * d], 2],
  ["hardswish.derivative", (x) => hardswish.derivative(x), ([n, d]) => [2n * n + 3n * d, 6n * d], 2],
  ["softsign", (x) => softsign(x), ([n, d]) => [n, d + abs(n)], 2],
  // In plain JavaScript 1/d/d: four roundings of 2⁻⁵³.
  ["softsign.derivative", (x) => softsign.derivative(x), ([n, d]) => [d * d, (d + abs(n)) ** 2n], backend === "js" ? 4 : 2],
];

describe.each(rows)("%s", (_, f, exact, bound) => {
  test("150,000 floats between −3 and 3, of all sizes, beside −3 and −3/2, and where it is hard", () => {
    const next = generator(5);
    const uniform = (): number => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
    let worst = [0, 0];
    for (let i = 0; i < 150_000; i++) {
      const small = 2 ** (-40 * uniform()) * (next() & 1 ? 1 : -1);
      // An error weighs most in ulps just below a power of two: hardswish is 1 at 1.3722….
      const x = [small * 2.999, -3 + Math.abs(small), -1.5 + small][i & 7] ?? (i & 4 ? 1.3722 - uniform() * 0.1 : uniform() * 6 - 3);
      if (!(x > -3 && x < 3)) continue;
      const e = error(f(x), exact(fraction(x)));
      if (e > (worst[0] as number)) worst = [e, x];
    }
    expect(worst[0], `at ${worst[1]}`).toBeLessThanOrEqual(bound);
    // Where nothing is off by half a unit, nothing was measured.
    expect(worst[0]).toBeGreaterThan(0.5);
  });
});
