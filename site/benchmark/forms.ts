// Who takes part in a race: the loops and calls of bench/ (made:contenders), with what their text refers to.
import { forms } from "made:contenders";
import * as js from "relu-simd/js";
import type { Batch } from "../../bench/code.js";
import type { Place } from "../../bench/data.js";
import { type Activation, activations, activationsOf, type FloatType } from "../../bench/ops.js";
import type { Role } from "./results.js";

type Reference = number | { readonly op: string } | { readonly f: string };

export interface Form {
  readonly label: string;
  readonly role: Role;
  readonly place: Place;
  readonly names: Readonly<Record<string, Reference>>;
  readonly make: (names: Readonly<Record<string, unknown>>) => Batch;
}

export interface Contender {
  readonly label: string;
  readonly role: Role;
  readonly place: Place;
  readonly batch: Batch;
}

const plainJs = activationsOf(js);

const labels: Readonly<Partial<Record<Role, string>>> = {
  out: "relu-simd",
  resident: "relu-simd, in a heap",
  js: "relu-simd, plain JavaScript",
};

const opOf = (name: string, from: ReadonlyMap<string, Activation>): Activation => {
  const op = from.get(name);
  if (!op) throw new Error(`the package has no activation ${name}`);
  return op;
};

/** An activation with the parameters that it has for float32, whatever it is called on. */
const roundedOp = (op: Activation): unknown => {
  const { names = [], defaults = [] } = (op.definition.parameters ?? {}) as { names?: readonly string[]; defaults?: readonly number[] };
  const rounded = Object.fromEntries(
    names.map((name, i) => [name, Math.fround(defaults[i] as number)]).filter(([, value]) => !Number.isNaN(value)),
  );
  return (...args: readonly unknown[]): unknown => op(...args.map((arg) => (arg?.constructor === Object ? { ...rounded, ...arg } : arg)));
};

const bound = ({ names, make }: Form, lookUp: (name: string) => unknown): Batch =>
  make(
    Object.fromEntries(
      Object.entries(names).map(([name, value]) => [
        name,
        typeof value === "number" ? value : "op" in value ? lookUp(value.op) : opOf(value.f, activations).definition.f,
      ]),
    ),
  );

const formsOf = (op: string, type: FloatType): readonly Form[] => {
  const found = forms[`${op} ${type}`];
  if (!found) throw new RangeError(`there is nothing to race for ${op} of ${type}`);
  return found;
};

/** All of a function's; where there is no WebAssembly, those without it. */
export const contendersOf = (op: string, type: FloatType, backend: "wasm" | "js"): readonly Contender[] =>
  formsOf(op, type)
    .filter(({ role }) => backend === "wasm" || (role !== "out" && role !== "resident"))
    .map((form) => ({
      role: form.role,
      place: form.place,
      label: labels[form.role] ?? form.label.replace(/^JS, /, "").replace(/^./, (first) => first.toUpperCase()),
      batch: bound(form, (name) => opOf(name, form.role === "js" ? plainJs : activations)),
    }));

/** What is right of float32: the package's float64, of the same numbers. */
export const truthOf = (op: string, x: Float32Array): Float64Array => {
  const form = formsOf(op, "f64").find(({ role }) => role === "out");
  if (!form) throw new RangeError(`${op} has no float64`);
  const batch = bound(form, (name) => roundedOp(opOf(name, activations)));
  return batch(1, [Float64Array.from(x)], [new Float64Array(x.length)]) as Float64Array;
};
