import { describe, refuse } from "../engine/errors.js";
import type { Tensor } from "../engine/tensor.js";
import { dtypes } from "./dtypes.js";
import { duplicateKey } from "./duplicateKey.js";
import { decode } from "./utf8.js";

/** Bytes that a header has at most. */
export const LONGEST_HEADER = 100_000_000;
/** The key beside the tensors: strings by name. */
export const METADATA = "__metadata__";

const where = "readSafetensors";
const malformed = (what: string, came: string, expected: string): never => refuse(where, what, came, expected, RangeError);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);

/** The bytes as a view of our own, which is no subclass. */
const viewOf = (bytes: unknown): DataView => {
  // By the tag: Node's Buffer is a Uint8Array, and what comes from another realm is one too.
  const tag = Object.prototype.toString.call(bytes);
  const isView = tag === "[object Uint8Array]";
  if (!isView && tag !== "[object ArrayBuffer]") refuse(where, "bytes", describe(bytes), "a Uint8Array or an ArrayBuffer");
  const { buffer, byteOffset, byteLength } = bytes as Uint8Array;
  try {
    return isView ? new DataView(buffer, byteOffset, byteLength) : new DataView(bytes as ArrayBuffer);
  } catch {
    return refuse(where, "bytes", "is detached", "memory that is still there");
  }
};

const headerOf = (view: DataView): { readonly header: Record<string, unknown>; readonly start: number } => {
  const total = view.byteLength;
  if (total < 8) malformed("bytes", `has length ${total}`, "8 or more, the length of the header");
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > LONGEST_HEADER) malformed("header", `has length ${length}`, `${LONGEST_HEADER} at most`);
  if (length > total - 8) malformed("header", `has length ${length}`, `${total - 8} at most, the bytes that are there`);
  let json = "";
  let header: unknown;
  try {
    json = decode(new Uint8Array(view.buffer, view.byteOffset + 8, length));
    header = JSON.parse(json);
  } catch {
    malformed("header", "is no JSON in UTF-8", "an object of tensors");
  }
  if (!isObject(header) || json[0] !== "{") return malformed("header", "is no object", "an object of tensors from its first byte on");
  const twice = duplicateKey(json);
  if (twice !== undefined) malformed("header", `has ${JSON.stringify(twice)} twice`, "each key once");
  return { header, start: 8 + length };
};

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: number[];
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** A tensor's entry, which is all right by itself. `available` is how many bytes of data there are. */
const entryOf = (name: string, value: unknown, available: number): Entry => {
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (!isObject(value)) return malformed(tensor, describe(value), "{ dtype, shape, data_offsets }");
  const { dtype, shape, data_offsets: offsets } = value;
  const type = dtypes.get(dtype as string);
  if (!type) {
    const came = typeof dtype === "string" ? `is ${JSON.stringify(dtype)}` : describe(dtype);
    return malformed(`${tensor}.dtype`, came, Array.from(dtypes.keys()).join(" or "));
  }
  const sizes = "a list of whole numbers, 0 or more";
  if (!Array.isArray(shape) || !shape.every(isSize)) return malformed(`${tensor}.shape`, `is ${JSON.stringify(shape)}`, sizes);
  let length = 1;
  for (const size of shape) {
    length *= size;
    if (!Number.isSafeInteger(length)) malformed(`${tensor}.shape`, `is ${JSON.stringify(shape)}`, "a product below 2 ** 53");
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    return malformed(`${tensor}.data_offsets`, `is ${JSON.stringify(offsets)}`, "two whole numbers, 0 or more");
  const [from, to] = offsets as [number, number];
  const expected = `${length * type.bytes} bytes (shape [${shape.join(", ")}] of ${dtype})`;
  if (to - from !== length * type.bytes) malformed(`${tensor}.data_offsets`, `is [${from}, ${to}]`, expected);
  if (to > available) malformed(`${tensor}.data_offsets`, `is [${from}, ${to}]`, `${available} at most, the bytes that are there`);
  return { name, dtype: dtype as string, shape, length, from, to };
};

/** Throws unless the tensors lie one after the other, and nothing else does. */
const checkPlaces = (entries: readonly Entry[], available: number): void => {
  const inOrder = entries.slice().sort((one, other) => one.from - other.from || one.to - other.to);
  let end = 0;
  for (const { name, from, to } of inOrder) {
    if (from !== end)
      malformed(
        `tensor ${JSON.stringify(name)}.data_offsets`,
        `is [${from}, ${to}], ${from < end ? "an overlap" : "after a hole"}`,
        `${end}`,
      );
    end = to;
  }
  if (end !== available) malformed("bytes", `has ${available - end} bytes after the last tensor`, "none");
};

const checkMetadata = (metadata: unknown): void => {
  if (!isObject(metadata)) malformed(METADATA, describe(metadata), "an object of strings");
  for (const [key, value] of Object.entries(metadata as object))
    if (typeof value !== "string") malformed(`${METADATA}[${JSON.stringify(key)}]`, describe(value), "a string");
};

/**
 * The tensors of a safetensors file, by name: what `loadStateDict` takes. All of them are float32: F16 and BF16 exactly, F64 and I64
 * rounded to nearest once, F32 bit by bit. They are copies.
 *
 * Every length, offset and shape is checked before a tensor is made; metadata is checked too, and left out.
 * @param bytes  the whole file, at any offset of its memory
 * @returns an object without prototype, of tensors by name in the order of the header
 * @throws TypeError  if bytes is no Uint8Array or ArrayBuffer;  RangeError  if the header is longer than 100 MB, is cut off, is no JSON or has
 * a key twice; if a dtype is none of these, a shape is none, or does not fit its bytes; if tensors overlap, leave a hole, or leave bytes over
 * Source: https://github.com/huggingface/safetensors (format).
 * @example model.loadStateDict(readSafetensors(await readFile("model.safetensors")));
 */
export const readSafetensors = (bytes: Uint8Array | ArrayBuffer): Record<string, Tensor> => {
  const view = viewOf(bytes);
  const { header, start } = headerOf(view);
  const available = view.byteLength - start;
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header))
    if (name === METADATA) checkMetadata(value);
    else entries.push(entryOf(name, value, available));
  checkPlaces(entries, available);
  // Without prototype "__proto__" is a name like others, and no name is there that the file does not have.
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, dtype, shape, length, from } of entries) {
    const data = new Float32Array(length);
    dtypes.get(dtype)?.read(view, start + from, data, new Uint32Array(data.buffer));
    tensors[name] = { data, shape };
  }
  return tensors;
};
