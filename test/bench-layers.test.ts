// The benchmark of layers would call a wrong library right, or a right one wrong, if its references or its models were.
import { describe, expect, test } from "vitest";
import { shapes } from "../bench/layers/shapes.js";
import type { Absent, Contender } from "../bench/peers/contender.js";
import { javascript } from "../bench/peers/layers/javascript.js";
import { own } from "../bench/peers/layers/own.js";
import { problemOf } from "../bench/peers/layers/problem.js";
import { contract, exact } from "../bench/peers/layers/reference.js";

/** Those that take no time, of each kind one at least. */
const small = shapes.filter(({ flops, name }) => flops < 2e7 && !name.endsWith("112²"));

const takesPart = (each: Contender | Absent): each is Contender => "call" in each;

describe.each(small.map((shape) => [shape.name, shape] as const))("%s", (_, shape) => {
  const problem = problemOf(shape);
  const contenders = [...own(problem), ...javascript(problem)].filter(takesPart);

  test("is within its bound", async () => {
    for (const { call, result } of contenders) {
      await call();
      await call();
      expect(problem.check(await result())).toBeLessThanOrEqual(1);
    }
  });

  test("is not, with one number off by a hundredth of the largest, anywhere", async () => {
    const [contender] = contenders;
    await contender?.call();
    const y = Float32Array.from((await contender?.result()) ?? []);
    const step = Math.max(1, Math.floor(y.length / 7));
    const most = y.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    for (let i = 0; i < y.length; i += step) {
      const before = y[i] as number;
      y[i] = before + most / 100;
      expect(problem.check(y)).toBeGreaterThan(1);
      y[i] = before;
    }
    expect(problem.check(y)).toBeLessThanOrEqual(1);
    expect(problem.check(y.subarray(1))).toBe(Number.POSITIVE_INFINITY);
    y[0] = Number.NaN;
    expect(problem.check(y)).toBe(Number.POSITIVE_INFINITY);
  });
});

test("a sum's bound is that of its roundings, and of what its terms were wrong by", () => {
  const a = { value: Float64Array.of(3, -2), error: Float64Array.of(0.5, 0) };
  const b = { value: Float64Array.of(4, 5), error: Float64Array.of(0, 0.25) };
  const walk = { outer: 2, inner: 1 };
  expect(contract([1, 2, 1], a, walk, b, walk)).toEqual({
    value: Float64Array.of(2),
    error: Float64Array.of((2 + 4) * 2 ** -24 * 22 + 4 * 0.5 + 2 * 0.25),
  });
  // Another term.
  const { value, error } = contract([1, 2, 1], a, walk, exact(b.value), walk, Float32Array.of(-7));
  expect([value[0], error[0]]).toEqual([-5, (3 + 4) * 2 ** -24 * 29 + 4 * 0.5]);
});
