// Floats as bit patterns in hexadecimal: arrays made from them, arrays shown as them, arbitrary ones.
import fc from "fast-check";
import { arrays, type Dtype, type Floats } from "./api.js";

const wordsOf = (x: Floats): Uint32Array | BigUint64Array => {
  const { buffer, byteOffset, length } = x;
  return x instanceof Float32Array ? new Uint32Array(buffer, byteOffset, length) : new BigUint64Array(buffer, byteOffset, length);
};

/** The bits of each element; NaNs are all "nan", unless their own bits are asked for. */
export const patterns = (x: Floats, nan: "folded" | "kept" = "folded"): string[] => {
  const words = wordsOf(x);
  return Array.from(x, (value, i) =>
    nan === "folded" && Number.isNaN(value) ? "nan" : (words[i] as number | bigint).toString(16).padStart(2 * x.BYTES_PER_ELEMENT, "0"),
  );
};

/** Whether two arrays have the same patterns, which is told a hundred times faster than by making them. */
export const samePatterns = (x: Floats, y: Floats, nan: "folded" | "kept" = "folded"): boolean => {
  if (x.length !== y.length) return false;
  const [ofX, ofY] = [x, y].map(({ buffer, byteOffset, byteLength }) => new Uint32Array(buffer, byteOffset, byteLength / 4)) as [
    Uint32Array,
    Uint32Array,
  ];
  const wordsEach = x.BYTES_PER_ELEMENT / 4;
  for (let i = 0; i < ofX.length; i++)
    if (ofX[i] !== ofY[i]) {
      const at = Math.floor(i / wordsEach);
      if (nan === "kept" || !(Number.isNaN(x[at]) && Number.isNaN(y[at]))) return false;
    }
  return true;
};

/** The array with these bits. "nan" is the quiet NaN without payload. */
export const fromPatterns = (dtype: Dtype, bits: readonly string[]): Floats => {
  const x = new arrays[dtype](bits.length);
  const words = wordsOf(x);
  for (const [i, pattern] of bits.entries())
    if (pattern === "nan") x[i] = Number.NaN;
    else if (words instanceof Uint32Array) words[i] = Number.parseInt(pattern, 16);
    else words[i] = BigInt(`0x${pattern}`);
  return x;
};

/** Zeros, the least and greatest, infinities, NaNs of both signs, quiet and signaling: what random bits seldom give. */
const specials = {
  f32: [0, 0x80000000, 1, 0x80000001, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00123, 0x7f800001, 0x7f7fffff, 0x3f800000],
  f64: [
    0n,
    1n << 63n,
    1n,
    0x7ff0n << 48n,
    0xfff0n << 48n,
    0x7ff8n << 48n,
    (0xfff8n << 48n) + 0x123n,
    (0x7ff0n << 48n) + 1n,
    0x3ff0n << 48n,
  ],
} as const;

/** So many elements of any bits, every eighth a special value. */
export const anyFloats = (dtype: Dtype, length: number): fc.Arbitrary<Floats> => {
  const size = { minLength: length, maxLength: length };
  if (dtype === "f32")
    return fc.uint32Array(size).map((words) => {
      const special = (word: number): number => specials.f32[(word / 8) % specials.f32.length] as number;
      return new Float32Array(words.map((word) => (word % 8 ? word : special(word))).buffer);
    });
  return fc.bigUint64Array(size).map((words) => {
    const special = (word: bigint): bigint => specials.f64[Number((word / 8n) % BigInt(specials.f64.length))] as bigint;
    return new Float64Array(words.map((word) => (word % 8n ? word : special(word))).buffer);
  });
};
