// TensorFlow.js: its functions where there are such, else what its users compose of others. One thread: in Node it has no more.

import { endToEnd, resident } from "./around.js";
import type { Absent, Contender } from "./contender.js";
import { load } from "./load.js";
import { factorsOf, type Task } from "./task.js";

interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor | number, b: Tensor | number) => Tensor;

type Core = Readonly<
  Record<"relu" | "relu6" | "elu" | "selu" | "sigmoid" | "tanh" | "softplus" | "logSigmoid" | "erf" | "abs" | "neg", Unary>
> & {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  tensor(values: Float32Array, shape: readonly number[], dtype: "float32"): Tensor;
  tidy<T extends Tensor>(compute: () => T): T;
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  grad(f: Unary): (x: Tensor, dy: Tensor) => Tensor;
  leakyRelu(x: Tensor, alpha: number): Tensor;
  prelu(x: Tensor, alpha: Tensor): Tensor;
  softmax(x: Tensor, axis?: number): Tensor;
  logSoftmax(x: Tensor, axis?: number): Tensor;
  logSumExp(x: Tensor, axis?: number): Tensor;
  clipByValue(x: Tensor, low: number, high: number): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  greater(a: Tensor, b: Tensor | number): Tensor;
  zerosLike: Unary;
  fill(shape: readonly number[], value: number): Tensor;
  scalar(value: number): Tensor;
};

const SQRT_HALF = Math.SQRT1_2;
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

const functionsOf = (tf: Core, { length, cols }: Task): Readonly<Record<string, Unary>> => {
  const { relu, relu6, elu, selu, sigmoid, tanh, softplus, logSigmoid, erf, abs, neg, add, sub, mul, div } = tf;
  const weight = tf.scalar(0.25);
  const silu: Unary = (x) => mul(x, sigmoid(x));
  const gelu: Unary = (x) => mul(add(erf(mul(x, SQRT_HALF)), 1), mul(x, 0.5));
  const hardsigmoid: Unary = (x) => tf.clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1);
  const half = cols / 2;
  const gated =
    (gate: (a: Tensor, b: Tensor) => Tensor): Unary =>
    (x) =>
      gate(tf.slice(x, [0, 0], [length / cols, half]), tf.slice(x, [0, half], [length / cols, half]));
  return {
    relu,
    relu6,
    elu,
    celu: elu,
    selu,
    sigmoid,
    tanh,
    softplus,
    logSigmoid,
    silu,
    gelu,
    hardsigmoid,
    leakyRelu: (x) => tf.leakyRelu(x, 0.01),
    prelu: (x) => tf.prelu(x, weight),
    hardtanh: (x) => tf.clipByValue(x, -1, 1),
    hardswish: (x) => mul(x, hardsigmoid(x)),
    hardshrink: (x) => tf.where(tf.greater(abs(x), 0.5), x, tf.zerosLike(x)),
    softshrink: (x) => sub(x, tf.clipByValue(x, -0.5, 0.5)),
    threshold: (x) => tf.where(tf.greater(x, 0), x, tf.fill([length], -1)),
    softsign: (x) => div(x, add(abs(x), 1)),
    tanhshrink: (x) => sub(x, tanh(x)),
    geluTanh: (x) => mul(add(tanh(mul(add(x, mul(mul(mul(x, x), x), 0.044715)), SQRT_2_OVER_PI)), 1), mul(x, 0.5)),
    mish: (x) => mul(x, tanh(softplus(x))),
    softmax: (x) => tf.softmax(x),
    softmin: (x) => tf.softmax(neg(x)),
    logSoftmax: (x) => tf.logSoftmax(x),
    logSumExp: (x) => tf.logSumExp(x, -1),
    glu: gated((a, b) => mul(a, sigmoid(b))),
    swiglu: gated((a, b) => mul(silu(a), b)),
    reglu: gated((a, b) => mul(relu(a), b)),
    geglu: gated((a, b) => mul(gelu(a), b)),
  };
};

const contenders =
  (backend: "wasm" | "cpu") =>
  async (task: Task): Promise<readonly (Contender | Absent)[]> => {
    const { op, kind, length, cols } = task;
    const name = { peer: `@tensorflow/tfjs-backend-${backend}` };
    const tf = await load<Core>("@tensorflow/tfjs-core");
    await load(`@tensorflow/tfjs-backend-${backend}`);
    // In Node it is this that brings the gradients along.
    if (kind === "gradient") await load("@tensorflow/tfjs-layers");
    await tf.setBackend(backend);
    const f = functionsOf(tf, task)[op];
    if (!f) return [{ ...name, way: "end to end", why: "no such function" }];
    const shape = cols ? [length / cols, cols] : [length];
    // The other one takes turns with it. Where a backend has been there before, setting it is done at once.
    const comeHome = (): void => {
      if (tf.getBackend() !== backend) void tf.setBackend(backend);
    };
    const place = (x: Float32Array): Tensor => {
      comeHome();
      return tf.tensor(x, shape, "float32");
    };
    const slope = kind === "gradient" ? tf.grad(f) : undefined;
    const dy = slope && factorsOf(task);
    const residentDy = dy && place(dy);
    const compute = (x: Tensor, by: Tensor | undefined): Tensor => tf.tidy(() => (slope && by ? slope(x, by) : f(x)));
    const read = (x: Tensor, by: Tensor | undefined): Float32Array => {
      const y = compute(x, by);
      const values = y.dataSync();
      y.dispose();
      return values;
    };
    return [
      endToEnd(name, (x) => {
        const [tensor, by] = [place(x), dy && place(dy)];
        const values = read(tensor, by);
        tensor.dispose();
        by?.dispose();
        return values;
      }),
      resident(name, {
        place,
        compute: (x) => {
          comeHome();
          compute(x, residentDy).dispose();
        },
        read: (x) => {
          comeHome();
          return read(x, residentDy);
        },
        free: (x) => x.dispose(),
      }),
    ];
  };

export const tfjsWasm = contenders("wasm");
export const tfjsCpu = contenders("cpu");
