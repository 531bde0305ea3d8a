// Where a function of float32 changes its ways, found by looking: kinks, saturation, overflow, underflow, and where it stops being
// a straight line through 0. No list per op: a new one gets its windows by existing.
import type { Formula } from "../../src/activation/elementwise.js";

/** Floats beside an edge that are tried, all of them, half of them on either side. */
export const WINDOW = 2 ** 14;
/** One look every so many floats, 32 in an octave. Edges that come and go within one step stay unseen. */
const STEP = 2 ** 18;

// Floats by their order: 0 is +0, −1 is −0, each number's successor is the next float. Beyond the infinities lie NaNs.
const INFINITY = 0x7f800000;
const bitsAt = (order: number): number => (order < 0 ? 0x7fffffff - order : order) >>> 0;
const cell = new Float32Array(1);
const word = new Uint32Array(cell.buffer);
const floatAt = (order: number): number => {
  word[0] = bitsAt(order);
  return cell[0] as number;
};
const orderOf = (x: number): number => {
  cell[0] = x;
  const bits = word[0] as number;
  return bits >>> 31 ? 0x7fffffff - bits : bits;
};

/** The floats around one, in order, as many as x holds. Those beyond the NaNs begin again at the other end. */
export const fillWindow = (x: Float32Array, order: number): void => {
  const words = new Uint32Array(x.buffer, x.byteOffset, x.length);
  for (let i = 0; i < words.length; i++) words[i] = bitsAt((order - words.length / 2 + i) | 0);
};

/** Tells, as a number, in which of its ways a function is at x. */
const waysOf = (f: Formula, df: Formula, a: number, b: number): ((x: number) => number) => {
  const at = (x: number): number => Math.fround(f(x, a, b));
  const constants = [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY].map(at);
  const slopes = [1, ...[Number.NEGATIVE_INFINITY, -0, 0, Number.POSITIVE_INFINITY].map((x) => df(x, a, b))];
  return (x) => {
    const y = at(x);
    const marks = [
      Number.isFinite(y),
      y < 0,
      y === 0,
      Math.abs(y) < 2 ** -126,
      ...constants.map((constant) => y === constant),
      ...slopes.map((slope) => y === Math.fround(x * slope)),
    ];
    return marks.reduce((sum, mark, i) => sum + (mark ? 2 ** i : 0), 0);
  };
};

/**
 * What a kernel may branch at though its function runs on smoothly: eᵗ reduced by multiples of ln 2, and out of float32's range.
 * The parameter scales t, as beta does, or its inverse, as alpha of celu.
 */
const hidden = (a: number): readonly number[] => {
  const points = [0.5, 1.5, 2.5, 126, 127, 127.5, 128, 149, 150].map((multiple) => multiple * Math.LN2).concat(0.5, 1, 2, 9, 16, 20);
  const scales = a === 0 || Math.abs(a) === 1 ? [1] : [1, a, 1 / a];
  return points.flatMap((point) => scales.flatMap((scale) => [point * scale, -point * scale]));
};

/** The floats, by their order, that windows should lie around; no two windows overlap by more than half. */
export const edgesOf = (f: Formula, df: Formula, a: number, b: number): readonly number[] => {
  const way = waysOf(f, df, a, b);
  const found = [-INFINITY - 1, 0, INFINITY, ...hidden(a).map(orderOf)];
  for (let order = -INFINITY - 1, before = way(floatAt(order)); order <= INFINITY; order += STEP) {
    const after = way(floatAt(order));
    if (after !== before) {
      let [low, high] = [order - STEP, order];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (way(floatAt(middle)) === before) low = middle;
        else high = middle;
      }
      found.push(high);
    }
    before = after;
  }
  const kept: number[] = [];
  for (const order of found.sort((p, q) => p - q)) if (kept.length === 0 || order - (kept.at(-1) as number) > WINDOW / 2) kept.push(order);
  return kept;
};
