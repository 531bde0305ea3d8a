// Batch norm and layer norm against float64: values, gradients, running statistics, bits, what is no number, states, errors.
import { describe, expect, test } from "vitest";
import batchKernel from "../src/kernels/batchNorm.js";
import layerKernel from "../src/kernels/layerNorm.js";
import { batchNormKernel, roomFor } from "../src/nn/batchNormKernel.js";
import { layerNormKernel, roomFor as roomForLayer } from "../src/nn/layerNormKernel.js";
import { relu } from "./support/api.js";
import { expectSame, numbersFrom } from "./support/kernels.js";
import { BatchNorm1d, BatchNorm2d, bits, fill, LayerNorm, Linear, nn, product, Sequential, type Tensor } from "./support/nn.js";

type Norm = BatchNorm1d | BatchNorm2d | LayerNorm;
interface Case {
  readonly make: (affine: boolean) => Norm;
  readonly x: readonly number[];
  /** What x[i] is normalised with, and which of the weights it has. */
  readonly group: (i: number) => number;
  readonly weight: (i: number) => number;
  readonly weights: number;
}

const layer = (lead: readonly number[], shape: readonly number[]): Case => {
  const weights = product(shape);
  return {
    make: (affine) => new LayerNorm(shape.length === 1 ? (shape[0] as number) : shape, { affine, eps: 1e-3 }),
    x: [...lead, ...shape],
    group: (i) => Math.floor(i / weights),
    weight: (i) => i % weights,
    weights,
  };
};
const batch = (x: readonly number[]): Case => {
  const channels = x[1] as number;
  const channel = (i: number): number => Math.floor(i / product(x.slice(2))) % channels;
  const Kind = x.length === 4 ? BatchNorm2d : BatchNorm1d;
  return { make: (affine) => new Kind(channels, { affine, eps: 1e-3 }), x, group: channel, weight: channel, weights: channels };
};

/** 1, primes, vectors' ends on both sides, more axes. */
const layers = [
  layer([], [7]),
  layer([], [3, 5]),
  layer([0], [4]),
  layer([1], [1]),
  layer([3], [2]),
  layer([5], [8]),
  layer([4], [9]),
  layer([2, 3], [15]),
  layer([2], [3, 4, 2]),
  layer([3], [131]),
  layer([2], [768]),
];
const batches = [
  batch([2, 1]),
  batch([3, 4]),
  batch([7, 5]),
  batch([64, 13]),
  batch([2, 3, 1]),
  batch([1, 3, 2]),
  batch([3, 5, 7]),
  batch([2, 4, 64]),
  batch([1, 1, 2, 1]),
  batch([4, 3, 5, 5]),
  batch([2, 6, 4, 4]),
  batch([3, 2, 13, 11]),
];
const named = (cases: readonly Case[]): [string, Case, boolean][] =>
  cases.flatMap((one) =>
    [true, false].map((affine): [string, Case, boolean] => [
      `${one.make(false).constructor.name} of [${one.x}], affine ${affine}`,
      one,
      affine,
    ]),
  );

interface Exact {
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly counts: Float64Array;
  readonly scales: Float64Array;
}
/** All of it in float64; with means and variances given, by those. */
const normalised = (
  { group, weight }: Case,
  x: ArrayLike<number>,
  w: ArrayLike<number> | undefined,
  b: ArrayLike<number> | undefined,
  given?: { means: ArrayLike<number>; variances: ArrayLike<number> },
  eps = 1e-3,
): Exact => {
  const groups = Math.max(0, ...Array.from(x, (_, i) => group(i) + 1));
  const [means, variances, counts] = [0, 1, 2].map(() => new Float64Array(groups)) as [Float64Array, Float64Array, Float64Array];
  const add = (to: Float64Array, i: number, value: number): void => {
    to[group(i)] = (to[group(i)] as number) + value;
  };
  for (let i = 0; i < x.length; i++) add(counts, i, 1);
  for (let i = 0; i < x.length; i++) add(means, i, (x[i] as number) / (counts[group(i)] as number));
  for (let i = 0; i < x.length; i++)
    add(variances, i, ((x[i] as number) - (means[group(i)] as number)) ** 2 / (counts[group(i)] as number));
  if (given)
    for (const [to, from] of [
      [means, given.means],
      [variances, given.variances],
    ] as const)
      to.set(from);
  const scales = variances.map((value) => 1 / Math.sqrt(value + eps));
  const z = Float64Array.from(x, (value, i) => (value - (means[group(i)] as number)) * (scales[group(i)] as number));
  const y = z.map((value, i) => value * (w ? (w[weight(i)] as number) : 1) + (b ? (b[weight(i)] as number) : 0));
  return { y, z, means, variances, counts, scales };
};

