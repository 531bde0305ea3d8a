// numpy-ts: no activations, but what they are made of. Its WebAssembly memory does not grow, so every array has to be given back.
import { endToEnd, resident } from "./around.js";
import type { Absent, Contender } from "./contender.js";
import { load } from "./load.js";
import type { Task } from "./task.js";

interface Values {
  readonly data: Float32Array;
  dispose(): void;
}

type Unary = (x: Values) => Values;
type Binary = (a: Values | number, b: Values | number) => Values;

type Numpy = Readonly<Record<"exp" | "expm1" | "log" | "log1p" | "tanh" | "negative" | "reciprocal" | "absolute", Unary>> &
  Readonly<Record<"add" | "subtract" | "multiply" | "divide" | "maximum" | "minimum" | "logaddexp" | "greater", Binary>> & {
    empty(shape: readonly number[], type: "float32"): Values;
    zeros(shape: readonly number[], type: "float32"): Values;
    clip(x: Values, low: number, high: number): Values;
    where(condition: Values, a: Values, b: Values): Values;
    sum(x: Values, axis: number, keepdims: true): Values;
    amax(x: Values, axis: number, keepdims: true): Values;
  };

/** Temporary arrays of one call. */
type Keep = (x: Values) => Values;

const functionsOf = (np: Numpy, zero: Values): Readonly<Record<string, (x: Values, keep: Keep) => Values>> => {
  const sigmoid = (x: Values, keep: Keep): Values => np.reciprocal(keep(np.add(keep(np.exp(keep(np.negative(x)))), 1)));
  const hardsigmoid = (x: Values, keep: Keep): Values => np.clip(keep(np.add(keep(np.multiply(x, 1 / 6)), 0.5)), 0, 1);
  const softmax = (x: Values, keep: Keep): Values => {
    const e = keep(np.exp(keep(np.subtract(x, keep(np.amax(x, -1, true))))));
    return np.divide(e, keep(np.sum(e, -1, true)));
  };
  const elu = (x: Values, keep: Keep): Values => np.where(keep(np.greater(x, 0)), x, keep(np.expm1(keep(np.minimum(x, 0)))));
  const minusOnes = np.subtract(zero, 1);
  return {
    relu: (x) => np.maximum(x, 0),
    relu6: (x) => np.clip(x, 0, 6),
    hardtanh: (x) => np.clip(x, -1, 1),
    leakyRelu: (x, keep) => np.maximum(x, keep(np.multiply(x, 0.01))),
    prelu: (x, keep) => np.maximum(x, keep(np.multiply(x, 0.25))),
    hardsigmoid,
    hardswish: (x, keep) => np.multiply(x, keep(hardsigmoid(x, keep))),
    softshrink: (x, keep) => np.subtract(x, keep(np.clip(x, -0.5, 0.5))),
    softsign: (x, keep) => np.divide(x, keep(np.add(keep(np.absolute(x)), 1))),
    hardshrink: (x, keep) => np.where(keep(np.greater(keep(np.absolute(x)), 0.5)), x, zero),
    // Of threshold 0 and value −1, as in bench/formulas.ts.
    threshold: (x, keep) => np.where(keep(np.greater(x, 0)), x, minusOnes),
    elu,
    celu: elu,
    selu: (x, keep) =>
      np.multiply(
        keep(np.where(keep(np.greater(x, 0)), x, keep(np.multiply(keep(np.expm1(keep(np.minimum(x, 0)))), 1.6732632423543772)))),
        1.0507009873554805,
      ),
    logSigmoid: (x, keep) => np.negative(keep(np.logaddexp(keep(np.negative(x)), zero))),
    logSoftmax: (x, keep) => {
      const z = keep(np.subtract(x, keep(np.amax(x, -1, true))));
      return np.subtract(z, keep(np.log(keep(np.sum(keep(np.exp(z)), -1, true)))));
    },
    sigmoid,
    tanh: (x) => np.tanh(x),
    tanhshrink: (x, keep) => np.subtract(x, keep(np.tanh(x))),
    silu: (x, keep) => np.divide(x, keep(np.add(keep(np.exp(keep(np.negative(x)))), 1))),
    softplus: (x) => np.logaddexp(x, zero),
    mish: (x, keep) => np.multiply(x, keep(np.tanh(keep(np.logaddexp(x, zero))))),
    softmax,
    softmin: (x, keep) => softmax(keep(np.negative(x)), keep),
  };
};

export const numpy = async ({ op, kind, length, cols }: Task): Promise<readonly (Contender | Absent)[]> => {
  const name = { peer: "numpy-ts" };
  if (kind === "gradient") return [{ ...name, way: "end to end", why: "no gradients" }];
  const np = await load<Numpy>("numpy-ts");
  const shape = cols ? [length / cols, cols] : [length];
  const f = functionsOf(np, np.zeros([length], "float32"))[op];
  if (!f) return [{ ...name, way: "end to end", why: "not made of what it has" }];
  const place = (x: Float32Array): Values => {
    const values = np.empty(shape, "float32");
    values.data.set(x);
    return values;
  };
  /** With the result, before everything is given back. */
  const compute = <T>(x: Values, use: (y: Values) => T): T => {
    const temporary: Values[] = [];
    const keep: Keep = (each) => {
      temporary.push(each);
      return each;
    };
    const y = f(x, keep);
    const result = use(y);
    y.dispose();
    for (const each of temporary) each.dispose();
    return result;
  };
  return [
    endToEnd(name, (x) => {
      const values = place(x);
      const y = compute(values, ({ data }) => data.slice());
      values.dispose();
      return y;
    }),
    resident(name, {
      place,
      compute: (x) => compute(x, () => {}),
      read: (x) => compute(x, ({ data }) => data.slice()),
      free: (x) => x.dispose(),
    }),
  ];
};
