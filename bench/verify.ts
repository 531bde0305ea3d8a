// Before anything is timed: does every contender compute the same?
import type { Contender } from "./contenders.js";
import type { Pool, Windows } from "./data.js";
import type { Elements } from "./ops.js";

export interface Checked {
  /** Of all results, bit by bit but for the sign of zeros. */
  readonly checksum: string;
  /** Greatest distance from the reference. */
  readonly ulp: number;
}

/** The distance between neighbours of a value's type around it. */
const spacing = (value: number, type: Elements): number => {
  const [digits, least] = type instanceof Float32Array ? [23, -126] : [52, -1022];
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), least) - digits);
};

/** Greatest distance in ULP; zeros of either sign are one number. */
const distance = (got: Elements, want: Elements): { readonly ulp: number; readonly at: number } => {
  let ulp = 0;
  let at = 0;
  for (let i = 0; i < want.length; i++) {
    const a = got[i] ?? Number.NaN;
    const b = want[i] ?? Number.NaN;
    if (a === b) continue;
    const far = Math.abs(a - b) / spacing(b, want);
    // Written so that NaN is far too.
    if (!(far <= ulp)) [ulp, at] = [Number.isNaN(far) ? Number.POSITIVE_INFINITY : far, i];
  }
  return { ulp, at };
};

/** FNV-1a, word by word. */
const hash = (seed: number, result: Elements): number => {
  // A copy: reading `buffer` would move a short array off the JavaScript heap, and so change what is timed.
  const copy = result.slice();
  for (let i = 0; i < copy.length; i++) if (copy[i] === 0) copy[i] = 0;
  let state = seed;
  for (const word of new Int32Array(copy.buffer)) state = Math.imul(state ^ word, 0x01000193);
  return state;
};

const asFloats = (result: Elements): Elements => (result instanceof Int32Array ? new Float32Array(result.buffer) : result);

/** The reference's results, window by window. */
export const referenceOf = (naive: Contender, { xs }: Windows): readonly Elements[] => xs.map((x) => naive.batch(1, [x], [x.slice()]));

/** Calls a contender on every window. Throws where a result is not the reference's. */
export const verify = (op: string, contender: Contender, pool: Pool, reference: readonly Elements[]): Checked => {
  const { xs, ys } = pool[contender.place];
  const copies = contender.role === "copy" || contender.role === "residentCopy";
  let state = 0x811c9dc5;
  let ulp = 0;
  xs.forEach((x, window) => {
    const y = ys[window % ys.length];
    const want = copies ? x : reference[window];
    if (!y || !want) throw new Error("a window without its result");
    y.fill(Number.NaN);
    const got = asFloats(contender.batch(1, [x], [y]));
    const found = distance(got, want);
    if (got.length !== want.length || found.ulp > contender.tolerance)
      throw new Error(
        `${op}, ${contender.label}, ${pool.length} elements: element ${found.at} of window ${window} is ${got[found.at]}, expected ${want[found.at]} (${contender.tolerance} ULP allowed)`,
      );
    ulp = Math.max(ulp, found.ulp);
    state = hash(state, got);
  });
  return { checksum: (state >>> 0).toString(16).padStart(8, "0"), ulp };
};
