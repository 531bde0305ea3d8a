// Activations over rows: x is [rows, cols]. What define.ts and run.ts are to those that go element by element.
//
// A kernel is several passes (assembly/rows.ts). They run where the arrays are if that is one heap, otherwise in scratch: as many
// rows at a time as fit a slot, or pieces of one row, which goes through every pass before the next row begins.
import { arrayOf, type Elements, F64 } from "./elements.js";
import { type Kernel, type Run, SLOT, slot } from "./kernel.js";
import { methodsOf, ONE, type RowApply, type Width } from "./rowArguments.js";
import { attempt, BACKWARD, type Direction, FORWARD, FROM_OUTPUT, type Linkable, residence, view } from "./run.js";

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

interface Op extends RowDefinition, Linkable {
  readonly names: readonly string[];
}

export const defineRows = <A extends object>(definition: RowDefinition): A => {
  const names = [...new Set(definition.directions.flatMap((one) => one?.passes.map(([name]) => name) ?? []))];
  const op: Op = { ...definition, names, runs: undefined, id: 0 };
  return methodsOf(op, op.directions[FROM_OUTPUT] !== undefined, apply);
};

/** y ← what is asked for. dy is x where there is none. */
const apply: RowApply<Op> = (op, direction, type, dy, x, y, cols) => {
  if (!x.length) return;
  const home = residence?.home(op, direction, { [direction === FROM_OUTPUT ? "y" : "x"]: x, out: y, ...(direction && { dy }) });
  const runs = attempt(op, op.names, (runs) => isRight(op, runs));
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
  sweep(op, home ? home.runs(op, op.names) : runs, direction, type, dy, x, y, cols, home !== undefined);
};

const of = (op: Op, direction: Direction): RowDirection => op.directions[direction as 0 | 1 | 2] as RowDirection;

const usesY = (op: Op): boolean => op.directions[BACKWARD].passes.some(([, operands]) => operands & Y);

/** The state of so many rows, of 64 bytes each, fits a slot. (A literal: bundlers keep what is computed.) */
const ROWS = 128;
const STATE = 3;

const sweep = (
  op: Op,
  runs: readonly Run[],
  direction: Direction,
  type: number,
  dy: Elements,
  x: Elements,
  y: Elements,
  cols: number,
  isResident: boolean,
): void => {
  const { passes } = of(op, direction);
  const size = x.BYTES_PER_ELEMENT;
  const room = SLOT / size;
  const rows = x.length / cols;
  const group = Math.max(1, Math.min(ROWS, Math.floor(room / cols)));
  const step = isResident ? cols : Math.min(cols, room);
  const perRow = op.width === ONE;
  const reduces = perRow && direction === FORWARD;

  /** Elements of an array where a pass can reach them. */
  const place = (array: Elements, index: number, start: number, n: number, isCopied: boolean): number => {
    if (isResident) return array.byteOffset + start * size;
    if (isCopied) view(type, index, n).set(n === array.length ? array : array.subarray(start, start + n));
    return slot(index);
  };

  for (let r = 0; r < rows; r += group) {
    const m = Math.min(group, rows - r);
    const isWhole = step === cols;
    if (isWhole) {
      place(x, 1, r * cols, m * cols, true);
      if (direction) place(dy, 0, perRow ? r : r * cols, perRow ? m : m * cols, true);
    }
    for (const [name, operands] of passes) {
      const isOfState = !(operands & (X | Y | DY | OUT));
      const run = runs[op.names.indexOf(name) * 5 + (isOfState ? F64 : type)] as Run;
      for (let k = 0; k < cols; k += step) {
        const n = Math.min(step, cols - k);
        const start = r * cols + k;
        const [yStart, yCount] = reduces ? [r, m] : [start, m * n];
        const dyAt = operands & DY ? place(dy, 0, perRow ? r : start, perRow ? m : m * n, !isWhole) : 0;
        const xAt = operands & (X | Y) ? place(operands & Y ? y : x, 1, start, m * n, !isWhole) : 0;
        const yAt = operands & OUT ? place(y, reduces ? 2 : 1, yStart, yCount, false) : 0;
        run(dyAt, xAt, yAt, slot(STATE), m, n, k ? 0 : 1, op.mode);
        if (!isWhole && operands & OUT) y.set(view(type, reduces ? 2 : 1, yCount), yStart);
        if (!(operands & (X | Y | DY))) break;
      }
    }
    if (isWhole && !isResident)
      if (reduces) y.set(view(type, 2, m), r);
      else y.set(view(type, 1, m * cols), r * cols);
  }
};

/** Are a few values right? */
const isRight = (op: Op, runs: readonly Run[]): boolean => {
  const x = Float64Array.of(-2.5, 0.5, 1);
  const [y, expected] = [new Float64Array(op.width(3)), new Float64Array(op.width(3))];
  sweep(op, runs, FORWARD, F64, x, x, y, 3, false);
  plain(op, FORWARD, x, x, expected, 3);
  return y.every((value, i) => Math.abs(value - (expected[i] as number)) < 1e-9);
};

/** Without WebAssembly. */
const plain = (op: Op, direction: Direction, dy: Elements, x: Elements, y: Elements, cols: number): void => {
  const { plain: formula } = of(op, direction);
  const part = (array: Elements, r: number): Elements => {
    const width = array.length / (x.length / cols);
    return array.subarray(r * width, (r + 1) * width);
  };
  for (let r = 0; r * cols < x.length; r++) formula(part(x, r), part(y, r), part(dy, r));
};
