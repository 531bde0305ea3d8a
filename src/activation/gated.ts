// Gated units: rows are [a | b], one half goes through an activation and multiplies the other. The kernel is the activation's own,
// on halves of rows laid side by side in scratch; gate's does the rest. Results are rounded between, so that f(gate) is what the
// activation itself gives, bit by bit.
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

/** Slots. A row that fits is in RAW as a whole, then its halves in GATE and VALUE. */
const [DY, GATE, VALUE, RAW] = [0, 1, 2, 3];

const apply: RowApply<Op> = (op, direction, type, dy, x, y, cols) => {
  const { activation } = op;
  const shared = residence?.home(op, direction, { x, out: y, ...(direction && { dy }) });
  gating ??= { kernel: gate, runs: undefined, id: 0 };
  const own = attempt(gating, names, (runs) => {
    const cells = view(F64, GATE, 3).fill(3);
    (runs[MULTIPLY + F64] as Run)(slot(GATE), slot(GATE), slot(GATE), 3);
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

  /** Elements of an array where a kernel can reach them. */
  const reach = (array: Elements, index: number, start: number, n: number): number => {
    if (shared) return array.byteOffset + start * size;
    view(type, index, n).set(n === array.length ? array : array.subarray(start, start + n));
    return slot(index);
  };
  const leave = (index: number, start: number, n: number): void => {
    if (shared) copy(slot(index), 0, y.byteOffset + start * size, 0, 1, n * size);
    else y.set(view(type, index, n), start);
  };

  for (let r = 0; r < rows; r += m) {
    const here = Math.min(m, rows - r);
    for (let k = 0; k < half; k += step) {
      const n = here * Math.min(step, half - k);
      let [g, v] = [slot(GATE), slot(VALUE)];
      if (isShort) {
        const raw = reach(x, RAW, r * cols, here * cols);
        copy(raw + gateAt * size, cols * size, g, half * size, here, half * size);
        copy(raw + valueAt * size, cols * size, v, half * size, here, half * size);
      } else {
        g = reach(x, GATE, r * cols + gateAt + k, n);
        v = reach(x, VALUE, r * cols + valueAt + k, n);
      }
      const result = slot(RAW);
      forward(g, result, n, op.a, 0);
      if (direction === FORWARD) {
        multiply(result, v, result, n);
        leave(RAW, r * half + k, n);
        continue;
      }
      const upstream = reach(dy, DY, r * half + k, n);
      multiply(upstream, result, result, n);
      const slope = slot(VALUE);
      multiply(upstream, v, slope, n);
      backward(slope, g, slope, n, op.a, 0);
      if (isShort) {
        // The gate's slot is free by now.
        const raw = shared ? y.byteOffset + r * cols * size : slot(GATE);
        copy(slope, half * size, raw + gateAt * size, cols * size, here, half * size);
        copy(result, half * size, raw + valueAt * size, cols * size, here, half * size);
        if (!shared) leave(GATE, r * cols, here * cols);
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
