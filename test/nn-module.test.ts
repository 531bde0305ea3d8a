// Modules and sequences: names, states in and out, two modes, what comes in and out of a model.
import { describe, expect, test } from "vitest";
import { gelu, leakyRelu, relu, softmax } from "./support/api.js";
import { mlp, Net } from "./support/models.js";
import {
  activation,
  BatchNorm1d,
  bits,
  Conv2d,
  Flatten,
  fill,
  flatten,
  Linear,
  Module,
  Sequential,
  type Tensor,
  tensor,
} from "./support/nn.js";

describe("names and states", () => {
  test("parameters are found in properties, lists and sequences, by their names, in order", () => {
    expect(new Net().namedParameters().map(([name, { shape }]) => `${name} [${shape}]`)).toEqual([
      "layer_1.weight [3,4]",
      "layer_1.bias [3]",
      "blocks.0.weight [3,3]",
      "blocks.0.bias [3]",
      "blocks.1.weight [2,3]",
      "blocks.1.bias [2]",
      "hidden.0.weight [2,2]",
      "hidden.0.bias [2]",
    ]);
    expect(Object.keys(mlp().stateDict())).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    const net = new Net();
    expect(net.parameters()).toEqual(net.namedParameters().map(([, parameter]) => parameter));
  });

  test("what two places share is listed once, and loaded by both names", () => {
    class Tied extends Module {
      first = new Linear(2, 2);
      second = this.first;
      self = this;
    }
    const tied = new Tied();
    expect(tied.namedParameters().map(([name]) => name)).toEqual(["first.weight", "first.bias"]);
    expect(Object.keys(tied.stateDict())).toEqual(["first.weight", "first.bias", "second.weight", "second.bias"]);
    expect(() => tied.loadStateDict(tied.stateDict())).not.toThrow();
  });

  test("a state is a copy, and loading it gives the same results", () => {
    const [one, other] = [mlp(), mlp()];
    const state = one.stateDict();
    const x = fill([7, 6], 1);
    other.loadStateDict(state);
    expect(bits(other.forward(x).data)).toEqual(bits(one.forward(x).data));
    state["0.weight"]?.data.fill(9);
    expect(one.parameters()[0]?.data.includes(9)).toBe(false);
    // Its own arrays, exchanged: all are read before any is written.
    const square = new Sequential(new Linear(2, 2, { bias: false }), new Linear(2, 2, { bias: false }));
    const [a, b] = square.parameters().map(({ data }) => data) as [Float32Array, Float32Array];
    const [before, after] = [a.slice(), b.slice()];
    square.loadStateDict({ "0.weight": { data: b, shape: [2, 2] }, "1.weight": { data: a, shape: [2, 2] } });
    expect([a, b]).toEqual([after, before]);
  });

  test("what is written through a parameter counts, and its arrays are its own for life", () => {
    const layer = new Linear(3, 2);
    const { data, grad } = layer.weight;
    data.fill(1);
    layer.bias?.data.fill(0);
    expect(layer.forward(fill([1, 3], 1)).data[0]).toBeCloseTo(fill([1, 3], 1).data.reduce((a, b) => a + b));
    layer.train();
    for (const rows of [1, 5, 2000, 3]) {
      layer.forward(fill([rows, 3], 2));
      layer.backward(fill([rows, 2], 3));
    }
    expect(layer.weight.data).toBe(data);
    expect(layer.weight.grad).toBe(grad);
    expect(grad.some((value) => value !== 0)).toBe(true);
    expect(() => Object.assign(layer.weight, { data: new Float32Array(6) })).toThrow(TypeError);
  });

  test("every name that is missing or unknown is listed, and nothing is loaded", () => {
    const model = mlp();
    const before = model.stateDict();
    const { "0.bias": _bias, "2.weight": _weight, ...rest } = model.stateDict();
    expect(() => model.loadStateDict({ ...rest, "1.x": fill([1], 1), y: fill([1], 1) })).toThrow(
      /^Sequential\.loadStateDict: record lacks 0\.bias, 2\.weight and has 1\.x, y, expected exactly the 4 names of this module$/,
    );
    expect(() => model.loadStateDict({ ...before, "2.bias": fill([4], 1), "0.weight": fill([5, 6], 2) })).toThrow(
      /^Sequential\.loadStateDict: 2\.bias has shape \[4\], expected \[3\]$/,
    );
    expect(() => model.loadStateDict({ ...before, "0.weight": 3 as never })).toThrow(TypeError);
    expect(model.stateDict()).toEqual(before);
    model.loadStateDict({ "0.bias": fill([5], 9), z: fill([1], 1) }, { strict: false });
    expect(model.stateDict()["0.bias"]?.data).toEqual(fill([5], 9).data);
  });
});

