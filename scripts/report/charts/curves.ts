// Each activation with its derivative, as the package itself computes them.
import { api } from "../../../test/support/api.js";
import { documented } from "../documented.js";
import { ops } from "../kinds.js";

type Numbers = Float64Array<ArrayBuffer>;
/** Types are of no help to what runs over all activations. */
type Call = ((...args: readonly unknown[]) => Numbers) &
  Readonly<Record<"derivative" | "backward", (...args: readonly unknown[]) => unknown>>;

export interface Curve {
  readonly name: string;
  /** What is drawn, where that is not f(x) with its defaults: "weight 0.25", "softmax of [x, 0], its first element". */
  readonly of: string;
  readonly formula: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly d: number }[];
}

export const REACH = 4;
const STEPS = 400;
const xs: Numbers = Float64Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);
const ones = xs.map(() => 1);

/** Rows of [x, other] or [other, x]. */
const pairs = (other: number, isFirst = true): Numbers => Float64Array.from([...xs].flatMap((x) => (isFirst ? [x, other] : [other, x])));
const every = (values: Numbers, step: number, from = 0): Numbers => values.filter((_, i) => i % step === from);

/** Parameters that have to be given: some that show what it does. */
const given: Readonly<Record<string, { readonly options: object; readonly of: string }>> = {
  threshold: { options: { threshold: 1, value: -0.5 }, of: "threshold 1, value −0.5" },
};

type Drawn = Pick<Curve, "of"> & { readonly y: Numbers; readonly d: Numbers };

const ofRows = (call: Call): Drawn => {
  const [x, dy] = [pairs(0), pairs(0).map((_, i) => Number(i % 2 === 0))];
  const options = { cols: 2 };
  return { of: "of [x, 0], its first element", y: every(call(x, options), 2), d: every(call.backward(dy, x, options) as Numbers, 2) };
};

const ofReduction = (call: Call): Drawn => {
  const options = { cols: 2 };
  return { of: "of [x, 0]", y: call(pairs(0), options), d: every(call.backward(ones, pairs(0), options) as Numbers, 2) };
};

const ofGate = (call: Call, isFirst: boolean): Drawn => {
  const [x, options] = [pairs(1, isFirst), { cols: 2 }];
  return {
    of: isFirst ? "by its gate, the first half, for b = 1" : "by its gate, the second half, for a = 1",
    y: call(x, options),
    d: every(call.backward(ones, x, options) as Numbers, 2, isFirst ? 0 : 1),
  };
};

const drawnOf = (name: string): Drawn => {
  const call = (api as unknown as Readonly<Record<string, Call>>)[name] as Call;
  const definition = ops.get(name) as object;
  if ("gate" in definition) return ofGate(call, definition.gate === "first");
  if ("dweight" in definition) return { of: "weight 0.25", y: call(xs, 0.25), d: call.derivative(xs, 0.25) as Numbers };
  if ("directions" in definition) return call(pairs(0), { cols: 2 }).length === xs.length ? ofReduction(call) : ofRows(call);
  const { options, of } = given[name] ?? { options: {}, of: "" };
  return { of, y: call(xs, options), d: call.derivative(xs, options) as Numbers };
};

export const curveOf = (name: string): Curve => {
  const { of, y, d } = drawnOf(name);
  return { name, of, formula: documented(name).formula, points: [...xs].map((x, i) => ({ x, y: y[i] as number, d: d[i] as number })) };
};
