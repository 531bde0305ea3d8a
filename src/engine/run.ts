// From checked arrays to results: kernels on tiles in scratch memory, or where the arrays are if that is a heap; without
// WebAssembly, a plain loop. However short an array is, its values come from the kernel, so a value has the same bits always.
import { arrayOf, type Elements, F64 } from "./elements.js";
import { compile, instantiate, type Kernel, type Run, SLOT, slot } from "./kernel.js";

/** What is asked of an operation. The first three are `kinds` of a kernel; the derivative is the gradient for dy = 1. */
export const FORWARD = 0;
export const BACKWARD = 1;
export const FROM_OUTPUT = 2;
export const DERIVATIVE = 3;
export type Direction = 0 | 1 | 2 | 3;

/** f(x, a, b) or f′(x, a, b) on one number. */
export type Formula = (x: number, a: number, b: number) => number;

/** An activation ready to run. */
export interface Operation extends Linkable {
  readonly name: string;
  readonly f: Formula;
  readonly df: Formula;
  /** f′ from y. */
  readonly fromOutput: Formula | undefined;
  /** f(NaN) is that very NaN, bit by bit. */
  readonly keepsNaN: boolean;
}

/**
 * y ← f(x), f′(x) or dy · f′(x). The arrays have one type and length; y is x or dy or overlaps neither. No dy: ones.
 * `reused`: y has been written before, so that reading it costs no page fault.
 */
export type Way = (
  op: Operation,
  direction: Direction,
  type: number,
  dy: Elements | undefined,
  x: Elements,
  y: Elements,
  a: number,
  b: number,
  reused?: boolean,
) => unknown;

/** What heaps add; set when the first one is made, so that those who use none need not carry it. */
export interface Residence {
  /** Runs a call where its arrays are, unless they are in no heap or not all in one; whether it did. */
  readonly run: Way;
  /** f(x) for Float32Arrays known to be in one heap and not to overlap in part; whether they are, and so whether it ran. */
  readonly quick: (op: Operation, x: Elements, y: Elements, a: number, b: number) => boolean;
  /** The heap that all of these arrays are in. Throws if one's heap is gone. */
  readonly home: (op: { readonly name: string }, direction: Direction, arrays: Readonly<Record<string, Elements>>) => Home | undefined;
}

/** A heap's memory, and kernels there. */
export interface Home {
  readonly memory: WebAssembly.Memory;
  runs(op: Linkable, names?: readonly string[]): readonly Run[];
}

/** What has a kernel. */
export interface Linkable {
  readonly kernel: Kernel;
  /** The kernel's functions in scratch, once they were needed. */
  runs: readonly Run[] | undefined;
  /** Its place in every heap's list of kernels, once it has run in one; 0 before. */
  id: number;
}

export let residence: Residence | undefined;

export const setResidence = (by: Residence): void => {
  residence = by;
};

/** Up to here a plain loop copies faster than `set`, which takes 20 ns and then 16 bytes a cycle. */
const FEW = 12;

/** Arrays no longer than this are not looked up in heaps: a copy costs no more than that. */
let unasked = FEW;

/** All are, from now on: some may belong to a disposed heap. */
export const askAlways = (): void => {
  unasked = -1;
};

/** From this many bytes on, results leave the caches on their way out. */
const HUGE = 8 << 20;
const PAGE = 4096;

const DY = /* @__PURE__ */ slot(0);
const X = /* @__PURE__ */ slot(1);

let scratch: WebAssembly.Memory | undefined;
let refused = false;
/** What reading ahead came to, kept so that no optimiser drops the reading. Once a call: stored once a tile, it costs a tenth. */
export let touched = 0;

export const kinds = ["forward", "backward", "from_output"];

/** The kernel's functions in scratch, the first of them being forward; undefined if this engine does not run them, or not right. */
export const link = (op: Operation, names: readonly string[] = kinds): readonly Run[] | undefined =>
  attempt(op, names, (runs) => {
    const cells = view(F64, 1, 3).fill(-2.5);
    (runs[F64] as Run)(X, X, 3, 1, 1);
    return cells.every((y) => Math.abs(y - op.f(-2.5, 1, 1)) < 1e-9);
  });

/** The same of any kernel. WebAssembly.validate says yes even where compiling is forbidden (CSP, workerd): only trying tells. */
export const attempt = (op: Linkable, names: readonly string[], isRight: (runs: readonly Run[]) => boolean): readonly Run[] | undefined => {
  if (!op.runs && !refused)
    try {
      scratch ??= new WebAssembly.Memory({ initial: 1, maximum: 1 });
      const runs = instantiate(compile(op.kernel), scratch, names);
      refused = !isRight(runs);
      if (!refused) op.runs = runs;
    } catch {
      refused = true;
    }
  return op.runs;
};

const views: Elements[] = [];

