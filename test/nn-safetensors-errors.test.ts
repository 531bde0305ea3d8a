// If this fails, a malformed model file gets through, or something to read or write that is none.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../src/nn/safetensors.js";
import { entry, file, fileOf } from "./support/safetensors.js";
import { tensor } from "./support/tensor.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

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
test.each<Thrown>([
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
])("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
