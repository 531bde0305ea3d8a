// Batch norm and layer norm against float64: values, gradients, running statistics, bits, what is no number, states.
import { describe, expect, test } from "vitest";
import { relu } from "./support/api.js";
import { BatchNorm1d, BatchNorm2d, bits, fill, LayerNorm, Linear, Sequential, type Tensor } from "./support/nn.js";
import { batches, expectWithin, gradientsOf, layers, named, normalised, prepare, UNIT } from "./support/norm.js";

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
