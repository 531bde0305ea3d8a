// Where layers live: nothing grows while they work, nothing that is held goes stale, what is given up comes back, and where there is no memory the
// model still works at the size it had.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { relu } from "./support/api.js";
import { settle } from "./support/collect.js";
import { bits, Conv2d, fill, Linear, matmul, Sequential } from "./support/nn.js";

let made: number[] = [];
let limit = Number.POSITIVE_INFINITY;
const { Memory } = WebAssembly;
const { ArrayBuffer: Plain } = globalThis;
// Not a spy: it would hold what it made.
beforeEach(() => {
  made = [];
  limit = Number.POSITIVE_INFINITY;
  const counted = <T extends object>(target: T, bytesOf: (argument: never) => number): T =>
    new Proxy(target, {
      construct: (_, [argument]) => {
        const bytes = bytesOf(argument as never);
        if (bytes > limit) throw new RangeError("could not allocate");
        if (target !== (Plain as object)) made.push(bytes);
        return Reflect.construct(target as never, [argument]);
      },
    });
  vi.stubGlobal(
    "ArrayBuffer",
    counted(Plain, (bytes: number) => bytes),
  );
  WebAssembly.Memory = counted(Memory, ({ initial }: WebAssembly.MemoryDescriptor) => initial * 65536);
});
afterEach(() => {
  WebAssembly.Memory = Memory;
  vi.unstubAllGlobals();
});

const mlp = (): Sequential => new Sequential(new Linear(30, 20), relu, new Linear(20, 10));

// The first of these tests: memories are small as yet.
test("a large layer gets a memory of its own, and works with those in others", () => {
  const layers = [new Linear(64, 1500), new Linear(1500, 1500), new Linear(1500, 3)];
  expect(new Set(layers.map(({ weight }) => weight.data.buffer)).size).toBeGreaterThan(1);
  const [first, second, third] = layers as [Linear, Linear, Linear];
  const model = new Sequential(first, relu, second, relu, third);
  const x = fill([5, 64], 1);
  const y = model.forward(x);
  const alone = [first, second].reduce((value, layer) => {
    const { data, shape } = layer.forward(value);
    return { data: relu(data), shape };
  }, x);
  expect(bits(y.data)).toEqual(bits(third.forward(alone).data));
  model.train().forward(x);
  model.backward(fill([5, 3], 2));
  const grads = model.parameters().map(({ grad }) => grad.slice());
  expect(grads.every((grad) => grad.some((value) => value !== 0))).toBe(true);
  model.backward(fill([5, 3], 2));
  // Twice the same, but for roundings.
  for (const [i, { grad }] of model.parameters().entries())
    expect(grad.every((value, j) => Math.abs(value - 2 * (grads[i]?.[j] as number)) < 1e-4)).toBe(true);
});

test("of layers in other memories, parameters are read and gradients written at every call, and nothing beside them", () => {
  const model = new Sequential(new Linear(64, 1500), new Linear(1500, 1500), new Linear(1500, 3)).train();
  const [x, dy] = [fill([5, 64], 1), fill([5, 3], 2)];
  model.forward(x);
  const others = Array.from({ length: 20 }, () => new Linear(40, 40));
  const before = others.map(({ weight }) => weight.data.slice());
  model.backward(dy);
  for (const [i, { weight }] of others.entries()) expect(weight.data).toEqual(before[i]);
  for (const layer of [model[0], model[1], model[2]] as Linear[]) {
    const kept = layer.weight.data.slice();
    model.forward(x);
    layer.weight.data.fill(0);
    expect(model.backward(dy).data.every((value) => value === 0)).toBe(true);
    layer.weight.data.set(kept);
  }
});

test("a view of a parameter whose layer is gone is no other's", async () => {
  const row = (() => new Linear(8, 8).weight.data.subarray(0, 8))();
  const before = row.slice();
  await settle();
  const other = new Linear(8, 8);
  expect(row).toEqual(before);
  const weight = other.weight.data.slice();
  row.fill(1000);
  expect(other.weight.data).toEqual(weight);
});

test("10,000 forwards and as many training steps, in changing sizes, reserve nothing", () => {
  const model = mlp();
  const xs = [1, 7, 64, 3, 150].map((rows) => fill([rows, 30], rows));
  const dys = xs.map(({ shape }) => fill([shape[0] as number, 10], 1));
  const step = (i: number): void => {
    model.forward(xs[i % 5] as never);
    model.backward(dys[i % 5] as never);
  };
  for (let i = 0; i < 5; i++) model.forward(xs[i] as never);
  model.train();
  for (let i = 0; i < 5; i++) step(i);
  made = [];
  for (let i = 0; i < 2000; i++) step(i);
  model.eval();
  for (let i = 0; i < 10_000; i++) model.forward(xs[i % 5] as never);
  expect(made).toEqual([]);
});

test("models that are disposed of at once leave room for the next", () => {
  mlp().dispose();
  made = [];
  for (let i = 0; i < 300; i++) {
    const model = new Sequential(new Linear(256, 256), relu, new Linear(256, 256));
    model.train().forward(fill([8, 256], 1));
    model.dispose();
  }
  // 1 MiB each: in all 300 MiB.
  expect(made.reduce((a, b) => a + b, 0)).toBeLessThan(64 << 20);
});

test("a model that nothing refers to is collected", async () => {
  const kept: WeakRef<object>[] = [];
  (() => {
    for (let i = 0; i < 40; i++) {
      const model = new Sequential(new Linear(256, 256), relu);
      model.forward(fill([4, 256], 1));
      kept.push(new WeakRef(model), new WeakRef((model[0] as Linear).weight.data.buffer));
    }
  })();
  await settle();
  expect(kept.filter((one) => one.deref()).length).toBeLessThan(8);
});

test("an image larger than the memory of its layer", () => {
  const conv = new Conv2d(2, 3, 3, { padding: 1 });
  const small = fill([1, 2, 8, 9], 1);
  const before = conv.forward(small);
  const { buffer } = conv.weight.data;
  const y = conv.forward(fill([1, 2, 400, 500], 2));
  expect(y.shape).toEqual([1, 3, 400, 500]);
  expect(conv.weight.data.buffer).toBe(buffer);
  expect(bits(conv.forward(small).data)).toEqual(bits(before.data));
});

describe("where there is no memory", () => {
  test("a RangeError says what was asked for, and the model works at the size it had", () => {
    const model = new Sequential(new Conv2d(1, 4, 3), relu);
    const x = fill([2, 1, 20, 20], 1);
    const y = model.forward(x);
    model.train().forward(x);
    const dx = model.backward(y);
    const zeros = (...shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape });
    const large = zeros(1, 1, 5000, 5000);
    const square = zeros(6000, 6000);
    limit = 0;
    expect(() => model.forward(large)).toThrow(
      /^Sequential\.forward: \d+ bytes are asked for, expected no more than this engine can reserve$/,
    );
    expect(() => model.forward(large)).toThrow(RangeError);
    model.forward(x);
    expect(bits(model.backward(y).data)).toEqual(bits(dx.data));
    expect(bits(model.eval().forward(x).data)).toEqual(bits(y.data));
    expect(() => new Linear(6000, 6000)).toThrow(/^Linear: \d+ bytes are asked for/);
    expect(() => matmul(square, square)).toThrow(/^matmul: \d+ bytes are asked for/);
  });
});
