// If this fails, clipping is not PyTorch's, or takes what is no gradient or no bound.
import { describe, expect, test } from "vitest";
import { clipGradNorm, clipGradValue } from "../src/nn/clip.js";
import type { Parameter } from "../src/nn/parameter.js";
import { parameter } from "./support/optimizers.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

describe("clipping", () => {
  const list = (): Parameter[] => [parameter([0, 0], [2], [3, 0]), parameter([0], [1], [-4])];
  const grads = (of: readonly Parameter[]): number[] => of.flatMap(({ grad }) => Array.from(grad));

  test.each([
    [1, 1 / (5 + 1e-6)],
    [4.999, 4.999 / (5 + 1e-6)],
    [5.1, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])("the norm to %d", (maxNorm, scale) => {
    const of = list();
    expect(clipGradNorm(of, maxNorm)).toBe(5);
    expect(grads(of)).toEqual([3 * scale, 0, -4 * scale].map(Math.fround));
  });

  test.each([
    ["NaN", Number.NaN, Number.NaN, [Number.NaN, Number.NaN]],
    ["infinite", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, [Number.NaN, 0]],
  ])("a norm that is %s", (_, g, norm, after) => {
    const p = parameter([0, 0], [2], [g, 1]);
    expect(clipGradNorm([p], 1)).toBe(norm);
    expect(Array.from(p.grad)).toEqual(after);
  });

  test("a norm beyond float32 is one", () => {
    const p = parameter([0, 0], [2], [3e38, 3e38]);
    expect(clipGradNorm([p], 1)).toBeCloseTo(Math.fround(3e38) * Math.SQRT2, -30);
    expect(p.grad[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test("nothing to clip", () => {
    expect(clipGradNorm([], 1)).toBe(0);
    const of = [parameter([1], [1], [0])];
    expect(clipGradNorm(of, 1e-9)).toBe(0);
    expect(grads(of)).toEqual([0]);
  });

  test("values", () => {
    const p = parameter([0, 0, 0, 0, 0], [5], [3, -4, -0.5, Number.NaN, Number.NEGATIVE_INFINITY]);
    expect(clipGradValue([p], 2)).toBeUndefined();
    expect(Array.from(p.grad)).toEqual([2, -2, -0.5, Number.NaN, -2]);
  });
});

const one = [parameter([1])];
const refused: readonly Thrown[] = [
  ["maxNorm 0", () => clipGradNorm(one, 0), RangeError, "clipGradNorm: maxNorm is 0, expected a number above 0"],
  ["maxNorm NaN", () => clipGradNorm(one, Number.NaN), RangeError, "clipGradNorm: maxNorm is NaN, expected a number above 0"],
  ["maxNorm missing", () => clipGradNorm(one, bad(undefined)), TypeError, "clipGradNorm: maxNorm is missing, expected a number above 0"],
  [
    "a tensor to clip",
    () => clipGradNorm([bad({ data: Float32Array.of(1), shape: [1] })], 1),
    TypeError,
    "clipGradNorm: parameters[0] is [object Object], expected a Parameter",
  ],
  ["clipValue −1", () => clipGradValue(one, -1), RangeError, "clipGradValue: clipValue is -1, expected a number above 0"],
  [
    "nothing to clip",
    () => clipGradValue(bad(null), 1),
    TypeError,
    "clipGradValue: parameters is [object Null], expected a list of Parameters",
  ],
];

test.each(refused)("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
