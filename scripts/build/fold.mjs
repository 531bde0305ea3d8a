// A kernel's bytes as the text that src/kernels/ holds: hexadecimal, with the steps of vectors that are computed side by side folded together.
//
// interleave.mjs puts such steps in turn, the same piece of code for each vector but for the numbers of its locals, which go up by one, and the
// offsets of its loads and stores, which go up by 16. Such pieces stand here once, with what each of their bytes goes up by: [piece,step] is there
// twice, (piece,step) four times. src/engine/bytes.ts unfolds it. All of the package is 59 kB so, and 69 without. (Steps as marks in the piece, digits
// raised to letters: 57 kB, but 3 to 4 ms more of a first call in Node 20.)
const BRACKETS = { 4: "()", 2: "[]" };
const LONGEST = 80;
/** Bytes that a fold has to save: of fewer gzip makes less than of a fold. */
const LEAST = 11;

/** By how much a byte goes up from piece to piece, if by the same in all. */
const stepOf = (bytes, at, length, times) => {
  const step = bytes[at + length] - bytes[at];
  if (step !== 0 && step !== 1 && step !== 16) return undefined;
  for (let k = 2; k < times; k++) if (bytes[at + k * length] - bytes[at] !== k * step) return undefined;
  return step;
};

/** The pieces at `at`, or nothing where there are none worth their brackets. */
const piecesAt = (bytes, at) => {
  let best;
  for (const times of [4, 2])
    for (let length = 2; length <= LONGEST && at + times * length <= bytes.length; length++) {
      const steps = [];
      for (let i = 0; i < length; i++) {
        const step = stepOf(bytes, at + i, length, times);
        if (step === undefined) break;
        steps.push(step);
      }
      const saved = (times - 1) * length;
      if (steps.length === length && saved > LEAST && saved > (best?.saved ?? 0)) best = { times, length, steps, saved };
    }
  return best;
};

const hexOf = (bytes) => Buffer.from(bytes).toString("hex");

/** Bytes → text. */
export const fold = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const found = piecesAt(bytes, at);
    const piece = hexOf(bytes.subarray(at, at + (found?.length ?? 1)));
    const [open, close] = BRACKETS[found?.times] ?? [];
    text += found ? `${open}${piece},${hexOf(found.steps)}${close}` : piece;
    at += found ? found.length * found.times : 1;
  }
  return text;
};