describe("modes", () => {
  const x = fill([4, 6], 1);
  const dy = fill([4, 3], 2);

  test("inference is the default; backward without training, or a forward in it, says so", () => {
    const model = mlp();
    expect(model.training).toBe(false);
    model.forward(x);
    expect(() => model.backward(dy)).toThrow(
      /^Sequential\.backward: Linear is not in training, expected train\(\) before forward and backward$/,
    );
    expect(() => model.train().backward(dy)).toThrow(/has no forward before it, expected one made in training/);
    model.forward(x);
    model.backward(dy);
    model.eval();
    expect(() => model.backward(dy)).toThrow(/is not in training/);
    expect(() => model.train().backward(dy)).toThrow(/has no forward/);
    // One layer of them in inference.
    model.forward(x);
    (model[0] as Module).eval();
    expect(() => model.backward(dy)).toThrow(/Linear is not in training/);
  });

  test("backward belongs to the last forward in training, whatever was inferred since", () => {
    const [one, other] = [mlp(), mlp()];
    other.loadStateDict(one.stateDict());
    one.train().forward(fill([9, 6], 5));
    one.forward(x);
    other.train().forward(x);
    expect(bits(one.backward(dy).data)).toEqual(bits(other.backward(dy).data));
    expect(() => one.backward(fill([9, 3], 5))).toThrow(/dy has shape \[9, 3\], expected \[4, 3\] \(the shape of y\)/);
  });

  test("a forward that is refused changes nothing for backward, however large its batch", () => {
    const [one, other] = [mlp(), mlp()];
    other.loadStateDict(one.stateDict());
    one.train().forward(x);
    expect(() => one.forward(fill([900, 6], 3), { out: fill([4, 3], 1) })).toThrow(/out has shape/);
    // Were its memory given back, this would take it.
    new Linear(6, 5).train().forward(fill([900, 6], 4));
    other.train().forward(x);
    expect(bits(one.backward(dy).data)).toEqual(bits(other.backward(dy).data));
    expect(one.parameters().map(({ grad }) => bits(grad))).toEqual(other.parameters().map(({ grad }) => bits(grad)));
  });

  test("a part that is switched takes part in the next forward as what it is now", () => {
    const norm = new BatchNorm1d(3);
    const model = new Sequential(new Linear(6, 3), norm).train();
    model.forward(x);
    norm.eval();
    const before = norm.runningMean.data.slice();
    model.forward(x);
    expect(norm.runningMean.data).toEqual(before);
    const flat = new Flatten({ startDim: 0 }).train();
    const y = flat.forward(fill([2, 3], 1));
    flat.eval().train();
    expect(() => flat.backward(y)).toThrow("has no forward before it");
  });

  test("modes go to all parts", () => {
    const net = new Net().train();
    expect([net, net.layer_1, net.blocks[1], net.hidden, net.hidden[1]].map((module) => module?.training)).toEqual(Array(5).fill(true));
    expect(net.eval().hidden[0]?.training).toBe(false);
  });
});

