// Models for ONNX Runtime, which takes nothing else: the few fields of onnx.proto that a graph of float32 tensors needs, written as protobuf.
//
// A message is a list of fields; a field is a key, its number and how it is written, and then an integer in groups of seven bits, or
// four bytes of a float, or a length and so many bytes. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 has the numbers.

/** By type, since a whole number may be an int or a float. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly string: string };

export interface Node {
  readonly op: string;
  /** "" for an optional one that is not given. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** "com.microsoft", for instance. Default ONNX's own. */
  readonly domain?: string;
}

export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A constant. Whole numbers (shapes, axes) are int64 in ONNX. */
export interface Initializer extends Value {
  readonly data: Float32Array | BigInt64Array;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly initializers?: readonly Initializer[];
}

/** The first with Gelu; and the version of the format that came with it. */
const OPSET = 20;
const IR_VERSION = 9;
const MICROSOFT_OPSET = 1;
const FLOAT = 1;
const INT64 = 7;
const KINDS = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

type Bytes = Uint8Array | readonly number[];

const varint = (value: number | bigint): number[] => {
  const bytes: number[] = [];
  // A negative one is written as its 64 bits.
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
};
const concat = (parts: readonly Bytes[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};
const bytesOf = (data: ArrayBufferView): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const integer = (field: number, value: number): Bytes => [...varint(field << 3), ...varint(value)];
const float = (field: number, value: number): Bytes => concat([varint((field << 3) | 5), bytesOf(Float32Array.of(value))]);
const block = (field: number, content: Bytes): Bytes => concat([varint((field << 3) | 2), varint(content.length), content]);
const text = (field: number, value: string): Bytes => block(field, new TextEncoder().encode(value));
const message = (field: number, ...fields: readonly Bytes[]): Bytes => block(field, concat(fields));

const attributeContent = (attribute: Attribute): readonly Bytes[] => {
  if ("float" in attribute) return [float(2, attribute.float), integer(20, KINDS.float)];
  if ("int" in attribute) return [integer(3, attribute.int), integer(20, KINDS.int)];
  if ("string" in attribute) return [text(4, attribute.string), integer(20, KINDS.string)];
  if ("floats" in attribute) return [...attribute.floats.map((value) => float(7, value)), integer(20, KINDS.floats)];
  return [...attribute.ints.map((value) => integer(8, value)), integer(20, KINDS.ints)];
};

const node = ({ op, inputs, outputs, attributes = {}, domain = "" }: Node): Bytes =>
  message(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, attribute]) => message(5, text(1, name), ...attributeContent(attribute))),
    text(7, domain),
  );

const initializer = ({ name, shape, data }: Initializer): Bytes =>
  message(
    5,
    ...shape.map((size) => integer(1, size)),
    integer(2, data instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    block(9, bytesOf(data)),
  );

const value = (field: number, { name, shape }: Value): Bytes => {
  const sizes = message(2, ...shape.map((size) => message(1, integer(1, size))));
  return message(field, text(1, name), message(2, message(1, integer(1, FLOAT), sizes)));
};

/** The bytes of a model, for `InferenceSession.create`. */
export const modelOf = ({ nodes, inputs, outputs, initializers = [] }: Graph): Uint8Array =>
  concat([
    integer(1, IR_VERSION),
    message(
      7,
      ...nodes.map(node),
      text(2, "graph"),
      ...initializers.map(initializer),
      ...inputs.map((each) => value(11, each)),
      ...outputs.map((each) => value(12, each)),
    ),
    ...[...new Set(nodes.map(({ domain = "" }) => domain))].map((domain) =>
      message(8, text(1, domain), integer(2, domain ? MICROSOFT_OPSET : OPSET)),
    ),
  ]);

/** One input x, one output y, a node after the other, all of one shape. */
export const chainOf = (shape: readonly number[], nodes: readonly Pick<Node, "op" | "attributes" | "domain">[]): Uint8Array =>
  modelOf({
    nodes: nodes.map((each, i) => ({ ...each, inputs: [i ? `t${i}` : "x"], outputs: [i === nodes.length - 1 ? "y" : `t${i + 1}`] })),
    inputs: [{ name: "x", shape }],
    outputs: [{ name: "y", shape }],
  });
