// Dropout and PReLU: masks by their seed, what is dropped and what is scaled; slopes, their gradients, and bits of the functions they call.
import { describe, expect, test } from "vitest";
import { prelu } from "./support/api.js";
import {
  BatchNorm1d,
  bits,
  Conv2d,
  Dropout,
  fill,
  Linear,
  manualSeed,
  PReLU,
  product,
  Sequential,
  Sums,
  type Tensor,
} from "./support/nn.js";

describe("Dropout", () => {
  test.each([0, 0.1, 0.5, 0.9, 1])("p %s: zeros, the others scaled, dx by the same mask", (p) => {
    manualSeed(7);
    const layer = new Dropout(p).train();
    const x = fill([100, 200], 1);
    const y = layer.forward(x);
    const dy = fill([100, 200], 2);
    const dx = layer.backward(dy);
    const scale = p === 1 ? 0 : Math.fround(1 / (1 - p));
    let dropped = 0;
    for (let i = 0; i < y.data.length; i++) {
      const mask = y.data[i] === 0 ? 0 : scale;
      if (mask === 0) dropped++;
      expect(Math.abs(y.data[i] as number)).toBe(Math.abs(Math.fround((x.data[i] as number) * mask)));
      expect(Math.abs(dx.data[i] as number)).toBe(Math.abs(Math.fround((dy.data[i] as number) * mask)));
    }
    // Five standard deviations.
    expect(Math.abs(dropped - 20_000 * p)).toBeLessThanOrEqual(5 * Math.sqrt(20_000 * p * (1 - p)));
  });

  test("in inference, and in a sequence in inference, x itself", () => {
    const x = fill([3, 5, 7], 1);
    expect(bits(new Dropout().forward(x).data)).toEqual(bits(x.data));
    expect(bits(new Dropout(1).forward(x).data)).toEqual(bits(x.data));
    expect(bits(new Dropout(0).train().forward(x).data)).toEqual(bits(x.data));
    expect(bits(new Sequential(new Dropout(), new Dropout(1)).forward(x).data)).toEqual(bits(x.data));
    const y = new Dropout().forward(x);
    y.data.fill(0);
    expect(x.data[0]).not.toBe(0);
    expect(new Dropout().train().forward(fill([0, 4], 1)).shape).toEqual([0, 4]);
  });

  test("the same seed gives the same bits, the next call others", () => {
    const x = fill([9, 31], 1);
    const model = new Sequential(new Dropout(0.3), new Linear(31, 8), new Dropout()).train();
    const twice = [0, 1].map(() => {
      manualSeed(42);
      return [bits(model.forward(x).data), bits(model.backward(fill([9, 8], 2)).data), bits(model.forward(x).data)];
    });
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]?.[0]).not.toEqual(twice[0]?.[2]);
  });

  test("a product: a dropped NaN or ∞ is NaN, with p 1 too", () => {
    const x = { data: Float32Array.of(Number.NaN, 1 / 0, 2), shape: [1, 3] };
    expect([...new Dropout(1).train().forward(x).data]).toEqual([Number.NaN, Number.NaN, 0]);
  });
});

describe("PReLU", () => {
  const shapes: [channels: number, x: number[]][] = [
    [1, [4]],
    [1, [3, 7]],
    [1, [2, 3, 5]],
    [3, [5, 3]],
    [3, [0, 3, 4]],
    [5, [2, 5, 7]],
    [4, [3, 4, 5, 6]],
    [70, [9, 70]],
  ];
  test.each(shapes)("numParameters %s of [%s]", (numParameters, shape) => {
    const make = (): PReLU => {
      const layer = new PReLU({ numParameters });
      expect([...layer.weight.data]).toEqual(Array(numParameters).fill(0.25));
      layer.weight.data.set(fill([numParameters], 3).data);
      return layer;
    };
    const [x, dy] = [fill(shape, 1), fill(shape, 2)];
    const [layer, learner] = [make(), make().train()];
    const { weight } = learner;
    const inner = product(shape.slice(2));
    const channel = (i: number): number => (numParameters === 1 ? 0 : Math.floor(i / inner) % numParameters);
    const slope = (i: number): number => ((x.data[i] as number) > 0 ? 1 : (weight.data[channel(i)] as number));
    const y = layer.forward(x);
    expect(y.shape).toEqual(shape);
    expect([...y.data]).toEqual([...x.data.map((value, i) => value * slope(i))]);
    expect(bits(learner.forward(x).data)).toEqual(bits(y.data));
    if (shape.length > 1) expect(bits(prelu(x, weight.data).data)).toEqual(bits(y.data));
    const dx = learner.backward(dy);
    expect([...dx.data]).toEqual([...dy.data.map((value, i) => value * slope(i))]);
    const dweight = new Sums(numParameters);
    const add = (): void => {
      for (const [i, d] of dy.data.entries()) dweight.add(channel(i), d * Math.min(0, x.data[i] as number));
    };
    add();
    dweight.expectNear(weight.grad);
    learner.backward(dy);
    add();
    dweight.expectNear(weight.grad);
    if (shape.length < 2) return;
    const rows = shape[0] as number;
    const rowOf = ({ data }: Tensor, i: number): Tensor => {
      const size = data.length / rows;
      return { data: data.slice(i * size, (i + 1) * size), shape: [1, ...shape.slice(1)] };
    };
    for (let i = 0; i < rows; i++) expect(bits(layer.forward(rowOf(x, i)).data)).toEqual(bits(rowOf(y, i).data));
  });

  test("in a sequence, with parameters elsewhere, by PyTorch's names", () => {
    const model = new Sequential(new Conv2d(2, 4, 3), new PReLU({ numParameters: 4, init: -0.5 }), new PReLU());
    expect(model.namedParameters().map(([name, { shape }]) => `${name} [${shape}]`)).toEqual([
      "0.weight [4,2,3,3]",
      "0.bias [4]",
      "1.weight [4]",
      "2.weight [1]",
    ]);
    const x = fill([2, 2, 6, 5], 1);
    const parts = [0, 1, 2].map((i) => model[i] as PReLU);
    expect(bits(model.forward(x).data)).toEqual(bits(parts.reduce<Tensor>((value, layer) => layer.forward(value), x).data));
    model.train();
    model.backward(fill(model.forward(x).shape, 2));
    expect(parts[1]?.weight.grad.every((value) => value !== 0)).toBe(true);
  });
});