/** The first `length` elements of a slot of scratch. Making a view costs 60 to 90 ns, so those of the latest lengths are kept. */
export const view = (type: number, index: number, length: number): Elements => {
  const key = (type * 4 + index) * 16 + (length & 15);
  let kept = views[key];
  if (kept?.length !== length) {
    kept = new (arrayOf(type))((scratch as WebAssembly.Memory).buffer, slot(index), length);
    views[key] = kept;
  }
  return kept;
};

const beginnings: Elements[] = [];

/** The first few elements of slots 0 and 1, at 2 · type + slot, to be had without asking for their length. */
const begin = (type: number, index: number): Elements => {
  const beginning = view(type, index, FEW);
  beginnings[2 * type + index] = beginning;
  return beginning;
};

export const run: Way = (op, direction, type, dy, x, y, a, b, reused) => {
  if (!op.runs && !link(op)) {
    residence?.home(op, direction, { x, out: y, ...(dy && { dy }) });
    plain(op, direction, type, dy, x, y, a, b);
  } else if (!(x.length <= unasked && few(op, direction, type, dy, x, y, a, b)) && !residence?.run(op, direction, type, dy, x, y, a, b))
    tiles(op, direction, type, dy, x, y, a, b, reused);
};

/** False if x holds a NaN, before y is written: as numbers, NaNs lose bits that relu has to keep. */
const few: Way = (op, direction, type, dy, x, y, a, b) => {
  const runs = op.runs as readonly Run[];
  const n = x.length;
  const tile = beginnings[2 * type + 1] ?? begin(type, 1);
  for (let i = 0; i < n; i++) {
    const v = x[i] as number;
    if (Number.isNaN(v)) return false;
    tile[i] = v;
  }
  if (direction === FORWARD) (runs[type] as Run)(X, X, n, a, b);
  else {
    const gradient = beginnings[2 * type] ?? begin(type, 0);
    for (let i = 0; i < n; i++) gradient[i] = dy ? (dy[i] as number) : 1;
    pick(runs, direction, type)(DY, X, X, n, a, b);
  }
  for (let i = 0; i < n; i++) y[i] = tile[i] as number;
  return true;
};

/** The function that does what is asked for. */
export const pick = (runs: readonly Run[], direction: Direction, type: number): Run =>
  runs[(direction === DERIVATIVE ? BACKWARD : direction) * 5 + type] as Run;

/** f of a number, by a linked kernel. */
export const single = (op: Operation, x: number, a: number, b: number): number => {
  const tile = beginnings[2 * F64 + 1] ?? begin(F64, 1);
  tile[0] = x;
  (op.runs as readonly Run[])[F64]?.(X, X, 1, a, b);
  return tile[0] as number;
};

const tiles: Way = (op, direction, type, dy, x, y, a, b, reused) => {
  const n = x.length;
  const size = x.BYTES_PER_ELEMENT;
  const kernel = pick(op.runs as readonly Run[], direction, type);
  // Writing a tile out and reading the next one in take turns at main memory. Reading a page of the result ahead makes them
  // overlap: 4M floats take 0.7 of the time, with tiles of just that page; with 8 or 16 KiB the gain is gone.
  const ahead = reused && n * size >= HUGE;
  const step = ((ahead ? PAGE : SLOT) / size) | 0;
  const line = (64 / size) | 0;
  let sum = 0;
  const partOfX = parts(type, x, step);
  const partOfDy = dy && parts(type, dy, step);
  for (let i = 0; i < n; i += step) {
    const m = n - i < step ? n - i : step;
    const tile = view(type, 1, m);
    tile.set(partOfX(i, m));
    if (direction === FORWARD) kernel(X, X, m, a, b);
    else {
      const gradient = view(type, 0, m);
      if (partOfDy) gradient.set(partOfDy(i, m));
      else gradient.fill(1);
      kernel(DY, X, X, m, a, b);
    }
    const end = ahead ? Math.min(i + 2 * step, n) : 0;
    for (let j = i + step; j < end; j += line) sum += y[j] as number;
    y.set(tile, i);
  }
  touched = sum;
};

/** Views of m elements from i on; of all, if that is no more than a step. subarray takes twice the time, a tenth of a tile's. */
const parts = (type: number, x: Elements, step: number): ((i: number, m: number) => Elements) => {
  if (x.length <= step) return () => x;
  const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = x;
  return (i, m) => new (arrayOf(type))(buffer, byteOffset + i * size, m);
};

/** Without WebAssembly. Stores round to the element type; f′ is rounded to it before the product, as in the kernels. */
const plain: Way = ({ f, df, fromOutput, keepsNaN }, direction, _, dy, x, y, a, b) => {
  const slope = (direction === FROM_OUTPUT && fromOutput) || df;
  if (keepsNaN && direction === FORWARD) y.set(x);
  for (let i = 0; i < x.length; i++) {
    const v = x[i] as number;
    const g = dy ? (dy[i] as number) : 1;
    if (direction !== FORWARD) {
      y[i] = slope(v, a, b);
      y[i] = y[i] === 0 ? 0 : g * (y[i] as number);
    } else if (!keepsNaN || !Number.isNaN(v)) y[i] = f(v, a, b);
  }
};
