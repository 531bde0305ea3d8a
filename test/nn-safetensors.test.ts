// If this fails, a model file is read wrong, a malformed one gets through, or what is written is not the format.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { inOrderOfFiles, swapBytes } from "../src/nn/byteOrder.js";
import { readSafetensors, writeSafetensors } from "../src/nn/safetensors.js";

const bad = (value: unknown): never => value as never;
const bitsOf = ({ data }: Tensor): number[] => Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length));
const tensor = (data: Iterable<number>, shape: readonly number[]): Tensor => ({ data: Float32Array.from(data), shape });

/** A file of a header as it stands and so many bytes of data. */
const file = (header: string | Uint8Array, data: Uint8Array | number = 0): Uint8Array => {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const body = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
};
const entry = (dtype: string, shape: readonly number[], from: number, to: number): object => ({ dtype, shape, data_offsets: [from, to] });
const fileOf = (header: object, data: Uint8Array | number = 0): Uint8Array => file(JSON.stringify(header), data);
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

test("a file cut off anywhere, or with a byte more, is refused", () => {
  const bytes = writeSafetensors({ a: tensor([1, 2], [2]), b: tensor([3], [1]) });
  for (let length = 0; length < bytes.length; length++)
    expect(() => readSafetensors(bytes.subarray(0, length)), `${length}`).toThrow(RangeError);
  expect(() => readSafetensors(Uint8Array.of(...bytes, 0))).toThrow("bytes has 1 bytes after the last tensor, expected none");
});

const a = (value: unknown, data = 4): Uint8Array => fileOf({ a: value }, data);
const good = entry("F32", [1], 0, 4);
const text = (inner: string, data = 4): Uint8Array => file(inner, data);
const goodText = JSON.stringify(good);
const length = (bytes: readonly number[]): Uint8Array => Uint8Array.of(...bytes, 123, 125);
const twice = "each key once";

