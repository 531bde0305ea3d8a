// If this fails, softmax and its relatives no longer have to each other, to their gradients and to sums what mathematics has.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrays, logSoftmax, logSumExp, softmax, softmin } from "./support/api.js";
import { fromPatterns, patterns } from "./support/patterns.js";
import { exactSum } from "./support/rows.js";
import { dtypes, numbers, ops, reduces, roundingOf, termsOf } from "./support/rowways.js";
import { ulpAt } from "./support/ulp.js";

describe("properties", () => {
  const row = fc.array(fc.integer({ min: -4096, max: 4096 }), { minLength: 1, maxLength: 70 }).map((list) => list.map((v) => v / 256));

  test("rows of softmax and softmin sum to 1; logSoftmax is the logarithm of softmax", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dtypes), row, (dtype, list) => {
        const x = new arrays[dtype](list) as Float32Array;
        const bound = (list.length + 4) * roundingOf[dtype];
        for (const p of [softmax(x), softmin(x)]) {
          expect(Math.abs(exactSum(p) - 1)).toBeLessThanOrEqual(bound);
          expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
        // A logarithm's relative error is an absolute one of what it is of; logarithms are below 64 here.
        const p = softmax(x);
        for (const [i, l] of logSoftmax(x).entries())
          expect(Math.abs(Math.exp(l) / (p[i] as number) - 1)).toBeLessThanOrEqual(bound + 64 * 2 * roundingOf[dtype]);
      }),
    );
  });

  test("adding the same to all of a row changes no bit but those of logSumExp", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dtypes), row, fc.integer({ min: -1024, max: 1024 }), (dtype, list, by) => {
        // Multiples of 2⁻⁸ below 2¹¹: their sums and differences are exact in both types.
        const [x, shifted] = [new arrays[dtype](list), new arrays[dtype](list.map((v) => v + by))];
        for (const [, op] of ops) if (!reduces(op)) expect(patterns(op(shifted))).toEqual(patterns(op(x)));
        const [before, after] = [logSumExp(x as Float64Array)[0] as number, logSumExp(shifted as Float64Array)[0] as number];
        expect(Math.abs(after - before - by)).toBeLessThanOrEqual(4 * ulpAt(dtype, 2048));
      }),
    );
  });

  test("softmin is softmax of −x, bit by bit", () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 1, maxLength: 40 }), (words) => {
        const x = fromPatterns(
          "f32",
          Array.from(words, (word) => word.toString(16)),
        ) as Float32Array;
        expect(patterns(softmin(x))).toEqual(patterns(softmax(x.map((v) => -v))));
      }),
    );
  });

  test("the gradient from the output is that from x", () => {
    fc.assert(
      fc.property(row, (list) => {
        const x = Float64Array.from(list);
        const g = numbers("f64", list.length, { seed: list.length, spread: 2 });
        for (const [, op] of ops) {
          if (!op.backwardFromOutput) continue;
          const [fromX, fromY] = [op.backward(g, x), op.backwardFromOutput(g, op(x))];
          const terms = termsOf(op, x, g);
          // y is rounded, and of a logarithm the rounding error is multiplied by it, 64 at most.
          for (const [i, value] of fromY.entries())
            expect(Math.abs(value - (fromX[i] as number))).toBeLessThanOrEqual(
              (list.length + 8 + 64) * 2 * 2 ** -53 * (terms[i] as number),
            );
        }
      }),
    );
  });

  test("the gradient is the slope of Σ dy · f", () => {
    // (f(x + h) − f(x − h))/2h errs by h²/6 · |f‴| < 2⁻²⁰ · 2 and by rounding, 2⁻⁵³ · 2⁷/h = 2⁻³⁶, for each of 9 terms of |dy| ≤ 2.
    const h = 2 ** -10;
    const few = fc.array(fc.integer({ min: -1024, max: 1024 }), { minLength: 1, maxLength: 9 }).map((list) => list.map((v) => v / 256));
    fc.assert(
      fc.property(few, (list) => {
        const x = Float64Array.from(list);
        for (const [, op] of ops) {
          const g = numbers("f64", reduces(op) ? 1 : x.length, { seed: x.length, spread: 2 });
          const loss = (i: number, by: number): number =>
            exactSum(op(x.map((v, j) => (i === j ? v + by : v))).map((v: number, j: number) => v * (g[j] as number)));
          for (const [i, value] of op.backward(g, x).entries())
            expect(Math.abs(value - (loss(i, h) - loss(i, -h)) / (2 * h))).toBeLessThanOrEqual(9 * 2 * 2 ** -19);
        }
      }),
      { numRuns: 50 },
    );
  });
});
