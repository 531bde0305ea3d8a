// Gated units: rows are [a | b], one half goes through an activation and multiplies the other. The kernel is the activation's own,
// on gates laid side by side in scratch if rows are short; gate's does the rest, with the other half where it stands. Results are
// rounded between, so that f(gate) is what the activation itself gives, bit by bit.
import { arrayOf, type Elements, F32, F64, part, sizeOf } from "../engine/elements.js";
import { type Bytes, functionOf, type Kernel, kernelOf } from "../engine/kernel.js";
import { DY, OTHER, SLOT, STATE, slot, X } from "../engine/scratch.js";
import { heapOf, spaceOr } from "../engine/spaces.js";
import { agree, lanes } from "../engine/trial.js";
import { BACKWARD, type Direction, FORWARD, methodOf } from "./direction.js";
import { type Operation, operationOf } from "./elementwise.js";
import { type Compute, type ComputeOf, functionOfRows, HALF } from "./rowwise.js";

export interface GatedDefinition {
  readonly name: string;
  /** What multiplies; the activation has its own. */
  readonly kernel: Bytes;
  /** What the gate goes through: an activation, at its parameters' defaults. */
  readonly activation: object;
  /** The half of a row that is the gate. */
  readonly gate: "first" | "second";
  /** Greatest error of a value in units in the last place. */
  readonly ulp: { readonly f32: number; readonly f64: number };
}

interface Op extends Pick<GatedDefinition, "name" | "gate"> {
  readonly program: Kernel;
  readonly activation: Operation;
  /** Its parameter. */
  readonly a: number;
}

const known = ["cols", "out"];

export const defineGated = <A extends object>(definition: GatedDefinition): A => {
  const activation = operationOf(definition.activation);
  const op: Op = {
    name: definition.name,
    gate: definition.gate,
    program: kernelOf(definition.name, definition.kernel, ["copy", "multiply"], () => isRight(op)),
    activation,
    a: activation.defaults[0],
  };
  const compute: Compute = (method, type, dy, x, y, rows, cols) => run(op, method, type, dy, x, y, rows, cols);
  const described = { ...definition, activation, width: HALF };
  return functionOfRows({ name: op.name, width: HALF, known, compute }, false, described);
};

const COPY = 0;
const MULTIPLY = 1;
/** `copy` is there once for all types, as if for int32. */
const I32 = 4;

/** Slots. Rows that fit are in RAW as a whole, and then their gates have half of GATE. Of a longer row pieces of its halves are in GATE and VALUE. */
const GATE = X;
const VALUE = OTHER;
const RAW = STATE;

