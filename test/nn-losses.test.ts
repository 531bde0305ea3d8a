// If this fails, a loss of elements or its gradient is not that of its formula, or an edge is not PyTorch's.
import { describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { binaryCrossEntropyWithLogits, type Loss, type Losses, l1Loss, mseLoss, type Reduction, smoothL1Loss } from "../src/nn/losses.js";
import { check, some } from "./support/losses.js";
import { tensor } from "./support/tensor.js";

const other = [0, 1, 0.25, 1, 0, 0.5, -3.5, 0.75, 5, 2, 1, 0.5];

const elementwise: readonly [
  title: string,
  call: (x: Tensor, t: Tensor, r: Reduction) => Loss | Losses,
  of: (x: number, t: number) => number,
][] = [
  ["mseLoss", (x, t, reduction) => mseLoss(x, t, { reduction }), (x, t) => (x - t) ** 2],
  ["l1Loss", (x, t, reduction) => l1Loss(x, t, { reduction }), (x, t) => Math.abs(x - t)],
  ...[1, 0.1, 3, 0].map(
    (beta) =>
      [
        `smoothL1Loss, beta ${beta}`,
        (x: Tensor, t: Tensor, reduction: Reduction) => smoothL1Loss(x, t, { reduction, beta }),
        (x: number, t: number) => (Math.abs(x - t) < beta ? (0.5 * (x - t) ** 2) / beta : Math.abs(x - t) - 0.5 * beta),
      ] as const,
  ),
  [
    "binaryCrossEntropyWithLogits",
    (x, t, reduction) => binaryCrossEntropyWithLogits(x, t, { reduction }),
    (x, t) => t * Math.log(1 + Math.exp(-x)) + (1 - t) * Math.log(1 + Math.exp(x)),
  ],
] as [string, (x: Tensor, t: Tensor, r: Reduction) => Loss | Losses, (x: number, t: number) => number][];

describe.each(elementwise)("%s", (_, call, of) => {
  test.each([[[12]], [[3, 4]], [[2, 3, 2]]])("is its formula, and its gradient the slope, of shape %j", (shape) => {
    const target = tensor(other, shape);
    check(
      (x, reduction) => call(x, target, reduction),
      (x) => ({ losses: x.map((value, i) => of(value, target.data[i] as number)), count: x.length }),
      tensor(some, shape),
      shape,
    );
  });

  test("a scalar: shape []", () => {
    const { loss, gradient } = call(tensor([0.5], []), tensor([0.25], []), "mean");
    expect(loss).toBeCloseTo(of(0.5, 0.25), 12);
    expect(gradient.shape).toEqual([]);
  });

  test("no elements: the mean is NaN, the sum 0", () => {
    const none = tensor([], [0, 3]);
    expect(call(none, none, "mean")).toEqual({ loss: Number.NaN, gradient: none });
    expect(call(none, none, "sum")).toEqual({ loss: 0, gradient: none });
    expect(call(none, none, "none")).toEqual({ loss: none, gradient: none });
  });

  test("NaN goes through", () => {
    const { loss, gradient } = call(tensor([Number.NaN, 1], [2]), tensor([0, 1], [2]), "sum");
    expect(loss).toBeNaN();
    expect(gradient.data[0]).toBeNaN();
    expect(gradient.data[1]).not.toBeNaN();
  });

  test("leaves input and target alone", () => {
    const [x, t] = [tensor(some, [12]), tensor(other, [12])];
    call(x, t, "mean");
    expect(x).toEqual(tensor(some, [12]));
    expect(t).toEqual(tensor(other, [12]));
  });
});

test("means by default", () => {
  const [x, t] = [tensor([1, 2], [2]), tensor([3, 5], [2])];
  expect(mseLoss(x, t).loss).toBe(6.5);
  expect(l1Loss(x, t, {}).loss).toBe(2.5);
  expect(smoothL1Loss(x, t).loss).toBe(2);
  expect(smoothL1Loss(x, t, { reduction: undefined, beta: undefined }).gradient.data).toEqual(Float32Array.of(-0.5, -0.5));
  expect(l1Loss(x, x).gradient.data).toEqual(Float32Array.of(0, 0));
});

test("sums in float64: small losses are not lost beside large ones", () => {
  const x = tensor([4096, ...new Array(1000).fill(0.5)], [1001]);
  expect(mseLoss(x, tensor(new Array(1001).fill(0), [1001]), { reduction: "sum" }).loss).toBe(4096 ** 2 + 250);
});

describe("binaryCrossEntropyWithLogits far out", () => {
  test.each([
    [200, 1, Math.exp(-200), -Math.exp(-200)],
    [-200, 0, Math.exp(-200), Math.exp(-200)],
    [200, 0, 200, 1],
    [-1e30, 1, Math.fround(1e30), -1],
    [40, 1, Math.exp(-40), -Math.exp(-40)],
    [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY, -1],
    [Number.POSITIVE_INFINITY, 1, Number.NaN, -0],
  ])("x %d, target %d", (x, t, expected, slope) => {
    const { loss, gradient } = binaryCrossEntropyWithLogits(tensor([x], [1]), tensor([t], [1]));
    if (Number.isNaN(expected)) expect(loss).toBeNaN();
    else if (Number.isFinite(expected)) expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-14);
    else expect(loss).toBe(expected);
    expect(gradient.data[0]).toBeCloseTo(Math.fround(slope), 30);
  });
});
