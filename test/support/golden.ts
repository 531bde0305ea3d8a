// SHA-256 of what every exported kernel function gives for fixed inputs: one line a function and set of parameters.
import type { Definition } from "../../src/activation/elementwise.js";
import { bytesOf } from "../../src/engine/bytes.js";
import {
  activations,
  arrays,
  type Dtype,
  type Floats,
  type Gated,
  gated,
  inWords,
  parametersOf,
  type Rowwise,
  round,
  rowwise,
} from "./api.js";
import { domainOf, inputsFor } from "./domains.js";
import { sha256 } from "./hash.js";
import { cases } from "./truth.js";
import { generator } from "./values.js";

type Type = Dtype | "i8" | "i16" | "i32";

/** Elements of a call: not a multiple of a vector, so that some go through the tail. */
const COUNT = 2 ** 16 + 15;

/** Every 65,521st float32, a prime: all exponents and all endings of significands. */
const floats32 = (): Uint32Array => Uint32Array.from({ length: COUNT }, (_, i) => Math.imul(i, 65_521));

/** The same of float64, every 2⁴⁸ − 59th; of two, one has its exponent put between 2⁻⁴⁰ and 2¹⁰, where most functions bend. */
const floats64 = (): BigUint64Array =>
  BigUint64Array.from({ length: COUNT }, (_, i) => {
    const bits = BigInt.asUintN(64, BigInt(i) * ((1n << 48n) - 59n));
    const exponent = BigInt(1023 - 40 + ((i >> 1) % 51));
    return i % 2 ? bits : (bits & ~(0x7ffn << 52n)) | (exponent << 52n);
  });

const words = (): Uint32Array => {
  const next = generator(7);
  return Uint32Array.from({ length: COUNT }, next);
};

/** Ordinary numbers between −2 and 2, a few of them not: for upstream gradients and weights. */
const ordinary = (seed: number): Float64Array => {
  const next = generator(seed);
  const numbers = Float64Array.from({ length: COUNT }, () => (next() / 2 ** 32 - 0.5) * 4);
  for (let i = 100; i < COUNT; i += 997) numbers[i] = [Number.NaN, Number.POSITIVE_INFINITY, -0][i % 3] as number;
  return numbers;
};

interface Inputs {
  readonly bytes: number;
  readonly x: ArrayBufferView;
  readonly dy: ArrayBufferView;
  readonly weight: ArrayBufferView;
}

const integers = (bytes: number): Inputs => ({ bytes, x: words(), dy: words(), weight: words() });
const inputs: Readonly<Record<Type, Inputs>> = {
  f32: { bytes: 4, x: floats32(), dy: Float32Array.from(ordinary(3)), weight: Float32Array.from(ordinary(4)) },
  f64: { bytes: 8, x: floats64(), dy: ordinary(3), weight: ordinary(4) },
  i8: integers(1),
  i16: integers(2),
  i32: integers(4),
};

const memory = new WebAssembly.Memory({ initial: 96 });
const bytes = new Uint8Array(memory.buffer);
const [DY, X, Y, WEIGHT, SUMS] = [1, 2, 3, 4, 5].map((megabyte) => megabyte << 20) as [number, number, number, number, number];

/** Where results lie. */
interface Result {
  readonly at: number;
  readonly type: Type;
  readonly length: number;
}

interface Call {
  readonly parameters: string;
  readonly args: readonly number[];
  readonly results: readonly Result[];
}

/** What activations of all kinds have in common. */
type Any = Pick<Definition, "name" | "kernel" | "parameters">;

/** a and b, for every set of parameters that there are exact values for, or else for the defaults; of prelu, for one weight. */
const settings = (op: Any, type: Type): readonly (readonly [parameters: string, a: number, b: number])[] => {
  if (type !== "f32" && type !== "f64") return [["", 0, 0]];
  if ("dweight" in op) return [["weight 0.3", round(type, 0.3), 0]];
  const found = cases.filter((one) => one.op === op.name && one.dtype === type).map(({ params }) => params);
  return (found.length ? found : [{}]).map((params) => [inWords(params), ...parametersOf(op as Definition, params, type)]);
};

const shapes = [
  [1, 1, COUNT],
  [3855, 17, 1],
  [21, 24, 130],
] as const;

/** By the name of the export without its type: how it is called. A new sort of kernel gets a line here. */
const kinds: Readonly<Record<string, (op: Any, type: Type) => readonly Call[]>> = {
  forward: (op, type) =>
    settings(op, type).map(([parameters, a, b]) => ({
      parameters,
      args: [X, Y, COUNT, a, b],
      results: [{ at: Y, type, length: COUNT }],
    })),
  backward: (op, type) =>
    settings(op, type).map(([parameters, a, b]) => ({
      parameters,
      args: [DY, X, Y, COUNT, a, b],
      results: [{ at: Y, type, length: COUNT }],
    })),
  from_output: (op, type) => kinds["backward"]?.(op, type) ?? [],
  // A sum, returned; of numbers before the first NaN.
  beta_gradient: (op, type) => settings(op, type).map(([parameters, a]) => ({ parameters, args: [DY, WEIGHT, 99, a], results: [] })),
  forward_channels: (_, type) =>
    shapes.map((shape) => ({
      parameters: shape.join(" × "),
      args: [X, WEIGHT, Y, ...shape],
      results: [{ at: Y, type, length: shape[0] * shape[1] * shape[2] }],
    })),
  backward_channels: (_, type) =>
    shapes.map((shape) => ({
      parameters: shape.join(" × "),
      args: [DY, X, WEIGHT, Y, SUMS, ...shape],
      results: [
        { at: Y, type, length: shape[0] * shape[1] * shape[2] },
        { at: SUMS, type: "f64", length: shape[1] },
      ],
    })),
};

