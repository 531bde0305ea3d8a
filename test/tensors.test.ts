// If this fails, a tensor gives other numbers than its data do, or a result has a wrong shape.
import { describe, expect, test } from "vitest";
import { Heap, logSumExp, prelu, relu, silu, softmax, type Tensor } from "./support/api.js";
import { type Call, elementsOf, expectSame, hasRows, last, runs, type Shape, tensor, ways, written } from "./support/tensorWays.js";
import { values } from "./support/values.js";

const shapes: readonly Shape[] = [[6], [3, 4], [2, 3, 4], [2, 1, 3, 2], [1, 1, 2], [50, 60], [0, 4], [0, 2, 4], [3, 0], [0, 0], [0]];
const scalars: readonly Shape[] = [[], [1]];

test("every activation has its ways", () => {
  expect(ways.length).toBeGreaterThan(90);
  expect(new Set(ways.map(({ family }) => family)).size).toBe(5);
});

describe.each(ways.map((way) => [way.title, way] as const))("%s", (_, way) => {
  const own = hasRows(way) ? shapes : [...shapes, ...scalars];
  const { takesDy, resultOf } = way;

  test.each(own.map((shape) => [written(shape), shape] as const))("shape %s: the bits of the call on data", (_, shape) => {
    const x = tensor(shape);
    const dy = tensor(resultOf(shape), 2);
    const yShape = takesDy ? shape : resultOf(shape);
    const before = [x.data.slice(), dy.data.slice()];
    const got = runs(way, dy, x) as Tensor;
    // Of rows of nothing there is no call on data that says how many they are.
    const cols = hasRows(way) ? last(shape) : undefined;
    const expected =
      cols === 0
        ? new Float32Array(elementsOf(yShape)).fill(Number.NEGATIVE_INFINITY)
        : (runs(way, dy.data, x.data, cols === undefined ? undefined : { cols }) as Float32Array);
    expect(Object.keys(got)).toEqual(["data", "shape"]);
    expect(got.shape).toEqual(yShape);
    expect(got.shape).not.toBe(x.shape);
    expect(got.shape).not.toBe(dy.shape);
    expectSame(got.data, expected);
    expectSame(x.data, before[0] as Float32Array);
    expectSame(dy.data, before[1] as Float32Array);

    const out = { data: new Float32Array(elementsOf(yShape)).fill(-7), shape: [...yShape], more: 1 };
    const { data } = out;
    expect(runs(way, dy, x, { out })).toBe(out);
    expect(out).toEqual({ data, shape: yShape, more: 1 });
    expect(out.data).toBe(data);
    expectSame(data, expected);

    // Into an operand of its own shape.
    if (written(yShape) === written(shape)) {
      const here = { data: x.data.slice(), shape };
      expect(runs(way, dy, here, { out: here })).toBe(here);
      expectSame(here.data, expected);
    }
    if (takesDy && resultOf(shape) === shape) {
      const there = { data: dy.data.slice(), shape };
      expect(runs(way, there, x, { out: there })).toBe(there);
      expectSame(there.data, expected);
    }
  });

  test("everything is read once, whether or not it is a getter", () => {
    const counts: Record<string, number> = {};
    const watched = (name: string, fields: object): object => {
      const result = {};
      for (const [key, value] of Object.entries(fields))
        Object.defineProperty(result, key, {
          enumerable: true,
          get: () => {
            const path = `${name}.${key}`;
            counts[path] = (counts[path] ?? 0) + 1;
            return value;
          },
        });
      return result;
    };
    const shape = [2, 4];
    const out = watched("out", tensor(takesDy ? shape : resultOf(shape)));
    const [dy, x] = [watched("dy", tensor(resultOf(shape), 2)), watched("x", tensor(shape))];
    const args = way.argumentsOf(dy, x, { out });
    const options = watched("options", args.at(-1) as object);
    expect(way.mainOf(way.call(...args.slice(0, -1), options))).toBe(out);
    expect(new Set(Object.values(counts))).toEqual(new Set([1]));
    expect(Object.keys(counts).length).toBe((takesDy ? 6 : 4) + Object.keys(options).length);
    // Also what comes from a prototype.
    expect(way.mainOf(way.call(...args.slice(0, -1), Object.create(args.at(-1) as object)))).toBe(out);
  });

  test("data may be shared, or a part of a buffer", () => {
    const x = tensor([2, 4]);
    const expected = runs(way, tensor(resultOf(x.shape), 2), x) as Tensor;
    for (const buffer of [new SharedArrayBuffer(48), new ArrayBuffer(48)]) {
      const data = new Float32Array(buffer, 4, 8);
      data.set(x.data);
      expectSame((runs(way, tensor(resultOf(x.shape), 2), { data, shape: x.shape }) as Tensor).data, expected.data);
    }
  });
});

