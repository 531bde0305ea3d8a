// Plain JavaScript, copies and relu-simd itself: values as `npm run bench` calls them, gradients alike.

import { batchOf } from "../code.js";
import { contendersOf, type Role } from "../contenders.js";
import { heapBytes, type Place } from "../data.js";
import { formulas } from "../formulas.js";
import { activations, type Elements } from "../ops.js";
import { Heap } from "../own.js";
import type { Contender } from "./contender.js";
import { factorsOf, type Task } from "./task.js";

type Batch = (calls: number, xs: readonly Elements[], ys: readonly Elements[]) => Elements;

interface Form {
  readonly label: string;
  readonly role: Role;
  readonly place: Place;
  readonly batch: Batch;
}

/** The element's derivative, for those who have no formula for it in one line. */
const gradients = (task: Task, heap: Heap): readonly Form[] => {
  const { op, length, cols } = task;
  const activation = activations.get(op);
  const { f, df, parameters } = (activation?.definition ?? {}) as {
    f?: unknown;
    df?: unknown;
    parameters?: { defaults: readonly number[] };
  };
  // Those that have no defaults get what values are measured with.
  const { options, parameters: chosen } = formulas("f32")[op] ?? {};
  const [a = 0, b = 0] = chosen ?? parameters?.defaults ?? [];
  const dy = factorsOf(task);
  const residentDy = heap.float32(length);
  residentDy.set(dy);
  const given = (out: string): string => [cols ? `cols: ${cols}` : options, out].filter(Boolean).join(", ");
  const ours = (label: string, role: Role, place: Place, out: string): Form => ({
    label,
    role,
    place,
    batch: batchOf(`op.backward(dy, x, { ${given(out)} })`, { op: activation, dy: place === "heap" ? residentDy : dy }),
  });
  const slopes: Readonly<Record<string, string>> = cols
    ? {}
    : {
        "plain loop": op === "relu" ? "v > 0 ? dy[i] : 0" : (SLOPES[op] ?? "dy[i] * df(v, a, b)"),
        ...(op === "relu" && { "unrolled (gate)": "dy[i] * Number(v > 0)" }),
      };
  return [
    ...Object.entries(slopes).map(
      ([label, slope]): Form => ({
        label,
        role: label === "plain loop" ? "naive" : "branchless",
        place: "plain",
        batch: batchOf(
          "loop(x, y)",
          { dy, f, df, a, b },
          `const loop = (x, y) => { for (let i = 0; i < x.length; i++) { const v = x[i]; y[i] = ${slope}; } return y; };`,
        ),
      }),
    ),
    ...(cols
      ? [
          {
            label: "plain loop",
            role: "naive" as const,
            place: "plain" as const,
            batch: batchOf("loop(x, y)", { dy }, softmaxGradient(cols)),
          },
        ]
      : []),
    ours("new array", "fresh", "plain", ""),
    ours("with out", "out", "plain", "out: y"),
    ours("", "resident", "heap", "out: y"),
  ];
};

/** As textbooks have them. */
const SLOPES: Readonly<Record<string, string>> = {
  elu: "v > 0 ? dy[i] : dy[i] * Math.exp(v)",
  sigmoid: "((s) => dy[i] * s * (1 - s))(1 / (1 + Math.exp(-v)))",
  tanh: "((t) => dy[i] * (1 - t * t))(Math.tanh(v))",
  silu: "((s) => dy[i] * s * (1 + v * (1 - s)))(1 / (1 + Math.exp(-v)))",
};

/** Each row's maximum, its exponentials in y, and their sum. */
const exponentials = (cols: number): string => `
  for (let r = 0; r < x.length; r += ${cols}) {
    const end = r + ${cols};
    let m = -Infinity;
    for (let i = r; i < end; i++) m = Math.max(m, x[i]);
    let sum = 0;
    for (let i = r; i < end; i++) sum += y[i] = Math.exp(x[i] - m);
    const scale = 1 / sum;`;

const softmaxLoop = (cols: number): string =>
  `const loop = (x, y) => { ${exponentials(cols)} for (let i = r; i < end; i++) y[i] *= scale; } return y; };`;

const softmaxGradient = (cols: number): string => `const loop = (x, y) => { ${exponentials(cols)}
    let dot = 0;
    for (let i = r; i < end; i++) dot += dy[i] * (y[i] *= scale);
    for (let i = r; i < end; i++) y[i] *= dy[i] - dot;
  } return y; };`;

/** In rows of as many columns as the task wants. */
const softmaxes = (cols: number): readonly Form[] => {
  const op = activations.get("softmax");
  const ours = (label: string, role: Role, place: Place, out: string): Form => ({
    label,
    role,
    place,
    batch: batchOf(`op(x, { ${[`cols: ${cols}`, out].filter(Boolean).join(", ")} })`, { op }),
  });
  return [
    { label: "plain loop", role: "naive", place: "plain", batch: batchOf("loop(x, y)", {}, softmaxLoop(cols)) },
    ours("new array", "fresh", "plain", ""),
    ours("with out", "out", "plain", "out: y"),
    ours("", "resident", "heap", "out: y"),
  ];
};

const labelOf = (op: string, label: string): string =>
  label
    .replace(/^JS, /, "")
    .replace(`${op}, `, "")
    .replace(/^copy, /, "");

/** Copies stand beside relu, which moves as much. */
const values = ({ op, cols }: Task): readonly Form[] =>
  op === "softmax"
    ? softmaxes(cols)
    : contendersOf(op, "f32")
        .filter(({ role }) => op === "relu" || (role !== "copy" && role !== "residentCopy"))
        .map((form) => ({ ...form, label: form.role === "resident" ? "" : labelOf(op, form.label) }));

const peerOf = (role: Role): string =>
  role === "naive" || role === "branchless" ? "JavaScript" : role === "copy" || role === "residentCopy" ? "copy" : "relu-simd";

const contenderOf = ({ label, role, place, batch }: Form, heap: Heap, length: number): Contender => {
  let xs: readonly Elements[] = [];
  let last: Elements = new Float32Array(0);
  const free = (): void => {
    if (place === "heap") for (const x of xs) heap.free(x as Float32Array);
  };
  const resident = (x: Float32Array): Float32Array => {
    const copy = heap.float32(length);
    copy.set(x);
    return copy;
  };
  const ys = [place === "heap" ? heap.float32(length) : place === "bits" ? new Int32Array(length) : new Float32Array(length)];
  const run = (calls: number): Elements => {
    last = batch(calls, xs, ys);
    return last;
  };
  return {
    peer: peerOf(role),
    form: label || undefined,
    way: place === "heap" ? "resident" : "end to end",
    take: (given) => {
      free();
      xs = place === "heap" ? given.map(resident) : place === "bits" ? given.map((x) => new Int32Array(x.slice().buffer)) : given;
    },
    call: () => run(1),
    run,
    result: () => (last instanceof Int32Array ? new Float32Array(last.slice().buffer) : (last as Float32Array)),
    dispose: free,
  };
};

/** Which of them take part: all, or JavaScript's loops alone. */
export const javascript = (task: Task, wants: (peer: string) => boolean): readonly Contender[] => {
  const heap = new Heap(heapBytes([task.length], "f32") + 8 * task.length);
  return (task.kind === "value" ? values(task) : gradients(task, heap))
    .filter(({ role }) => wants(peerOf(role)))
    .map((form) => contenderOf(form, heap, task.length));
};
