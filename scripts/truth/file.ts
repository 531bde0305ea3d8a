// test/vectors/<op>.json: what the tests need of the exact values and of PyTorch's.
//
// Arrays are little-endian, deflated (most ops are flat or the identity over long stretches), in base64. Fields of every case:
//   dtype  f32 or f64: the type of x, and what results are rounded to
//   y, d   f(x) and f′(x): exact = hi + lo · ulp(hi), hi the nearest double, lo a float (f64 only; f32 needs none). Halfway between two
//          doubles, hi is either of them.
// Of a function of one element:
//   params what is given beside x; rounded to the dtype
//   x      finite, ascending, −0 before +0
//   exact  y rounded to the dtype is the only right answer, bit by bit
//   yFloor, dFloor   [from, to, least]: for from < x < to the error is in ulps of max(|exact|, least), as the formula cancels there. Written
//          by hand, and kept when a file is made anew.
//   specials bits of [x, y, d]; "nan" is any NaN, "keep" the NaN of x bit by bit. The sign of a zero in d says nothing.
//   torch    bits of [x, y, d] as PyTorch gives them and, where ours is another value, why. Kept when a file is made anew.
// Over rows: x is [rows, cols], g the upstream gradient of y, d that of x; `kinds` says what the rows are. Where hi is NaN, NaN is right.
// Gated: the same, with rows of two halves.
// prelu: x is [N, C, inner], weight [C]; dx and dweight belong to the upstream gradient dy; dweightAbs is Σ|terms| of dweight. Specials:
// bits of [x, weight, y, ∂y/∂x, ∂y/∂weight], of PyTorch too, kept when the file is made anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";
import type { Dtype, Exact, Floats } from "./evaluate.js";

export interface PackedExact {
  readonly hi: string;
  readonly lo?: string;
}
export type Case = Readonly<Record<string, unknown>> & { readonly dtype: Dtype; readonly x: string };
export interface File {
  readonly op: string;
  readonly cases: readonly Case[];
  readonly specials?: readonly unknown[];
}

const pathOf = (op: string): URL => new URL(`../../test/vectors/${op}.json`, import.meta.url);

export const readFile = (op: string): File | undefined =>
  existsSync(pathOf(op)) ? (JSON.parse(readFileSync(pathOf(op), "utf8")) as File) : undefined;

const pack = ({ buffer, byteOffset, byteLength }: Floats): string =>
  deflateSync(new Uint8Array(buffer, byteOffset, byteLength), { level: 9 }).toString("base64");
const bytesOf = (text: string): ArrayBuffer => new Uint8Array(inflateSync(Buffer.from(text, "base64"))).buffer;

export const packFloats = pack;
export const unpackFloats = (dtype: Dtype, text: unknown): Floats =>
  new ({ f32: Float32Array, f64: Float64Array })[dtype](bytesOf(String(text)));

export const packExact = (dtype: Dtype, { hi, lo }: Exact): PackedExact => ({ hi: pack(hi), ...(dtype === "f64" && { lo: pack(lo) }) });
export const unpackExact = (packed: unknown): Exact => {
  const { hi: text, lo } = packed as PackedExact;
  const hi = new Float64Array(bytesOf(text));
  return { hi, lo: lo === undefined ? new Float32Array(hi.length) : new Float32Array(bytesOf(lo)) };
};

/** One case a line, so that a change in one shows as one line. */
const lines = (list: readonly unknown[]): string => `[\n${list.map((item) => JSON.stringify(item)).join(",\n")}\n]`;

export const writeFile = ({ op, cases, specials }: File): void => {
  const fields = [`"op": "${op}"`, `"cases": ${lines(cases)}`, ...(specials ? [`"specials": ${lines(specials)}`] : [])];
  writeFileSync(pathOf(op), `{\n${fields.join(",\n")}\n}\n`);
};
