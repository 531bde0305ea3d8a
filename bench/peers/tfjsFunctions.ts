// TensorFlow.js: its functions where there are such, else what its users compose of others.
import type { Task } from "./task.js";
import type { Core, Tensor, Unary } from "./tfjsCore.js";

const SQRT_HALF = Math.SQRT1_2;
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

export const functionsOf = (tf: Core, { length, cols }: Pick<Task, "length" | "cols">): Readonly<Record<string, Unary>> => {
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
