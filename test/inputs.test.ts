// If this fails, a kind of input or of buffer that the README promises does not work.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Floats, relu } from "./support/api.js";
import { foreignFloats } from "./support/host.js";
import { patterns, samePatterns } from "./support/patterns.js";
import { values } from "./support/values.js";
import { variants } from "./support/variants.js";

const sizes = [0, 1, 3, 12, 13, 100, 3000];
const Resizable = ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer & { resize(bytes: number): void };

const expectSame = (got: Floats, expected: Floats): void => {
  if (!samePatterns(got, expected)) expect(patterns(got)).toEqual(patterns(expected));
};

describe.each(variants.map((variant) => [variant.title, variant] as const))("%s", (_, variant) => {
  const x = values(Float32Array, 3000, 3);
  const dy = values(Float32Array, 3000, 4);

  test.each(sizes)("%i elements over shared and resizable buffers, at an offset, as input and as out", (n) => {
    const [input, upstream] = [x.slice(0, n), dy.slice(0, n)];
    const expected = variant.run(upstream, input) as Floats;
    for (const buffer of [new SharedArrayBuffer(4 * n + 8), new Resizable(4 * n + 8, { maxByteLength: 4 * n + 64 })])
      for (const offset of [0, 4]) {
        const view = new Float32Array(buffer, offset, n);
        view.set(input);
        const fresh = variant.run(upstream, view) as Floats;
        expect(fresh.buffer).toBeInstanceOf(ArrayBuffer);
        expectSame(fresh, expected);
        expect(variant.run(upstream, view, view)).toBe(view);
        expectSame(view, expected);
        view.fill(0);
        variant.run(upstream, input, view);
        expectSame(view, expected);
      }
  });

  test("a view that tracks the length of its buffer", () => {
    const buffer = new Resizable(80, { maxByteLength: 800 });
    const view = new Float32Array(buffer);
    for (const n of [20, 150, 7]) {
      buffer.resize(4 * n);
      view.set(x.subarray(0, n));
      expectSame(variant.run(dy.slice(0, n), view) as Floats, variant.run(dy.slice(0, n), x.slice(0, n)) as Floats);
    }
  });

  test("arrays of another realm", () => {
    const foreign = foreignFloats(-1, 0.25, 2, Number.NaN);
    expect(foreign).not.toBeInstanceOf(Float32Array);
    expect(patterns(variant.run(Float32Array.of(1, 1, 1, 1), foreign) as Floats)).toEqual(
      patterns(variant.run(Float32Array.of(1, 1, 1, 1), Float32Array.of(-1, 0.25, 2, Number.NaN)) as Floats),
    );
  });

  test("nested arrays keep their nesting and are float64", () => {
    const { array } = fc.letrec<{ nested: unknown; array: unknown[] }>((tie) => ({
      nested: fc.oneof({ depthSize: "small" }, fc.double(), tie("array")),
      array: fc.array(tie("nested")),
    }));
    const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);
    const shape = (value: unknown): unknown => (Array.isArray(value) ? value.map(shape) : 0);
    fc.assert(
      fc.property(array, (input) => {
        const result = variant.run(input, input);
        expect(JSON.stringify(shape(result))).toBe(JSON.stringify(shape(input)));
        const numbers = Float64Array.from(flat(input));
        expectSame(Float64Array.from(flat(result)), variant.run(numbers, numbers) as Floats);
        expect(result).not.toBe(input);
      }),
      // The same inputs for every function, of which there are 80: together they are 1,600.
      { numRuns: 20 },
    );
  });

  test("nothing is kept between calls", () => {
    const first = variant.run(dy.slice(0, 50), x.slice(0, 50)) as Floats;
    const copy = patterns(first);
    variant.run(dy.slice(50, 100), x.slice(50, 100));
    expect(patterns(first)).toEqual(copy);
  });
});

test("relu of integers: max(x, 0) at every length and offset, in place and apart", () => {
  for (const Type of [Int8Array, Int16Array, Int32Array]) {
    const tile = 8192 / Type.BYTES_PER_ELEMENT;
    for (const n of [...Array.from({ length: 41 }, (_, i) => i), tile - 1, tile, tile + 1, 2 * tile + 3]) {
      const whole = new Type(n + 40).map((_, i) => Math.imul(i + n, 2654435761) >> (32 - 8 * Type.BYTES_PER_ELEMENT));
      const offset = n % 16;
      const input = whole.slice(offset, offset + n);
      const expected = input.map((value) => Math.max(value, 0));
      expect(relu(input as Int8Array)).toEqual(expected);
      const out = whole.subarray(offset, offset + n);
      const around = [whole.slice(0, offset), whole.slice(offset + n)];
      expect(relu(out as Int8Array, { out: out as Int8Array })).toBe(out);
      expect(out).toEqual(expected);
      expect([whole.slice(0, offset), whole.slice(offset + n)]).toEqual(around);
    }
    expect(relu(Type.of(-(2 ** (8 * Type.BYTES_PER_ELEMENT - 1)), -1, 0, 1) as Int8Array)).toEqual(Type.of(0, 0, 0, 1));
  }
});

test("relu keeps the bits of a signaling NaN, which no number can be, in arrays of every length", () => {
  for (const [Type, bits] of [
    [Float32Array, [0x7fa12345]],
    [Float64Array, [0x12345, 0x7ff40000]],
  ] as const)
    for (const n of [...Array.from({ length: 40 }, (_, i) => i + 1), 3000]) {
      const x = new Type(n).fill(-1);
      new Uint32Array(x.buffer).set(bits, (n - 1) * bits.length);
      const expected = new Uint32Array(x.buffer).slice(-bits.length);
      expect(new Uint32Array(relu(x as Float32Array).buffer).slice(-bits.length)).toEqual(expected);
      relu(x as Float32Array, { out: x as Float32Array });
      expect(new Uint32Array(x.buffer).slice(-bits.length)).toEqual(expected);
    }
});
