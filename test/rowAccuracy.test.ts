// If this fails, softmax or one of its relatives, or a gradient of theirs, is beyond its bound, or a special row gives something else than said.
import { describe, expect, test } from "vitest";
import { backend, type Floats, logSoftmax, logSumExp, type Rowwise, rowwise, runsIts, softmax, softmin } from "./support/api.js";
import { exactSum, rowReference } from "./support/rows.js";
import { allowed, dtypes, numbers, ops, reduces, roundingOf, scaleOf, softmaxOf, termsOf } from "./support/rowways.js";
import { type RowCase, rowCases } from "./support/truth.js";
import { errorInUlps, ulpAt } from "./support/ulp.js";

describe.each(rowCases.map((one) => [one.op, one.dtype, one.cols, one] as const))(
  "exact values: %s of %s, %i columns",
  (name, dtype, cols, one) => {
    const op = rowwise.find(({ definition }) => definition.name === name) as Rowwise;
    const { x, g, y, d, kinds }: RowCase = one;
    const rowOf = (array: Floats, r: number): Floats =>
      array.subarray((r * array.length) / kinds.length, ((r + 1) * array.length) / kinds.length);
    const errorOf = (got: number, { hi, lo }: RowCase["y"], i: number): number =>
      Math.abs(got - (hi[i] as number) - (lo?.[i] ?? 0) * ulpAt("f64", hi[i] as number));

    test("value", () => {
      const got = op(x, { cols });
      expect(runsIts(backend)).toBe(true);
      const width = got.length / kinds.length;
      for (const [i, value] of got.entries()) {
        const r = Math.floor(i / width);
        const exact = y.hi[i] as number;
        const label = `${kinds[r]}: ${value}, expected ${exact}`;
        if (!Number.isFinite(exact) || !Number.isFinite(value)) expect(errorInUlps(dtype, value, exact), label).toBe(0);
        else expect(errorOf(value, y, i), label).toBeLessThanOrEqual(allowed(op, dtype, cols, scaleOf(op, rowOf(x, r), exact)));
      }
    });

    test("gradient", () => {
      const got = op.backward(g, x, { cols });
      for (const [i, value] of got.entries()) {
        const r = Math.floor(i / cols);
        const exact = d.hi[i] as number;
        const label = `${kinds[r]}: ${value}, expected ${exact}`;
        if (Number.isNaN(exact)) expect(value, label).toBeNaN();
        else {
          const terms = termsOf(op, rowOf(x, r), rowOf(g, r))[i % cols] as number;
          // A result among the subnormals is rounded to a multiple of the least.
          expect(errorOf(value, d, i), label).toBeLessThanOrEqual((cols + 8) * roundingOf[dtype] * terms + ulpAt(dtype, 0));
        }
      }
    });
  },
);

test("there are exact values of every function over rows, of both types", () => {
  for (const [name] of ops)
    for (const dtype of dtypes) expect(rowCases.filter((one) => one.op === name && one.dtype === dtype)).not.toEqual([]);
});

/** Tried once: what adds up with the length does so wherever the row is. */
const MILLION = 1_000_000;
const lengths = [1, 2, 3, 4, 5, 7, 8, 17, 1023, 1024, 1025, 2047, 2048, 2049, 5000, MILLION];

describe.each(dtypes)("rows of every length and offset, %s", (dtype) => {
  const isWithin = (x: Floats): void => {
    const cols = x.length;
    const { maximum, logarithm, softmax: p, logSoftmax: l } = rowReference(x);
    const minima = rowReference(x.map((v: number) => -v) as Floats).softmax;
    const expected = { softmax: p, softmin: minima, logSoftmax: l, logSumExp: Float64Array.of(maximum + logarithm) };
    for (const [name, op] of ops) {
      const right = expected[name as keyof typeof expected];
      let worst = 0;
      for (const [i, value] of op(x).entries()) {
        const exact = right[i] as number;
        const scale = scaleOf(op, x, exact);
        // 3 float64 ULP more for the reference's own error.
        worst = Math.max(worst, Math.abs(value - exact) / (allowed(op, dtype, cols, scale) + 3 * ulpAt("f64", scale)));
      }
      expect(worst, name).toBeLessThanOrEqual(1);
    }
  };

  test.each(lengths.flatMap((cols) => (cols === MILLION ? [1e4] : [0, 1e4, -1e4]).map((offset) => [cols, offset] as const)))(
    "%i columns about %d",
    (cols, offset) => {
      isWithin(numbers(dtype, cols, { seed: cols, offset }));
    },
  );

  // The first of two ways of float32 takes maxima to 256: wide rows with their maximum all over that, and beyond.
  test("40 columns 80 apart, with any maximum to 300", () => {
    for (let at = -300; at <= 300; at += 7.3) isWithin(numbers(dtype, 40, { seed: Math.round(at) + 1000, spread: 40, offset: at - 40 }));
  });

  test.each([3, 2049, 5000])("gradients of rows of %i columns", (cols) => {
    const x = numbers(dtype, cols, { seed: cols, offset: 100 });
    const g = numbers(dtype, cols, { seed: cols + 1, spread: 2 });
    for (const [name, op] of ops) {
      const sign = name === "softmin" ? -1 : 1;
      const p = softmaxOf(op, x);
      const sum = exactSum(name === "logSoftmax" ? g : g.map((one: number, i: number) => one * (p[i] as number)));
      const dy = reduces(op) ? (g.subarray(0, 1) as Floats) : g;
      const terms = termsOf(op, x, dy);
      for (const [i, value] of op.backward(dy, x).entries()) {
        const [one, upstream] = [p[i] as number, g[i] as number];
        const exact = reduces(op) ? (dy[0] as number) * one : name === "logSoftmax" ? upstream - one * sum : sign * one * (upstream - sum);
        expect(Math.abs(value - exact), name).toBeLessThanOrEqual((cols + 8) * roundingOf[dtype] * (terms[i] as number));
      }
    }
  });
});

