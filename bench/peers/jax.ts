// jax-js, on its WebAssembly backend, compiled by its own jit. What it is given it consumes; `ref` keeps it.

import { endToEnd, resident } from "./around.js";
import type { Absent, Contender } from "./contender.js";
import { load } from "./load.js";
import { factorsOf, type Task } from "./task.js";

interface Values {
  readonly ref: Values;
  dataSync(): Float32Array;
  blockUntilReady(): Promise<Values>;
  dispose(): void;
}

type Unary = (x: Values) => Values;

type Nn = Readonly<
  Record<
    | "relu"
    | "relu6"
    | "elu"
    | "celu"
    | "selu"
    | "sigmoid"
    | "softplus"
    | "logSigmoid"
    | "silu"
    | "hardSigmoid"
    | "hardSilu"
    | "hardTanh"
    | "softSign"
    | "mish",
    Unary
  >
> & {
  leakyRelu(x: Values, slope: number): Values;
  gelu(x: Values, options: { approximate: boolean }): Values;
  glu(x: Values, axis: number): Values;
  softmax(x: Values, axis: number): Values;
  logSoftmax(x: Values, axis: number): Values;
  logsumexp(x: Values, axis: number): Values;
};

interface Jax {
  init(device: "wasm"): Promise<unknown>;
  defaultDevice(device: "wasm"): unknown;
  jit<F>(f: F): F;
  grad(f: (x: Values, dy: Values) => Values): (x: Values, dy: Values) => Values;
  readonly nn: Nn;
  readonly numpy: {
    array(values: Float32Array, options: { shape: readonly number[] }): Values;
    sum(x: Values): Values;
    multiply(a: Values, b: Values | number): Values;
    subtract(a: Values, b: Values): Values;
    negative(x: Values): Values;
    tanh(x: Values): Values;
    where(condition: Values, a: Values | number, b: Values | number): Values;
    greater(a: Values, b: number): Values;
    abs(x: Values): Values;
    clip(x: Values, low: number, high: number): Values;
    split(x: Values, parts: number, axis: number): readonly [Values, Values];
  };
}

const functionsOf = ({ nn, numpy: np }: Jax): Readonly<Record<string, Unary>> => {
  const gated =
    (gate: (a: Values) => Values): Unary =>
    (x) => {
      const [a, b] = np.split(x, 2, -1);
      return np.multiply(gate(a), b);
    };
  const gelu: Unary = (x) => nn.gelu(x, { approximate: false });
  return {
    relu: nn.relu,
    relu6: nn.relu6,
    elu: (x) => nn.elu(x),
    celu: (x) => nn.celu(x),
    selu: nn.selu,
    sigmoid: nn.sigmoid,
    tanh: np.tanh,
    softplus: nn.softplus,
    logSigmoid: nn.logSigmoid,
    silu: nn.silu,
    gelu,
    geluTanh: (x) => nn.gelu(x, { approximate: true }),
    mish: nn.mish,
    leakyRelu: (x) => nn.leakyRelu(x, 0.01),
    prelu: (x) => nn.leakyRelu(x, 0.25),
    hardsigmoid: nn.hardSigmoid,
    hardswish: nn.hardSilu,
    hardtanh: nn.hardTanh,
    softsign: nn.softSign,
    hardshrink: (x) => np.where(np.greater(np.abs(x.ref), 0.5), x, 0),
    softshrink: (x) => np.subtract(x.ref, np.clip(x, -0.5, 0.5)),
    threshold: (x) => np.where(np.greater(x.ref, 0), x, -1),
    tanhshrink: (x) => np.subtract(x.ref, np.tanh(x)),
    softmax: (x) => nn.softmax(x, -1),
    softmin: (x) => nn.softmax(np.negative(x), -1),
    logSoftmax: (x) => nn.logSoftmax(x, -1),
    logSumExp: (x) => nn.logsumexp(x, -1),
    glu: (x) => nn.glu(x, -1),
    swiglu: gated(nn.silu),
    reglu: gated(nn.relu),
    geglu: gated(gelu),
  };
};

export const jax = async (task: Task): Promise<readonly (Contender | Absent)[]> => {
  const { op, kind, length, cols } = task;
  const name = { peer: "@jax-js/jax" };
  // It asks for this even when it is told not to use WebGPU; Node 20 has none.
  if (typeof navigator === "undefined") Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const library = await load<Jax>("@jax-js/jax");
  await library.init("wasm");
  library.defaultDevice("wasm");
  const f = functionsOf(library)[op];
  if (!f) return [{ ...name, way: "end to end", why: "no such function" }];
  const { numpy } = library;
  const shape = cols ? [length / cols, cols] : [length];
  const place = (x: Float32Array): Values => numpy.array(x, { shape });
  const compiled =
    kind === "value" ? library.jit(f) : library.jit(library.grad((x: Values, dy: Values) => numpy.sum(numpy.multiply(f(x), dy))));
  const call = compiled as (...operands: readonly Values[]) => Values;
  const dy = kind === "gradient" ? factorsOf(task) : undefined;
  const residentDy = dy && place(dy);
  const kept = (x: Values): readonly Values[] => (residentDy ? [x.ref, residentDy.ref] : [x.ref]);
  return [
    endToEnd(name, (x) => call(...(dy ? [place(x), place(dy)] : [place(x)])).dataSync()),
    resident(name, {
      place,
      // The work is done where a kernel is sent to WebAssembly, not where its result is read.
      compute: async (x) => (await call(...kept(x)).blockUntilReady()).dispose(),
      read: (x) => call(...kept(x)).dataSync(),
      free: (x) => x.dispose(),
    }),
  ];
};