const run: ComputeOf<Op> = (op, { where, direction, input, takesDy }, type, dy, x, y, rows, cols) => {
  const heap = heapOf(where, input, x, y, takesDy ? dy : undefined);
  const { activation, a } = op;
  const own = activation.program.ready();
  // Not before the activation runs: its trial takes both.
  const shared = own && op.program.ready();
  if (!own || !shared) {
    plain(op, direction, type, dy, x, y, rows, cols);
    return;
  }
  const space = spaceOr(heap);
  const ofActivation = space.functionsOf(activation.program, own);
  const ofGate = space.functionsOf(op.program, shared);
  const forward = functionOf(ofActivation, FORWARD, type);
  const backward = functionOf(ofActivation, BACKWARD, type);
  const copy = functionOf(ofGate, COPY, I32);
  const multiply = functionOf(ofGate, MULTIPLY, type);

  const size = sizeOf(type);
  const half = cols / 2;
  const room = SLOT / size;
  // Short rows together, long ones in pieces of their halves.
  const group = Math.max(1, Math.floor(room / cols));
  const step = Math.min(half, room);
  const isShort = cols <= room;
  const gateAt = op.gate === "first" ? 0 : half;
  const valueAt = half - gateAt;
  const stride = cols * size;
  // One after another, without gaps: what the activation makes of the gates, and their gradients.
  const resultsIn = isShort ? VALUE : RAW;
  const results = slot(resultsIn);
  const slopes = isShort ? slot(GATE) + SLOT / 2 : slot(VALUE);

  for (let r = 0; r < rows; r += group) {
    const m = Math.min(group, rows - r);
    for (let k = 0; k < half; k += step) {
      const width = Math.min(step, half - k);
      const n = m * width;
      const bytes = width * size;
      const gateStart = r * cols + gateAt + k;
      const valueStart = r * cols + valueAt + k;
      const raw = isShort ? space.read(x, type, RAW, r * cols, m * cols) : 0;
      const g = isShort ? raw + gateAt * size : space.read(x, type, GATE, gateStart, n);
      const v = isShort ? raw + valueAt * size : space.read(x, type, VALUE, valueStart, n);
      const gates = isShort ? slot(GATE) : g;
      if (isShort) copy(g, stride, gates, bytes, m, bytes);
      forward(gates, results, n, a, 0);
      const start = r * half + k;
      if (direction === FORWARD) {
        multiply(results, v, space.target(y, type, resultsIn, start, n), m, width, bytes, stride, bytes);
        space.flush(y, type, resultsIn, start, n);
        continue;
      }
      const upstream = space.read(dy, type, DY, start, n);
      multiply(upstream, v, slopes, m, width, bytes, stride, bytes);
      // The result may be x: what has been read by now may be written.
      const rawTo = isShort ? space.target(y, type, RAW, r * cols, m * cols) : 0;
      const valuesTo = isShort ? rawTo + valueAt * size : space.target(y, type, RAW, valueStart, n);
      const gatesTo = isShort ? rawTo + gateAt * size : space.target(y, type, VALUE, gateStart, n);
      multiply(upstream, results, valuesTo, m, width, bytes, bytes, stride);
      backward(slopes, gates, isShort ? slopes : gatesTo, n, a, 0);
      if (isShort) {
        copy(slopes, bytes, gatesTo, stride, m, bytes);
        space.flush(y, type, RAW, r * cols, m * cols);
      } else {
        space.flush(y, type, VALUE, gateStart, n);
        space.flush(y, type, RAW, valueStart, n);
      }
    }
  }
};

/** Without WebAssembly. Rounded where the kernels round. */
const plain: ComputeOf<Op, Direction> = ({ activation: { f, df }, gate, a }, direction, type, dy, x, y, rows, cols) => {
  const half = cols / 2;
  const [gateAt, valueAt] = gate === "first" ? [0, half] : [half, 0];
  const round = type === F32 ? Math.fround : Number;
  for (let r = 0; r < rows * cols; r += cols)
    for (let k = 0; k < half; k++) {
      const [g, v] = [x[r + gateAt + k] as number, x[r + valueAt + k] as number];
      const value = round(f(g, a, 0));
      if (direction === FORWARD) {
        y[r / 2 + k] = value * v;
        continue;
      }
      const upstream = dy[r / 2 + k] as number;
      const slope = round(df(g, a, 0));
      y[r + gateAt + k] = slope === 0 ? 0 : round(upstream * v) * slope;
      y[r + valueAt + k] = upstream * value;
    }
};

const isRight = (op: Op): boolean => {
  const [rows, cols] = [3, 6];
  return [F32, F64].every((type) =>
    ([FORWARD, BACKWARD] as const).every((direction) => {
      const x = part(lanes(type), type, 0, rows * cols);
      const dy = part(lanes(type), type, 1, (rows * cols) / 2);
      const [got, expected] = [0, 0].map(() => new (arrayOf(type))((rows * cols) / (direction === FORWARD ? 2 : 1))) as [
        Elements,
        Elements,
      ];
      // What is there already would make up for a function that does nothing.
      for (const index of [GATE, VALUE, RAW])
        spaceOr(undefined)
          .view(F64, index, SLOT / 8)
          .fill(Number.NaN);
      run(op, methodOf(op.name, direction), type, dy, x, got, rows, cols);
      plain(op, direction, type, dy, x, expected, rows, cols);
      return agree(got, expected);
    }),
  );
};
