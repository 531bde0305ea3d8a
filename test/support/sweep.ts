// Float32 results against the reference in double, millions at a time: rounded once it is the right answer but where the exact value is
// within 2⁻²⁰ ULP of a midpoint, hence bits are compared first and only what differs is measured.
import type { Formula } from "../../src/activation/elementwise.js";
import { parametersOf, type Unary } from "./api.js";
import { edgesOf } from "./edges.js";
import { type Reference, references } from "./reference.js";
import type { Setting } from "./truth.js";
import { errorInUlps } from "./ulp.js";

export type Direction = "forward" | "derivative";
export const directions = ["forward", "derivative"] as const;

/** What a sweep finds. An error below half an ULP is not looked at: those results have the right bits. */
export interface Tally {
  inputs: number;
  /** Not the bits of the rounded reference. */
  misrounded: number;
  /** The greatest error among these, and the input's bits. */
  ulp: number;
  worst: number;
}
export const emptyTally = (): Tally => ({ inputs: 0, misrounded: 0, ulp: 0, worst: 0 });

const wordsOf = ({ buffer, byteOffset, length }: Float32Array): Uint32Array => new Uint32Array(buffer, byteOffset, length);

/** The bit patterns `at`, `at` + `stride` … as floats. */
export const fillPatterns = (x: Float32Array, at: number, stride: number): void => {
  const words = wordsOf(x);
  let word = at;
  for (let i = 0; i < words.length; i++) {
    words[i] = word;
    word = (word + stride) >>> 0;
  }
};

const formulasOf = ({ definition }: Unary): Reference => references[definition.name] ?? definition;

/** Where windows of a direction lie, see edges.ts. The slope of f′ is not known; that of f does to see f′ leave a straight line. */
export const edgesFor = (op: Unary, direction: Direction, { params }: Setting): readonly number[] => {
  const { f, df } = formulasOf(op);
  const [a, b] = parametersOf(op.definition, params, "f32");
  return direction === "forward" ? edgesOf(f, df, a, b) : edgesOf(df, df, a, b);
};

/** A function that runs op on x and adds to the tally how its results are. */
export const sweeper = (
  op: Unary,
  direction: Direction,
  { params, dFloor, yFloor }: Setting,
): ((x: Float32Array, tally: Tally) => void) => {
  const { definition } = op;
  const isForward = direction === "forward";
  const { f, df } = formulasOf(op);
  const formula: Formula = isForward ? f : df;
  const run = isForward ? op : op.derivative;
  const [a, b] = parametersOf(definition, params, "f32");
  const floor = isForward ? yFloor : dFloor;
  const keepsNaN = isForward && definition.keepsNaN === true;
  let y = new Float32Array(0);
  let right = y;

  const measure = (x: Float32Array, i: number, tally: Tally): void => {
    const got = y[i] as number;
    const input = x[i] as number;
    const bothNaN = Number.isNaN(got) && Number.isNaN(right[i]);
    const error = bothNaN
      ? keepsNaN
        ? Number.POSITIVE_INFINITY
        : 0
      : errorInUlps("f32", got, formula(input, a, b), { x: input, floor, signedZero: isForward });
    if (error === 0) return;
    tally.misrounded++;
    if (error <= tally.ulp) return;
    tally.ulp = error;
    tally.worst = wordsOf(x)[i] as number;
  };

  return (x, tally) => {
    if (y.length !== x.length) {
      y = new Float32Array(x.length);
      right = new Float32Array(x.length);
    }
    run(x, { ...params, out: y });
    for (let i = 0; i < x.length; i++) right[i] = formula(x[i] as number, a, b);
    const words = wordsOf(y);
    const rightWords = wordsOf(right);
    if (keepsNaN) {
      // What the formula gives has gone through doubles, which quietens a NaN.
      const inputs = wordsOf(x);
      for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) rightWords[i] = inputs[i] as number;
    }
    for (let i = 0; i < x.length; i++) {
      const difference = (words[i] as number) ^ (rightWords[i] as number);
      // Zeros of a derivative may differ in sign. They are many: a quarter of all inputs where a tail is flat.
      if (difference !== 0 && (isForward || difference << 1 !== 0 || (words[i] as number) << 1 !== 0)) measure(x, i, tally);
    }
    tally.inputs += x.length;
  };
};
