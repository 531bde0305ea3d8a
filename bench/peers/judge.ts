// How far from the truth a contender is, and which special values it gets wrong.
import { errorInUlps, ulpAt } from "../../test/support/ulp.js";
import { fill } from "../data.js";
import { random } from "../random.js";
import { EDGE, FAR, ROWS, sweep } from "../sweep.js";
import type { Contender } from "./contender.js";
import type { Task } from "./task.js";
import { gates, type Truth, truthOf } from "./truth.js";

export interface Verdict {
  /** ULP, and of that what is met with inputs in [−20, 20]. */
  readonly error: number;
  readonly near: number;
  /** Nanoseconds of the fastest call that it took to know. */
  readonly call: number;
  readonly faults: readonly string[];
}

/** A NaN with its sign: set in memory, as a number on its way through JavaScript may lose it, in JavaScriptCore always. */
const NEGATIVE_NAN = 0xffc00000;

/** What is fed at first, with the names that faults are told by. */
export const specials: readonly (readonly [name: string, x: number])[] = [
  ["NaN", Number.NaN],
  ["−NaN", Number.NaN],
  ["0", 0],
  ["−0", -0],
  ["∞", Number.POSITIVE_INFINITY],
  ["−∞", Number.NEGATIVE_INFINITY],
  ...[17, 50, 88, 100].flatMap((x) => [["tail", x] as const, ["tail", -x] as const]),
  ...[1e-8, 1e-20, 1e-40].flatMap((x) => [["tiny", x] as const, ["tiny", -x] as const]),
  ...[1e30, 3e38].flatMap((x) => [["huge", x] as const, ["huge", -x] as const]),
];

/** Wrong by more than this, a special value is not inexact but wrong. */
const WRONG = 1024;

const shown = (value: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value === 0) return Object.is(value, 0) ? "0" : "−0";
  return String(Number(value.toPrecision(2))).replaceAll("-", "−");
};

/** "−NaN → 0", or nothing. */
export const faultOf = (name: string, x: number, got: number, exact: number): string | undefined => {
  const want = Math.fround(exact);
  const fault = `${name} → ${shown(got)}`;
  if (Number.isNaN(want) || Number.isNaN(got)) return Number.isNaN(want) === Number.isNaN(got) ? undefined : fault;
  if (!Number.isFinite(want) || !Number.isFinite(got)) return want === got ? undefined : fault;
  // A zero's sign is of interest where it is the input's own; where a result underflowed it is not.
  if (want === 0) return got === 0 && (x !== 0 || Object.is(exact, got)) ? undefined : fault;
  if (got === 0) return fault;
  return errorInUlps("f32", got, exact, { signedZero: false }) > WRONG ? fault : undefined;
};

/** ULP of gradual underflow; where terms cancel, of the sum of their magnitudes. Infinity where only one of the two is a number. */
export const errorOf = (got: number, exact: number, terms = 0): number => {
  if (Number.isFinite(Math.fround(exact)) && Number.isFinite(got) && terms > 0)
    return Math.abs(got - exact) / ulpAt("f32", Math.max(terms, Math.abs(exact)));
  return errorInUlps("f32", got, exact, { signedZero: false });
};

const pieces = (all: Float32Array, length: number, next: () => number): readonly Float32Array[] =>
  Array.from({ length: Math.ceil(all.length / length) }, (_, i) => {
    const piece = new Float32Array(length);
    fill(piece, "random", next);
    piece.set(all.subarray(i * length, (i + 1) * length));
    return piece;
  });

/** What every contender is fed, and what should come of it. */
interface Question {
  readonly x: Float32Array;
  readonly truth: Truth;
  /** Names of the first elements, which are special. */
  readonly names: readonly string[];
  /** Is result i made of inputs in [−20, 20], or of a row that is spread no wider? */
  isNear(i: number): boolean;
}

/** At least so many elements of rows. */
const ROW_ELEMENTS = 1 << 14;

const setSpecials = (x: Float32Array, from: number): void => {
  x.set(
    specials.map(([, value]) => value),
    from,
  );
  new Uint32Array(x.buffer)[from + specials.findIndex(([name]) => name === "−NaN")] = NEGATIVE_NAN;
};

/** Special values at the gate, in the first row, each beside a 1. */
const gateQuestions = (task: Task): readonly Question[] => {
  const gate = gates[task.op];
  const half = task.cols / 2;
  if (!gate || half < specials.length) return [];
  const x = new Float32Array(task.length).fill(1);
  setSpecials(x, gate[0] === "a" ? 0 : half);
  return [{ x, truth: truthOf(task, x), names: specials.map(([name]) => name), isNear: () => true }];
};