const expectWithin = (what: string, got: ArrayLike<number>, exact: ArrayLike<number>, bound: (i: number) => number): void => {
  expect(got.length, what).toBe(exact.length);
  for (let i = 0; i < exact.length; i++)
    if (!(Math.abs((got[i] as number) - (exact[i] as number)) <= bound(i) + 2 ** -149))
      throw new Error(`${what}[${i}]: got ${got[i]}, exact ${exact[i]}, bound ${bound(i)}`);
};
const UNIT = 2 ** -24;

const prepare = ({ make }: Case, affine: boolean): Norm => {
  const norm = make(affine);
  norm.weight?.data.set(fill(norm.weight.shape, 11, 2).data);
  norm.bias?.data.set(fill(norm.bias.shape, 12).data);
  return norm;
};

const gradientsOf = (one: Case, { z, scales, counts }: Exact, dy: ArrayLike<number>, w: ArrayLike<number> | undefined) => {
  const { group, weight, weights } = one;
  const groups = counts.length;
  const [sum, products, sumSize, productSize] = [0, 1, 2, 3].map(() => new Float64Array(groups)) as Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [dweight, dbias, dweightSize, dbiasSize] = [0, 1, 2, 3].map(() => new Float64Array(weights)) as Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const add = (to: Float64Array, at: number, value: number): void => {
    to[at] = (to[at] as number) + value;
  };
  const g = z.map((_, i) => (dy[i] as number) * (w ? (w[weight(i)] as number) : 1));
  for (let i = 0; i < z.length; i++) {
    const [value, at, d] = [g[i] as number, z[i] as number, dy[i] as number];
    for (const [to, size, term] of [
      [sum, sumSize, value],
      [products, productSize, value * at],
    ] as const) {
      add(to, group(i), term / (counts[group(i)] as number));
      add(size, group(i), Math.abs(term) / (counts[group(i)] as number));
    }
    for (const [to, size, term] of [
      [dweight, dweightSize, d * at],
      [dbias, dbiasSize, d],
    ] as const) {
      add(to, weight(i), term);
      add(size, weight(i), Math.abs(term));
    }
  }
  const of = (from: Float64Array, i: number): number => from[group(i)] as number;
  const dx = z.map((at, i) => of(scales, i) * ((g[i] as number) - of(sum, i) - at * of(products, i)));
  const dxSize = z.map((at, i) => of(scales, i) * (Math.abs(g[i] as number) + of(sumSize, i) + Math.abs(at) * of(productSize, i)));
  return { dx, dxSize, dweight, dweightSize, dbias, dbiasSize };
};

