// What a recurrent layer's cell is told and tells: where a step's gates and states are, which of them one product gives, and what the kinds of
// layer differ in.
import type { Plan } from "./plan.js";
import type { Functions } from "./program.js";

/** Some float32 in the plan's arena, once it is placed. */
export interface Stretch {
  readonly address: number;
}

/** Neighbouring gates: from which on, how many, and the first block that they go to. */
export interface Gates {
  readonly gate: number;
  readonly count: number;
  readonly block: number;
  /** Whether h · Wᵀ is added to what is there. */
  readonly isAdded?: boolean;
}

/** A step: `rows` examples; where its gates, the h before and after it are, with the strides of their rows. */
export interface Moment {
  rows: number;
  /** Of all steps, and of those that are there at once. */
  t: number;
  slot: number;
  gates: number;
  before: number;
  beforeStride: number;
  after: number;
  afterStride: number;
}

/** Where a step back has its gradients: that of h, those of the gates for both products, and that of the h before. */
export interface Upstream {
  d: number;
  dStride: number;
  input: number;
  hidden: number;
  toStride: number;
  back: number;
  backStride: number;
  /** Whether what comes back is added to what is there. */
  isAdded: boolean;
}

/** What a kind of layer does in a plan. */
export interface Cell {
  /** From complete sums to the h after the step. */
  forward(functions: Functions, moment: Moment): void;
  /** From d to the gates' gradients. */
  backward(functions: Functions, moment: Moment, upstream: Upstream): void;
  /** c before the first step and after the last, and its gradient. */
  readonly inner?: { first(rows: number): number; last(rows: number): number; readonly gradient: Stretch };
}

/** What `cell` is built with. */
export interface Site {
  readonly plan: Plan;
  readonly gates: Stretch;
  /** Steps in all, and at once. */
  readonly steps: number;
  readonly slots: number;
  /** Memory that lasts until backward; in inference, until the end of the piece. */
  keep(length: number): Stretch;
  /** Memory that lasts while a direction runs. */
  lend(length: number): Stretch;
}

/** What sets a kind of layer apart. */
export interface Kind {
  readonly gates: number;
  /** Blocks of a step. */
  readonly blocks: number;
  readonly input: readonly Gates[];
  readonly hidden: readonly Gates[];
  readonly names: readonly ("h" | "c")[];
  /** Whether the gates' gradients are others for the product with h. */
  readonly isSplit: boolean;
  /** Whether h goes on beside the gates. */
  readonly isCarried: boolean;
}

/** Arrays where the activations find them, `length` long and so far apart in a plan's arena. */
export const arraysAt = ({ arena }: Plan, address: number, distance: number, length: number, count: number): Float32Array[] =>
  Array.from({ length: count }, (_, i) => new Float32Array(arena.floats.buffer, address + 4 * i * distance, length));

/** What is made for a number of rows, kept for the last two of them: of the whole pieces, and of what is left of a batch. */
export const byRows = <V>(make: (rows: number) => V): ((rows: number) => V) => {
  let latest: readonly [rows: number, value: V] | undefined;
  let other: readonly [rows: number, value: V] | undefined;
  return (rows) => {
    if (latest?.[0] !== rows) {
      const found = other?.[0] === rows ? other : ([rows, make(rows)] as const);
      other = latest;
      latest = found;
    }
    return latest[1];
  };
};

/** Calls an activation in place; the object is not made anew. */
export const inPlace = (
  call: (x: Float32Array, options: { out: Float32Array }) => unknown,
): ((x: Float32Array, out: Float32Array) => void) => {
  const options = { out: undefined as unknown as Float32Array };
  return (x, out) => {
    options.out = out;
    call(x, options);
  };
};

/** What one product gives, by rows: of a single one the blocks are side by side, as the columns are; of more, gate by gate. */
export const runsOf = (whole: readonly Gates[]): ((rows: number) => readonly Gates[]) => {
  const single = whole.flatMap((run) =>
    Array.from({ length: run.count }, (_, i) => ({ ...run, gate: run.gate + i, count: 1, block: run.block + i })),
  );
  return (rows) => (rows === 1 ? whole : single);
};