test("rows of nothing: softmax of them is nothing, logSumExp is log 0, as in PyTorch", () => {
  const nothing = { data: new Float32Array(0), shape: [2, 3, 0] };
  expect(softmax(nothing)).toEqual(nothing);
  expect(logSumExp(nothing)).toEqual({ data: new Float32Array(6).fill(Number.NEGATIVE_INFINITY), shape: [2, 3] });
  expect(logSumExp({ data: new Float32Array(0), shape: [0] })).toEqual({ data: Float32Array.of(Number.NEGATIVE_INFINITY), shape: [] });
  expect(logSumExp.backward(tensor([2, 3]), nothing)).toEqual(nothing);
});

test("data that are gone are no empty data", () => {
  const data = new Float32Array(8);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  for (const shape of [[0], [2, 0], [2, 4]])
    for (const call of [
      () => relu({ data, shape }),
      () => relu({ data: new Float32Array(elementsOf(shape)), shape }, { out: { data, shape } }),
    ])
      expect(call).toThrow(/^relu: (x|out)(\.data)? is detached, expected memory that is still there$/);
});

test("elements of a list that are tensors, by map", () => {
  const x = [tensor([2, 2]), tensor([3], 4)];
  expect(x.map(relu as unknown as (x: Tensor, i: number, list: Tensor[]) => Tensor)).toEqual(x.map((one) => relu(one)));
});

test("data in a heap: to the kernel, and not once it is disposed", () => {
  const heap = new Heap(4096);
  const x: Tensor = { data: heap.float32(values(Float32Array, 8, 5)), shape: [2, 4] };
  const y: Tensor = { data: heap.float32(8), shape: [2, 4] };
  const expected = relu(x.data.slice());
  for (let i = 0; i < 3; i++) {
    y.data.fill(3);
    expect(relu(x, { out: y })).toBe(y);
    expectSame(y.data, expected);
  }
  heap.dispose();
  expect(() => relu(x)).toThrow(/^relu: x/);
  expect(() => relu(tensor([2, 4]), { out: y })).toThrow(/^relu: out/);
  expect(() => logSumExp({ data: new Float32Array(0), shape: [8, 0] }, { out: { data: y.data, shape: [8] } })).toThrow(/^logSumExp: out/);
});

test("the gradient of beta is a number", () => {
  for (const shape of [...shapes, ...scalars]) {
    const x = {
      data: values(Float32Array, elementsOf(shape), 6).map((value) => (Number.isFinite(value) ? value : 1)) as Float32Array,
      shape,
    };
    const dy = { data: x.data.slice().reverse(), shape };
    expect(silu.betaGradient(dy, x)).toBe(silu.betaGradient(dy.data, x.data));
    expect(silu.betaGradient(dy, x, { beta: 0.5 })).toBe(silu.betaGradient(dy.data, x.data, { beta: 0.5 }));
  }
  const call = silu.betaGradient as unknown as Call;
  const x = tensor([2, 4]);
  for (const [args, error] of [
    [[tensor([8]), x], new RangeError("silu.betaGradient: dy has shape [8], expected [2, 4] (the shape of x)")],
    [[x.data, x], new TypeError("silu.betaGradient: dy is [object Float32Array], expected a tensor, { data, shape }")],
    [[x, x.data], new TypeError("silu.betaGradient: dy is [object Object], expected a Float32Array like x")],
    [[x, x, { out: x }], new TypeError("silu.betaGradient: options has out, expected beta")],
    [[x, x, { beta: Number.NaN }], new RangeError("silu.betaGradient: beta is NaN, expected a finite float32")],
  ] as const) {
    expect(() => call(...args)).toThrow(error);
    expect(() => call(...args)).toThrow(error.constructor as typeof TypeError);
  }
});

