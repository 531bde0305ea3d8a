// Random numbers that are the same everywhere for a seed: whole numbers by xoshiro128** (Blackman and Vigna 2018), everything else from them
// by operations that IEEE 754 rounds one way. Math.log and its like differ between engines in their last bits, and are not used.
import { describe, refuse } from "../engine/errors.js";

/** Words drawn at a time: the generator's state stays in registers meanwhile. */
const BLOCK = 256;

interface Source {
  readonly state: Uint32Array;
  readonly words: Uint32Array;
  /** How many of `words` have been used. */
  used: number;
}

/** The next words.length words of xoshiro128**, and the state after them. */
export const drawInto = (words: Uint32Array, state: Uint32Array): void => {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let i = 0; i < words.length; i++) {
    const times5 = Math.imul(b, 5);
    words[i] = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
};

/** Four words of splitmix32 (Steele et al. 2014, with MurmurHash3's finalizer) for the two halves of a seed; never all 0. */
const stateOf = (low: number, high: number): Uint32Array => {
  const mixed = (word: number): number => {
    let z = word;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  // A low word's four steps are four words that differ; one of them at most is 0, and the high half goes into all alike.
  const state = new Uint32Array(4);
  const turned = mixed(high);
  for (let i = 0; i < 4; i++) state[i] = mixed((low + Math.imul(i + 1, 0x9e3779b9)) ^ turned);
  return state;
};

// Made when it is first used, not on import.
let source: Source | undefined;

const seed = (low: number, high: number): Source => {
  source = { state: stateOf(low, high), words: new Uint32Array(BLOCK), used: BLOCK };
  return source;
};

const WORDS = 2 ** 32;

/** The generator; of another seed in each process unless `manualSeed` gave one. */
const current = (): Source => source || seed(Math.random() * WORDS, Math.random() * WORDS);

/**
 * Seeds the generator that initialisation and dropout draw from. What is drawn after it is the same on every engine and machine,
 * and not what PyTorch draws.
 * @param n  a whole number from −(2⁵³ − 1) to 2⁵³ − 1
 * @throws TypeError  if n is no number;  RangeError  if it is not such a whole number
 * Source: `torch.manual_seed`.
 * @example manualSeed(42);
 */
export const manualSeed = (n: number): void => {
  const expected = "a whole number";
  if (typeof n !== "number") refuse("manualSeed", "n", describe(n), expected);
  if (!Number.isSafeInteger(n)) refuse("manualSeed", "n", describe(n), `${expected} of at most 53 bits`, RangeError);
  seed(n, Math.floor(n / WORDS));
};

/** A word, 0 to 2³² − 1. */
const next = (from: Source): number => {
  if (from.used === BLOCK) {
    drawInto(from.words, from.state);
    from.used = 0;
  }
  return from.words[from.used++] as number;
};

/** data ← uniform between −bound and bound: 2²⁴ values, evenly spaced, as many above 0 as below, never beyond the bound once rounded. */
export const uniformInto = (data: Float32Array, bound: number): void => {
  const from = current();
  const scale = bound / 2 ** 24;
  for (let i = 0; i < data.length; i++) data[i] = ((next(from) >>> 8) * 2 + 1 - 2 ** 24) * scale;
};

/** The natural logarithm of x, 0 < x < 1, to some 2⁻⁵⁰ relative: x = m · 2ᵉ, log m = 2 artanh z of z = (m − 1)/(m + 1), |z| < 0.172. */
const log = (x: number): number => {
  let m = x;
  let e = 0;
  for (; m < Math.SQRT1_2; m *= 2) e--;
  const z = (m - 1) / (m + 1);
  const zz = z * z;
  const high = 1 / 11 + zz * (1 / 13 + zz * (1 / 15 + zz * (1 / 17 + zz * (1 / 19 + zz * (1 / 21)))));
  const series = 1 + zz * (1 / 3 + zz * (1 / 5 + zz * (1 / 7 + zz * (1 / 9 + zz * high))));
  return e * Math.LN2 + 2 * z * series;
};

/** data ← normal of mean 0, in pairs by Marsaglia's polar method (Marsaglia and Bray 1964), which needs no sine. */
export const normalInto = (data: Float32Array, deviation: number): void => {
  const from = current();
  const signed = (): number => (next(from) * 2 + 1 - WORDS) / WORDS;
  for (let i = 0; i < data.length; i += 2) {
    let u: number;
    let v: number;
    let square: number;
    do {
      u = signed();
      v = signed();
      square = u * u + v * v;
    } while (square >= 1);
    const scale = Math.sqrt((-2 * log(square)) / square) * deviation;
    data[i] = u * scale;
    if (i + 1 < data.length) data[i + 1] = v * scale;
  }
};

/** mask ← 0 with probability p, else `value`. The probability is exact to 2⁻³². */
export const dropInto = (mask: Float32Array, p: number, value: number): void => {
  const from = current();
  const { words } = from;
  const limit = Math.round(p * 2 ** 31);
  // By a table: a branch on random bits is mispredicted every other time, and takes three times as long (8.8 ns and 2.8 ns an element).
  const values = Float32Array.of(value, 0);
  for (let i = 0; i < mask.length; ) {
    if (from.used === BLOCK) {
      drawInto(words, from.state);
      from.used = 0;
    }
    const shift = from.used - i;
    const end = Math.min(mask.length, BLOCK - shift);
    for (; i < end; i++) mask[i] = values[(((words[i + shift] as number) >>> 1) - limit) >>> 31] as number;
    from.used = end + shift;
  }
};
