// What is measured of relu-simd/nn, end to end: from and to ordinary arrays, a new one for each result.
import { relu, softmax } from "relu-simd";
import { Conv2d, crossEntropy, Linear, LSTM, MaxPool2d, type Module, matmul, RNN, Sequential, SGD, type Tensor } from "relu-simd/nn";

export interface Case {
  readonly name: string;
  /** Floating-point operations of a call that no way of computing it saves; 0 where memory is the limit. */
  readonly flops: number;
  /** What is aimed at: microseconds, or a share of P. */
  readonly aim: { readonly us: number } | { readonly share: number };
  make(): () => unknown;
}

let state = 1;
const random = (...shape: number[]): Tensor => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  }),
  shape,
});

const infer = (name: string, shape: number[], flops: number, aim: Case["aim"], model: () => Module): Case => ({
  name,
  flops,
  aim,
  make: () => {
    const [layer, x] = [model(), random(...shape)];
    return () => layer.forward(x);
  },
});

const product = (n: number, share: number): Case => ({
  name: `matrix product ${n}³`,
  flops: 2 * n ** 3,
  aim: { share },
  make: () => {
    const [a, b] = [random(n, n), random(n, n)];
    return () => matmul(a, b);
  },
});
const linear = (n: number, rows: number, aim: Case["aim"]): Case =>
  infer(`Linear ${n}→${n}, ${rows} rows`, [rows, n], 2 * rows * n * n, aim, () => new Linear(n, n));
const mlp = (): Sequential => new Sequential(new Linear(784, 128), relu, new Linear(128, 10), softmax);
const MLP = 2 * (784 * 128 + 128 * 10);
const conv = (from: number, to: number, size: number, aim: Case["aim"]): Case =>
  infer(
    `Conv2d ${from}→${to} k3 + relu, ${size}²`,
    [1, from, size, size],
    2 * 9 * from * to * size ** 2,
    aim,
    () => new Sequential(new Conv2d(from, to, 3, { padding: 1 }), relu),
  );
const depthwise = (size: number, us: number): Case =>
  infer(
    `depthwise 32 k3, ${size}²`,
    [1, 32, size, size],
    2 * 9 * 32 * size ** 2,
    { us },
    () => new Conv2d(32, 32, 3, { padding: 1, groups: 32 }),
  );
const pool = (size: number, us: number): Case => infer(`maximum pool 2, ${size}²`, [1, 32, size, size], 0, { us }, () => new MaxPool2d(2));
const recurrent = (Layer: typeof LSTM | typeof RNN, gates: number, steps: number, rows: number, us: number): Case =>
  infer(
    `${Layer.name} 50→64, ${steps} steps, ${rows} rows`,
    [rows, steps, 50],
    2 * gates * 64 * 114 * steps * rows,
    { us },
    () => new Layer(50, 64),
  );

const training: Case = {
  name: "a training step of the MLP, 64 rows, SGD",
  // Forward, and the gradients of both weights and of the hidden layer.
  flops: 64 * (2 * MLP + 2 * 128 * 10),
  aim: { us: 1100 },
  make: () => {
    const model = new Sequential(new Linear(784, 128), relu, new Linear(128, 10)).train();
    const optimizer = new SGD(model.parameters(), { lr: 0.01 });
    const [x, targets] = [random(64, 784), Array.from({ length: 64 }, (_, i) => i % 10)];
    return () => {
      optimizer.zeroGrad();
      model.backward(crossEntropy(model.forward(x), targets).gradient);
      optimizer.step();
    };
  },
};

export const cases: readonly Case[] = [
  product(64, 0.6),
  product(256, 0.75),
  product(512, 0.75),
  product(1024, 0.75),
  linear(256, 1, { us: 8 }),
  linear(256, 64, { share: 0.75 }),
  linear(1024, 1, { us: 90 }),
  linear(1024, 64, { share: 0.75 }),
  infer("Linear 10→1, 1 row", [1, 10], 20, { us: 1 }, () => new Linear(10, 1)),
  infer("MLP 784→128→10, 1 row", [1, 784], MLP, { us: 15 }, mlp),
  infer("MLP 784→128→10, 64 rows", [64, 784], 64 * MLP, { us: 400 }, mlp),
  training,
  conv(3, 32, 28, { us: 50 }),
  conv(3, 32, 112, { us: 800 }),
  conv(32, 64, 28, { share: 0.7 }),
  conv(32, 64, 112, { share: 0.7 }),
  depthwise(28, 25),
  depthwise(112, 350),
  pool(28, 6),
  pool(112, 80),
  recurrent(RNN, 1, 10, 1, 15),
  recurrent(RNN, 1, 100, 1, 120),
  recurrent(LSTM, 4, 10, 1, 45),
  recurrent(LSTM, 4, 100, 1, 280),
  recurrent(LSTM, 4, 10, 64, 1600),
  recurrent(LSTM, 4, 100, 64, 18_000),
];