describe.each(named([...layers, ...batches]))("%s", (_, one, affine) => {
  // Far from 0, and beside it.
  test.each([0, 1000])("values and gradients, shifted by %s", (shift) => {
    const norm = prepare(one, affine).train();
    const x = fill(one.x, 1, 3);
    x.data.set(x.data.map((value) => value + shift));
    const dy = fill(one.x, 2);
    const [w, b] = [norm.weight?.data, norm.bias?.data];
    const exact = normalised(one, x.data, w, b);
    const y = norm.forward(x);
    expect(y.shape).toEqual(one.x);
    const biasOf = (i: number): number => Math.abs(b?.[one.weight(i)] ?? 0);
    expectWithin("y", y.data, exact.y, (i) => 8 * UNIT * (Math.abs(exact.y[i] as number) + 2 * biasOf(i)));
    const dx = norm.backward(dy);
    expect(dx.shape).toEqual(one.x);
    const slopes = gradientsOf(one, exact, dy.data, w);
    expectWithin("dx", dx.data, slopes.dx, (i) => ((exact.counts[one.group(i)] as number) + 8) * UNIT * (slopes.dxSize[i] as number));
    const terms = x.data.length / one.weights;
    if (!norm.weight || !norm.bias) return;
    expectWithin("dweight", norm.weight.grad, slopes.dweight, (i) => (terms + 4) * UNIT * (slopes.dweightSize[i] as number));
    expectWithin("dbias", norm.bias.grad, slopes.dbias, (i) => (terms + 4) * UNIT * (slopes.dbiasSize[i] as number));
    norm.backward(dy);
    expectWithin(
      "twice",
      norm.bias.grad,
      slopes.dbias.map((value) => 2 * value),
      (i) => (2 * terms + 4) * UNIT * 2 * (slopes.dbiasSize[i] as number),
    );
  });

  test("the reference's gradient is that of the reference", () => {
    const x = Float64Array.from(fill(one.x, 3, 2).data);
    const [dy, w] = [fill(one.x, 4).data, fill([one.weights], 5).data];
    const { dx } = gradientsOf(one, normalised(one, x, w, w), dy, w);
    const lossOf = (): number => normalised(one, x, w, w).y.reduce((sum, value, i) => sum + value * (dy[i] as number), 0);
    for (let i = 0; i < x.length; i += Math.ceil(x.length / 5)) {
      const [at, step] = [x[i] as number, 1e-5];
      x[i] = at + step;
      const above = lossOf();
      x[i] = at - step;
      const below = lossOf();
      x[i] = at;
      expect((above - below) / (2 * step)).toBeCloseTo(dx[i] as number, 4);
    }
  });

  test("bits: twice, in `out`, in training and inference where both do the same, and row by row", () => {
    const norm = prepare(one, affine);
    const x = fill(one.x, 6, 2);
    const dy = fill(one.x, 7);
    const y = norm.forward(x);
    const out = { data: new Float32Array(x.data.length).fill(9), shape: one.x };
    expect(norm.forward(x, { out })).toBe(out);
    expect(bits(out.data)).toEqual(bits(y.data));
    const learner = prepare(one, affine).train();
    const trained = learner.forward(x);
    const dx = learner.backward(dy);
    if (norm instanceof LayerNorm) expect(bits(trained.data)).toEqual(bits(y.data));
    expect(bits(learner.forward(x).data)).toEqual(bits(trained.data));
    expect(bits(learner.backward(dy).data)).toEqual(bits(dx.data));
    if (norm.constructor === LayerNorm && one.x.length === norm.normalizedShape.length) return;
    const rows = one.x[0] as number;
    const rowOf = ({ data, shape }: Tensor, i: number): Tensor => {
      const size = data.length / rows;
      return { data: data.slice(i * size, (i + 1) * size), shape: [1, ...shape.slice(1)] };
    };
    for (let i = 0; i < rows; i++) {
      expect(bits(norm.forward(rowOf(x, i)).data)).toEqual(bits(rowOf(y, i).data));
      if (!(learner instanceof LayerNorm)) continue;
      learner.forward(rowOf(x, i));
      expect(bits(learner.backward(rowOf(dy, i)).data)).toEqual(bits(rowOf(dx, i).data));
    }
  });
});

test("a NaN stays in its column of the bias's gradient", () => {
  const layer = new LayerNorm(7).train();
  const x = fill([2, 7], 1);
  x.data[3] = Number.NaN;
  layer.forward(x);
  layer.backward(fill([2, 7], 2));
  expect(layer.bias?.grad.every(Number.isFinite)).toBe(true);
});

