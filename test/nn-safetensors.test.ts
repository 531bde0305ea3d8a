// If this fails, a model file is read wrong, or what is written is not the format.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { inOrderOfFiles, swapBytes } from "../src/nn/byteOrder.js";
import { readSafetensors, writeSafetensors } from "../src/nn/safetensors.js";
import { entry, file, fileOf } from "./support/safetensors.js";
import { tensor } from "./support/tensor.js";

const bitsOf = ({ data }: Tensor): number[] => Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length));
const one = (dtype: string, data: Uint8Array, length: number): Tensor =>
  readSafetensors(fileOf({ x: entry(dtype, [length], 0, data.length) }, data))["x"] as Tensor;

describe("dtypes", () => {
  const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const bytes = new Uint8Array(all.buffer);
  /** The value of a float of 16 bits, by its definition. */
  const value = (bits: number, mantissaBits: number): number => {
    const exponentBits = 15 - mantissaBits;
    const bias = 2 ** (exponentBits - 1) - 1;
    const sign = bits >= 32768 ? -1 : 1;
    const exponent = Math.floor(bits / 2 ** mantissaBits) % 2 ** exponentBits;
    const fraction = (bits % 2 ** mantissaBits) / 2 ** mantissaBits;
    if (exponent === 2 ** exponentBits - 1) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return exponent ? sign * (1 + fraction) * 2 ** (exponent - bias) : sign * fraction * 2 ** (1 - bias);
  };

  test.each([
    ["F16", 10],
    ["BF16", 7],
  ])("%s: every one of 65,536 inputs", (dtype, mantissaBits) => {
    const { data } = one(dtype, bytes, 65536);
    const wrong = Array.from(all).filter((bits) => !Object.is(data[bits], value(bits, mantissaBits)));
    expect(wrong).toEqual([]);
  });

  test("F32: every bit, NaN's too", () => {
    const bits = [0, 0x80000000, 1, 0x7f800001, 0xffc12345, 0x7fffffff, 0x3f800000, 0xff7fffff];
    expect(bitsOf(one("F32", new Uint8Array(Uint32Array.from(bits).buffer), bits.length))).toEqual(bits);
  });

  test("words are turned round where the engine has the highest byte first, and only there", () => {
    const words = Uint32Array.of(0x01020304, 0xfffefdfc);
    inOrderOfFiles(words);
    expect(new DataView(words.buffer).getUint32(0, true)).toBe(0x01020304);
    swapBytes(words);
    expect(new DataView(words.buffer).getUint32(0, false)).toBe(0x01020304);
    expect(new DataView(words.buffer).getUint32(4, false)).toBe(0xfffefdfc);
  });

  test("F64: rounded to nearest, ties to even", () => {
    const numbers = [1 + 2 ** -24, 1 + 2 ** -23 + 2 ** -24, 1 + 2 ** -24 + 2 ** -52, 1e300, -1e-300, 2 ** -150, 3e-46, Number.NaN, -0, 0.1];
    const expected = [1, 1 + 2 ** -22, 1 + 2 ** -23, Number.POSITIVE_INFINITY, -0, 0, 0, Number.NaN, -0, Math.fround(0.1)];
    expect(Array.from(one("F64", new Uint8Array(Float64Array.from(numbers).buffer), numbers.length).data)).toEqual(expected);
  });

  /** The float32 nearest to an integer, in integers alone. */
  const nearest = (n: bigint): number => {
    const magnitude = n < 0n ? -n : n;
    const shift = BigInt(Math.max(0, magnitude.toString(2).length - 24));
    const low = magnitude & ((1n << shift) - 1n);
    const half = shift ? 1n << (shift - 1n) : 1n;
    let top = magnitude >> shift;
    if (low > half || (low === half && (top & 1n) === 1n)) top++;
    return Number(n < 0n ? -(top << shift) : top << shift);
  };
  const int64 = (numbers: readonly bigint[]): number[] =>
    Array.from(one("I64", new Uint8Array(BigInt64Array.from(numbers).buffer), numbers.length).data);

  test("I64: rounded once", () => {
    const numbers = [
      0n,
      1n,
      -1n,
      16777217n,
      -16777219n,
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      2n ** 32n,
      -(2n ** 32n),
      -(2n ** 52n) - 1n,
    ];
    // Between two float32, past their middle by less than a float64 has place for: rounding twice ends up below.
    for (let shift = 30n; shift <= 39n; shift++)
      for (const sign of [1n, -1n])
        for (const by of [-1n, 0n, 1n])
          for (const odd of [0n, 1n]) numbers.push(sign * (((2n ** 23n + odd) << shift) + (1n << (shift - 1n)) + by));
    expect(int64(numbers).map((x) => x + 0)).toEqual(numbers.map(nearest));
  });

  test("I64: random ones of every size", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(63), (n, shift) => {
        expect(int64([n >> BigInt(shift)])).toEqual([nearest(n >> BigInt(shift))]);
      }),
    );
  });
});