const malformed: readonly [title: string, bytes: Uint8Array, message: string][] = [
  ["seven bytes", new Uint8Array(7), "bytes has length 7, expected 8 or more, the length of the header"],
  ["a header longer than the file", length([3, 0, 0, 0, 0, 0, 0, 0]), "header has length 3, expected 2 at most, the bytes that are there"],
  ["a header beyond 100 MB", length([1, 225, 245, 5, 0, 0, 0, 0]), "header has length 100000001, expected 100000000 at most"],
  ["a header of 2⁶³ bytes", length([0, 0, 0, 0, 0, 0, 0, 128]), "header has length 9223372036854776000, expected 100000000 at most"],
  ["a header of 2³² + 2 bytes", length([2, 0, 0, 0, 1, 0, 0, 0]), "header has length 4294967298, expected 100000000 at most"],
  ["no header", file(""), "header is no JSON in UTF-8"],
  ["a header that stops", file('{"a":'), "header is no JSON in UTF-8"],
  ["bytes that are no UTF-8", file(Uint8Array.of(123, 34, 255, 34, 58, 49, 125)), "header is no JSON in UTF-8"],
  ["a byte order mark", file("\uFEFF{}"), "header is no JSON in UTF-8"],
  ["a comma at its end", text(`{"a":${goodText},}`), "header is no JSON in UTF-8"],
  ["zeros for padding", file("{}\0\0"), "header is no JSON in UTF-8"],
  ["space before the header", file(" {}"), "header is no object, expected an object of tensors from its first byte on"],
  ["a list for a header", file("[]"), "header is no object"],
  ["null for a header", file("null"), "header is no object"],
  ["a name twice", text(`{"a":${goodText},"a":${goodText}}`), `header has "a" twice, expected ${twice}`],
  ["a name twice, once escaped", text(`{"a":${goodText},"\\u0061":${goodText}}`), `header has "a" twice, expected ${twice}`],
  ["a name with quotes twice", text(`{"\\"{":${goodText},"\\u0022{" : ${goodText}}`), `header has "\\"{" twice, expected ${twice}`],
  ["__proto__ twice", text(`{"__proto__":${goodText},"__proto__":${goodText}}`), `header has "__proto__" twice, expected ${twice}`],
  ["__metadata__ twice", file('{"__metadata__":{},"__metadata__":{}}'), `header has "__metadata__" twice, expected ${twice}`],
  ["a key of metadata twice", file('{"__metadata__":{"k":"v","k":"k"}}'), `header has "k" twice, expected ${twice}`],
  [
    "a dtype twice",
    text('{"a":{"dtype":"F64","dtype":"F32","shape":[1],"data_offsets":[0,4]}}'),
    `header has "dtype" twice, expected ${twice}`,
  ],
  ["metadata that is a string", file('{"__metadata__":"x"}'), "__metadata__ is [object String], expected an object of strings"],
  ["metadata that is null", file('{"__metadata__":null}'), "__metadata__ is [object Null], expected an object of strings"],
  ["a number in metadata", file('{"__metadata__":{"epoch":1}}'), '__metadata__["epoch"] is 1, expected a string'],
  ["an object in metadata", file('{"__metadata__":{"__proto__":{}}}'), '__metadata__["__proto__"] is [object Object], expected a string'],
  ["a tensor that is null", a(null), 'tensor "a" is [object Null], expected { dtype, shape, data_offsets }'],
  ["a tensor that is a list", a([good]), 'tensor "a" is [object Array], expected { dtype, shape, data_offsets }'],
  ["no dtype", a({ shape: [1], data_offsets: [0, 4] }), 'tensor "a".dtype is missing, expected F32 or F16 or BF16 or F64 or I64'],
  [
    "dtype by way of __proto__",
    text('{"a":{"__proto__":{"dtype":"F32"},"shape":[1],"data_offsets":[0,4]}}'),
    'tensor "a".dtype is missing',
  ],
  ["dtype I32", a(entry("I32", [1], 0, 4)), 'tensor "a".dtype is "I32", expected F32 or F16 or BF16 or F64 or I64'],
  ["dtype f32", a(entry("f32", [1], 0, 4)), 'tensor "a".dtype is "f32", expected F32 or'],
  ["dtype a list", a({ ...good, dtype: ["F32"] }), 'tensor "a".dtype is [object Array], expected F32 or'],
  ["dtype toString", a(entry("toString", [1], 0, 4)), 'tensor "a".dtype is "toString", expected F32 or'],
  ["no shape", a({ dtype: "F32", data_offsets: [0, 4] }), 'tensor "a".shape is undefined, expected a list of whole numbers, 0 or more'],
  ["shape a number", a({ ...good, shape: 1 }), 'tensor "a".shape is 1, expected a list of whole numbers'],
  ["a negative size", a(entry("F32", [-1], 0, 4)), 'tensor "a".shape is [-1], expected a list of whole numbers'],
  ["two negative sizes", a(entry("F32", [-1, -1], 0, 4)), 'tensor "a".shape is [-1,-1], expected a list of whole numbers'],
  ["half a size", a(entry("F32", [0.5, 2], 0, 4)), 'tensor "a".shape is [0.5,2], expected a list of whole numbers'],
  ["a size that is a string", a({ ...good, shape: ["1"] }), 'tensor "a".shape is ["1"], expected a list of whole numbers'],
  [
    "−0 for a size",
    text('{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}', 0),
    'tensor "a".shape is [0], expected a list of whole numbers',
  ],
  ["a size of 1e300", a(entry("F32", [1e300], 0, 4)), 'tensor "a".shape is [1e+300], expected a list of whole numbers'],
  [
    "a product beyond 2⁵³",
    a(entry("F32", [2 ** 30, 2 ** 30], 0, 4)),
    'tensor "a".shape is [1073741824,1073741824], expected a product below 2 ** 53',
  ],
  [
    "a product beyond 2⁵³, times 0",
    a(entry("F32", [2 ** 30, 2 ** 30, 0], 0, 0), 0),
    'tensor "a".shape is [1073741824,1073741824,0], expected a product',
  ],
  ["no offsets", a({ dtype: "F32", shape: [1] }), 'tensor "a".data_offsets is undefined, expected two whole numbers, 0 or more'],
  ["one offset", a({ ...good, data_offsets: [4] }), 'tensor "a".data_offsets is [4], expected two whole numbers'],
  ["three offsets", a({ ...good, data_offsets: [0, 4, 8] }), 'tensor "a".data_offsets is [0,4,8], expected two whole numbers'],
  ["a negative offset", a(entry("F32", [1], -4, 0)), 'tensor "a".data_offsets is [-4,0], expected two whole numbers'],
  ["half an offset", a(entry("F32", [1], 0.5, 4.5), 8), 'tensor "a".data_offsets is [0.5,4.5], expected two whole numbers'],
  ["offsets as strings", a({ ...good, data_offsets: ["0", "4"] }), 'tensor "a".data_offsets is ["0","4"], expected two whole numbers'],
  ["the end before the start", a(entry("F32", [1], 4, 0)), 'tensor "a".data_offsets is [4, 0], expected 4 bytes (shape [1] of F32)'],
  ["bytes too few for the shape", a(entry("F32", [2], 0, 4)), 'tensor "a".data_offsets is [0, 4], expected 8 bytes (shape [2] of F32)'],
  ["bytes for F32 of an F16", a(entry("F16", [1], 0, 4)), 'tensor "a".data_offsets is [0, 4], expected 2 bytes (shape [1] of F16)'],
  ["bytes for F32 of an I64", a(entry("I64", [1], 0, 4)), 'tensor "a".data_offsets is [0, 4], expected 8 bytes (shape [1] of I64)'],
  ["a scalar of no bytes", a(entry("F32", [], 0, 0), 0), 'tensor "a".data_offsets is [0, 0], expected 4 bytes (shape [] of F32)'],
  ["data that stops", a(good, 3), 'tensor "a".data_offsets is [0, 4], expected 3 at most, the bytes that are there'],
  ["bytes left over", a(good, 5), "bytes has 1 bytes after the last tensor, expected none"],
  ["bytes and no tensor", file("{}", 4), "bytes has 4 bytes after the last tensor, expected none"],
  ["a hole at the start", a(entry("F32", [1], 4, 8), 8), 'tensor "a".data_offsets is [4, 8], after a hole, expected 0'],
  ["a hole between", fileOf({ a: good, b: entry("F32", [1], 8, 12) }, 12), 'tensor "b".data_offsets is [8, 12], after a hole, expected 4'],
  ["tensors on one place", fileOf({ a: good, b: good }, 4), 'tensor "b".data_offsets is [0, 4], an overlap, expected 4'],
  [
    "tensors that overlap",
    fileOf({ a: entry("F32", [2], 0, 8), b: entry("F32", [2], 4, 12) }, 12),
    'tensor "b".data_offsets is [4, 12], an overlap, expected 8',
  ],
  [
    "a tensor inside another",
    fileOf({ a: entry("F32", [3], 0, 12), b: entry("F32", [1], 4, 8) }, 12),
    'tensor "b".data_offsets is [4, 8], an overlap',
  ],
  [
    "one of no elements inside another",
    fileOf({ a: entry("F32", [2], 0, 8), b: entry("F32", [0], 4, 4) }, 8),
    'tensor "b".data_offsets is [4, 4], an overlap',
  ],
];

