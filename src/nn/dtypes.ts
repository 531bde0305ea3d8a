// How numbers lie in a safetensors file, and how they become float32: each rounded once, to nearest, ties to even.
import { inOrderOfFiles } from "./byteOrder.js";

/** Bits of the float32 that a float16 is; NaN keeps its payload. */
export const bitsOfHalf = (half: number): number => {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 31) return sign | 0x7f800000 | (mantissa << 13);
  if (exponent) return sign | ((exponent + 112) << 23) | (mantissa << 13);
  if (!mantissa) return sign;
  // Subnormal: its first bit becomes the implicit one.
  const shift = Math.clz32(mantissa) - 21;
  return sign | ((113 - shift) << 23) | (((mantissa << shift) & 1023) << 13);
};

/** From here on an integer of 64 bits may not be a float64. */
const EXACT = 2 ** 21;

/**
 * A 64-bit integer of two words as a number that rounds to the float32 the integer itself would: what a float64 has no place for
 * becomes one sticky bit far below the last one of a float32.
 */
export const int64 = (high: number, low: number): number => {
  const isNegative = high < 0;
  // The magnitude: of −2⁶³ the high word is 2³¹.
  const top = (isNegative ? ~high + (low === 0 ? 1 : 0) : high) >>> 0;
  const bottom = (isNegative ? -low : low) >>> 0;
  const rounded = top < EXACT || (bottom & 0x7ff) === 0 ? bottom : ((bottom & ~0x7ff) | 0x800) >>> 0;
  const magnitude = top * 2 ** 32 + rounded;
  return isNegative ? -magnitude : magnitude;
};

interface Dtype {
  readonly bytes: number;
  /** data ← its elements, of which the first is at `at`. `bits` is data's memory. */
  readonly read: (view: DataView, at: number, data: Float32Array, bits: Uint32Array) => void;
}

/** By the names that safetensors gives them. Through views that ask for no alignment. */
export const dtypes: ReadonlyMap<string, Dtype> = /* @__PURE__ */ new Map<string, Dtype>([
  [
    "F32",
    {
      bytes: 4,
      read: (view, at, data, bits) => {
        new Uint8Array(data.buffer).set(new Uint8Array(view.buffer, view.byteOffset + at, 4 * data.length));
        inOrderOfFiles(bits);
      },
    },
  ],
  [
    "F16",
    {
      bytes: 2,
      read: (view, at, _data, bits) => {
        for (let i = 0; i < bits.length; i++) bits[i] = bitsOfHalf(view.getUint16(at + 2 * i, true));
      },
    },
  ],
  [
    "BF16",
    {
      bytes: 2,
      read: (view, at, _data, bits) => {
        for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(at + 2 * i, true) << 16;
      },
    },
  ],
  [
    "F64",
    {
      bytes: 8,
      read: (view, at, data) => {
        for (let i = 0; i < data.length; i++) data[i] = view.getFloat64(at + 8 * i, true);
      },
    },
  ],
  [
    "I64",
    {
      bytes: 8,
      read: (view, at, data) => {
        for (let i = 0; i < data.length; i++) data[i] = int64(view.getInt32(at + 8 * i + 4, true), view.getUint32(at + 8 * i, true));
      },
    },
  ],
]);
