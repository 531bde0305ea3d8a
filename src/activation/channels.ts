// Activations with a learnable weight per channel: x is [N, C, inner], weight is [C]. What define.ts and run.ts are to the
// others, with one operand more.
//
// The work goes in pieces that fit a slot of scratch, in an order that depends on the shape alone, so that the sums of the
// weight's gradient have the same bits wherever the arrays lie.
import { checkApart, checkAttached, checkLike, checkOptions, checkSeparate, type Options } from "../engine/checks.js";
import { arrayOf, type Elements, F64, typeOf } from "../engine/elements.js";
import { describe, type Refuse, refuser } from "../engine/errors.js";
import { type Kernel, type Run, SLOT, slot } from "../engine/kernel.js";
import { flatten, rebuild } from "../engine/nested.js";
import { BACKWARD, DERIVATIVE, type Direction, FORWARD, type Formula, link, type Operation, residence, view } from "../engine/run.js";

export interface ChannelDefinition {
  readonly name: string;
  readonly kernel: Kernel;
  /** f(x, w) */
  readonly f: Formula;
  /** ∂f/∂x; exactly 0 where the gradient stops. */
  readonly df: Formula;
  /** ∂f/∂w */
  readonly dweight: Formula;
  readonly ulp: { readonly f32: number; readonly f64: number };
}

type Op = Operation & Pick<ChannelDefinition, "dweight">;

export const defineChannels = <A extends object>(definition: ChannelDefinition): A => {
  const op: Op = { fromOutput: undefined, keepsNaN: false, runs: undefined, id: 0, ...definition };
  return Object.defineProperties(
    Object.assign((x: unknown, weight: unknown, options?: Options) => call(op, FORWARD, undefined, x, weight, options), {
      backward: (dy: unknown, x: unknown, weight: unknown, options?: Options) => call(op, BACKWARD, dy, x, weight, options),
      derivative: (x: unknown, weight: unknown, options?: Options) => call(op, DERIVATIVE, undefined, x, weight, options),
    }),
    { name: { value: op.name }, definition: { value: op } },
  ) as unknown as A;
};

/** Everything is checked before anything is written. */
const call = (op: Op, direction: Direction, dy: unknown, x: unknown, weight: unknown, options: Options = {}): unknown => {
  const refuse = refuser(op, direction);
  const isPlain = typeof x === "number" || Array.isArray(x);
  const array = isPlain ? (flatten(x) ?? refuse("x", "holds other things", "numbers and arrays of numbers")) : (x as Elements);
  const type = typeOf(array);
  if (type < 0 || type > F64) refuse("x", describe(x), "numbers, a Float32Array or a Float64Array");
  const { length } = array;
  const weights = weightsOf(refuse, weight, type, isPlain);
  checkOptions(refuse, options, ["inner", "out"]);
  const { inner = 1, out } = options;
  if (typeof inner !== "number") refuse("inner", describe(inner), "a whole number, 1 or more");
  if (!Number.isInteger(inner) || (inner as number) < 1) refuse("inner", describe(inner), "a whole number, 1 or more", RangeError);
  const row = weights.length * (inner as number);
  if (length % row !== 0 && length !== 0)
    refuse("x", `has length ${length}`, `a multiple of ${row} (${weights.length} weights × inner ${inner})`, RangeError);

  checkAttached(refuse, "x", array);
  const upstream =
    direction === BACKWARD
      ? checkLike(refuse, "dy", isPlain ? (flatten(dy, x) ?? refuse("dy", describe(dy), "numbers nested as in x")) : dy, type, length, "x")
      : undefined;
  if (isPlain && out !== undefined) refuse("out", describe(out), "none, as x is no typed array");
  const y = out === undefined ? new (arrayOf(type))(length) : checkLike(refuse, "out", out, type, length, "x");
  if (out !== undefined) {
    checkApart(refuse, "x", array, y);
    if (upstream) checkApart(refuse, "dy", upstream, y);
    checkSeparate(refuse, "weight", weights, y);
  }

  const dweight = direction === BACKWARD ? new (arrayOf(type))(weights.length) : undefined;
  apply(op, direction, type, upstream, array, weights, inner as number, y, dweight);
  const result = isPlain ? rebuild(x, y) : y;
  if (!dweight) return result;
  return { dx: result, dweight: typeof weight === "number" ? dweight[0] : Array.isArray(weight) ? Array.from(dweight) : dweight };
};

const weightsOf = (refuse: Refuse, weight: unknown, type: number, isPlain: boolean): Elements => {
  if (typeof weight === "number") {
    const one = new (arrayOf(type))(1);
    one[0] = weight;
    if (!Number.isFinite(one[0])) refuse("weight", describe(weight), "a finite number", RangeError);
    return one;
  }
  const weights = isPlain && Array.isArray(weight) ? flatten(weight) : weight;
  if (typeOf(weights) !== type)
    refuse("weight", describe(weight), `a number or ${isPlain ? "an array of numbers" : `a ${arrayOf(type).name} like x`}`);
  if (!(weights as Elements).length) refuse("weight", "has length 0", "a weight for each channel", RangeError);
  return weights as Elements;
};

