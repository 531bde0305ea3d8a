// If this fails, a loss or its gradient is not that of its formula, an edge is not PyTorch's, or bad input gets through.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type Loss,
  type Losses,
  l1Loss,
  mseLoss,
  type Reduction,
  smoothL1Loss,
} from "../src/nn/losses.js";

const tensor = (data: Iterable<number>, shape: readonly number[]): Tensor => ({ data: Float32Array.from(data), shape });
const reductions: readonly Reduction[] = ["mean", "sum", "none"];
const ROUND = 2 ** -24;

/** A loss as any of them is called here: of x alone, the rest being fixed. */
type Call = (x: Tensor, reduction: Reduction) => Loss | Losses;
/** The naive formula in float64: the losses one by one, and how many of them the mean is of. */
type Naive = (x: readonly number[]) => { losses: number[]; count: number };

/** Compares loss and gradient of every reduction with the formula and its central differences. */
const check = (call: Call, naive: Naive, x: Tensor, lossShape: readonly number[]): void => {
  const numbers = Array.from(x.data);
  for (const reduction of reductions) {
    const { loss, gradient } = call(x, reduction);
    const { losses, count } = naive(numbers);
    const scale = reduction === "mean" ? 1 / count : 1;
    const total = (at: readonly number[]): number => naive(at).losses.reduce((sum, l) => sum + l, 0) * scale;
    if (typeof loss === "number") {
      expect(reduction).not.toBe("none");
      expect(Math.abs(loss - total(numbers))).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(loss)));
    } else {
      expect(reduction).toBe("none");
      expect(loss.shape).toEqual(lossShape);
      expect(loss.data).toBeInstanceOf(Float32Array);
      losses.forEach((l, i) => {
        expect(Math.abs((loss.data[i] as number) - l)).toBeLessThanOrEqual(ROUND * Math.abs(l) + 1e-12);
      });
    }
    expect(gradient.shape).toEqual(x.shape);
    expect(gradient.shape).not.toBe(x.shape);
    expect(gradient.data).toBeInstanceOf(Float32Array);
    numbers.forEach((value, i) => {
      const h = 1e-5;
      const moved = (by: number): number[] => numbers.map((n, k) => (k === i ? value + by : n));
      const slope = (total(moved(h)) - total(moved(-h))) / (2 * h);
      expect(Math.abs((gradient.data[i] as number) - slope), `${reduction}, element ${i}`).toBeLessThanOrEqual(
        1e-7 * (1 + Math.abs(slope)),
      );
    });
  }
};

const some = [0.5, -1.25, 3, -0.001, 0.75, 2.5, -4, 0.125, 1, -2, 0.3, 6];
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

