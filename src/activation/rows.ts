// Activations over rows: x is [rows, cols].
//
// A kernel is several passes (assembly/rows). They go over as many rows at a time as fit a slot, or, of a row that is longer than what
// a workspace can have at once, over its pieces, and every piece goes through a pass before the next pass begins.
import { arrayOf, bufferOf, copyInto, type Elements, F32, F64, I8, lengthOf, offsetOf, part, sizeOf } from "../engine/elements.js";
import { type Bytes, type Functions, functionOf, type Kernel, kernelOf, type Run } from "../engine/kernel.js";
import { DY, OTHER, SLOT, STATE, slot, X } from "../engine/scratch.js";
import { heapOf, spaceOr } from "../engine/spaces.js";
import { agree, lanes } from "../engine/trial.js";
import type { Workspace } from "../engine/workspace.js";
import { BACKWARD, type Direction, FORWARD, FROM_OUTPUT, methodOf } from "./direction.js";
import { type Compute, type ComputeOf, functionOfRows, ONE, type Width } from "./rowwise.js";

/** What a pass works on: x, or what is in y already; the upstream gradient; and whether it writes y. None: on the rows' state alone, and then
 * there is one for both types. */
export const READS_X = 1;
export const READS_Y = 2;
export const READS_DY = 4;
export const WRITES = 8;
export type Pass = readonly [name: string, operands: number];

/** One row in plain JavaScript. y may be x or dy. */
export type RowFormula = (x: Elements, y: Elements, dy: Elements) => void;

interface RowDirection {
  readonly passes: readonly Pass[];
  readonly plain: RowFormula;
}

export interface RowDefinition {
  readonly name: string;
  readonly kernel: Bytes;
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
type Step = readonly [kind: number, operands: number];

interface Op extends RowDefinition {
  readonly program: Kernel;
  /** The passes of each direction. */
  readonly steps: readonly (readonly Step[])[];
}

const known = ["out", "cols", "inner"];

export const defineRows = <A extends object>(definition: RowDefinition): A => {
  const directions = definition.directions.map((direction) => direction?.passes ?? []);
  const kinds = [...new Set(directions.flat().map(([name]) => name))];
  const steps = directions.map((passes) => passes.map(([name, operands]) => [kinds.indexOf(name), operands] as const));
  const op: Op = { ...definition, steps, program: kernelOf(definition.name, definition.kernel, kinds, () => isRight(op)) };
  const compute: Compute = (method, type, dy, x, y, rows, cols) => run(op, method, type, dy, x, y, rows, cols);
  return functionOfRows({ name: op.name, width: op.width, known, compute }, op.directions[FROM_OUTPUT] !== undefined, definition);
};

/** The state of so many rows, of 64 bytes each, fits a slot. (A literal: bundlers keep what is computed.) */
const ROWS = 128;

/** y ← what is asked for. dy is x where there is none. */
const run: ComputeOf<Op> = (op, { where, direction, input, takesDy }, type, dy, x, y, rows, cols) => {
  const heap = heapOf(where, input, x, y, takesDy ? dy : undefined);
  const own = op.program.ready();
  if (!own) plain(op, direction, type, dy, x, y, rows, cols);
  // There y is written before dy was read to the end.
  else if (direction === BACKWARD && usesY(op) && isSame(dy, y))
    sweep(op, own, spaceOr(undefined), direction, type, copyOf(dy, type), x, y, rows, cols);
  else sweep(op, own, spaceOr(heap), direction, type, dy, x, y, rows, cols);
};

const usesY = ({ directions }: Op): boolean => directions[BACKWARD].passes.some(([, operands]) => operands & READS_Y);

const isSame = (x: Elements, y: Elements): boolean => offsetOf(x) === offsetOf(y) && bufferOf(x) === bufferOf(y);

const copyOf = (x: Elements, type: number): Elements => {
  const copy = new (arrayOf(type))(lengthOf(x));
  copyInto(copy, x, 0);
  return copy;
};

/** The function of a pass. One on the state alone is there for float64 only. */
const passOf = (functions: Functions, step: Step, type: number): Run => functionOf(functions, step[0], step[1] ? type : F64);

type Sweep = (
  op: Op,
  functions: Functions,
  space: Workspace,
  direction: Direction,
  type: number,
  dy: Elements,
  x: Elements,
  y: Elements,
  rows: number,
  cols: number,
) => void;

const sweep: Sweep = (op, own, space, direction, type, dy, x, y, rows, cols) => {
  const way = cols * sizeOf(type) <= space.room ? groups : pieces;
  way(op, space.functionsOf(op.program, own), space, direction, type, dy, x, y, rows, cols);
};

/** As many rows at a time as have room in a slot; so many stay in the first cache in a heap too. */
const groups: Sweep = (op, functions, space, direction, type, dy, x, y, rows, cols) => {
  const steps = op.steps[direction] as readonly Step[];
  const group = Math.max(1, Math.min(ROWS, Math.floor(SLOT / (cols * sizeOf(type)))));
  const dyCols = direction === FORWARD ? 0 : op.width(cols);
  const yCols = direction === FORWARD ? op.width(cols) : cols;
  const result = yCols === cols ? X : OTHER;
  for (let r = 0; r < rows; r += group) {
    const m = Math.min(group, rows - r);
    const from = space.read(x, type, X, r * cols, m * cols);
    const upstream = dyCols ? space.read(dy, type, DY, r * dyCols, m * dyCols) : slot(DY);
    const to = space.target(y, type, result, r * yCols, m * yCols);
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Step;
      passOf(functions, step, type)(upstream, step[1] & READS_Y ? to : from, to, slot(STATE), m, cols, 1, op.mode);
    }
    space.flush(y, type, result, r * yCols, m * yCols);
  }
};

