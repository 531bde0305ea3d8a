// Who runs: the naive loop, branchless loops, a copy, and the package in each way it can be called.
//
// Each is compiled from its own source text (code.ts).
import { type Batch, type Code, codeOf, compile } from "./code.js";
import type { Place } from "./data.js";
import { type Formulas, formulas } from "./formulas.js";
import { type Activation, activations, type FloatType } from "./ops.js";

export type Role = "naive" | "branchless" | "copy" | "out" | "fresh" | "resident" | "residentCopy" | "raw";

export interface Contender {
  readonly label: string;
  readonly role: Role;
  readonly place: Place;
  /** How far from the naive loop's result it may be, in units in the last place. */
  readonly tolerance: number;
  readonly code: Code;
  readonly batch: Batch;
}

/** What is timed, as text and compiled. */
const timed = (...parts: Parameters<typeof codeOf>): Pick<Contender, "code" | "batch"> => {
  const code = codeOf(...parts);
  return { code, batch: compile(code) };
};

const element = (formula: string, at: string): string => `{ const v = x[${at}]; y[${at}] = ${formula}; }`;

/** Statements that make `loop`, over x to y, of a formula in terms of `v`. */
export const plainLoop = (formula: string): string =>
  `const loop = (x, y) => { for (let i = 0; i < x.length; i++) ${element(formula, "i")} return y; };`;

const wholeLoop = (statements: string): string => `const loop = (x, y) => { ${statements} return y; };`;

/** The first part of y, which is as long as x; always the same view of it. */
const partsOf = (row: Formulas | undefined): string =>
  row?.share
    ? `const views = new WeakMap();
const part = (y) => {
  let view = views.get(y);
  const { length } = y;
  if (!view) views.set(y, (view = y.subarray(0, Math.ceil(length * (${row.share})))));
  return view;
};
`
    : "";
const resultOf = (row: Formulas | undefined): string => (row?.share ? "part(y)" : "y");

/** Eight at a time: in Node 20 that halves the time of branchless loops; sixteen save another 8 %. */
export const wideLoop = (formula: string): string => `const loop = (x, y) => {
  const n = x.length;
  let i = 0;
  for (; i < n - 7; i += 8) { ${Array.from({ length: 8 }, (_, k) => element(formula, `i + ${k}`)).join(" ")} }
  for (; i < n; i++) ${element(formula, "i")}
  return y;
};`;

const loops = (row: Formulas | undefined, op: Activation, type: FloatType, tolerance: number): readonly Contender[] => {
  // Parameters that have to be given are 1.
  const [a, b] = (op.definition.parameters?.defaults ?? [0, 0]).map((value) => (Number.isNaN(value) ? 1 : value));
  const naive: Contender = {
    label: row && !row.calls ? "JS, plain loop" : "JS, plain loop of the package's own formula",
    role: "naive",
    place: "plain",
    tolerance: 0,
    ...(row
      ? timed(
          `loop(x, ${resultOf(row)})`,
          row.calls ? { f: opOf(row.calls).definition.f } : {},
          `${partsOf(row)}${row.isLoop ? wholeLoop(row.plain) : plainLoop(row.plain)}`,
        )
      : timed("loop(x, y)", { f: op.definition.f, a, b }, plainLoop("f(v, a, b)"))),
  };
  const branchless = (name: string, formula: string, allowed: number, place: Place = "plain"): Contender => ({
    label: `JS, unrolled (${name})`,
    role: "branchless",
    place,
    tolerance: allowed,
    ...timed("loop(x, y)", {}, wideLoop(formula)),
  });
  const single = type === "f32";
  return [
    naive,
    ...Object.entries(row?.branchless ?? {}).map(([name, formula]) => branchless(name, formula, tolerance)),
    ...Object.entries((single && row?.rounding) || {}).map(([name, formula]) => branchless(name, formula, Math.max(1, tolerance))),
    ...Object.entries(row?.approximate ?? {}).map(([name, formula]) =>
      branchless(`${name}, approximate`, formula, single ? 2 ** 30 : 2 ** 60),
    ),
    ...(single && row?.bits ? [branchless("bits", row.bits, tolerance, "bits")] : []),
  ];
};

/** How far an op may be from the naive loop: by what it promises, and for float64, which the loop rounds too, by that. */
const toleranceOf = ({ definition }: Activation, type: FloatType): number => {
  const stated = formulas(type)[definition.name]?.tolerance;
  if (stated !== undefined) return stated;
  const promised = definition.ulp[type];
  return promised && promised + (type === "f32" ? 0 : 2);
};

const opOf = (name: string): Activation => {
  const op = activations.get(name);
  if (!op) throw new Error(`the package exports no activation ${name}`);
  return op;
};

/** Is a call one call of an export, with parameters that are known? */
export const hasRaw = (name: string, type: FloatType): boolean => {
  const row = formulas(type)[name];
  return row !== undefined && !row.isLoop;
};

/** The kernel itself, in a memory that holds x at 4096 and y at 8192. None where the parameters are unknown. */
export const rawOf = (name: string, type: FloatType, forward: unknown): Contender | undefined => {
  const row = formulas(type)[name];
  if (!row) return undefined;
  const [a, b = 0] = row.parameters ?? [0, 0];
  return {
    label: "the kernel's export",
    role: "raw",
    place: "varied",
    tolerance: toleranceOf(opOf(name), type),
    ...timed(`(forward(4096, 8192, x.length, ${a}, ${b}), y)`, { forward }),
  };
};

/** Can it be called on so many elements? */
export const takes = (name: string, length: number): boolean => formulas("f32")[name]?.share !== "1 / 2" || length % 2 === 0;

/** All contenders of an op. The first is the naive loop, whose results are the reference. */
export const contendersOf = (name: string, type: FloatType): readonly Contender[] => {
  const op = opOf(name);
  const row = formulas(type)[name];
  const tolerance = toleranceOf(op, type);
  /** The call as users write it, with options only where there are any. */
  const call = (out: string): string => {
    const options = [row?.options, out].filter(Boolean).join(", ");
    return `op(${["x", row?.weight, options && `{ ${options} }`].filter(Boolean).join(", ")})`;
  };
  const ours = (label: string, role: Role, place: Place, out: string): Contender => ({
    label,
    role,
    place,
    tolerance,
    ...timed(call(out), { op }, partsOf(row)),
  });
  const copy = (label: string, role: Role, place: Place): Contender => ({
    label,
    role,
    place,
    tolerance: 0,
    ...timed("(y.set(x), y)"),
  });
  return [
    ...loops(row, op, type, tolerance),
    copy("copy, out.set(x)", "copy", "plain"),
    copy("copy inside the heap", "residentCopy", "heap"),
    ours(`${name}, new array`, "fresh", "plain", ""),
    ours(`${name}, with out`, "out", "plain", `out: ${resultOf(row)}`),
    ours(`${name}, in the heap`, "resident", "heap", `out: ${resultOf(row)}`),
  ];
};
