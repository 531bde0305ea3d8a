// If this fails, crossEntropy or its gradient is not that of its formula, or an edge is not PyTorch's.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossEntropy, type Loss, type Losses, type Reduction } from "../src/nn/losses.js";
import { check, type Naive, some } from "./support/losses.js";
import { tensor } from "./support/tensor.js";

/** Naive softmax: overflows, cancels, and is right for small logits. */
const naiveCrossEntropy =
  (n: number, c: number, targets: readonly number[], smoothing: number, ignoreIndex: number): Naive =>
  (x) => {
    const losses = new Array<number>(n).fill(0);
    let count = 0;
    for (let i = 0; i < n; i++) {
      const target = targets[i] as number;
      if (target === ignoreIndex) continue;
      count++;
      const row = x.slice(i * c, (i + 1) * c);
      const sum = row.reduce((all, value) => all + Math.exp(value), 0);
      const logs = row.map((value) => Math.log(Math.exp(value) / sum));
      const wanted = logs.map((_, j) => (j === target ? 1 - smoothing : 0) + smoothing / c);
      losses[i] = -logs.reduce((all, value, j) => all + value * (wanted[j] as number), 0);
    }
    return { losses, count };
  };

describe("crossEntropy", () => {
  const cases = [0, 0.1, 1].flatMap((labelSmoothing) =>
    [
      { shape: [3, 4], targets: [2, 0, 3], ignoreIndex: -100 },
      { shape: [3, 4], targets: [2, -100, 3], ignoreIndex: -100 },
      { shape: [4, 3], targets: [2, 1, 0, 1], ignoreIndex: 1 },
      { shape: [6, 2], targets: [7, 1, 0, 7, 1, 7], ignoreIndex: 7 },
      { shape: [12, 1], targets: new Array(12).fill(0) as number[], ignoreIndex: -1 },
      { shape: [1, 12], targets: [11], ignoreIndex: -100 },
    ].map((one) => ({ ...one, labelSmoothing })),
  );
  test.each(cases)("is its formula, and its gradient the slope: %j", ({ shape, targets, ignoreIndex, labelSmoothing }) => {
    const [n, c] = shape as [number, number];
    check(
      (x, reduction) => crossEntropy(x, targets, { reduction, ignoreIndex, labelSmoothing }),
      naiveCrossEntropy(n, c, targets, labelSmoothing, ignoreIndex),
      tensor(some, shape),
      [n],
    );
  });

  test("of random logits too", () => {
    const property = fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 10, maxLength: 10 }),
      fc.array(fc.constantFrom(0, 1, 2, 3, 4, -100), { minLength: 2, maxLength: 2 }).filter((t) => t.some((one) => one >= 0)),
      fc.constantFrom(0, 0.3),
      (logits, targets, labelSmoothing) => {
        check(
          (x, reduction) => crossEntropy(x, targets, { reduction, labelSmoothing }),
          naiveCrossEntropy(2, 5, targets, labelSmoothing, -100),
          tensor(logits, [2, 5]),
          [2],
        );
      },
    );
    fc.assert(property);
  });

  const logits = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
  test.each([
    ["an array", [0, 2]],
    ["Int32Array", Int32Array.of(0, 2)],
    ["Uint8Array", Uint8Array.of(0, 2)],
    ["Uint8ClampedArray", Uint8ClampedArray.of(0, 2)],
    ["Float32Array", Float32Array.of(0, 2)],
    ["Float64Array", Float64Array.of(0, 2)],
    ["BigInt64Array", BigInt64Array.of(0n, 2n)],
  ])("takes targets as %s", (_, targets) => {
    expect(crossEntropy(logits, targets)).toEqual(crossEntropy(logits, [0, 2]));
  });

  test("in numbers: two even logits are log 2, three classes log 3", () => {
    expect(crossEntropy(tensor([0, 0], [1, 2]), [1])).toEqual({ loss: Math.log1p(1), gradient: tensor([0.5, -0.5], [1, 2]) });
    expect(crossEntropy(tensor([7, 7, 7], [1, 3]), [0], { labelSmoothing: 0.5 }).loss).toBeCloseTo(Math.log(3), 15);
  });

  test("does not overflow, nor loses what is small", () => {
    const far = crossEntropy(tensor([3e38, 0], [1, 2]), [1]);
    expect(far.loss).toBe(Math.fround(3e38));
    expect(far.gradient.data).toEqual(Float32Array.of(1, -1));
    const near = crossEntropy(tensor([50, 0], [1, 2]), [0]);
    expect(near.loss / Math.exp(-50)).toBeCloseTo(1, 12);
    expect((near.gradient.data[0] as number) / -Math.exp(-50)).toBeCloseTo(1, 6);
    expect(crossEntropy(tensor([-1e4, -1e4], [1, 2]), [0]).loss).toBeCloseTo(Math.LN2, 15);
  });

  test("no row that counts: the mean is NaN, the sum 0, the gradient 0", () => {
    const nothing = tensor(new Array(6).fill(0), [2, 3]);
    for (const labelSmoothing of [0, 0.1]) {
      const of = (reduction: Reduction): Loss | Losses => crossEntropy(logits, [-100, -100], { reduction, labelSmoothing });
      expect(of("mean")).toEqual({ loss: Number.NaN, gradient: nothing });
      expect(of("sum")).toEqual({ loss: 0, gradient: nothing });
      expect(of("none")).toEqual({ loss: tensor([0, 0], [2]), gradient: nothing });
    }
  });

  test("an empty batch", () => {
    const empty = tensor([], [0, 3]);
    expect(crossEntropy(empty, [])).toEqual({ loss: Number.NaN, gradient: empty });
    expect(crossEntropy(empty, [], { reduction: "sum" })).toEqual({ loss: 0, gradient: empty });
    expect(crossEntropy(empty, [], { reduction: "none" })).toEqual({ loss: tensor([], [0]), gradient: empty });
  });

  test("a row that does not count has no gradient, whatever it holds; the others do not see it", () => {
    const { loss, gradient } = crossEntropy(tensor([Number.NaN, Number.POSITIVE_INFINITY, 1, 2], [2, 2]), [-100, 1]);
    const alone = crossEntropy(tensor([1, 2], [1, 2]), [1]);
    expect(loss).toBe(alone.loss);
    expect(Array.from(gradient.data)).toEqual([0, 0, ...alone.gradient.data]);
  });

  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  test.each([
    ["NaN first", [nan, 0, 1], 1, nan, [nan, nan, nan]],
    ["NaN last", [0, 1, nan], 1, nan, [nan, nan, nan]],
    ["+∞", [0, inf, 1], 0, nan, [nan, nan, nan]],
    ["+∞, the target", [0, inf, 1], 1, nan, [nan, nan, nan]],
    ["nothing but −∞", [-inf, -inf, -inf], 1, nan, [nan, nan, nan]],
    ["−∞ beside the target", [0, -inf, 0], 2, Math.LN2, [0.5, 0, -0.5]],
    ["−∞, the target", [0, -inf, 0], 1, inf, [0.5, -1, 0.5]],
  ])("%s", (_, row, target, expected, slopes) => {
    const { loss, gradient } = crossEntropy(tensor(row, [1, 3]), [target]);
    if (Number.isFinite(expected)) expect(loss).toBeCloseTo(expected, 14);
    else expect(loss).toBe(expected);
    expect(gradient.data).toEqual(Float32Array.from(slopes));
  });

  test("label smoothing beside −∞ is infinite", () => {
    expect(crossEntropy(tensor([0, -inf, 0], [1, 3]), [2], { labelSmoothing: 0.1 }).loss).toBe(inf);
  });
});