describe("prelu: channels on axis 1", () => {
  const slopes = Float32Array.of(0.25, -0.5, 2);

  test.each([[[4, 3]], [[2, 3, 5]], [[2, 3, 2, 2]], [[0, 3]], [[2, 3, 0]], [[50, 3, 40]]])("C slopes, shape %j", (shape) => {
    const [x, dy] = [tensor(shape), tensor(shape, 2)];
    const inner = elementsOf(shape.slice(2)) || 1;
    expectSame(prelu(x, slopes).data, prelu(x.data, slopes, { inner }));
    expectSame(prelu.derivative(x, slopes).data, prelu.derivative(x.data, slopes, { inner }));
    const expected = prelu.backward(dy.data, x.data, slopes, { inner });
    const of = prelu.backward(dy, x, slopes);
    expect(of.dx.shape).toEqual(shape);
    expectSame(of.dx.data, expected.dx);
    expectSame(of.dweight, expected.dweight);

    const weight: Tensor = { data: slopes, shape: [3] };
    expectSame(prelu(x, weight).data, prelu(x, slopes).data);
    const ofTensor = prelu.backward(dy, x, weight);
    expectSame(ofTensor.dx.data, expected.dx);
    expect(ofTensor.dweight.shape).toEqual([3]);
    expect(ofTensor.dweight.shape).not.toBe(weight.shape);
    expectSame(ofTensor.dweight.data, expected.dweight);
  });

  test.each([[[]], [[6]], [[4, 3]], [[2, 3, 5]]])("one slope, shape %j", (shape) => {
    const [x, dy] = [tensor(shape), tensor(shape, 2)];
    const expected = prelu.backward(dy.data, x.data, 0.25);
    expect(prelu.backward(dy, x, 0.25)).toEqual({ dx: { data: expected.dx, shape }, dweight: expected.dweight });
    expect(prelu.backward(dy, x, Float32Array.of(0.25)).dweight).toEqual(Float32Array.of(expected.dweight));
    for (const own of [[], [1]]) {
      const weight = { data: Float32Array.of(0.25), shape: own };
      expect(prelu.backward(dy, x, weight)).toEqual({
        dx: { data: expected.dx, shape },
        dweight: { data: Float32Array.of(expected.dweight), shape: own },
      });
      expectSame(prelu(x, weight).data, prelu(x.data, 0.25));
    }
  });

  const x = tensor([2, 3, 2]);
  const three = { data: slopes, shape: [3] };
  const refused: readonly (readonly [weight: unknown, x: unknown, Kind: typeof TypeError, message: string])[] = [
    [slopes, tensor([3]), RangeError, "weight has length 3, expected one slope (x has shape [3])"],
    [three, tensor([]), RangeError, "weight has shape [3], expected one slope (x has shape [])"],
    [slopes, tensor([3, 2]), RangeError, "weight has length 3, expected one slope or 2, one for each of axis 1 (x has shape [3, 2])"],
    [three, tensor([2, 1, 3]), RangeError, "weight has shape [3], expected one slope (x has shape [2, 1, 3])"],
    [
      { data: slopes, shape: [1, 3] },
      x,
      RangeError,
      "weight has shape [1, 3], expected one slope or 3, one for each of axis 1 (x has shape [2, 3, 2])",
    ],
    [{ data: slopes, shape: [2] }, x, RangeError, "weight.data has length 3, expected 2 (the length of a tensor of shape [2])"],
    [new Float32Array(0), x, RangeError, "weight has length 0, expected a weight for each channel"],
    [[0.1, 0.2, 0.3], x, TypeError, "weight is [object Array], expected a number or a Float32Array like x"],
    [new Float64Array(3), x, TypeError, "weight is [object Float64Array], expected a number or a Float32Array like x"],
    [undefined, x, TypeError, "weight is missing, expected a number or a Float32Array like x"],
    [Number.NaN, x, RangeError, "weight is NaN, expected a finite number"],
    [three, x.data, TypeError, "weight is [object Object], expected a number or a Float32Array like x"],
  ];

  test.each(refused)("%o for %o", (weight, operand, Kind, message) => {
    const call = prelu as unknown as Call;
    expect(() => call(operand, weight)).toThrow(new Kind(`prelu: ${message}`));
    expect(() => call(operand, weight)).toThrow(Kind);
  });

  test("out apart from the weight", () => {
    const memory = new Float32Array(14).fill(-1);
    const out = { data: memory.subarray(0, 12), shape: [2, 3, 2] };
    expect(() => prelu(x, memory.subarray(11, 14), { out })).toThrow(new RangeError("prelu: out overlaps weight, expected other memory"));
    expect(memory.every((value) => value === -1)).toBe(true);
  });
});