const rowQuestions = (task: Task, next: () => number): readonly Question[] => {
  const { cols, length } = task;
  const apart = length / cols < ROWS.length ? ROWS.length : 1;
  return Array.from({ length: Math.max(apart, Math.ceil(ROW_ELEMENTS / length)) }, (_, k) => {
    const kindOf = (row: number): number => (k + row) % ROWS.length;
    const x = Float32Array.from({ length }, (_, i) => (ROWS[kindOf(Math.floor(i / cols))] as (typeof ROWS)[number])(next()));
    const truth = truthOf(task, x);
    const perRow = (truth.y.length * cols) / length;
    return { x, truth, names: [], isNear: (i) => kindOf(Math.floor(i / perRow)) !== FAR };
  });
};

export const questionsOf = (task: Task): readonly Question[] => {
  const { cols, length } = task;
  const next = random(length + cols);
  if (cols) return [...gateQuestions(task), ...rowQuestions(task, next)];
  const names = specials.map(([name]) => name);
  const all = Float32Array.of(...specials.map(([, x]) => x), ...sweep());
  setSpecials(all, 0);
  return pieces(all, length, next).map((x, i) => ({
    x,
    truth: truthOf(task, x),
    names: names.slice(i * length, (i + 1) * length),
    isNear: (at) => Math.abs(x[at] as number) <= EDGE,
  }));
};

interface Computed {
  readonly y: Float32Array;
  readonly ns: number;
}

/** Calls it with one input, and reads what came out. */
const compute = async (contender: Contender, x: Float32Array): Promise<Computed> => {
  contender.take?.([x]);
  const start = performance.now();
  await contender.call();
  const ns = (performance.now() - start) * 1e6;
  return { y: await contender.result(), ns };
};

/** Faults of rows do not depend on how many there are, and slow libraries take seconds for so many. */
const MOST_FOR_FAULTS = 1 << 18;

/** A row with −∞ beside numbers, and one with NaN. */
const rowFaults = async (contender: Contender, task: Task): Promise<readonly string[]> => {
  const { op, length, cols } = task;
  if (task.kind === "gradient" || !["softmax", "softmin", "logSoftmax", "logSumExp"].includes(op) || cols < 3 || length > MOST_FOR_FAULTS)
    return [];
  const infinite = op === "softmin" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const x = Float32Array.from({ length }, (_, i) => (i % cols === 0 ? infinite : (i % 7) - 3));
  const { y: masked } = await compute(contender, x);
  const [at, name] = [0, op === "softmin" ? "∞" : "−∞"];
  const fault = faultOf(`${name} in a row`, infinite, masked[at] as number, truthOf(task, x).y[at] as number);
  x.fill(Number.NaN, 0, 1);
  const poisoned = (await compute(contender, x)).y[op === "logSumExp" ? 0 : 1] as number;
  return [...(fault ? [fault] : []), ...(Number.isNaN(poisoned) ? [] : [`NaN in a row → ${shown(poisoned)}`])];
};

/** The contender's inputs have to be set anew afterwards. */
export const judge = async (contender: Contender, task: Task, questions: readonly Question[]): Promise<Verdict> => {
  let [error, near, call] = [0, 0, Number.POSITIVE_INFINITY];
  const faults = new Set<string>();
  for (const { x, truth, names, isNear } of questions) {
    const { y, terms } = truth;
    const { y: got, ns } = await compute(contender, x);
    call = Math.min(call, ns);
    if (got.length !== y.length) throw new Error(`gives ${got.length} elements, not ${y.length}`);
    for (let i = 0; i < y.length; i++) {
      const [value, exact, name] = [got[i] as number, y[i] as number, names[i]];
      if (name !== undefined) {
        // The sign of a slope's zero says nothing; a slope at NaN may be NaN, or as on the right.
        if (task.kind === "gradient" && Number.isNaN(x[i]) && Number.isNaN(value)) continue;
        const fault = faultOf(name, x[i] as number, value + (task.kind === "gradient" ? 0 : -0), exact);
        if (fault) faults.add(fault);
        continue;
      }
      // At 0, where slopes jump, there is no right one but by agreement; it is among the special values.
      if (task.kind === "gradient" && x[i] === 0) continue;
      const far = errorOf(value, exact, terms?.[i]);
      if (Number.isFinite(far)) {
        error = Math.max(error, far);
        if (isNear(i)) near = Math.max(near, far);
      } else faults.add(`numbers → ${shown(value)}`);
    }
  }
  for (const fault of await rowFaults(contender, task)) faults.add(fault);
  return { error, near, call, faults: [...faults] };
};
