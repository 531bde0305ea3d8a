// Gated units: rows are [a | b], one half goes through an activation and multiplies the other. The kernel is the activation's own,
// on gates laid side by side in scratch if rows are short; gate's does the rest, with the other half where it stands. Results are
// rounded between, so that f(gate) is what the activation itself gives, bit by bit.
import { type Elements, F32, F64 } from "../engine/elements.js";
import { type Kernel, type Run, SLOT, slot } from "../engine/kernel.js";
import { attempt, FORWARD, type Linkable, link, type Operation, residence, view } from "../engine/run.js";
import gate from "../kernels/gate.js";
import type { Parameters } from "./parameters.js";
import { HALF, methodsOf, type RowApply, type Width } from "./rowArguments.js";

export interface GatedDefinition {
  readonly name: string;
  /** What the gate goes through: an activation, at its parameters' defaults. */
  readonly activation: object;
  /** The half of a row that is the gate. */
  readonly gate: "first" | "second";
  /** Greatest error of a value in units in the last place. */
  readonly ulp: { readonly f32: number; readonly f64: number };
}

interface Op extends Pick<GatedDefinition, "name" | "gate" | "ulp"> {
  readonly width: Width;
  /** That of all gated units; the activation has its own. */
  readonly kernel: Kernel;
  readonly activation: Operation;
  /** Its parameter. */
  readonly a: number;
  readonly runs: readonly Run[] | undefined;
}

export const defineGated = <A extends object>({ activation, ...rest }: GatedDefinition): A => {
  const { definition } = activation as { definition: Operation & { readonly parameters: Parameters | undefined } };
  const op: Op = {
    ...rest,
    width: HALF,
    kernel: gate,
    activation: definition,
    a: definition.parameters?.usual[0] ?? 0,
    get runs() {
      return definition.runs && gating?.runs;
    },
  };
  return methodsOf(op, false, apply);
};

/** Made when it is wanted: some bundlers keep an object that names what it imports, used or not. */
let gating: Linkable | undefined;
const names = ["copy", "multiply"];
const COPY = 4;
const MULTIPLY = 5;

/** Slots. Rows that fit are in RAW as a whole, and then their gates have half of GATE. Of a longer row pieces of its halves are in GATE and VALUE. */
const [DY, GATE, VALUE, RAW] = [0, 1, 2, 3];

const apply: RowApply<Op> = (op, direction, type, dy, x, y, cols) => {
  const { activation } = op;
  const shared = residence?.home(op, direction, { x, out: y, ...(direction && { dy }) });
  gating ??= { kernel: gate, runs: undefined, id: 0 };
  const own = attempt(gating, names, (runs) => {
    const cells = view(F64, GATE, 3).fill(3);
    (runs[MULTIPLY + F64] as Run)(slot(GATE), slot(GATE), slot(GATE), 1, 3, 0, 0, 0);
    return cells.every((value) => value === 9);
  });
  if (!own || !link(activation)) {
    plain(op, direction, type, dy, x, y, cols);
    return;
  }
  const [acts, gates] = shared ? [shared.runs(activation), shared.runs(gating, names)] : [activation.runs as readonly Run[], own];
  const forward = acts[type] as Run;
  const backward = acts[5 + type] as Run;
  const copy = gates[COPY] as Run;
  const multiply = gates[MULTIPLY + type] as Run;

  const size = x.BYTES_PER_ELEMENT;
  const half = cols / 2;
  const room = SLOT / size;
  const rows = x.length / cols;
  // Short rows together, long ones in pieces of their halves.
  const m = Math.max(1, Math.floor(room / cols));
  const step = Math.min(half, room);
  const isShort = cols <= room;
  const [gateAt, valueAt] = op.gate === "first" ? [0, half] : [half, 0];
  const stride = cols * size;

  /** The address of elements of an operand, brought to a slot of scratch unless a kernel reaches them where they are. */
  const reach = (array: Elements, index: number, start: number, n: number): number => {
    if (shared) return array.byteOffset + start * size;
    view(type, index, n).set(n === array.length ? array : array.subarray(start, start + n));
    return slot(index);
  };
  /** The address where elements of the result are wanted: their own, or one in scratch, from where `leave` takes them. */
  const target = (start: number, inScratch: number): number => (shared ? y.byteOffset + start * size : inScratch);
  const leave = (index: number, start: number, n: number): void => {
    if (!shared) y.set(view(type, index, n), start);
  };

  for (let r = 0; r < rows; r += m) {
    const here = Math.min(m, rows - r);
    for (let k = 0; k < half; k += step) {
      const width = Math.min(step, half - k);
      const n = here * width;
      const bytes = width * size;
      const raw = isShort ? reach(x, RAW, r * cols, here * cols) : 0;
      const g = isShort ? raw + gateAt * size : reach(x, GATE, r * cols + gateAt + k, n);
      const v = isShort ? raw + valueAt * size : reach(x, VALUE, r * cols + valueAt + k, n);
      // One after another, without gaps: the gates, what the activation makes of them, their gradients.
      const [gates, results, slopes] = isShort ? [slot(GATE), slot(VALUE), slot(GATE) + SLOT / 2] : [g, slot(RAW), slot(VALUE)];
      if (isShort) copy(g, stride, gates, bytes, here, bytes);
      forward(gates, results, n, op.a, 0);
      const start = r * half + k;
      if (direction === FORWARD) {
        multiply(results, v, target(start, results), here, width, bytes, stride, bytes);
        leave(isShort ? VALUE : RAW, start, n);
        continue;
      }
      const upstream = reach(dy, DY, start, n);
      multiply(upstream, v, slopes, here, width, bytes, stride, bytes);
      // The result may be x: what has been read by now may be written.
      multiply(upstream, results, target(r * cols + valueAt + k, isShort ? v : results), here, width, bytes, bytes, stride);
      const ofGates = target(r * cols + gateAt + k, isShort ? g : slopes);
      backward(slopes, gates, isShort ? slopes : ofGates, n, op.a, 0);
      if (isShort) {
        copy(slopes, bytes, ofGates, stride, here, bytes);
        leave(RAW, r * cols, here * cols);
      } else {
        leave(VALUE, r * cols + gateAt + k, n);
        leave(RAW, r * cols + valueAt + k, n);
      }
    }
  }
};

/** Without WebAssembly. */
const plain: RowApply<Op> = ({ activation: { f, df }, gate, a }, direction, type, dy, x, y, cols) => {
  const half = cols / 2;
  const [gateAt, valueAt] = gate === "first" ? [0, half] : [half, 0];
  // Rounded where the kernels round.
  const round = type === F32 ? Math.fround : Number;
  for (let r = 0; r < x.length; r += cols)
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