/** What is called of the kernel; the first by its trial. */
const names = ["forward", "forward_channels", "backward_channels"];

/** Sums are float64: this many fit a slot. (A literal: bundlers keep what is computed.) */
const SUMS = 1024;

/** y ← what is asked for; dweight too, if it is wanted. */
type Way = (
  op: Op,
  direction: Direction,
  type: number,
  dy: Elements | undefined,
  x: Elements,
  weights: Elements,
  inner: number,
  y: Elements,
  dweight: Elements | undefined,
) => void;

const apply: Way = (op, direction, type, dy, x, weights, inner, y, dweight) => {
  if (!link(op, names)) {
    residence?.home(op, direction, { x, out: y, ...(dy && { dy }) });
    plain(op, direction, type, dy, x, weights, inner, y, dweight);
    return;
  }
  const piece = pieceRunner(op, direction, type, dy, x, y);
  const room = SLOT / x.BYTES_PER_ELEMENT;
  const channels = weights.length;
  // One channel is one run. Rows of few single elements are joined to rows of 64 or more, with the weights repeated.
  const run = channels === 1 ? x.length : inner;
  const times = run === 1 && channels < 64 ? Math.ceil(64 / channels) : 1;
  const group = Math.max(1, Math.min(channels, SUMS, Math.floor(room / run)));
  const whole = group === channels;
  const rows = x.length / (channels * run);

  for (let c = 0; c < channels; c += group) {
    const m = Math.min(group, channels - c);
    const sums = piece.begin(weights.subarray(c, c + m) as Elements, times);
    if (whole && run <= room) {
      const width = channels * run;
      const most = Math.floor(room / (width * times)) * times;
      for (let r = 0; r < rows; r += most) {
        const here = Math.min(most, rows - r);
        const joined = Math.floor(here / times);
        piece(r * width, joined, channels * times, run);
        piece((r + joined * times) * width, 1, channels * (here % times), run);
      }
    } else {
      for (let r = 0; r < rows; r++) {
        const start = (r * channels + c) * run;
        for (let k = 0; k < run; k += room) piece(start + k, 1, m, Math.min(room, run - k));
      }
    }
    for (let j = 0; dweight && j < m; j++) {
      let sum = 0;
      for (let t = 0; t < times; t++) sum += sums[t * m + j] as number;
      dweight[c + j] = sum;
    }
  }
};

interface Piece {
  /** x[start …] is [rows, channels, inner]. */
  (start: number, rows: number, channels: number, inner: number): void;
  /** Weights for the next pieces, so many times in a row; returns their sums, all 0. */
  begin(weights: Elements, times: number): Elements;
}

const pieceRunner = (op: Op, direction: Direction, type: number, dy: Elements | undefined, x: Elements, y: Elements): Piece => {
  const home = residence?.home(op, direction, { x, out: y, ...(dy && { dy }) });
  const runs = home ? home.runs(op, names) : (op.runs as readonly Run[]);
  const kernel = runs[(direction === FORWARD ? 1 : 2) * 5 + type] as Run;
  const viewOf = (of: number, index: number, length: number): Elements =>
    home ? new (arrayOf(of))(home.memory.buffer, slot(index), length) : view(of, index, length);
  const size = x.BYTES_PER_ELEMENT;
  if (direction === DERIVATIVE) viewOf(type, 0, SLOT / size).fill(1);

  const piece = (start: number, rows: number, channels: number, inner: number): void => {
    const m = rows * channels * inner;
    if (!m) return;
    const at = (array: Elements, index: number): number => {
      if (home) return array.byteOffset + start * size;
      view(type, index, m).set(array.subarray(start, start + m));
      return slot(index);
    };
    const xAt = at(x, 1);
    const yAt = home ? y.byteOffset + start * size : slot(1);
    if (direction === FORWARD) kernel(xAt, slot(2), yAt, rows, channels, inner);
    else kernel(dy ? at(dy, 0) : slot(0), xAt, slot(2), yAt, slot(3), rows, channels, inner);
    if (!home) y.set(view(type, 1, m), start);
  };
  const begin = (weights: Elements, times: number): Elements => {
    for (let t = 0; t < times; t++) viewOf(type, 2, times * weights.length).set(weights, t * weights.length);
    return viewOf(F64, 3, times * weights.length).fill(0);
  };
  return Object.assign(piece, { begin });
};

/** Without WebAssembly. Each sum in the order of x. */
const plain: Way = (op, direction, _, dy, x, weights, inner, y, dweight) => {
  const sums = new Float64Array(weights.length);
  for (let i = 0; i < x.length; i++) {
    const channel = Math.floor(i / inner) % weights.length;
    const v = x[i] as number;
    const w = weights[channel] as number;
    const g = dy ? (dy[i] as number) : 1;
    if (direction === FORWARD) y[i] = op.f(v, w, 0);
    else {
      const slope = op.df(v, w, 0);
      const partial = op.dweight(v, w, 0);
      y[i] = slope === 0 ? 0 : g * slope;
      if (!(v > 0)) sums[channel] = (sums[channel] as number) + g * partial;
    }
  }
  dweight?.set(sums);
};