type Thrown = readonly [title: string, call: () => unknown, Kind: typeof TypeError | typeof RangeError, message: string];
const x23 = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
const bad = (value: unknown): never => value as never;
const pairs: readonly [name: string, call: (x: Tensor, t: Tensor, options?: object) => unknown][] = [
  ["mseLoss", bad(mseLoss)],
  ["l1Loss", bad(l1Loss)],
  ["smoothL1Loss", bad(smoothL1Loss)],
  ["binaryCrossEntropyWithLogits", bad(binaryCrossEntropyWithLogits)],
];
const refused: readonly Thrown[] = [
  ...pairs.flatMap(([name, call]): Thrown[] => [
    [`${name} of an array`, () => call(bad([1]), x23), TypeError, `${name}: input is [object Array], expected a tensor, { data, shape }`],
    [`${name} of no target`, () => call(x23, bad(undefined)), TypeError, `${name}: target is missing, expected a tensor, { data, shape }`],
    [
      `${name} of shapes that differ`,
      () => call(x23, tensor([1, 2, 3, 4, 5, 6], [6])),
      RangeError,
      `${name}: target has shape [6], expected [2, 3], the shape of input`,
    ],
    [
      `${name}, a reduction that is none`,
      () => call(x23, x23, { reduction: "avg" }),
      RangeError,
      `${name}: reduction is "avg", expected "mean" or "sum" or "none"`,
    ],
    [
      `${name}, a number for it`,
      () => call(x23, x23, { reduction: 1 }),
      TypeError,
      `${name}: reduction is 1, expected "mean" or "sum" or "none"`,
    ],
    [
      `${name}, an option misspelt`,
      () => call(x23, x23, { reductions: "sum" }),
      TypeError,
      `${name}: options has reductions, expected reduction`,
    ],
    [
      `${name}, a string for options`,
      () => call(x23, x23, bad("sum")),
      TypeError,
      `${name}: options is [object String], expected an object`,
    ],
  ]),
  ["beta −1", () => smoothL1Loss(x23, x23, { beta: -1 }), RangeError, "smoothL1Loss: beta is -1, expected a finite number, 0 or more"],
  [
    "beta NaN",
    () => smoothL1Loss(x23, x23, { beta: Number.NaN }),
    RangeError,
    "smoothL1Loss: beta is NaN, expected a finite number, 0 or more",
  ],
  [
    "beta a string",
    () => smoothL1Loss(x23, x23, { beta: bad("1") }),
    TypeError,
    "smoothL1Loss: beta is [object String], expected a finite number, 0 or more",
  ],
  ["beta of another", () => mseLoss(x23, x23, bad({ beta: 1 })), TypeError, "mseLoss: options has beta, expected reduction"],
  [
    "logits an array",
    () => crossEntropy(bad([[1, 2]]), [0]),
    TypeError,
    "crossEntropy: logits is [object Array], expected a tensor, { data, shape }",
  ],
  ["logits [3]", () => crossEntropy(tensor([1, 2, 3], [3]), [0]), RangeError, "crossEntropy: logits has shape [3], expected [N, C]"],
  [
    "targets missing",
    () => crossEntropy(x23, bad(undefined)),
    TypeError,
    "crossEntropy: targets is missing, expected an array or typed array of whole numbers",
  ],
  [
    "targets a tensor",
    () => crossEntropy(x23, bad(tensor([0, 1], [2]))),
    TypeError,
    "crossEntropy: targets is [object Object], expected an array or typed array of whole numbers",
  ],
  [
    "targets a string",
    () => crossEntropy(x23, bad("01")),
    TypeError,
    "crossEntropy: targets is [object String], expected an array or typed array of whole numbers",
  ],
  [
    "too many targets",
    () => crossEntropy(x23, [0, 1, 2]),
    RangeError,
    "crossEntropy: targets has length 3, expected 2, one for each row of logits",
  ],
  [
    "target 3",
    () => crossEntropy(x23, [0, 3]),
    RangeError,
    "crossEntropy: targets[1] is 3, expected a whole number from 0 to 2, or -100 (ignoreIndex)",
  ],
  [
    "target −1",
    () => crossEntropy(x23, [-1, 0], { ignoreIndex: 9 }),
    RangeError,
    "crossEntropy: targets[0] is -1, expected a whole number from 0 to 2, or 9 (ignoreIndex)",
  ],
  ["target 0.5", () => crossEntropy(x23, [0, 0.5]), RangeError, "crossEntropy: targets[1] is 0.5, expected a whole number from 0 to 2"],
  ["target NaN", () => crossEntropy(x23, Float32Array.of(0, Number.NaN)), RangeError, "crossEntropy: targets[1] is NaN, expected"],
  [
    "target 2⁴⁰",
    () => crossEntropy(x23, BigInt64Array.of(0n, 2n ** 40n)),
    RangeError,
    "crossEntropy: targets[1] is 1099511627776, expected",
  ],
  ["a string among targets", () => crossEntropy(x23, bad([0, "1"])), TypeError, "crossEntropy: targets[1] is [object String], expected"],
  ["a hole among targets", () => crossEntropy(x23, new Array(2)), TypeError, "crossEntropy: targets[0] is missing, expected"],
  [
    "smoothing 2",
    () => crossEntropy(x23, [0, 1], { labelSmoothing: 2 }),
    RangeError,
    "crossEntropy: labelSmoothing is 2, expected a number from 0 to 1",
  ],
  [
    "smoothing NaN",
    () => crossEntropy(x23, [0, 1], { labelSmoothing: Number.NaN }),
    RangeError,
    "crossEntropy: labelSmoothing is NaN, expected a number from 0 to 1",
  ],
  [
    "ignoreIndex 0.5",
    () => crossEntropy(x23, [0, 1], { ignoreIndex: 0.5 }),
    RangeError,
    "crossEntropy: ignoreIndex is 0.5, expected a whole number",
  ],
  [
    "ignoreIndex null",
    () => crossEntropy(x23, [0, 1], { ignoreIndex: bad(null) }),
    TypeError,
    "crossEntropy: ignoreIndex is [object Null], expected a whole number",
  ],
  [
    "an unknown option",
    () => crossEntropy(x23, [0, 1], bad({ weight: 1 })),
    TypeError,
    "crossEntropy: options has weight, expected reduction or labelSmoothing or ignoreIndex",
  ],
];

test.each(refused)("refuses %s", (_, call, Kind, message) => {
  let error: unknown;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
