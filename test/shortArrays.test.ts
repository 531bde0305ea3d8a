// If this fails, an array that is short enough for a loop in JavaScript has other bits than the kernel gives, or the loop goes where an
// array of another kind has to go.
import { describe, expect, test } from "vitest";
import { Heap, inWords, type Params, parametersOf, relu, unary } from "./support/api.js";
import { domainOf, inputsFor } from "./support/domains.js";
import { patterns, samePatterns } from "./support/patterns.js";
import { values } from "./support/values.js";

/** Beyond what is short. */
const MOST = 70;
/** In a heap it is always the kernel that computes. */
const heap = new Heap(1 << 20);

const special = Float32Array.from([0, -0, 1 / 0, -1 / 0, Number.NaN, 1e-45, -1e-45, 3.4e38, -3.4e38, 0.5, -0.5, 1, -1, 3, 6, 7]);
const NAN_BITS = [0x7fc00000, 0xffc00000, 0xffc00123, 0x7f800001, 0xff812345, 0x7fffffff];

/** Special values, NaNs of all kinds, what the parameters make special, and any others. */
const inputsOf = (a: number, b: number): Float32Array => {
  const parts = [special, new Float32Array(Uint32Array.from(NAN_BITS).buffer), inputsFor("f32", a, b), values(Float32Array, 400, 5)];
  const all = new Float32Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const exact = unary.filter(({ definition }) => definition.each);
const required: Readonly<Record<string, Params>> = { threshold: { threshold: 0.1, value: -20 } };

test("which have such a loop: those with one right result", () => {
  const names = exact.map(({ definition }) => definition.name);
  expect(names).toEqual(unary.filter(({ definition }) => definition.ulp.f32 === 0).map(({ definition }) => definition.name));
  expect(names).toContain("relu");
});

describe.each(exact.map((op) => [op.definition.name, op] as const))("%s", (name, op) => {
  const nan = op.definition.keepsNaN ? "kept" : "folded";
  const standard = required[name] ?? {};

  /** By the kernel, or by the formula where there is none. */
  const byKernel = (x: Float32Array, params: Params): Float32Array => {
    const inHeap = heap.float32(x);
    op(inHeap, { ...params, out: inHeap } as never);
    const y = inHeap.slice();
    heap.free(inHeap);
    return y;
  };

  const check = (x: Float32Array, expected: Float32Array, params: Params): void => {
    for (const out of [new Float32Array(x.length).fill(99), x.slice()]) {
      const from = out[0] === 99 ? x : out;
      if (op(from, { ...params, out } as never) !== out) expect.unreachable("another array than out was returned");
      if (!samePatterns(out, expected, nan)) expect(patterns(out, nan), inWords(params)).toEqual(patterns(expected, nan));
    }
  };

  test("every length, wherever a value stands", () => {
    const x = inputsOf(...parametersOf(op.definition, standard, "f32"));
    const y = byKernel(x, standard);
    for (let n = 0; n <= MOST; n++)
      for (let at = 0; at + n <= x.length; at += 1 + (n >> 1)) check(x.slice(at, at + n), y.slice(at, at + n), standard);
  });

  test("every parameter that may be", () => {
    for (const params of domainOf(op.definition, "f32")) {
      const given = { ...standard, ...params };
      const x = inputsOf(...parametersOf(op.definition, given, "f32"));
      const y = byKernel(x, given);
      for (let at = 0, n = 1; at + n <= x.length; at += n, n = (n % 41) + 5) check(x.slice(at, at + n), y.slice(at, at + n), given);
    }
  });

  test("one bit pattern of 65,521", () => {
    const words = new Uint32Array(Math.ceil(2 ** 32 / 65_521)).map((_, i) => i * 65_521);
    const x = new Float32Array(words.buffer);
    const y = byKernel(x, standard);
    // By views: no number is read on the way.
    const out = new Float32Array(x.length);
    for (let at = 0; at < x.length; at += 16) op(x.subarray(at, at + 16), { ...standard, out: out.subarray(at, at + 16) } as never);
    expect(samePatterns(out, y, nan)).toBe(true);
  });

  test("views of one buffer: apart, touching, the same; those across an edge are refused, and nothing is written", () => {
    const x = inputsOf(...parametersOf(op.definition, standard, "f32")).slice(0, 8);
    const y = byKernel(x, standard);
    for (const distance of [-16, -8, -7, -1, 0, 1, 7, 8, 16]) {
      const buffer = new ArrayBuffer(4 * 48);
      const from = new Float32Array(buffer, 64, 8);
      const out = new Float32Array(buffer, 64 + 4 * distance, 8);
      from.set(x);
      const before = patterns(new Float32Array(buffer), "kept");
      const run = (): unknown => op(from, { ...standard, out } as never);
      if (distance !== 0 && Math.abs(distance) < 8) {
        expect(run).toThrow(RangeError);
        expect(patterns(new Float32Array(buffer), "kept")).toEqual(before);
      } else {
        expect(run()).toBe(out);
        expect(patterns(out, nan)).toEqual(patterns(y, nan));
      }
    }
  });

  test("an out that is no Float32Array of x's length is refused, and not written", () => {
    const x = Float32Array.of(-1, 2, 3);
    for (const out of [new Float64Array(3), new Float32Array(2), new Float32Array(4), new Int32Array(3), [0, 0, 0]]) {
      expect(() => op(x, { ...standard, out } as never)).toThrow(new RegExp(`^${name}: out `));
      expect([...out].every((value) => value === 0)).toBe(true);
    }
  });

  test("buffers that are shared, or have been moved away from", () => {
    const x = Float32Array.of(-1, 2, -0, 7);
    const shared = new Float32Array(new SharedArrayBuffer(16));
    op(x, { ...standard, out: shared } as never);
    expect(patterns(shared.slice())).toEqual(patterns(byKernel(x, standard)));
    const gone = new Float32Array(4);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(() => op(x, { ...standard, out: gone } as never)).toThrow(/: out is detached/);
    expect(() => op(gone, { ...standard, out: x } as never)).toThrow(/: x is detached/);
    expect(patterns(op(x, { ...standard, out: x } as never))).toEqual(patterns(shared.slice()));
  });
});

test("an array of a heap that is disposed is refused however short", () => {
  const gone = new Heap(1 << 10);
  const x = gone.float32([-1, 2]);
  gone.dispose();
  expect(() => relu(x, { out: x })).toThrow(/disposed/);
  expect(() => relu(x, { out: new Float32Array(2) })).toThrow(/disposed/);
  expect(() => relu(new Float32Array(2), { out: x })).toThrow(/disposed/);
});
