// Activations over rows: x is [rows, cols]. What define.ts and run.ts are to those that go element by element.
//
// A kernel is several passes (assembly/rows.ts). They run where the arrays are if that is one heap, otherwise in scratch: as many
// rows at a time as fit a slot, or pieces of one row, which goes through every pass before the next row begins.
import { arrayOf, type Elements, F64 } from "../engine/elements.js";
import { type Kernel, type Run, SLOT, slot } from "../engine/kernel.js";
import { attempt, BACKWARD, type Direction, FORWARD, FROM_OUTPUT, type Linkable, residence, view } from "../engine/run.js";
import { methodsOf, ONE, type RowApply, type Width } from "./rowArguments.js";

/** What a pass works on: x, or what is in y already; the upstream gradient; and whether it writes y. None: on the rows' state alone, and then
 * there is one for both types. */
export const X = 1;
export const Y = 2;
export const DY = 4;
export const OUT = 8;
export type Pass = readonly [name: string, operands: number];

/** One row in plain JavaScript. y may be x or dy. */
export type RowFormula = (x: Elements, y: Elements, dy: Elements) => void;

interface RowDirection {
  readonly passes: readonly Pass[];
  readonly plain: RowFormula;
}

export interface RowDefinition {
  readonly name: string;
  readonly kernel: Kernel;
  /** Forward, backward and, where it exists, from the output. */
  readonly directions: readonly [RowDirection, RowDirection, RowDirection?];
  /** What the passes take as their mode. */
  readonly mode: 0 | 1;
  /** Of the result: as many columns as x, or one. */
  readonly width: Width;
  /** Greatest error of a value in units in the last place, beside cols · 2⁻²⁴ (f32) or cols · 2⁻⁵³ (f64) of it. */
  readonly ulp: { readonly f32: number; readonly f64: number };
}

/** A pass as the place of its name among all of a kernel. */
type Step = readonly [index: number, operands: number];

interface Op extends RowDefinition, Linkable {
  readonly names: readonly string[];
  /** The passes of each direction. */
  readonly steps: readonly (readonly Step[] | undefined)[];
}

export const defineRows = <A extends object>(definition: RowDefinition): A => {
  const names = [...new Set(definition.directions.flatMap((one) => one?.passes.map(([name]) => name) ?? []))];
  const steps = definition.directions.map((one) => one?.passes.map(([name, operands]) => [names.indexOf(name), operands] as const));
  const op: Op = { ...definition, names, steps, runs: undefined, id: 0 };
  return methodsOf(op, op.directions[FROM_OUTPUT] !== undefined, apply);
};

/** y ← what is asked for. dy is x where there is none. */
const apply: RowApply<Op> = (op, direction, type, dy, x, y, cols) => {
  if (!x.length) return;
  const home = residence?.home(op, direction, { [direction === FROM_OUTPUT ? "y" : "x"]: x, out: y, ...(direction && { dy }) });
  const runs = op.runs ?? attempt(op, op.names, (tried) => isRight(op, tried));
  if (!runs) {
    plain(op, direction, dy, x, y, cols);
    return;
  }
  // Here y is written before dy was read to the end.
  if (direction === BACKWARD && dy.byteOffset === y.byteOffset && usesY(op) && dy.buffer === y.buffer) {
    const apart = new (arrayOf(type))(y.length);
    apply(op, direction, type, dy, x, apart, cols);
    y.set(apart);
    return;
  }
  const way = home ? resident : cols * x.BYTES_PER_ELEMENT > SLOT ? pieces : tiles;
  way(op, home ? home.runs(op, op.names) : runs, direction, type, dy, x, y, cols);
};

const of = (op: Op, direction: Direction): RowDirection => op.directions[direction as 0 | 1 | 2] as RowDirection;

const usesY = ({ directions }: Op): boolean => directions[BACKWARD].passes.some(([, operands]) => operands & Y);

/** The state of so many rows, of 64 bytes each, fits a slot. (A literal: bundlers keep what is computed.) */
const ROWS = 128;
const STATE = /* @__PURE__ */ slot(3);

type Sweep = (
  op: Op,
  runs: readonly Run[],
  direction: Direction,
  type: number,
  dy: Elements,
  x: Elements,
  y: Elements,
  cols: number,
) => void;

/** The function of a pass. A pass on the state alone is there for float64 only. */
const pick = (runs: readonly Run[], [index, operands]: Step, type: number): Run => runs[5 * index + (operands ? type : F64)] as Run;

