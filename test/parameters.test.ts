// If this fails, a parameter is mixed up with another, ignored in one way of calling, or taken where it means nothing.
import { describe, expect, test } from "vitest";
import { evaluateElements } from "../scripts/truth/evaluate.js";
import {
  arrays,
  celu,
  type Dtype,
  elu,
  type Floats,
  Heap,
  hardshrink,
  hardsigmoid,
  hardtanh,
  inWords,
  leakyRelu,
  type Params,
  softplus,
  softshrink,
  threshold,
  type Unary,
  unary,
} from "./support/api.js";
import { patterns } from "./support/patterns.js";
import { tooFar } from "./support/ulp.js";

const dtypes = ["f32", "f64"] as const;

/** One of two, the other left out; and negative ones. */
const given: readonly (readonly [name: string, params: Params])[] = [
  ["hardsigmoid", { beta: 0.25 }],
  ["hardsigmoid", { alpha: 0.3 }],
  ["hardsigmoid", { beta: -0.25 }],
  ["hardsigmoid", { alpha: -0.4, beta: 0.5 }],
  ["hardtanh", { minVal: -0.25 }],
  ["hardtanh", { maxVal: 0.25 }],
  ["hardtanh", { minVal: -3, maxVal: -2 }],
  ["leakyRelu", { negativeSlope: -0.5 }],
  ["elu", { alpha: -1.5 }],
  ["celu", { alpha: -2 }],
  ["silu", { beta: -1.5 }],
  ["threshold", { threshold: -1, value: -3 }],
];

/** Ordinary numbers at which nothing bends, and enough of them for vectors and a tail. */
const inputs = (dtype: Dtype): Floats => new arrays[dtype](Array.from({ length: 37 }, (_, i) => (i - 18) / 5 + 1 / 64));

/**
 * Everything of these is rounded a few times from terms of ordinary size: 5 ULP of them, where a result may be smaller than its terms. What
 * the bound has to tell apart is a parameter from another, not the last bit.
 */
const bound = 5;
const floor = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1] as const;

describe.each(given.map(([name, params]) => [name, inWords(params), params] as const))("%s with %s", (name, _, params) => {
  const op = unary.find(({ definition }) => definition.name === name) as Unary;

  test.each(dtypes)("%s: value and derivative", (dtype) => {
    const x = inputs(dtype);
    const { y, d } = evaluateElements(name, dtype, params, x);
    expect(tooFar({ dtype, x }, op(x, params), y, bound, floor, false)).toEqual([]);
    expect(tooFar({ dtype, x }, op.derivative(x, params), d, bound, floor, false)).toEqual([]);
    const halved = op.backward(x.map(() => 0.5) as Floats, x, params);
    expect(patterns(halved)).toEqual(patterns(op.derivative(x, params).map((slope: number) => (slope === 0 ? 0 : slope / 2)) as Floats));
  });

  test("every way of calling gives the same bits", () => {
    using heap = new Heap(4096);
    for (const dtype of dtypes) {
      const x = inputs(dtype);
      const expected = patterns(op(x, params));
      const inHeap = dtype === "f32" ? heap.float32(x.length) : heap.float64(x.length);
      inHeap.set(x);
      expect(patterns(op<Floats>(inHeap, { ...params, out: inHeap } as unknown as Params))).toEqual(expected);
      const out = x.slice();
      expect(patterns(op<Floats>(x, { ...params, out } as unknown as Params))).toEqual(expected);
      expect(
        patterns(new arrays[dtype](Array.from({ length: x.length }, (_, i) => op(x.slice(i, i + 1) as Floats, params)[0] as number))),
      ).toEqual(expected);
    }
    const x = inputs("f64");
    const expected = patterns(op(x, params));
    expect(patterns(Float64Array.from(x, (v) => op(v, params)))).toEqual(expected);
    expect(patterns(Float64Array.from(op<readonly number[]>([...x], params)))).toEqual(expected);
  });
});

test("a parameter given and then left out: the default is back", () => {
  const x = inputs("f32") as Float32Array;
  const out = new Float32Array(x.length);
  const usual = patterns(hardsigmoid(x));
  hardsigmoid(x, { beta: 0.25, out });
  expect(patterns(hardsigmoid(x, { out }))).toEqual(usual);
  expect(hardsigmoid(0, { beta: 0.25 })).toBe(0.25);
  expect(hardsigmoid(0)).toBe(0.5);
});

describe("what must be given", () => {
  const x = Float32Array.of(-1, 2);
  const out = new Float32Array(2);
  const unsafe = threshold as unknown as (...args: readonly unknown[]) => unknown;
  const missing = new TypeError("threshold: threshold is missing, expected a number");

  test("is asked for also once the kernel is linked, on the ways that are quick", () => {
    expect([...threshold(x, { threshold: 0, value: 7 })]).toEqual([7, 2]);
    using heap = new Heap(1024);
    const inHeap = heap.float32(2);
    for (const call of [
      () => unsafe(x, { out }),
      () => unsafe(5),
      () => unsafe(inHeap, { out: inHeap }),
      () => unsafe(x),
      () => unsafe([5]),
      () => unsafe(5, {}),
    ])
      expect(call).toThrow(missing);
    expect(() => unsafe(5, { threshold: 1 })).toThrow(new TypeError("threshold: value is missing, expected a number"));
    expect([...out, ...inHeap]).toEqual([0, 0, 0, 0]);
  });
});

describe("what means nothing is refused, in every type that it means nothing in", () => {
  const x = Float32Array.of(-1, 2);

  test("softplus without a bend", () => {
    for (const beta of [0, -0, -1]) {
      expect(() => softplus(x, { beta })).toThrow(RangeError);
      expect(() => softplus(x, { beta })).toThrow(/^softplus: beta is /);
      expect(() => softplus(1, { beta })).toThrow(RangeError);
      expect(() => softplus.derivative(Float64Array.of(1), { beta })).toThrow(/^softplus\.derivative: beta is /);
    }
    expect(softplus(0, { beta: 1e-3 })).toBeCloseTo(Math.LN2 * 1e3, 10);
  });

  test("celu's alpha that is 0 once it is a float32, and not before", () => {
    for (const alpha of [1e-50, -1e-50]) {
      expect(() => celu(x, { alpha })).toThrow(RangeError);
      expect(() => celu(x, { alpha })).toThrow(/^celu: alpha is /);
      expect(() => celu.backward(x, x, { alpha })).toThrow(/^celu\.backward: alpha is /);
    }
    expect([...celu(Float64Array.of(-1, 2), { alpha: 1e-50 })]).toEqual([-1e-50, 2]);
    expect(celu(-1, { alpha: 1e-50 })).toBe(-1e-50);
    expect([...x]).toEqual([-1, 2]);
  });
});

describe("the last value that means something is taken", () => {
  const x = Float32Array.of(-1, 0, 2);

  test("a shrink by nothing, bounds that are one, slopes of 0 from y", () => {
    expect([...hardshrink(x, { lambd: 0 }), ...softshrink(x, { lambd: 0 })]).toEqual([-1, 0, 2, -1, 0, 2]);
    expect([...hardtanh(x, { minVal: 1, maxVal: 1 })]).toEqual([1, 1, 1]);
    const [dy, y] = [Float32Array.of(3, 3), Float32Array.of(0, 2)];
    expect([...elu.backwardFromOutput(dy, y, { alpha: 0 })]).toEqual([0, 3]);
    expect([...leakyRelu.backwardFromOutput(dy, y, { negativeSlope: 0 })]).toEqual([0, 3]);
  });
});
