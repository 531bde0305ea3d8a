// One job: a function of one type, at some lengths. It runs in a worker that has done nothing before.
import { Heap } from "relu-simd";
import { heapBytes, makePool, type Pool } from "../../bench/data.js";
import type { Elements, FloatType } from "../../bench/ops.js";
import type { Clock } from "./clock.js";
import { type Contender, contendersOf, truthOf } from "./forms.js";
import { greatestError, questionsOf } from "./judge.js";
import type { Job } from "./messages.js";
import type { Result, Role } from "./results.js";
import { race } from "./rounds.js";

/** One that takes part, with what it needs around its calls. */
export interface Entrant {
  readonly label: string;
  readonly role: Role;
  /** Takes the inputs of the calls to come. */
  enter(pool: Pool): void;
  run(calls: number): unknown;
  /** What it makes of x. */
  answer(x: Float32Array): Elements;
}

/** Calls on arrays of 64 first, so that the engine has compiled them for good. */
const TIER_UP = 5000;
const SHORT = 64;

const entrantOf = ({ label, role, place, batch }: Contender, heap: Heap): Entrant => {
  let windows: Pool["plain"] = { xs: [], ys: [] };
  return {
    label,
    role,
    enter: (pool) => {
      windows = pool[place];
    },
    run: (calls) => batch(calls, windows.xs, windows.ys),
    answer: (x) => {
      if (place === "bits") return batch(1, [new Int32Array(x.slice().buffer)], [new Int32Array(x.length)]);
      if (place !== "heap") return batch(1, [x], [new Float32Array(x.length)]);
      const [inside, y] = [heap.float32(x.length), heap.float32(x.length)];
      inside.set(x);
      const result = batch(1, [inside], [y]).slice();
      heap.free(inside);
      heap.free(y);
      return result;
    },
  };
};

/** Nothing for float64: there is nothing here that knows better. */
const errorsOf = (op: string, type: FloatType, entrants: readonly Entrant[]): readonly (number | undefined)[] => {
  if (type === "f64") return entrants.map(() => undefined);
  const questions = questionsOf(op);
  const truth = truthOf(op, questions);
  return entrants.map(({ answer }) => greatestError(answer(questions), truth));
};

export interface Told {
  turn(length: number, label: string, done: number): void;
  result(result: Result): void;
}

/** `more` are those that are not of this repository. */
export const work = (job: Job, backend: "wasm" | "js", clock: Clock, more: readonly Entrant[], told: Told): void => {
  const { op, type, lengths, budget } = job;
  const heap = new Heap(heapBytes(lengths, type));
  const entrants = [...contendersOf(op, type, backend).map((contender) => entrantOf(contender, heap)), ...more];
  const within = (length: number, label: string, share: number): void =>
    told.turn(length, label, (lengths.indexOf(length) + share) / lengths.length);

  const [first = SHORT] = lengths;
  within(first, "errors", 0);
  const errors = errorsOf(op, type, entrants);
  const short = makePool(heap, SHORT, type, "random");
  for (const { label, enter, run } of entrants) {
    within(first, label, 0);
    enter(short);
    run(TIER_UP);
  }
  short.free();

  for (const length of lengths) {
    const pool = makePool(heap, length, type, "random");
    for (const { enter } of entrants) enter(pool);
    const times = race(entrants, clock, budget, (i, done) => within(length, entrants[i]?.label ?? "", done));
    pool.free();
    const entries = entrants.flatMap(({ label, role }, i) => {
      const timing = times[i];
      if (!timing) return [];
      const { median, p10, p90 } = timing;
      return [{ label, role, median: median / length, p10: p10 / length, p90: p90 / length, error: errors[i] }];
    });
    told.result({ op, type, length, entries });
  }
};
