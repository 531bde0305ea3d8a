import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { type Tensor, tensorOf } from "../engine/tensor.js";
import { inOrderOfFiles } from "./byteOrder.js";
import { LONGEST_HEADER, METADATA } from "./readSafetensors.js";
import { encode } from "./utf8.js";

/** Options of `writeSafetensors`. */
export interface WriteSafetensorsOptions {
  /** Strings by name, for readers of the header. Default: none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const where = "writeSafetensors";

const recordOf = (argument: string, value: unknown, expected: string): [name: string, value: unknown][] =>
  typeof value === "object" && value !== null && Object.prototype.toString.call(value) === "[object Object]"
    ? Object.entries(value)
    : refuse(where, argument, describe(value), expected);

/** Half of a surrogate pair is no text in UTF-8. */
const checkText = (argument: string, text: string): string => {
  try {
    encodeURIComponent(text);
  } catch {
    refuse(where, argument, `is ${JSON.stringify(text)}`, "text without lone surrogates", RangeError);
  }
  return text;
};

const metadataOf = (value: unknown): string[] => {
  if (value === undefined) return [];
  const fields = recordOf("metadata", value, "an object of strings").map(([key, text]) => {
    const argument = `metadata[${JSON.stringify(key)}]`;
    if (typeof text !== "string") return refuse(where, argument, describe(text), "a string");
    return `${JSON.stringify(checkText(argument, key))}:${JSON.stringify(checkText(argument, text))}`;
  });
  return [`"${METADATA}":{${fields.join(",")}}`];
};

/**
 * A safetensors file of tensors by name: what `stateDict` gives. Each is written as F32, bit by bit, in the order of the names, so that equal
 * tensors make equal files; the header is padded with spaces so that data starts at a multiple of 8 bytes.
 * @param record  an object of tensors
 * @param options.metadata  strings by name. Default: none.
 * @returns the file, in memory of its own
 * @throws TypeError  if record is no object, holds something else than tensors or metadata something else than strings, or an option is
 * unknown;  RangeError  if a tensor is named "__metadata__", a name is no text, or the header gets longer than 100 MB
 * Source: https://github.com/huggingface/safetensors (format).
 * @example await writeFile("model.safetensors", writeSafetensors(model.stateDict()));
 */
export const writeSafetensors = (record: Readonly<Record<string, Tensor>>, options?: WriteSafetensorsOptions): Uint8Array<ArrayBuffer> => {
  const { metadata } = optionsOf(where, options, ["metadata"]);
  const fields = metadataOf(metadata);
  const tensors = recordOf("record", record, "an object of tensors").map(([name, value]) => {
    const argument = `record[${JSON.stringify(name)}]`;
    checkText(argument, name);
    if (name === METADATA) refuse(where, argument, "is no name for a tensor", "another name", RangeError);
    return { name, ...tensorOf(where, argument, value) };
  });
  // By code units, so that no locale has a say.
  tensors.sort((one, other) => (one.name < other.name ? -1 : 1));
  let end = 0;
  for (const { name, data, shape } of tensors) {
    const offsets = `[${end},${end + 4 * data.length}]`;
    fields.push(`${JSON.stringify(name)}:{"dtype":"F32","shape":${JSON.stringify(shape)},"data_offsets":${offsets}}`);
    end += 4 * data.length;
  }
  const header = encode(`{${fields.join(",")}}`);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > LONGEST_HEADER) refuse(where, "record", `makes a header of ${length} bytes`, `${LONGEST_HEADER} at most`, RangeError);
  const bytes = new Uint8Array(8 + length + end);
  bytes.set(header, 8);
  bytes.fill(32, 8 + header.length, 8 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  let at = 8 + length;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  inOrderOfFiles(new Uint32Array(bytes.buffer, 8 + length));
  return bytes;
};