describe("running statistics", () => {
  test.each(named(batches))("%s", (_, one, affine) => {
    for (const momentum of [0.1, 0.75, null]) {
      const make = one.make(affine).constructor as typeof BatchNorm1d;
      const norm = new make(one.weights, { momentum, affine, eps: 1e-3 }).train();
      const [means, variances] = [new Float64Array(one.weights), new Float64Array(one.weights).fill(1)];
      for (let step = 0; step < 3; step++) {
        const x = fill(one.x, 20 + step, 2);
        norm.forward(x);
        const share = momentum ?? 1 / (step + 1);
        const exact = normalised(one, x.data, undefined, undefined);
        for (let c = 0; c < one.weights; c++) {
          const count = exact.counts[c] as number;
          means[c] = (1 - share) * (means[c] as number) + share * (exact.means[c] as number);
          variances[c] = (1 - share) * (variances[c] as number) + (share * (exact.variances[c] as number) * count) / (count - 1);
        }
      }
      expectWithin("mean", norm.runningMean.data, means, () => 8 * UNIT);
      expectWithin("variance", norm.runningVar.data, variances, (c) => 8 * UNIT * (variances[c] as number));
      expect([...norm.numBatchesTracked.data]).toEqual([3]);
      // Inference goes by them, and leaves them.
      const x = fill(one.x, 30, 2);
      const y = norm.eval().forward(x);
      const given = { means: norm.runningMean.data, variances: norm.runningVar.data };
      const exact = normalised(one, x.data, norm.weight?.data, norm.bias?.data, given);
      expectWithin("y", y.data, exact.y, (i) => 8 * UNIT * Math.abs(exact.y[i] as number));
      expect([...norm.numBatchesTracked.data]).toEqual([3]);
    }
  });

  test("are in states by PyTorch's names, and are loaded without their count", () => {
    const norm = new BatchNorm2d(2).train();
    norm.forward(fill([2, 2, 3, 3], 1));
    const state = norm.stateDict();
    expect(Object.entries(state).map(([name, { shape }]) => `${name} [${shape}]`)).toEqual([
      "weight [2]",
      "bias [2]",
      "running_mean [2]",
      "running_var [2]",
      "num_batches_tracked []",
    ]);
    expect(norm.parameters()).toEqual([norm.weight, norm.bias]);
    const { num_batches_tracked: _, ...rest } = state;
    const other = new BatchNorm2d(2);
    other.loadStateDict(rest);
    expect(bits(other.runningVar.data)).toEqual(bits(norm.runningVar.data));
    expect(Object.keys(new BatchNorm1d(3, { affine: false }).stateDict())).toEqual(["running_mean", "running_var", "num_batches_tracked"]);
    expect(Object.keys(new LayerNorm(3, { affine: false }).stateDict())).toEqual([]);
  });

  test("of a frozen layer beside one in training are used and stay", () => {
    const frozen = new BatchNorm1d(3);
    const model = new Sequential(new Linear(4, 3), frozen, relu).train();
    frozen.eval();
    frozen.runningMean.data.set([1, 2, 3]);
    const x = fill([5, 4], 1);
    const y = model.forward(x);
    expect([...frozen.runningMean.data]).toEqual([1, 2, 3]);
    expect(bits(model.eval().forward(x).data)).toEqual(bits(y.data));
    model.train();
    frozen.eval();
    model.forward(x);
    expect(() => model.backward(y)).toThrow("BatchNorm1d is not in training");
  });
});

