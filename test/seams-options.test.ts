// If this fails, options mean one thing on one way through the package and another on another, or something unknown in them is let pass.
import { describe, expect, test } from "vitest";
import { type Floats, gated, gelu, Heap, prelu, relu, rowwise, softmax, type Unary, unary } from "./support/api.js";
import { patterns } from "./support/patterns.js";
import { argumentsOf, type Call, functionOf, variants } from "./support/variants.js";

const each = variants.map((variant) => [variant.title, variant] as const);

/** One parameter and a value that is not its default. */
const given: Readonly<Record<string, readonly [name: string, value: number]>> = {
  celu: ["alpha", 2],
  elu: ["alpha", 1.5],
  hardshrink: ["lambd", 0.7],
  hardsigmoid: ["beta", 0.25],
  hardtanh: ["maxVal", 0.5],
  leakyRelu: ["negativeSlope", 0.25],
  silu: ["beta", 1.5],
  softplus: ["beta", 2],
  softshrink: ["lambd", 0.7],
};

/** The same options in other clothes. */
const clothes: readonly (readonly [title: string, (own: Readonly<Record<string, unknown>>) => object])[] = [
  ["inherited", (own) => Object.create(own) as object],
  [
    "not enumerable",
    (own) =>
      Object.defineProperties(
        {},
        Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value, enumerable: false }])),
      ) as object,
  ],
  [
    "behind getters of a class",
    (own) => {
      class Settings {}
      for (const [name, value] of Object.entries(own)) Object.defineProperty(Settings.prototype, name, { get: () => value });
      return new Settings();
    },
  ],
  ["frozen, without a prototype", (own) => Object.freeze(Object.assign(Object.create(null) as object, own))],
];

describe.each(Object.entries(given).map(([name, [parameter, value]]) => [name, parameter, value] as const))(
  "%s, %s",
  (name, parameter, value) => {
    const op = functionOf(name) as unknown as Unary & Call;
    const x = Float32Array.of(-2, -0.5, 0.25, 0.6, 3);
    const expected = patterns((op as Call)(x, { [parameter]: value }) as Floats);
    const ofOne = (op as Call)(-0.5, { [parameter]: value });

    test.each(clothes)("%s", (_, dress) => {
      using heap = new Heap(4096);
      const inHeap = heap.float32(5);
      const call = op as Call;
      for (let i = 0; i < 3; i++) {
        const out = new Float32Array(5);
        expect(patterns(call(x, dress({ [parameter]: value })) as Floats)).toEqual(expected);
        expect(call(x, dress({ [parameter]: value, out }))).toBe(out);
        expect(patterns(out)).toEqual(expected);
        inHeap.set(x);
        expect(call(inHeap, dress({ [parameter]: value, out: inHeap }))).toBe(inHeap);
        expect(patterns(inHeap)).toEqual(expected);
        expect(call(-0.5, dress({ [parameter]: value }))).toBe(ofOne);
        expect(call([-0.5], dress({ [parameter]: value }))).toEqual([ofOne]);
      }
    });

    test("a getter is asked once a call", () => {
      let asked = 0;
      const options = {
        get [parameter](): number {
          asked++;
          return value;
        },
      };
      (op as Call)(x, options);
      expect(asked).toBe(1);
      (op as Call)([[-1, 2], [3]], options);
      expect(asked).toBe(2);
    });
  },
);

