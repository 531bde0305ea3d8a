// Every way to call every activation, as functions of arrays alone: a row for each function and method that is exported.
import * as api from "./api.js";
import { channelwise, type Floats, unary } from "./api.js";

export type Call = (...args: readonly unknown[]) => unknown;

export interface Variant {
  readonly title: string;
  readonly name: string;
  readonly method: "" | "backward" | "derivative" | "backwardFromOutput";
  readonly takesDy: boolean;
  readonly call: Call;
  /** The result for these operands (dy does not count where it is not taken), with the parameters' usual values. */
  run(dy: unknown, x: unknown, out?: unknown): unknown;
}

/** What has to be given besides the operands; nothing for most. */
const required: Readonly<Record<string, { readonly weight?: number; readonly options?: object }>> = {
  prelu: { weight: 0.25 },
  threshold: { options: { threshold: 0.1, value: -20 } },
};

export const names: readonly string[] = [...unary, ...channelwise].map(({ definition }) => definition.name);

/** The arguments of a call: operands, the weight if there is one, options. */
export const argumentsOf = (name: string, operands: readonly unknown[], options: object = {}): readonly unknown[] => {
  const { weight, options: given } = required[name] ?? {};
  return [...operands, ...(weight === undefined ? [] : [weight]), { ...given, ...options }];
};

export const functionOf = (name: string): Call & Readonly<Record<string, Call | undefined>> =>
  (api as unknown as Record<string, Call & Readonly<Record<string, Call | undefined>>>)[name] as Call &
    Readonly<Record<string, Call | undefined>>;

const methods = ["", "backward", "derivative", "backwardFromOutput"] as const;

export const variants: readonly Variant[] = names.flatMap((name) =>
  methods.flatMap((method) => {
    const call = method === "" ? functionOf(name) : functionOf(name)[method];
    if (call === undefined) return [];
    const takesDy = method.startsWith("backward");
    const run: Variant["run"] = (dy, x, out) => {
      const result = call(...argumentsOf(name, takesDy ? [dy, x] : [x], out === undefined ? {} : { out }));
      return name === "prelu" && takesDy ? (result as { dx: Floats }).dx : result;
    };
    return [{ title: method === "" ? name : `${name}.${method}`, name, method, takesDy, call, run }];
  }),
);
