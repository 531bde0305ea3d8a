// If this fails, random numbers are not those of their seed, or not spread as they should be; or initial values have another scale.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { type FanMode, init, type Nonlinearity } from "../src/nn/init.js";
import { Parameter } from "../src/nn/parameter.js";
import { drawInto, dropInto, manualSeed, normalInto, uniformInto } from "../src/nn/random.js";

const weight = (...shape: number[]): Parameter => {
  const length = shape.reduce((product, size) => product * size, 1);
  return new Parameter(shape, new Float32Array(length), new Float32Array(length));
};
const hash = (data: Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex")
    .slice(0, 16);
const moments = (data: Float32Array): { mean: number; deviation: number; kurtosis: number } => {
  const n = data.length;
  const mean = data.reduce((sum, x) => sum + x, 0) / n;
  const of = (power: number): number => data.reduce((sum, x) => sum + (x - mean) ** power, 0) / n;
  return { mean, deviation: Math.sqrt(of(2)), kurtosis: of(4) / of(2) ** 2 };
};

beforeEach(() => manualSeed(1));

describe("the generator", () => {
  test("is xoshiro128**: the words of Blackman and Vigna's program from the state 1, 2, 3, 4", () => {
    const words = new Uint32Array(10);
    drawInto(words, Uint32Array.of(1, 2, 3, 4));
    expect(Array.from(words)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test("goes on where it stopped", () => {
    const [whole, first, second] = [new Uint32Array(7), new Uint32Array(3), new Uint32Array(4)];
    drawInto(whole, Uint32Array.of(5, 6, 7, 8));
    const state = Uint32Array.of(5, 6, 7, 8);
    drawInto(first, state);
    drawInto(second, state);
    expect([...first, ...second]).toEqual(Array.from(whole));
  });

  test("the parts of a long draw are those of short ones", () => {
    const [whole, parts] = [new Float32Array(1000), new Float32Array(1000)];
    uniformInto(whole, 1);
    manualSeed(1);
    for (let i = 0; i < 1000; i += 50) uniformInto(parts.subarray(i, i + 50), 1);
    expect(parts).toEqual(whole);
    manualSeed(1);
    dropInto(whole, 0.5, 1);
    manualSeed(1);
    for (let i = 0; i < 1000; i += 125) dropInto(parts.subarray(i, i + 125), 0.5, 1);
    expect(parts).toEqual(whole);
  });

  // Computed by the same formulas in Python; what counts is that every engine and machine has these.
  test.each([
    ["uniform", (data: Float32Array) => uniformInto(data, 0.1), "602d5c57d0d970de"],
    ["normal", (data: Float32Array) => normalInto(data, 0.1), "d0abc9e0271feb36"],
    ["mask", (data: Float32Array) => dropInto(data, 0.3, 1 / 0.7), "0b703b5313592a5e"],
  ])("%s: the same bits everywhere", (_, fill, expected) => {
    const data = new Float32Array(10_001);
    fill(data);
    expect(hash(data)).toBe(expected);
  });

  const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 0x9e3779b9, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  test("seeds give the same again, and each another", () => {
    const drawn = (seed: number): string => {
      manualSeed(seed);
      const data = new Float32Array(20);
      uniformInto(data, 1);
      return hash(data);
    };
    const hashes = seeds.map(drawn);
    expect(seeds.map(drawn)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(seeds.length);
  });

  test("without a seed each process has its own", () => {
    const program = `import { uniformInto } from ${JSON.stringify(new URL("../src/nn/random.ts", import.meta.url).href)};
      const data = new Float32Array(4); uniformInto(data, 1); console.log(data.join());`;
    const run = (): string =>
      execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { encoding: "utf8" });
    expect(run()).not.toBe(run());
  });

  test.each([
    ["0.5", 0.5, RangeError, "manualSeed: n is 0.5, expected a whole number of at most 53 bits"],
    ["NaN", Number.NaN, RangeError, "manualSeed: n is NaN, expected a whole number of at most 53 bits"],
    ["2 ** 53", 2 ** 53, RangeError, "manualSeed: n is 9007199254740992, expected a whole number of at most 53 bits"],
    ["a string", "1", TypeError, "manualSeed: n is [object String], expected a whole number"],
    ["nothing", undefined, TypeError, "manualSeed: n is missing, expected a whole number"],
  ])("refuses %s as a seed", (_, seed, Kind, message) => {
    const call = (): void => manualSeed(seed as number);
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
  });
});

describe("distributions", () => {
  const N = 200_000;

  test("uniform: even over its range, which it never leaves", () => {
    const data = new Float32Array(N);
    for (const bound of [1, 0.1, 1 / Math.sqrt(3), 1 / Math.sqrt(784)]) {
      uniformInto(data, bound);
      expect(data.every((x) => Math.abs(x) <= bound)).toBe(true);
      const { mean, deviation } = moments(data);
      expect(Math.abs(mean)).toBeLessThan((5 * bound) / Math.sqrt(3 * N));
      expect(deviation / bound).toBeCloseTo(1 / Math.sqrt(3), 2);
      const counts = new Uint32Array(10);
      for (const x of data) {
        const tenth = Math.min(9, Math.floor((x / bound + 1) * 5));
        counts[tenth] = (counts[tenth] as number) + 1;
      }
      for (const count of counts) expect(Math.abs(count - N / 10)).toBeLessThan(5 * Math.sqrt(N / 10));
    }
  });

  test("normal: its moments, and its tail by the distribution function", () => {
    const data = new Float32Array(N);
    normalInto(data, 2);
    const { mean, deviation, kurtosis } = moments(data);
    expect(Math.abs(mean)).toBeLessThan((5 * 2) / Math.sqrt(N));
    expect(Math.abs(deviation - 2)).toBeLessThan((5 * 2) / Math.sqrt(2 * N));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(5 * Math.sqrt(24 / N));
    // P(|x| > k deviations)
    for (const [k, share] of [
      [0.5, 0.6170750774519738],
      [1, 0.31731050786291415],
      [2, 0.04550026389635842],
      [3, 0.002699796063260207],
    ] as const) {
      const count = data.filter((x) => Math.abs(x) > 2 * k).length;
      expect(Math.abs(count - N * share), `beyond ${k}`).toBeLessThan(5 * Math.sqrt(N * share));
    }
  });

  test("normal: neighbours do not know of each other", () => {
    const data = new Float32Array(N);
    normalInto(data, 1);
    for (const lag of [1, 2, 3]) {
      let sum = 0;
      for (let i = lag; i < N; i++) sum += (data[i] as number) * (data[i - lag] as number);
      expect(Math.abs(sum / N)).toBeLessThan(5 / Math.sqrt(N));
    }
  });

  test("normal: an odd count and none", () => {
    for (const n of [0, 1, 3]) {
      const data = new Float32Array(n);
      normalInto(data, 1);
      expect(data.every((x) => x !== 0)).toBe(true);
    }
  });

  test.each([0, 0.1, 0.5, 0.9, 1])("mask: zeros with probability %d", (p) => {
    const data = new Float32Array(N);
    dropInto(data, p, 3);
    const zeros = data.filter((x) => x === 0).length;
    expect(data.every((x) => x === 0 || x === 3)).toBe(true);
    if (p === 0 || p === 1) expect(zeros).toBe(p * N);
    else expect(Math.abs(zeros - p * N)).toBeLessThan(5 * Math.sqrt(N * p * (1 - p)));
  });
});

const gains: readonly [Nonlinearity, a: number, gain: number][] = [
  ["linear", 0, 1],
  ["sigmoid", 0, 1],
  ["tanh", 0, 5 / 3],
  ["relu", 0, Math.SQRT2],
  ["relu", 9, Math.SQRT2],
  ["selu", 0, 0.75],
  ["leakyRelu", 0, Math.SQRT2],
  ["leakyRelu", 0.01, Math.sqrt(2 / 1.0001)],
  ["leakyRelu", Math.sqrt(5), Math.sqrt(1 / 3)],
];
const shapes: readonly [shape: number[], fanIn: number, fanOut: number][] = [
  [[100, 400], 400, 100],
  [[64, 32, 3, 5], 480, 960],
  [[200, 50, 4], 200, 800],
];
const modes: readonly FanMode[] = ["fanIn", "fanOut"];

/** Within five deviations of what so many numbers show by chance. */
const expectNormal = ({ data }: Tensor, expected: number): void => {
  const { deviation, kurtosis } = moments(data);
  expect(Math.abs(deviation / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * data.length));
  expect(kurtosis).toBeGreaterThan(2.8);
};
const expectUniform = ({ data }: Tensor, bound: number): void => {
  const largest = data.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(bound * 0.999);
  expect(moments(data).kurtosis).toBeCloseTo(1.8, 1);
};

describe.each(shapes)("of shape %j", (shape, fanIn, fanOut) => {
  test.each(modes.flatMap((mode) => gains.map(([nonlinearity, a, gain]) => ({ mode, nonlinearity, a, gain }))))("kaiming: %j", (one) => {
    const { gain, ...options } = one;
    const fan = options.mode === "fanIn" ? fanIn : fanOut;
    expectNormal(init.kaimingNormal(weight(...shape), options), gain / Math.sqrt(fan));
    expectUniform(init.kaimingUniform(weight(...shape), options), gain * Math.sqrt(3 / fan));
  });

  test.each([1, 5 / 3])("xavier, gain %d", (gain) => {
    expectNormal(init.xavierNormal(weight(...shape), { gain }), gain * Math.sqrt(2 / (fanIn + fanOut)));
    expectUniform(init.xavierUniform(weight(...shape), { gain }), gain * Math.sqrt(6 / (fanIn + fanOut)));
  });

  test("by default leakyRelu of slope 0 by fanIn, and gain 1", () => {
    expectNormal(init.kaimingNormal(weight(...shape)), Math.sqrt(2 / fanIn));
    expectUniform(init.kaimingUniform(weight(...shape), {}), Math.sqrt(6 / fanIn));
    expectNormal(init.xavierNormal(weight(...shape)), Math.sqrt(2 / (fanIn + fanOut)));
    expectUniform(init.xavierUniform(weight(...shape)), Math.sqrt(6 / (fanIn + fanOut)));
  });
});

describe("init", () => {
  test("writes into data and gives the parameter", () => {
    const p = weight(3, 2);
    const { data } = p;
    expect(init.constant(p, 0.5)).toBe(p);
    expect(p.data).toBe(data);
    expect(Array.from(data)).toEqual(new Array(6).fill(0.5));
    expect(Array.from(init.constant(weight(), Number.NEGATIVE_INFINITY).data)).toEqual([Number.NEGATIVE_INFINITY]);
    for (const fill of [init.kaimingNormal, init.kaimingUniform, init.xavierNormal, init.xavierUniform]) expect(fill(p)).toBe(p);
    expect(Array.from(p.grad)).toEqual(new Array(6).fill(0));
  });

  test("weights without elements stay so", () => {
    for (const fill of [init.kaimingNormal, init.kaimingUniform, init.xavierNormal, init.xavierUniform])
      for (const shape of [
        [0, 3],
        [3, 0],
        [0, 0, 2],
      ])
        expect(fill(weight(...shape)).data).toHaveLength(0);
  });

  const bad = (value: unknown): never => value as never;
  const w = weight(2, 2);
  const names = Object.keys(init).filter((name) => name !== "constant") as ("kaimingNormal" | "xavierNormal")[];
  test.each([
    ...names.flatMap((name): [string, () => unknown, typeof TypeError | typeof RangeError, string][] => [
      [
        `${name} of a bias`,
        () => init[name](weight(3)),
        RangeError,
        `init.${name}: parameter has shape [3], expected two axes or more, [out, in, …]`,
      ],
      [`${name} of a scalar`, () => init[name](weight()), RangeError, `init.${name}: parameter has shape [], expected two axes or more`],
      [
        `${name} of an array`,
        () => init[name](bad(Float32Array.of(1))),
        TypeError,
        `init.${name}: parameter is [object Float32Array], expected a tensor`,
      ],
      [`${name} of nothing`, () => init[name](bad(undefined)), TypeError, `init.${name}: parameter is missing, expected a tensor`],
      [`${name}, an unknown option`, () => init[name](w, bad({ std: 1 })), TypeError, `init.${name}: options has std, expected`],
    ]),
    ["a NaN", () => init.kaimingNormal(w, { a: Number.NaN }), RangeError, "init.kaimingNormal: a is NaN, expected a finite number"],
    [
      "mode fan_in",
      () => init.kaimingNormal(w, { mode: bad("fan_in") }),
      RangeError,
      'init.kaimingNormal: mode is "fan_in", expected "fanIn" or "fanOut"',
    ],
    [
      "gelu",
      () => init.kaimingUniform(w, { nonlinearity: bad("gelu") }),
      RangeError,
      'init.kaimingUniform: nonlinearity is "gelu", expected "linear" or',
    ],
    [
      "a function",
      () => init.kaimingUniform(w, { nonlinearity: bad(Math.max) }),
      TypeError,
      "init.kaimingUniform: nonlinearity is [object Function], expected",
    ],
    ["gain −1", () => init.xavierNormal(w, { gain: -1 }), RangeError, "init.xavierNormal: gain is -1, expected a finite number, 0 or more"],
    ["no value", () => init.constant(w, bad(undefined)), TypeError, "init.constant: value is missing, expected a number"],
    ["a number", () => init.constant(bad(1), 1), TypeError, "init.constant: parameter is 1, expected a tensor"],
  ] as [string, () => unknown, typeof TypeError | typeof RangeError, string][])("refuses %s", (_, call, Kind, message) => {
    w.data.fill(7);
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
    expect(Array.from(w.data)).toEqual([7, 7, 7, 7]);
  });
});