describe("what is no number, and what does not vary", () => {
  test("a row or channel with NaN or ∞ is NaN, the others are as ever", () => {
    const x = fill([3, 6], 1);
    const clean = new LayerNorm(6).forward(x);
    x.data[7] = 1 / 0;
    const y = new LayerNorm(6).forward(x);
    expect([...y.data.slice(6, 12)].every(Number.isNaN)).toBe(true);
    expect(bits(y.data.slice(12))).toEqual(bits(clean.data.slice(12)));
    const norm = new BatchNorm1d(6).train();
    const z = norm.forward(x);
    expect([...z.data].map((value) => Number.isNaN(value))).toEqual(Array.from({ length: 18 }, (_, i) => i % 6 === 1));
    expect([...norm.runningMean.data].map((value) => Number.isFinite(value))).toEqual([true, false, true, true, true, true]);
  });

  test("equal numbers become the bias exactly", () => {
    for (const value of [0, 0.1, 3e7, -1e30]) {
      const x = { data: new Float32Array(33).fill(value), shape: [3, 11] };
      expect([...new LayerNorm(11).forward(x).data].every((y) => y === 0)).toBe(true);
      expect([...new BatchNorm1d(11).train().forward(x).data].every((y) => y === 0)).toBe(true);
    }
  });

  test("squares do not overflow", () => {
    const x = { data: Float32Array.of(-2e38, 2e38, -2e38, 2e38), shape: [1, 4] };
    for (const y of new LayerNorm(4).forward(x).data) expect(Math.abs(y)).toBeCloseTo(1, 6);
  });
});