describe("reading", () => {
  const shapes = {
    "layer.weight": tensor([1, 2, 3, 4, 5, 6], [2, 3]),
    "layer.bias": tensor([7, 8], [2]),
    count: tensor([9], []),
    none: tensor([], [0, 4]),
  };
  const bytes = writeSafetensors(shapes);

  test("from a Uint8Array, an ArrayBuffer, a view, shared memory", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    for (const source of [bytes, bytes.buffer, bytes.subarray(), shared]) expect({ ...readSafetensors(source) }).toEqual(shapes);
  });

  test("at any offset", () => {
    for (let offset = 0; offset < 9; offset++) {
      const memory = new Uint8Array(offset + bytes.length + 3);
      memory.set(bytes, offset);
      expect({ ...readSafetensors(memory.subarray(offset, offset + bytes.length)) }).toEqual(shapes);
    }
  });

  test("data at odd places", () => {
    const header = '{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"F64","shape":[1],"data_offsets":[2,10]}}';
    const data = new Uint8Array(10);
    new DataView(data.buffer).setUint16(0, 0x3c00, true);
    new DataView(data.buffer).setFloat64(2, 0.5, true);
    for (const spaces of ["", " ", "  ", "   \n\t"])
      expect({ ...readSafetensors(file(header + spaces, data)) }).toEqual({ a: tensor([1], [1]), b: tensor([0.5], [1]) });
  });

  test("copies", () => {
    const source = bytes.slice();
    const read = readSafetensors(source);
    source.fill(255);
    expect({ ...read }).toEqual(shapes);
  });

  test("tensors in another order than their bytes, metadata anywhere", () => {
    const header = { b: entry("F32", [1], 4, 8), __metadata__: { format: "pt" }, a: entry("F32", [1], 0, 4) };
    const read = readSafetensors(fileOf(header, new Uint8Array(Float32Array.of(1, 2).buffer)));
    expect(Object.entries(read)).toEqual([
      ["b", tensor([2], [1])],
      ["a", tensor([1], [1])],
    ]);
  });

  test("tensors of no elements, wherever they lie between others", () => {
    const header = { a: entry("F32", [1], 0, 4), b: entry("F32", [0], 4, 4), c: entry("F16", [3, 0], 0, 0), d: entry("F32", [1], 4, 8) };
    expect(Object.keys(readSafetensors(fileOf(header, 8)))).toEqual(["a", "b", "c", "d"]);
  });

  test("no tensors", () => {
    expect(Object.keys(readSafetensors(file("{}")))).toEqual([]);
  });

  test("the example of the format's own description", () => {
    const header = '{"test":{"dtype":"I64","shape":[2,2],"data_offsets":[0,32]},"__metadata__":{"foo":"bar"}}';
    const data = new Uint8Array(BigInt64Array.of(1n, 2n, 3n, -4n).buffer);
    expect({ ...readSafetensors(file(header, data)) }).toEqual({ test: tensor([1, 2, 3, -4], [2, 2]) });
  });

  test.each(["__proto__", "constructor", "toString", "", "0", "é – 漢 😀", 'a "quoted" \\ one', "\u0000\n"])(
    "the name %j is one like others",
    (name) => {
      const record = Object.fromEntries([[name, tensor([1], [1])]]);
      const read = readSafetensors(writeSafetensors(record));
      expect(Object.getPrototypeOf(read)).toBe(null);
      expect(Object.entries(read)).toEqual([[name, tensor([1], [1])]]);
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      expect(({} as { shape?: unknown }).shape).toBeUndefined();
    },
  );
});

describe("writing", () => {
  test("byte by byte: sorted names, offsets one after the other, spaces up to a multiple of 8", () => {
    const bytes = writeSafetensors({ b: tensor([1], [1]), a: tensor([2, 3], [2, 1]) }, { metadata: { format: "pt" } });
    const header =
      '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(padded).not.toBe(header);
    expect(bytes).toEqual(file(padded, new Uint8Array(Float32Array.of(2, 3, 1).buffer)));
    expect(bytes.byteOffset).toBe(0);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  });

  test("no tensors: an empty header", () => {
    expect(writeSafetensors({})).toEqual(file("{}      "));
    expect(writeSafetensors({}, { metadata: {} })).toEqual(file('{"__metadata__":{}}     '));
  });

  test("equal tensors make equal files, in whatever order they came", () => {
    const [a, b] = [tensor([1], [1]), tensor([2], [1])];
    expect(writeSafetensors({ a, b, 1: a })).toEqual(writeSafetensors({ b, 1: a, a }));
  });

  test("leaves the record alone, and takes parts of larger memory", () => {
    const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const record = Object.freeze({ x: Object.freeze({ data: part, shape: Object.freeze([2]) }) });
    expect({ ...readSafetensors(writeSafetensors(record)) }).toEqual({ x: tensor([2, 3], [2]) });
  });
});

test("what is written is read again, bit by bit", () => {
  const tensors = fc.array(fc.nat(3), { maxLength: 4 }).chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return fc.uint32Array({ minLength: length, maxLength: length }).map((bits) => ({ data: new Float32Array(bits.slice().buffer), shape }));
  });
  const text = fc.string({ unit: "binary" });
  const names = fc.oneof(text, fc.constantFrom("__proto__", "hasOwnProperty", "0.weight", "10")).filter((name) => name !== "__metadata__");
  const records = fc.array(fc.tuple(names, tensors), { maxLength: 6 });
  fc.assert(
    fc.property(records, fc.dictionary(text, text), (entries, metadata) => {
      const record = Object.fromEntries(entries);
      const bytes = writeSafetensors(record, { metadata });
      expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
      const read = readSafetensors(bytes);
      expect(Object.keys(read).sort()).toEqual(Object.keys(record).sort());
      for (const [name, { data, shape }] of Object.entries(record)) {
        expect(read[name]?.shape).toEqual(shape);
        expect(bitsOf(read[name] as Tensor)).toEqual(bitsOf({ data, shape }));
      }
    }),
  );
});