describe.each(each)("%s", (_, { name, takesDy, call }) => {
  const x = Float32Array.of(-1, 2, -3, 4);
  const operands = (value: unknown): readonly unknown[] => (takesDy ? [value, value] : [value]);
  /** The call with `options` as its last argument, instead of those that it may need. */
  const withOptions = (value: unknown, options: unknown): (() => unknown) => {
    const args = argumentsOf(name, operands(value));
    return () => call(...args.slice(0, -1), options);
  };
  const inputs = [x, Float64Array.of(1), 3, [1], [[1, 2], [3]], [], new Float32Array(0)];

  // Before and after the kernel is linked, and for each kind of x.
  test.each([null, 0, "", false, Number.NaN, 0n, 5, "out", true, Symbol.iterator])("%s for options is refused", (options) => {
    for (let i = 0; i < 2; i++) {
      for (const value of inputs) expect(withOptions(value, options)).toThrow(TypeError);
      for (const value of inputs) expect(withOptions(value, options)).toThrow(/: options is /);
      call(...argumentsOf(name, operands(x)));
      call(...argumentsOf(name, operands(3)));
    }
  });

  test("something unknown is refused, with and without out, for each kind of x", () => {
    const out = new Float32Array(4).fill(7);
    for (let i = 0; i < 2; i++) {
      for (const options of [{ out, approximate: "tanh" }, { approximate: undefined }, { approximate: 1 }])
        for (const value of "out" in options ? [x] : inputs)
          expect(() => call(...argumentsOf(name, operands(value), options))).toThrow(/: options has approximate, expected .*out/);
      call(...argumentsOf(name, operands(x)));
    }
    expect([...out]).toEqual([7, 7, 7, 7]);
  });

  test("what someone put upon Object.prototype does not matter", () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    const expected = call(...argumentsOf(name, operands(x)));
    prototype["polluted"] = 1;
    try {
      expect(call(...argumentsOf(name, operands(x)))).toEqual(expected);
      expect(call(...argumentsOf(name, operands(x), { out: new Float32Array(4) }))).toBeDefined();
      expect(() => call(...argumentsOf(name, operands(x), { misspelt: 1 }))).toThrow(/: options has misspelt/);
    } finally {
      delete prototype["polluted"];
    }
  });
});

test("gelu's other form is another function, and asking for it is not passed over", () => {
  const out = new Float32Array(1);
  expect(() => (gelu as unknown as Call)(Float32Array.of(1), { out, approximate: "tanh" })).toThrow(
    /^gelu: options has approximate, expected .*out/,
  );
  expect(out[0]).toBe(0);
});

describe("over rows and channels", () => {
  const x = Float32Array.of(-1, 2, -3, 4);
  test.each([...rowwise, ...gated].map((op) => [op.definition.name, op as unknown as Call] as const))("%s", (name, op) => {
    for (const value of [x, [1, 2], [], new Float32Array(0)]) {
      for (const options of [null, 0, "", false]) expect(() => op(value, options)).toThrow(/: options is /);
      expect(() => op(value, { dim: -1 })).toThrow(`${name}: options has dim`);
    }
    expect(() => op(x, { out: x.slice(), dim: -1 })).toThrow(`${name}: options has dim`);
    for (const [, dress] of clothes) expect(op(x, dress({ cols: 2 }))).toEqual(op(x, { cols: 2 }));
  });

  test("cols of an empty list are looked at too", () => {
    for (const cols of [0, 1.5, "4"]) expect(() => (softmax as unknown as Call)([], { cols })).toThrow(/^softmax: cols is /);
  });

  test("prelu", () => {
    const call = prelu as unknown as Call;
    for (const options of [null, 0, "", false]) expect(() => call(x, 0.5, options)).toThrow(/: options is /);
    for (const [, dress] of clothes)
      expect(call(x, Float32Array.of(0.5, 2), dress({ inner: 2 }))).toEqual(call(x, Float32Array.of(0.5, 2), { inner: 2 }));
  });
});

describe("what people type first: array.map(relu)", () => {
  const withoutRequired = unary.filter((op) => op.definition.name !== "threshold").map((op) => [op.definition.name, op] as const);

  test.each(withoutRequired)("%s", (_, op) => {
    type Callback = (value: number, index: number, array: readonly number[]) => unknown;
    const [callback, slope] = [op as unknown as Callback, op.derivative as unknown as Callback];
    for (const list of [[-1], [-1, 1], [0.5, -2, 3], [1, 1, 1], [Number.NaN, -0, Number.POSITIVE_INFINITY]]) {
      expect(list.map(callback)).toEqual(list.map((value) => op(value)));
      expect(list.map(slope)).toEqual(list.map((value) => op.derivative(value)));
    }
    expect([].map(callback)).toEqual([]);
  });

  test("a number for options is refused where it is no index of x", () => {
    const call = relu as unknown as Call;
    for (const args of [
      [5, 0],
      [5, 1, [5]],
      [5, 0, [4]],
      [5, 0, "5"],
      [5, -1, [5]],
      [5, 0.5, [5]],
    ])
      expect(() => call(...args)).toThrow(/^relu: options is /);
  });
});
