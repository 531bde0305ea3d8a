// If this fails, bad input gets through, is refused without saying what is wrong, or is noticed only after something was written.
import { describe, expect, test } from "vitest";
import { hardshrink, hardsigmoid, hardtanh, leakyRelu, prelu, relu, threshold } from "./support/api.js";
import { argumentsOf, variants } from "./support/variants.js";

/** Also of an array whose memory is gone, which can't be iterated. */
const numbersOf = (array: Float32Array): readonly unknown[] => Array.from({ length: array.length }, (_, i) => array[i]);

const detached = (): Float32Array => {
  const array = new Float32Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

const shrunken = (): Float32Array => {
  type Resizable = ArrayBuffer & { resize(bytes: number): void };
  const buffer = new (ArrayBuffer as unknown as new (bytes: number, options: object) => Resizable)(64, { maxByteLength: 64 });
  const array = new Float32Array(buffer, 32, 4);
  buffer.resize(16);
  return array;
};

/** One case: the operands in place of good ones, what is thrown, what the message says after `op.method: `. */
type Case = readonly [
  title: string,
  operands: { x?: unknown; dy?: unknown; options?: unknown },
  Kind: typeof TypeError | typeof RangeError,
  message: RegExp,
];

const whole = new Float32Array(40);
const good = whole.subarray(10, 14);

const everywhere: readonly Case[] = [
  ["a string", { x: "1" }, TypeError, /^[xy] is \[object String\], expected numbers, a Float32Array, a Float64Array or a tensor$/],
  ["null", { x: null }, TypeError, /^[xy] is \[object Null\], expected/],
  ["an object", { x: { length: 4 } }, TypeError, /^[xy] is \[object Object\], expected/],
  ["a bigint", { x: 3n }, TypeError, /^[xy] is \[object BigInt\], expected/],
  ["a buffer", { x: new ArrayBuffer(16) }, TypeError, /^[xy] is \[object ArrayBuffer\], expected/],
  ["a DataView", { x: new DataView(new ArrayBuffer(16)) }, TypeError, /^[xy] is \[object DataView\], expected/],
  ["unsigned integers", { x: new Uint8Array(4) }, TypeError, /^[xy] is \[object Uint8Array\], expected/],
  ["64-bit integers", { x: new BigInt64Array(4) }, TypeError, /^[xy] is \[object BigInt64Array\], expected/],
  [
    "an object that only inherits from an array",
    { x: Object.create(new Float32Array(4)) },
    TypeError,
    /^[xy] is \[object Object\], expected/,
  ],
  [
    "an array with a string in it",
    { x: [1, [2, "3"]], dy: [1, [2, 3]] },
    TypeError,
    /^[xy]\[\d\](\[\d\])? is \[object String\], expected a number or an array of numbers$/,
  ],
  [
    "an array with undefined in it",
    { x: [1, undefined, 3], dy: [1, 2, 3] },
    TypeError,
    /^[xy]\[1\] is missing, expected a number or an array of numbers$/,
  ],
  ["a detached array", { x: detached(), dy: new Float32Array(0) }, TypeError, /^[xy] is detached, expected memory that is still there$/],
  [
    "an array of a shrunken buffer",
    { x: shrunken(), dy: new Float32Array(0) },
    TypeError,
    /^[xy] is out of bounds, expected memory that is still there$/,
  ],
  [
    "out of another type",
    { options: { out: new Float64Array(4) } },
    TypeError,
    /^out is \[object Float64Array\], expected a Float32Array like [xy]$/,
  ],
  [
    "out that is a plain array",
    { options: { out: [0, 0, 0, 0] } },
    TypeError,
    /^out is \[object Array\], expected a Float32Array like [xy]$/,
  ],
  ["out that is null", { options: { out: null } }, TypeError, /^out is \[object Null\], expected a Float32Array like [xy]$/],
  ["out too short", { options: { out: new Float32Array(3) } }, RangeError, /^out has length 3, expected 4 \(the length of [xy]\)$/],
  ["out too long", { options: { out: new Float32Array(5) } }, RangeError, /^out has length 5, expected 4 \(the length of [xy]\)$/],
  [
    "x and out detached",
    { x: detached(), dy: new Float32Array(0), options: { out: detached() } },
    TypeError,
    /^[xy] is detached, expected memory that is still there$/,
  ],
  ["out detached", { options: { out: detached() } }, TypeError, /^out is detached, expected memory that is still there$/],
  [
    "out one element behind",
    { x: good, options: { out: whole.subarray(11, 15) } },
    RangeError,
    /^out overlaps a part of [xy], expected the same memory or other memory$/,
  ],
  ["out three elements ahead", { x: good, options: { out: whole.subarray(7, 11) } }, RangeError, /^out overlaps a part of [xy], expected/],
  [
    "out for a number",
    { x: 1, dy: 1, options: { out: new Float64Array(1) } },
    TypeError,
    /^out is \[object Float64Array\], expected none, as [xy] is no typed array$/,
  ],
  ["options that are a number", { options: 0.2 }, TypeError, /^options is 0.2, expected an object$/],
  ["options that are null", { options: null }, TypeError, /^options is \[object Null\], expected an object$/],
  ["options that are an array", { options: new Float32Array(4) }, TypeError, /^options (has 0|is \[object Float32Array\]), expected /],
  ["an unknown option", { options: { slope: 0.2 } }, TypeError, /^options has slope, expected .*out/],
];

const withDy: readonly Case[] = [
  ["dy missing", { dy: undefined }, TypeError, /^dy is missing, expected a Float32Array like [xy]$/],
  ["dy of another type", { dy: new Float64Array(4) }, TypeError, /^dy is \[object Float64Array\], expected a Float32Array like [xy]$/],
  ["dy a number", { dy: 1 }, TypeError, /^dy is 1, expected a Float32Array like [xy]$/],
  ["dy too short", { dy: new Float32Array(3) }, RangeError, /^dy has length 3, expected 4 \(the length of [xy]\)$/],
  ["dy a typed array, x a number", { dy: new Float64Array(1), x: 1 }, TypeError, /^dy is \[object Float64Array\], expected/],
  ["dy a number, x empty", { dy: 5, x: [] }, TypeError, /^dy is 5, expected/],
  ["dy an array, x a number", { dy: [1], x: 1 }, TypeError, /^dy is \[object Array\], expected/],
  ["dy a number, x an array", { dy: 1, x: [1] }, TypeError, /^dy is 1, expected numbers nested like [xy]$/],
  [
    "dy nested in another way",
    { dy: [[1], 2], x: [1, [2]] },
    TypeError,
    /^dy\[0\] is \[object Array\], expected numbers nested like [xy]$/,
  ],
  ["dy with fewer elements", { dy: [1], x: [1, 2] }, TypeError, /^dy is \[object Array\], expected numbers nested like [xy]$/],
  [
    "out across the edge of dy",
    { dy: good, options: { out: whole.subarray(12, 16) } },
    RangeError,
    /^out overlaps a part of dy, expected the same memory or other memory$/,
  ],
];

describe.each(variants.map((variant) => [variant.title, variant] as const))("%s", (title, { name, takesDy, call }) => {
  const cases = takesDy ? [...everywhere, ...withDy] : everywhere;

  test.each(cases)("%s", (_, operands, Kind, message) => {
    const x = "x" in operands ? operands.x : new Float32Array([1, -2, 3, -4]);
    const dy =
      "dy" in operands
        ? operands.dy
        : (x as { map?: unknown })?.map && ArrayBuffer.isView(x)
          ? (x as Float32Array).slice()
          : new Float32Array(4);
    const args = [
      ...argumentsOf(name, takesDy ? [dy, x] : [x], Object(operands.options) === operands.options ? (operands.options as object) : {}),
    ];
    if ("options" in operands && (Object(operands.options) !== operands.options || ArrayBuffer.isView(operands.options)))
      args[args.length - 1] = operands.options;
    const out = (operands.options as { out?: unknown } | null)?.out;
    const watched = [x, dy, out].filter((array) => ArrayBuffer.isView(array) && !(array instanceof DataView)) as Float32Array[];
    const before = watched.map(numbersOf);
    whole.fill(-7);
    let thrown: unknown;
    try {
      call(...args);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Kind);
    const text = (thrown as Error).message;
    expect(text.startsWith(`${title}: `)).toBe(true);
    expect(text.slice(title.length + 2)).toMatch(message);
    expect(whole.every((value) => value === -7)).toBe(true);
    if (!watched.includes(good)) expect(watched.map(numbersOf)).toEqual(before);
  });

  test("no arguments at all", () => {
    expect(() => call()).toThrow(TypeError);
    expect(() => call()).toThrow(new RegExp(`^${title.replace(".", "\\.")}: \\w+ is missing, expected`));
  });

  test("memory side by side is no overlap, nor is the very same", () => {
    const memory = new Float32Array(8).fill(2);
    const [left, right] = [memory.subarray(0, 4), memory.subarray(4)];
    for (const out of [left, right, memory.subarray(0, 4)])
      expect(call(...argumentsOf(name, takesDy ? [right, left] : [left], { out }))).toBeDefined();
  });
});

const x = new Float32Array([1, -2]);
const unsafe = <F>(f: F): ((...args: readonly unknown[]) => unknown) => f as unknown as (...args: readonly unknown[]) => unknown;

/** Parameters: what comes, what is said. */
const parameters: readonly (readonly [call: () => unknown, Kind: typeof TypeError | typeof RangeError, message: string])[] = [
  [() => unsafe(leakyRelu)(x, { negativeSlope: "0.1" }), TypeError, "leakyRelu: negativeSlope is [object String], expected a number"],
  [() => unsafe(leakyRelu)(x, { negativeSlope: null }), TypeError, "leakyRelu: negativeSlope is [object Null], expected a number"],
  [() => leakyRelu(x, { negativeSlope: Number.NaN }), RangeError, "leakyRelu: negativeSlope is NaN, expected a finite float32"],
  [
    () => leakyRelu(1, { negativeSlope: Number.POSITIVE_INFINITY }),
    RangeError,
    "leakyRelu: negativeSlope is Infinity, expected a finite number",
  ],
  [() => leakyRelu(x, { negativeSlope: 1e39 }), RangeError, "leakyRelu: negativeSlope is 1e+39, expected a finite float32"],
  [
    () => leakyRelu.backwardFromOutput(x, x, { negativeSlope: -0.1 }),
    RangeError,
    `leakyRelu.backwardFromOutput: negativeSlope is ${Math.fround(-0.1)}, expected at least 0: below that, y does not tell the slope`,
  ],
  [() => unsafe(threshold)(x), TypeError, "threshold: threshold is missing, expected a number"],
  [() => unsafe(threshold)(x, { threshold: 1 }), TypeError, "threshold: value is missing, expected a number"],
  [() => threshold(x, { threshold: Number.NaN, value: 0 }), RangeError, "threshold: threshold is NaN, expected any number but NaN"],
  [() => hardtanh(x, { minVal: 2, maxVal: 1 }), RangeError, "hardtanh: minVal is 2, expected at most maxVal, which is 1"],
  [() => hardtanh.derivative(x, { minVal: 2 }), RangeError, "hardtanh.derivative: minVal is 2, expected at most maxVal, which is 1"],
  [
    () => hardsigmoid.backward(x, x, { beta: Number.NEGATIVE_INFINITY }),
    RangeError,
    "hardsigmoid.backward: beta is -Infinity, expected a finite float32",
  ],
  [() => hardshrink(x, { lambd: -0.5 }), RangeError, "hardshrink: lambd is -0.5, expected at least 0"],
  [() => unsafe(prelu)(x), TypeError, "prelu: weight is missing, expected a number or a Float32Array like x"],
  [
    () => unsafe(prelu)(x, new Float64Array(2)),
    TypeError,
    "prelu: weight is [object Float64Array], expected a number or a Float32Array like x",
  ],
  [() => prelu(x, Number.NaN), RangeError, "prelu: weight is NaN, expected a finite number"],
  [() => prelu(x, new Float32Array(0)), RangeError, "prelu: weight has length 0, expected a weight for each channel"],
  [() => prelu(x, new Float32Array(3)), RangeError, "prelu: x has length 2, expected a multiple of 3 (3 weights × inner 1)"],
  [
    () => prelu(new Float32Array(8), new Float32Array(2), { inner: 3 }),
    RangeError,
    "prelu: x has length 8, expected a multiple of 6 (2 weights × inner 3)",
  ],
  [() => prelu(x, 1, { inner: 0 }), RangeError, "prelu: inner is 0, expected a whole number, 1 or more"],
  [() => prelu(x, 1, { inner: 1.5 }), RangeError, "prelu: inner is 1.5, expected a whole number, 1 or more"],
  [() => unsafe(prelu)(x, 1, { inner: "1" }), TypeError, "prelu: inner is [object String], expected a whole number, 1 or more"],
  [() => prelu(x, x, { out: x }), RangeError, "prelu: out overlaps weight, expected other memory"],
  [() => prelu(x, 1e39), RangeError, "prelu: weight is 1e+39, expected a finite number"],
  // The last two of what is to be written are the weights.
  [
    () => prelu(new Float32Array(4), whole.subarray(9, 11), { out: whole.subarray(7, 11) }),
    RangeError,
    "prelu: out overlaps weight, expected other memory",
  ],
  [() => relu.backward(x, x, { out: new Float32Array(1) }), RangeError, "relu.backward: out has length 1, expected 2 (the length of x)"],
  [
    () => unsafe(relu.backward)(new Int8Array(2), new Int8Array(2)),
    TypeError,
    "relu.backward: x is [object Int8Array], expected numbers, a Float32Array, a Float64Array or a tensor",
  ],
  [
    () => unsafe(hardtanh)(new Int8Array(2)),
    TypeError,
    "hardtanh: x is [object Int8Array], expected numbers, a Float32Array, a Float64Array or a tensor",
  ],
];

test.each(parameters.map((row) => [row[2], ...row] as const))("%s", (_, call, Kind, message) => {
  expect(call).toThrow(new Kind(message));
  expect(call).toThrow(Kind);
  expect([...x]).toEqual([1, -2]);
});

test("infinite bounds and thresholds mean something", () => {
  const infinite = Number.POSITIVE_INFINITY;
  expect([...hardtanh(x, { minVal: -infinite, maxVal: infinite })]).toEqual([1, -2]);
  expect([...threshold(x, { threshold: -infinite, value: 5 })]).toEqual([1, -2]);
  expect([...threshold(x, { threshold: 0, value: -infinite })]).toEqual([1, -infinite]);
  expect([...hardshrink(x, { lambd: infinite })]).toEqual([0, 0]);
});

test("the message of integer arrays that relu does not take", () => {
  expect(() => unsafe(relu)(new Uint32Array(2))).toThrow(
    "relu: x is [object Uint32Array], expected numbers, a Float32Array, a Float64Array or a tensor",
  );
});
