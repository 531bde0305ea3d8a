// The layers that are measured, alone and beside other libraries: what each computes, and how much that is.

interface Sized {
  readonly name: string;
  /** Floating-point operations of a call that no way of computing it saves; 0 where memory is the limit. */
  readonly flops: number;
  /** What is aimed at: microseconds, or a share of P. */
  readonly aim: { readonly us: number } | { readonly share: number };
}

export interface Product extends Sized {
  readonly kind: "product";
  readonly n: number;
}
export interface Dense extends Sized {
  readonly kind: "linear";
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}
/** 784→128→10: relu between the two, softmax behind them; in training the cross entropy. */
export interface Perceptron extends Sized {
  readonly kind: "mlp" | "training";
  readonly rows: number;
}
/** k3 with a padding of 1, so that images keep their size. */
export interface Convolution extends Sized {
  readonly kind: "conv";
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly groups: number;
  readonly isRelu: boolean;
}
export interface Pooling extends Sized {
  readonly kind: "pool";
  readonly channels: number;
  readonly size: number;
}
export interface Recurrence extends Sized {
  readonly kind: "RNN" | "LSTM";
  readonly steps: number;
  readonly rows: number;
}
export type Shape = Product | Dense | Perceptron | Convolution | Pooling | Recurrence;

type Aim = Shape["aim"];

/** The sizes of layers that have only one. */
export const MLP = { inputs: 784, hidden: 128, classes: 10 } as const;
export const RECURRENT = { inputs: 50, hidden: 64 } as const;
export const LEARNING_RATE = 0.01;

const MLP_FLOPS = 2 * (784 * 128 + 128 * 10);

const product = (n: number, share: number): Shape => ({
  kind: "product",
  name: `matrix product ${n}³`,
  flops: 2 * n ** 3,
  aim: { share },
  n,
});
/** "1 row", "64 rows": scripts/report/charts/layers.ts has these names too. */
const rowsIn = (rows: number): string => (rows === 1 ? "1 row" : `${rows} rows`);
const linear = (from: number, to: number, rows: number, aim: Aim): Shape => ({
  kind: "linear",
  name: `Linear ${from}→${to}, ${rowsIn(rows)}`,
  flops: 2 * rows * from * to,
  aim,
  from,
  to,
  rows,
});
const mlp = (rows: number, us: number): Shape => ({
  kind: "mlp",
  name: `MLP 784→128→10, ${rowsIn(rows)}`,
  flops: rows * MLP_FLOPS,
  aim: { us },
  rows,
});
const conv = (from: number, to: number, size: number, aim: Aim): Shape => ({
  kind: "conv",
  name: `Conv2d ${from}→${to} k3 + relu, ${size}²`,
  flops: 2 * 9 * from * to * size ** 2,
  aim,
  from,
  to,
  size,
  groups: 1,
  isRelu: true,
});
const depthwise = (size: number, us: number): Shape => ({
  kind: "conv",
  name: `depthwise 32 k3, ${size}²`,
  flops: 2 * 9 * 32 * size ** 2,
  aim: { us },
  from: 32,
  to: 32,
  size,
  groups: 32,
  isRelu: false,
});
const pool = (size: number, us: number): Shape => ({
  kind: "pool",
  name: `maximum pool 2, ${size}²`,
  flops: 0,
  aim: { us },
  channels: 32,
  size,
});
const recurrent = (kind: Recurrence["kind"], steps: number, rows: number, us: number): Shape => ({
  kind,
  name: `${kind} 50→64, ${steps} steps, ${rowsIn(rows)}`,
  flops: 2 * gatesOf(kind) * 64 * 114 * steps * rows,
  aim: { us },
  steps,
  rows,
});

export const gatesOf = (kind: Recurrence["kind"]): number => (kind === "LSTM" ? 4 : 1);

export const shapes: readonly Shape[] = [
  product(64, 0.6),
  product(256, 0.75),
  product(512, 0.75),
  product(1024, 0.75),
  linear(256, 256, 1, { us: 8 }),
  linear(256, 256, 64, { share: 0.75 }),
  linear(1024, 1024, 1, { us: 90 }),
  linear(1024, 1024, 64, { share: 0.75 }),
  linear(10, 1, 1, { us: 1 }),
  mlp(1, 15),
  mlp(64, 400),
  {
    kind: "training",
    name: "a training step of the MLP, 64 rows, SGD",
    // Forward, and the gradients of both weights and of the hidden layer.
    flops: 64 * (2 * MLP_FLOPS + 2 * 128 * 10),
    aim: { us: 1100 },
    rows: 64,
  },
  conv(3, 32, 28, { us: 50 }),
  conv(3, 32, 112, { us: 800 }),
  conv(32, 64, 28, { share: 0.7 }),
  conv(32, 64, 112, { share: 0.7 }),
  depthwise(28, 25),
  depthwise(112, 350),
  pool(28, 6),
  pool(112, 80),
  recurrent("RNN", 10, 1, 15),
  recurrent("RNN", 100, 1, 120),
  recurrent("LSTM", 10, 1, 45),
  recurrent("LSTM", 100, 1, 280),
  recurrent("LSTM", 10, 64, 1600),
  recurrent("LSTM", 100, 64, 18_000),
];

/** Of x. A matrix product has two of it. */
export const shapeOfX = (shape: Shape): readonly number[] => {
  switch (shape.kind) {
    case "product":
      return [shape.n, shape.n];
    case "linear":
      return [shape.rows, shape.from];
    case "mlp":
    case "training":
      return [shape.rows, MLP.inputs];
    case "conv":
      return [1, shape.from, shape.size, shape.size];
    case "pool":
      return [1, shape.channels, shape.size, shape.size];
    default:
      return [shape.rows, shape.steps, RECURRENT.inputs];
  }
};

/** The classes of the rows that are trained with. */
export const targetsOf = (rows: number): number[] => Array.from({ length: rows }, (_, i) => i % MLP.classes);