describe("errors", () => {
  const ask = (value: unknown): never => value as never;
  const pair = new Sequential(new BatchNorm2d(2), new nn.AdaptiveAvgPool2d(1), new BatchNorm2d(2)).train();
  test.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    [
      "no features",
      () => new BatchNorm1d(ask(undefined)),
      TypeError,
      "BatchNorm1d: numFeatures is missing, expected a whole number, 1 or more",
    ],
    ["0 features", () => new BatchNorm2d(0), RangeError, "BatchNorm2d: numFeatures is 0, expected a whole number, 1 or more"],
    [
      "no shape",
      () => new LayerNorm(ask(undefined)),
      TypeError,
      "LayerNorm: normalizedShape is missing, expected a whole number, 1 or more, or a list of such",
    ],
    ["an empty shape", () => new LayerNorm([]), RangeError, "LayerNorm: normalizedShape is [], expected at least one axis"],
    ["a size of 0", () => new LayerNorm([3, 0]), RangeError, "LayerNorm: normalizedShape[1] is 0, expected a whole number, 1 or more"],
    ["eps −1", () => new LayerNorm(3, { eps: -1 }), RangeError, "LayerNorm: eps is -1, expected a number, 0 or more"],
    ["eps NaN", () => new BatchNorm1d(3, { eps: Number.NaN }), RangeError, "BatchNorm1d: eps is NaN, expected a number, 0 or more"],
    ["momentum 2", () => new BatchNorm1d(3, { momentum: 2 }), RangeError, "BatchNorm1d: momentum is 2, expected a number from 0 to 1"],
    [
      "momentum text",
      () => new BatchNorm1d(3, { momentum: ask("0.1") }),
      TypeError,
      "BatchNorm1d: momentum is [object String], expected a number from 0 to 1",
    ],
    ["affine 0", () => new LayerNorm(3, { affine: ask(0) }), TypeError, "LayerNorm: affine is 0, expected true or false"],
    ["unknown option", () => new LayerNorm(3, ask({ momentum: 1 })), TypeError, "LayerNorm: options has momentum, expected eps or affine"],
    [
      "other channels",
      () => new BatchNorm2d(3).forward(fill([2, 4, 5, 5], 1)),
      RangeError,
      "BatchNorm2d.forward: x has shape [2, 4, 5, 5], expected [N, 3, H, W] (numFeatures)",
    ],
    [
      "axes of the other",
      () => new BatchNorm1d(3).forward(fill([2, 3, 5, 5], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [2, 3, 5, 5], expected [N, 3] or [N, 3, L] (numFeatures)",
    ],
    [
      "no batch axis",
      () => new BatchNorm1d(3).forward(fill([3], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [3], expected [N, 3] or [N, 3, L] (numFeatures)",
    ],
    [
      "other last axes",
      () => new LayerNorm([3, 4]).forward(fill([2, 3, 5], 1)),
      RangeError,
      "LayerNorm.forward: x has shape [2, 3, 5], expected [..., 3, 4] (normalizedShape)",
    ],
    [
      "too few axes",
      () => new LayerNorm([3, 4]).forward(fill([3], 1)),
      RangeError,
      "LayerNorm.forward: x has shape [3], expected [..., 3, 4] (normalizedShape)",
    ],
    [
      "one value a channel",
      () => new BatchNorm1d(3).train().forward(fill([1, 3], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [1, 3], expected more than one value for each channel in training",
    ],
    [
      "no value",
      () => new BatchNorm2d(3).train().forward(fill([0, 3, 2, 2], 1)),
      RangeError,
      "BatchNorm2d.forward: x has shape [0, 3, 2, 2], expected more than one value for each channel in training",
    ],
    [
      "one value, behind others",
      () => pair.forward(fill([1, 2, 3, 3], 1)),
      RangeError,
      "Sequential.forward: x has shape [1, 2, 1, 1], expected more than one value for each channel in training",
    ],
    [
      "backward in eval",
      () => new BatchNorm1d(3).backward(fill([2, 3], 1)),
      TypeError,
      "BatchNorm1d.backward: BatchNorm1d is not in training, expected train() before forward and backward",
    ],
  ])("%s", (_, call, Kind, message) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Kind);
    expect((error as Error).message).toBe(message);
  });

  test("nothing is written before: statistics of layers before the one that refuses", () => {
    expect(() => pair.forward(fill([1, 2, 3, 3], 1))).toThrow("more than one value");
    expect([...(pair[0] as BatchNorm2d).numBatchesTracked.data]).toEqual([0]);
    // A plan that larger batches made is not another way.
    const norm = new BatchNorm1d(2).train();
    norm.forward(fill([4, 2], 1));
    expect(() => norm.forward(fill([1, 2], 1))).toThrow("more than one value");
    expect([...norm.numBatchesTracked.data]).toEqual([1]);
  });
});

describe("the kernels and the same in JavaScript", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))("sizes of seed %i", (seed) => {
    const random = numbersFrom(seed);
    const [rows, cols, inner] = [random(1, 5), random(1, 40), seed % 3 === 0 ? 1 : random(1, 20)];
    const channels = inner === 1 ? cols : random(1, 7);
    for (const affine of [0, 1]) {
      const given = (address = 0): number => affine * address;
      expectSame(layerNormKernel, layerKernel, {
        name: "forward",
        arrays: [rows * cols, rows * cols, 4 * rows, cols, cols],
        args: ([x = 0, y = 0, stats = 0, weight, bias]) => [x, y, rows, cols, 0.01, given(weight), given(bias), stats],
      });
      expectSame(layerNormKernel, layerKernel, {
        name: "gradient",
        arrays: [rows * cols, rows * cols, rows * cols, 4 * rows, cols, cols, cols],
        workspace: roomForLayer(cols),
        args: ([dy = 0, x = 0, dx = 0, stats = 0, weight, dweight, dbias], workspace) => [
          ...[dy, x, dx, rows, cols, stats],
          ...[given(weight), given(dweight), given(dbias), workspace],
        ],
      });
      const count = rows * channels * inner;
      expectSame(batchNormKernel, batchKernel, {
        name: "moments",
        arrays: [count, 4 * channels],
        workspace: roomFor(channels),
        args: ([x = 0, stats = 0], workspace) => [x, rows, channels, inner, stats, workspace],
      });
      expectSame(batchNormKernel, batchKernel, {
        name: "normalise",
        arrays: [count, count, 4 * channels, channels, channels],
        args: ([x = 0, y = 0, stats = 0, weight, bias]) => [x, y, rows, channels, inner, stats, given(weight), given(bias)],
      });
      expectSame(batchNormKernel, batchKernel, {
        name: "gradient",
        arrays: [count, count, count, 4 * channels, channels, channels, channels],
        workspace: roomFor(channels),
        args: ([dy = 0, x = 0, dx = 0, stats = 0, weight, dweight, dbias], workspace) => [
          ...[dy, x, dx, rows, channels, inner, stats],
          ...[given(weight), given(dweight), given(dbias), workspace],
        ],
      });
    }
  });
});