/** Rows that are longer than what can be had at once: each goes through every pass before the next row begins. */
const pieces: Sweep = (op, functions, space, direction, type, dy, x, y, rows, cols) => {
  const steps = op.steps[direction] as readonly Step[];
  const room = SLOT / sizeOf(type);
  const isReduced = op.width === ONE;
  for (let r = 0; r < rows; r++)
    for (const step of steps) {
      const [, operands] = step;
      // What has nothing to do with columns is done once.
      const isOnce = !(operands & (READS_X | READS_Y | READS_DY));
      for (let k = 0; k < (isOnce ? 1 : cols); k += room) {
        const n = Math.min(room, cols - k);
        const start = r * cols + k;
        const from = operands & (READS_X | READS_Y) ? space.read(operands & READS_Y ? y : x, type, X, start, n) : slot(X);
        const upstream = operands & READS_DY ? space.read(dy, type, DY, isReduced ? r : start, isReduced ? 1 : n) : slot(DY);
        const to = operands & WRITES ? space.target(y, type, X, isOnce ? r : start, isOnce ? 1 : n) : slot(X);
        passOf(functions, step, type)(upstream, from, to, slot(STATE), 1, n, k ? 0 : 1, op.mode);
        if (operands & WRITES) space.flush(y, type, X, isOnce ? r : start, isOnce ? 1 : n);
      }
    }
};

/** Without WebAssembly. */
const plain: ComputeOf<Op, Direction> = (op, direction, type, dy, x, y, rows, cols) => {
  const formula = op.directions[direction as 0 | 1 | 2]?.plain as RowFormula;
  const width = op.width(cols);
  const [dyCols, yCols] = direction === FORWARD ? [cols, width] : [width, cols];
  for (let r = 0; r < rows; r++)
    formula(part(x, type, r * cols, cols), part(y, type, r * yCols, yCols), part(dy, type, r * dyCols, dyCols));
};

/** Every direction on three rows, the first and the last with what makes a row NaN. */
const isRight = (op: Op): boolean => {
  const [rows, cols] = [3, 7];
  return [F32, F64].every((type) => {
    const x = part(lanes(type), type, 0, rows * cols);
    for (let i = cols; i < 2 * cols; i++) if (!(Math.abs(x[i] as number) < 3)) x[i] = 2;
    const output = new (arrayOf(type))(rows * op.width(cols));
    plain(op, FORWARD, type, x, x, output, rows, cols);
    return ([FORWARD, BACKWARD, FROM_OUTPUT] as const).every((direction) => {
      if (!op.directions[direction]) return true;
      const method = methodOf(op.name, direction);
      const dy = method.takesDy ? new (arrayOf(type))(output.length) : x;
      if (method.takesDy) for (let i = 0; i < dy.length; i++) dy[i] = (i % 4) - 1.5;
      const input = direction === FROM_OUTPUT ? output : x;
      const [got, expected] = [0, 0].map(() => new (arrayOf(type))(method.takesDy ? x.length : output.length)) as [Elements, Elements];
      // What earlier passes left would make up for one that does nothing. With all bits set it is NaN in either type.
      for (const index of [X, OTHER, STATE]) spaceOr(undefined).view(I8, index, SLOT).fill(-1);
      run(op, method, type, dy, input, got, rows, cols);
      plain(op, direction, type, dy, input, expected, rows, cols);
      return agree(got, expected);
    });
  });
};