describe("errors", () => {
  const ask = (value: unknown): never => value as never;
  test.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    ["p text", () => new Dropout(ask("0.5")), TypeError, "Dropout: p is [object String], expected a number from 0 to 1"],
    ["p −0.1", () => new Dropout(-0.1), RangeError, "Dropout: p is -0.1, expected a number from 0 to 1"],
    ["p 1.5", () => new Dropout(1.5), RangeError, "Dropout: p is 1.5, expected a number from 0 to 1"],
    ["p NaN", () => new Dropout(Number.NaN), RangeError, "Dropout: p is NaN, expected a number from 0 to 1"],
    ["options of Keras", () => new Dropout(ask({ rate: 0.5 })), TypeError, "Dropout: p is [object Object], expected a number from 0 to 1"],
    ["numParameters 0", () => new PReLU({ numParameters: 0 }), RangeError, "PReLU: numParameters is 0, expected a whole number, 1 or more"],
    ["init null", () => new PReLU({ init: ask(null) }), TypeError, "PReLU: init is [object Null], expected a finite number"],
    ["init NaN", () => new PReLU({ init: Number.NaN }), RangeError, "PReLU: init is NaN, expected a finite number"],
    ["a number for options", () => new PReLU(ask(3)), TypeError, "PReLU: options is 3, expected an object"],
    ["unknown option", () => new PReLU(ask({ alpha: 3 })), TypeError, "PReLU: options has alpha, expected numParameters or init"],
    [
      "other channels",
      () => new PReLU({ numParameters: 3 }).forward(fill([2, 4, 5], 1)),
      RangeError,
      "PReLU.forward: x has shape [2, 4, 5], expected [N, 3, ...] (numParameters)",
    ],
    [
      "no batch axis",
      () => new PReLU({ numParameters: 3 }).forward(fill([3], 1)),
      RangeError,
      "PReLU.forward: x has shape [3], expected [N, 3, ...] (numParameters)",
    ],
    [
      "backward in eval",
      () => new Dropout().backward(fill([2], 1)),
      TypeError,
      "Dropout.backward: Dropout is not in training, expected train() before forward and backward",
    ],
    ["after dispose", () => disposed().forward(fill([2], 1)), TypeError, "PReLU.forward: the module is disposed, expected a live one"],
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
  const disposed = (): PReLU => {
    const layer = new PReLU();
    layer.dispose();
    return layer;
  };
});

test("a model of all: training steps from the same seed have the same bits", () => {
  const runs = [0, 1].map(() => {
    manualSeed(3);
    const model = new Sequential(
      new Linear(6, 8),
      new BatchNorm1d(8),
      new PReLU({ numParameters: 8 }),
      new Dropout(0.25),
      new Linear(8, 2),
    ).train();
    const x = fill([10, 6], 1);
    for (let step = 0; step < 3; step++) {
      model.zeroGrad();
      model.backward(model.forward(x));
      for (const { data, grad } of model.parameters()) data.set(data.map((value, i) => value - 0.1 * (grad[i] as number)));
    }
    return Object.values(model.stateDict()).map(({ data }) => bits(data));
  });
  expect(runs[0]).toEqual(runs[1]);
});