/** As many rows at a time as have room: in a heap, so that they stay in the first cache; in scratch, copied. */
const groupOf = (x: Elements, cols: number): number =>
  Math.max(1, Math.min(ROWS, Math.floor(SLOT / (cols * x.BYTES_PER_ELEMENT)), x.length / cols));

const resident: Sweep = (op, runs, direction, type, dy, x, y, cols) => {
  const size = x.BYTES_PER_ELEMENT;
  const [xAt, dyAt, yAt] = [x.byteOffset, dy.byteOffset, y.byteOffset];
  const rows = x.length / cols;
  const group = groupOf(x, cols);
  const dyRow = (direction ? op.width(cols) : 0) * size;
  const yRow = (direction ? cols : op.width(cols)) * size;
  for (let r = 0; r < rows; r += group) {
    const m = Math.min(group, rows - r);
    const to = yAt + r * yRow;
    for (const step of op.steps[direction] as readonly Step[])
      pick(runs, step, type)(dyAt + r * dyRow, step[1] & Y ? to : xAt + r * cols * size, to, STATE, m, cols, 1, op.mode);
  }
};

/** Up to here a plain loop copies faster than `set`. */
const FEW = 12;

const copy = (from: Elements, to: Elements, n: number): void => {
  if (n > FEW) to.set(from);
  else for (let i = 0; i < n; i++) to[i] = from[i] as number;
};

const part = (array: Elements, start: number, n: number): Elements => (n === array.length ? array : array.subarray(start, start + n));

/** Rows that fit a slot of scratch. */
const tiles: Sweep = (op, runs, direction, type, dy, x, y, cols) => {
  const rows = x.length / cols;
  const group = groupOf(x, cols);
  const dyCols = direction ? op.width(cols) : 0;
  const yCols = direction ? cols : op.width(cols);
  const result = yCols === cols ? 1 : 2;
  for (let r = 0; r < rows; r += group) {
    const m = Math.min(group, rows - r);
    copy(part(x, r * cols, m * cols), view(type, 1, m * cols), m * cols);
    if (dyCols) copy(part(dy, r * dyCols, m * dyCols), view(type, 0, m * dyCols), m * dyCols);
    for (const step of op.steps[direction] as readonly Step[])
      pick(runs, step, type)(slot(0), slot(1), slot(result), STATE, m, cols, 1, op.mode);
    const tile = view(type, result, m * yCols);
    if (m === rows) copy(tile, y, m * yCols);
    else y.set(tile, r * yCols);
  }
};

/** Rows that do not: each goes through every pass, piece by piece. */
const pieces: Sweep = (op, runs, direction, type, dy, x, y, cols) => {
  const room = SLOT / x.BYTES_PER_ELEMENT;
  const rows = x.length / cols;
  const isShort = op.width === ONE;
  const bring = (array: Elements, index: number, start: number, n: number): void => view(type, index, n).set(part(array, start, n));
  for (let r = 0; r < rows; r++)
    for (const step of op.steps[direction] as readonly Step[]) {
      const [, operands] = step;
      for (let k = 0; k < cols; k += room) {
        const n = Math.min(room, cols - k);
        const start = r * cols + k;
        if (operands & (X | Y)) bring(operands & Y ? y : x, 1, start, n);
        if (operands & DY) bring(dy, 0, isShort ? r : start, isShort ? 1 : n);
        pick(runs, step, type)(slot(0), slot(1), slot(1), STATE, 1, n, k ? 0 : 1, op.mode);
        // What has nothing to do with columns is done once.
        const isOnce = !(operands & (X | Y | DY));
        if (operands & OUT) y.set(view(type, 1, isOnce ? 1 : n), isOnce ? r : start);
        if (isOnce) break;
      }
    }
};

/** Are a few values right? */
const isRight = (op: Op, runs: readonly Run[]): boolean => {
  const x = Float64Array.of(-2.5, 0.5, 1);
  const [y, expected] = [new Float64Array(op.width(3)), new Float64Array(op.width(3))];
  tiles(op, runs, FORWARD, F64, x, x, y, 3);
  plain(op, FORWARD, x, x, expected, 3);
  return y.every((value, i) => Math.abs(value - (expected[i] as number)) < 1e-9);
};

/** Without WebAssembly. */
const plain = (op: Op, direction: Direction, dy: Elements, x: Elements, y: Elements, cols: number): void => {
  const { plain: formula } = of(op, direction);
  const rowOf = (array: Elements, r: number): Elements => {
    const width = array.length / (x.length / cols);
    return array.subarray(r * width, (r + 1) * width);
  };
  for (let r = 0; r * cols < x.length; r++) formula(rowOf(x, r), rowOf(y, r), rowOf(dy, r));
};
