// What is measured: a race of all contenders at one length, short arrays call by call, the price of a call.
import { readFileSync } from "node:fs";
import type { Heap } from "relu-simd";
import { type Contender, hasRaw, type Role, rawOf } from "./contenders.js";
import { MANY, makePool, type Pool, type Signs, type Windows } from "./data.js";
import { type Budget, race } from "./harness.js";
import type { FloatType } from "./ops.js";
import { type Checked, referenceOf, verify } from "./verify.js";

/** One contender at one length. Times in nanoseconds a call. */
export interface Entry extends Checked {
  readonly label: string;
  readonly role: Role;
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly samples: number;
}

export interface Race {
  readonly op: string;
  readonly type: FloatType;
  readonly signs: Signs;
  readonly length: number;
  readonly entries: readonly Entry[];
}

/** The fastest plain JavaScript, whichever it is at this length and on these signs. */
export const bestJs = ({ entries }: Race): Entry | undefined =>
  entries.filter(({ role }) => role === "naive" || role === "branchless").sort((a, b) => a.median - b.median)[0];

export const entryOf = ({ entries }: Race, role: Role): Entry | undefined => entries.find((entry) => entry.role === role);

/** What all sections of one op and type need. */
export interface Setting {
  readonly op: string;
  readonly type: FloatType;
  readonly contenders: readonly Contender[];
  readonly heap: Heap;
  readonly budget: Budget;
  tick(): void;
}

/** From here on, arrays that a call leaves behind are collected before the next contender's turn. */
const LARGE = 1 << 16;
/** And from here on whatever was left before each contender's turn: a collection is long, and would fall into anyone's. */
const HUGE = 1 << 22;

const run = (setting: Setting, contenders: readonly Contender[], pool: Pool, signs: Signs): Race => {
  const { op, type, budget, tick } = setting;
  const naive = contenders.find(({ role }) => role === "naive");
  if (!naive) throw new Error(`${op} has no naive loop`);
  const reference = referenceOf(naive, pool.plain);
  const checks = contenders.map((contender) => verify(op, contender, pool, reference));
  const timings = race(
    contenders.map(({ batch, place, role }) => {
      const { xs, ys }: Windows = pool[place];
      return {
        run: (calls) => batch(calls, xs, ys),
        leavesGarbage: role === "fresh" && pool.length >= LARGE,
        startsClean: pool.length >= HUGE,
      };
    }),
    budget,
    tick,
  );
  const entries = contenders.flatMap(({ label, role }, i) => {
    const [checked, timing] = [checks[i], timings[i]];
    return checked && timing ? [{ label, role, ...checked, ...timing }] : [];
  });
  return { op, type, signs, length: pool.length, entries };
};

/** Every contender on arrays of 64, long enough for the engine to compile it for good. */
export const tierUp = ({ type, contenders, heap, budget }: Setting): void => {
  const pool = makePool(heap, 64, type, "random");
  for (const { batch, place } of contenders) for (let i = 0; i < 4; i++) batch(budget.tierUp / 4, pool[place].xs, pool[place].ys);
  pool.free();
};

export const raceAt = (setting: Setting, length: number, signs: Signs): Race => {
  const pool = makePool(setting.heap, length, setting.type, signs);
  try {
    return run(setting, setting.contenders, pool, signs);
  } finally {
    pool.free();
  }
};

export interface Short {
  /** One x and one `out`, again and again: all is warm, and signs are learnt. */
  readonly same: Race;
  /** As programs have them: MANY of each, in random order. */
  readonly varied: Race;
}

/** Short arrays: loops, a copy and the package. */
export const shortAt = (setting: Setting, length: number, signs: Signs): Short => {
  const called = setting.contenders.filter(({ role }) => ["naive", "branchless", "copy", "out"].includes(role));
  // Not on bits: a program that holds 4,096 float arrays would have to make that many views of integers.
  const everywhere = called.filter(({ place }) => place === "plain").map((contender): Contender => ({ ...contender, place: "varied" }));
  const among = (contenders: readonly Contender[], count: number): Race => {
    const pool = makePool(setting.heap, length, setting.type, signs, count);
    try {
      return run(setting, contenders, pool, signs);
    } finally {
      pool.free();
    }
  };
  return { same: among(called, 1), varied: among(everywhere, MANY) };
};

/** A call on heap arrays against the WebAssembly export that it ends in, on the same numbers. */
export const overheadAt = (setting: Setting, length: number): Race | undefined => {
  const { op, type, contenders, heap } = setting;
  if (!hasRaw(op, type)) return undefined;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(readFileSync(new URL(`../dist/kernels/${op}.wasm`, import.meta.url)));
  const raw = rawOf(op, type, new WebAssembly.Instance(module, { env: { memory } }).exports[`forward_${type}`]);
  if (!raw) return undefined;
  const Floats = type === "f32" ? Float32Array : Float64Array;
  const [x, y] = [new Floats(memory.buffer, 4096, length), new Floats(memory.buffer, 8192, length)];
  const pool = makePool(heap, length, type, "random", 1);
  x.set(pool.plain.xs[0] ?? []);
  const called = [...contenders.filter(({ role }) => role === "naive" || role === "resident"), raw];
  try {
    return run(setting, called, { ...pool, varied: { xs: [x], ys: [y] } }, "random");
  } finally {
    pool.free();
  }
};