/** The bytes, all NaNs being one: engines may choose a NaN's sign and payload. */
const folded = ({ at, type, length }: Result): Uint8Array => {
  if (type !== "f32" && type !== "f64") return bytes.slice(at, at + length * inputs[type].bytes);
  const floats: Floats = new arrays[type](memory.buffer, at, length);
  return new Uint8Array(floats.map((value: number) => (Number.isNaN(value) ? Number.NaN : value)).buffer);
};

const put = (at: number, { buffer, byteOffset, byteLength }: ArrayBufferView): void =>
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);

/** Short rows, and some that are longer than a slot of scratch. */
const rowShapes = [
  [4095, 16],
  [3, 21_844],
] as const;

/** Functions over rows are sequences of kernels, so they are called as users call them. */
const rowLines = (op: Rowwise | Gated): readonly string[] =>
  (["f32", "f64"] as const).flatMap((type) =>
    rowShapes.flatMap(([rows, cols]) => {
      const x = Float64Array.from(ordinary(5), (value) => 8 * value).subarray(0, rows * cols);
      const [operand, dy] = [new arrays[type](x), new arrays[type](ordinary(3).subarray(0, rows * op.definition.width(cols)))];
      const { backward, backwardFromOutput } = op as Rowwise;
      const results = {
        forward: op<Floats>(operand, { cols }),
        backward: backward<Floats>(dy, operand, { cols }),
        ...(backwardFromOutput && { from_output: backwardFromOutput<Floats>(dy, operand, { cols }) }),
      };
      return Object.entries(results).map(([way, result]) => {
        const bits = result.map((value: number) => (Number.isNaN(value) ? Number.NaN : value));
        return `${op.definition.name} ${way}_${type} ${rows} × ${cols} ${sha256(new Uint8Array(bits.buffer))}`;
      });
    }),
  );

type Exports = Readonly<Record<string, (...args: readonly number[]) => number | undefined>>;

/** What a kernel gives all over the domain of its parameters, in one hash. */
const domainLine = (op: Any, name: string, kind: string, type: Dtype, exports: Exports): string => {
  const found = domainOf(op, type).flatMap((params) => {
    const [a, b] = parametersOf(op as Definition, params, type);
    const x = inputsFor(type, a, b);
    put(DY, inputs[type].dy);
    put(X, x);
    exports[name]?.(...(kind === "forward" ? [] : [DY]), X, Y, x.length, a, b);
    return folded({ at: Y, type, length: x.length });
  });
  return `${op.name} ${name} of ${found.length} parameters ${sha256(...found)}`;
};
/** The kinds that are called so. */
const overDomains: readonly string[] = ["forward", "backward", "from_output"];

/** All lines, in the order of the names. */
export const goldenLines = (): readonly string[] => {
  const ops = new Map(activations.map(([, activation]) => (activation as { definition: Any }).definition).map((op) => [op.name, op]));
  return [...ops.values()].flatMap((op) => {
    const overRows = [...rowwise, ...gated].find(({ definition }) => definition.name === op.name);
    if (overRows) return rowLines(overRows);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(op.kernel as string)), { env: { memory } });
    const exports = instance.exports as Exports;
    return Object.keys(exports).flatMap((name) => {
      const [, kind = "", type = ""] = /^(.*)_([fi]\d+)$/.exec(name) ?? [];
      if (!(kind in kinds) || !(type in inputs))
        throw new Error(`${op.name} exports ${name}: test/support/golden.ts knows no way to call it`);
      const hasDomain = op.parameters && overDomains.includes(kind);
      const domain = hasDomain ? [domainLine(op, name, kind, type as Dtype, exports)] : [];
      const lines = (kinds[kind]?.(op, type as Type) ?? []).map(({ parameters, args, results }) => {
        bytes.fill(0);
        put(X, inputs[type as Type].x);
        put(DY, inputs[type as Type].dy);
        put(WEIGHT, inputs[type as Type].weight);
        const returned = exports[name]?.(...args);
        const numbers = returned === undefined ? [] : [new Uint8Array(Float64Array.of(returned).buffer)];
        return [op.name, name, parameters, sha256(...results.map(folded), ...numbers)].filter(Boolean).join(" ");
      });
      return [...lines, ...domain];
    });
  });
};