describe("special rows", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const softmaxes = [
    [[1, nan, 2], [nan, nan, nan], nan],
    [[1, inf, 2], [nan, nan, nan], inf],
    [[inf, nan, -inf], [nan, nan, nan], nan],
    [[-inf, nan, -inf], [nan, nan, nan], nan],
    [[-inf, -inf, -inf], [nan, nan, nan], -inf],
    [[inf, inf, inf], [nan, nan, nan], inf],
    [[-inf, 0, 0], [0, 0.5, 0.5], Math.LN2],
    [[-inf, 5, -inf], [0, 1, 0], 5],
    [[7, 7, 7], [1 / 3, 1 / 3, 1 / 3], 7 + Math.log(3)],
    [[1e300, -1e300, 0], [1, 0, 0], 1e300],
    [[-1.5e308, 1.5e308, -inf], [0, 1, 0], 1.5e308],
  ] as const;
  test.each(softmaxes)("%j", (row, p, sum) => {
    const close = (got: Iterable<number>, expected: readonly number[]): void => {
      for (const [i, value] of [...got].entries())
        expect(errorInUlps("f64", value, expected[i] as number, { signedZero: false })).toBeLessThanOrEqual(2);
    };
    close(softmax(row), p);
    close(softmin(row.map((v) => -v)), p);
    close(
      logSoftmax(row),
      p.map((one, i) =>
        one === 1 / 3
          ? -Math.log(3)
          : one === 0.5
            ? -Math.LN2
            : one === 0 && (row[i] ?? 0) > -1e308
              ? (row[i] as number) - sum
              : Math.log(one),
      ),
    );
    expect(errorInUlps("f64", logSumExp(row), sum)).toBeLessThanOrEqual(2);
    // Three and more columns, hence whole vectors too.
    const wide = [...row, ...Array<number>(14).fill(-inf)];
    close(softmax(wide).slice(0, 3), p);
    close(softmax(Float32Array.from(row).map(Math.fround)), Array.from(softmax([...Float32Array.from(row)])).map(Math.fround));
  });

  test("the logarithm of an element that dominates is small, not 0", () => {
    expect(logSoftmax([0, -700])[0]).toBe(-Math.exp(-700));
    expect(logSoftmax(Float32Array.of(50, 0, 0))[0]).toBe(Math.fround(-Math.log1p(2 * Math.exp(-50))));
    expect(logSumExp([0, -700])).toBe(Math.exp(-700));
  });

  // Below the range in which exponentials are computed they stand for 0, whatever they are multiplied by.
  test.each([
    ["softmax", 0],
    ["softmax, far from 0", 1000],
    ["softmin", 0],
    ["softmin, far from 0", 1000],
  ] as const)("%s: the greatest upstream gradient makes nothing of e^−300", (name, at) => {
    const [op, sign] = name.startsWith("softmax") ? [softmax, 1] : [softmin, -1];
    for (const cols of [2, 20]) {
      const x = new Float32Array(cols).fill(sign * (at - 300));
      x[0] = sign * at;
      const dy = new Float32Array(cols).fill(3e38);
      dy[0] = 0;
      expect([...op.backward(dy, x, { cols })].map(Math.abs)).toEqual(Array(cols).fill(0));
    }
  });

  test("the least results are those of gradual underflow", () => {
    const least = softmax(Float32Array.of(0, -103, -87.5));
    expect(errorInUlps("f32", least[1] as number, Math.exp(-103))).toBeLessThanOrEqual(1);
    expect(errorInUlps("f32", least[2] as number, Math.exp(-87.5))).toBeLessThanOrEqual(1);
    expect(softmax([0, -744])[1]).toBe(5e-324 * Math.round(Math.exp(-744) / 5e-324));
    expect(softmax([0, -800])[1]).toBe(0);
  });
});