describe("sequences", () => {
  test("give the bits of their layers one by one", () => {
    const layers = [new Conv2d(1, 4, 3), gelu, new Flatten(), new Linear(4 * 16, 9), new Linear(9, 5)] as const;
    const model = new Sequential(...layers);
    const x = fill([5, 1, 6, 6], 1);
    const conv = layers[0].forward(x);
    let y: Tensor = { data: gelu(conv.data), shape: conv.shape };
    for (const layer of layers.slice(2) as Module[]) y = layer.forward(y);
    expect(bits(model.forward(x).data)).toEqual(bits(y.data));
    // Nested, and with a module between that has a forward of its own.
    class Double extends Module {
      override forward({ data, shape }: Tensor): Tensor {
        return { data: data.map((value) => 2 * value), shape };
      }
      override backward({ data, shape }: Tensor): Tensor {
        return { data: data.map((value) => 2 * value), shape };
      }
    }
    const nested = new Sequential(new Sequential(layers[0], gelu), new Flatten(), new Double(), new Sequential(layers[3], layers[4]));
    const halved = layers[3].weight.data.map((value) => value / 2);
    layers[3].weight.data.set(halved);
    expect(bits(nested.forward(x).data)).toEqual(bits(y.data));
    nested.train().forward(x);
    expect(nested.backward(fill([5, 5], 2)).shape).toEqual(x.shape);
    const out = tensor(new Float32Array(25), [5, 5]);
    expect(nested.forward(x, { out })).toBe(out);
  });

  test("a batch of any size gives each row its bits", () => {
    const model = new Sequential(new Linear(50, 40), relu, new Linear(40, 10), softmax);
    const x = fill([5000, 50], 1);
    const y = model.forward(x);
    for (const i of [0, 1, 1023, 2048, 4999]) {
      const row = model.forward({ data: x.data.slice(50 * i, 50 * i + 50), shape: [50] });
      expect(row.shape).toEqual([10]);
      expect(bits(row.data)).toEqual(bits(y.data.slice(10 * i, 10 * i + 10)));
    }
  });

  test("activations have their options checked, and softmax goes along the last axis", () => {
    expect(() => activation(leakyRelu, { slope: 1 } as never)).toThrow(TypeError);
    expect(() => activation(((x: Tensor) => x) as never)).toThrow(/^activation: call is \[object Function\], expected an activation/);
    expect(() => new Sequential({} as never)).toThrow(/^Sequential: layer 0 is \[object Object\], expected a module or an activation$/);
    expect(() => new Sequential()).toThrow(TypeError);
    const fixed = mlp() as unknown as Record<number, Module>;
    expect(() => {
      fixed[0] = new Linear(6, 5);
    }).toThrow(TypeError);
    const y = new Sequential(softmax).forward(fill([3, 4, 5], 1));
    for (let i = 0; i < 12; i++) expect(y.data.slice(5 * i, 5 * i + 5).reduce((a, b) => a + b)).toBeCloseTo(1);
  });
});

describe("flatten", () => {
  const x = fill([2, 3, 4, 5], 1);
  test.each([
    [{}, [2, 60]],
    [{ startDim: 2 }, [2, 3, 20]],
    [{ startDim: 1, endDim: 2 }, [2, 12, 5]],
    [{ startDim: -2 }, [2, 3, 20]],
    [{ startDim: 0, endDim: 1 }, [6, 4, 5]],
    [{ startDim: 0 }, [120]],
    [{ startDim: 3 }, [2, 3, 4, 5]],
  ])("%j", (options, shape) => {
    const layer = new Flatten(options).train();
    const y = layer.forward(x);
    expect(y).toEqual({ data: x.data, shape });
    expect(y.data).not.toBe(x.data);
    expect(layer.backward(y)).toEqual(x);
    expect(new Sequential(new Flatten(options)).forward(x).shape).toEqual(shape);
  });
  test("the function keeps the data", () => {
    expect(flatten(x)).toEqual({ data: x.data, shape: [2, 60] });
    expect(flatten(x, 2).data).toBe(x.data);
    expect(() => flatten(x, 4)).toThrow(/^flatten: startDim is 4, expected an axis of \[2, 3, 4, 5\]$/);
  });
});

describe("tensors", () => {
  test("shapes come from the nesting; a Float32Array is kept", () => {
    expect(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
    expect(tensor(3)).toEqual({ data: Float32Array.of(3), shape: [] });
    expect(tensor([])).toEqual({ data: new Float32Array(0), shape: [0] });
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    const data = Float32Array.of(1, 2, 3, 4);
    expect(tensor(data, [2, 2]).data).toBe(data);
    expect(tensor(data).shape).toEqual([4]);
    expect(tensor(Float64Array.of(0.1)).data).toEqual(Float32Array.of(0.1));
    expect(tensor(Uint8Array.of(255), [1, 1]).data[0]).toBe(255);
  });
  test.each([
    [() => tensor([[1], [2, 3]]), RangeError, "tensor: data has parts of shapes [1] and, at 1, [2], expected parts of one shape"],
    [() => tensor([1, 2], [3]), RangeError, "tensor: shape is [3], which has 3 elements, expected 2 (the elements of data)"],
    [() => tensor([1], [1.5]), RangeError, "tensor: shape is [1.5], expected whole numbers, 0 or more"],
    [() => tensor([1], [-1]), RangeError, "tensor: shape is [-1], expected whole numbers, 0 or more"],
    [() => tensor("1" as never), TypeError, "tensor: data is [object String], expected numbers, nested or in a typed array"],
    [() => tensor(["1"] as never), TypeError, "tensor: data[0] is [object String], expected a number or an array of numbers"],
    [() => tensor(BigInt64Array.of(1n) as never), TypeError, "tensor: data is [object BigInt64Array], expected numbers"],
  ])("%#", (call, Kind, message) => {
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
  });
});