const caught = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each(malformed)("refuses a file with %s", (_, bytes, message) => {
  const error = caught(() => readSafetensors(bytes));
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toContain(`readSafetensors: ${message}`);
});

test("any byte changed is read or refused, by an error of ours", () => {
  const bytes = writeSafetensors({ a: tensor([1], [1]), b: tensor([2, 3], [2]) }, { metadata: { k: "v" } });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, to) => {
      const changed = bytes.slice();
      changed[at] = to;
      const error = caught(() => readSafetensors(changed));
      if (error !== undefined) expect((error as Error).message).toMatch(/^readSafetensors: .*, expected /);
    }),
  );
});

const t = tensor([1], [1]);
const detached = (): Uint8Array => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};
test.each([
  [
    "a string to read",
    () => readSafetensors(bad("{}")),
    TypeError,
    "readSafetensors: bytes is [object String], expected a Uint8Array or an ArrayBuffer",
  ],
  [
    "floats to read",
    () => readSafetensors(bad(new Float32Array(8))),
    TypeError,
    "readSafetensors: bytes is [object Float32Array], expected",
  ],
  ["nothing to read", () => readSafetensors(bad(undefined)), TypeError, "readSafetensors: bytes is missing, expected"],
  [
    "detached bytes",
    () => readSafetensors(detached()),
    TypeError,
    "readSafetensors: bytes is detached, expected memory that is still there",
  ],
  ["a detached buffer", () => readSafetensors(detached().buffer as ArrayBuffer), TypeError, "readSafetensors: bytes is detached, expected"],
  [
    "nothing to write",
    () => writeSafetensors(bad(undefined)),
    TypeError,
    "writeSafetensors: record is missing, expected an object of tensors",
  ],
  [
    "an array to write",
    () => writeSafetensors(bad([t])),
    TypeError,
    "writeSafetensors: record is [object Array], expected an object of tensors",
  ],
  [
    "a map to write",
    () => writeSafetensors(bad(new Map([["a", t]]))),
    TypeError,
    "writeSafetensors: record is [object Map], expected an object of tensors",
  ],
  [
    "a tensor to write",
    () => writeSafetensors(bad(t)),
    TypeError,
    'writeSafetensors: record["data"] is [object Float32Array], expected a tensor, { data, shape }',
  ],
  [
    "numbers in a tensor",
    () => writeSafetensors({ a: bad({ data: [1], shape: [1] }) }),
    TypeError,
    'writeSafetensors: record["a"].data is [object Array], expected a Float32Array',
  ],
  [
    "a shape that does not fit",
    () => writeSafetensors({ t, a: tensor([1], [2]) }),
    RangeError,
    'writeSafetensors: record["a"].data has length 1, expected 2 (the length of a tensor of shape [2])',
  ],
  [
    "the name of metadata",
    () => writeSafetensors({ __metadata__: t }),
    RangeError,
    'writeSafetensors: record["__metadata__"] is no name for a tensor, expected another name',
  ],
  [
    "half a surrogate pair",
    () => writeSafetensors({ "\ud800": t }),
    RangeError,
    'writeSafetensors: record["\\ud800"] is "\\ud800", expected text without lone surrogates',
  ],
  [
    "a number in metadata",
    () => writeSafetensors({ t }, { metadata: bad({ epoch: 1 }) }),
    TypeError,
    'writeSafetensors: metadata["epoch"] is 1, expected a string',
  ],
  [
    "a string for metadata",
    () => writeSafetensors({ t }, { metadata: bad("pt") }),
    TypeError,
    "writeSafetensors: metadata is [object String], expected an object of strings",
  ],
  [
    "half a pair in metadata",
    () => writeSafetensors({ t }, { metadata: { k: "\udc00" } }),
    RangeError,
    'writeSafetensors: metadata["k"] is "\\udc00", expected text without',
  ],
  [
    "an unknown option",
    () => writeSafetensors({ t }, bad({ dtype: "F16" })),
    TypeError,
    "writeSafetensors: options has dtype, expected metadata",
  ],
] as [string, () => unknown, typeof TypeError | typeof RangeError, string][])("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
