// The layers as plain JavaScript: the loops that an experienced programmer writes, in the order that caches and engines like best.
//
// All of them add a multiple of one row to another, over rows that lie in memory as they are read: a sum of products in one variable
// would wait for each addition. Sums are kept as float64, which spares their rounding after each product: from float32 and back costs more.
import { LEARNING_RATE, MLP, RECURRENT, targetsOf } from "../../layers/shapes.js";
import type { Contender } from "../contender.js";
import { joined, type Problem, transposed } from "./problem.js";

type Weights = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

const sums = new Float64Array(1 << 14);

/** y = x · b + bias, with b [inner, cols] */
const multiply = (x: Float32Array, b: Float32Array, y: Float32Array, rows: number, inner: number, cols: number, bias?: Float32Array) => {
  for (let r = 0; r < rows; r++) {
    if (bias) for (let c = 0; c < cols; c++) sums[c] = bias[c] as number;
    else for (let c = 0; c < cols; c++) sums[c] = 0;
    for (let k = 0; k < inner; k++) {
      const factor = x[r * inner + k] as number;
      const from = k * cols;
      for (let c = 0; c < cols; c++) sums[c] = (sums[c] as number) + factor * (b[from + c] as number);
    }
    for (let c = 0; c < cols; c++) y[r * cols + c] = sums[c] as number;
  }
  return y;
};

const relu = (x: Float32Array) => {
  for (let i = 0; i < x.length; i++) x[i] = Math.max(x[i] as number, 0);
  return x;
};

const softmax = (x: Float32Array, cols: number) => {
  for (let from = 0; from < x.length; from += cols) {
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < cols; c++) most = Math.max(most, x[from + c] as number);
    let sum = 0;
    for (let c = 0; c < cols; c++) {
      const power = Math.exp((x[from + c] as number) - most);
      x[from + c] = power;
      sum += power;
    }
    for (let c = 0; c < cols; c++) x[from + c] = (x[from + c] as number) / sum;
  }
  return x;
};

const convolve = (x: Float32Array, weight: Float32Array, bias: Float32Array, size: number, groups: number) => {
  const pixels = size * size;
  const to = bias.length;
  const from = x.length / pixels / groups;
  const y = new Float32Array(to * pixels);
  for (let o = 0; o < to; o++) {
    const group = Math.floor((o * groups) / to);
    for (let p = 0; p < pixels; p++) sums[p] = bias[o] as number;
    for (let c = 0; c < from; c++) {
      const image = (group * from + c) * pixels;
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) {
          const factor = weight[(o * from + c) * 9 + i * 3 + j] as number;
          const first = j === 0 ? 1 : 0;
          const last = j === 2 ? size - 1 : size;
          for (let row = i === 0 ? 1 : 0; row < (i === 2 ? size - 1 : size); row++) {
            const at = row * size;
            const source = image + (row + i - 1) * size + j - 1;
            for (let col = first; col < last; col++) sums[at + col] = (sums[at + col] as number) + factor * (x[source + col] as number);
          }
        }
    }
    for (let p = 0; p < pixels; p++) y[o * pixels + p] = sums[p] as number;
  }
  return y;
};

const pool = (x: Float32Array, size: number) => {
  const y = new Float32Array(x.length / 4);
  const half = size / 2;
  for (let row = 0; row < y.length / half; row++)
    for (let col = 0; col < half; col++) {
      const at = 2 * (row * size + col);
      y[row * half + col] = Math.max(x[at] as number, x[at + 1] as number, x[at + size] as number, x[at + size + 1] as number);
    }
  return y;
};

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));

/** Weights as [inputs, gates] and [hidden, gates], both biases in one. */
const recur = (x: Float32Array, wIh: Float32Array, wHh: Float32Array, bias: Float32Array, rows: number, steps: number) => {
  const { inputs, hidden } = RECURRENT;
  const all = bias.length;
  const isLstm = all > hidden;
  const y = new Float32Array(rows * steps * hidden);
  const cell = new Float64Array(hidden);
  for (let r = 0; r < rows; r++) {
    cell.fill(0);
    for (let t = 0; t < steps; t++) {
      const now = r * steps + t;
      for (let k = 0; k < all; k++) sums[k] = bias[k] as number;
      for (let j = 0; j < inputs; j++) {
        const factor = x[now * inputs + j] as number;
        for (let k = 0; k < all; k++) sums[k] = (sums[k] as number) + factor * (wIh[j * all + k] as number);
      }
      if (t)
        for (let j = 0; j < hidden; j++) {
          const factor = y[(now - 1) * hidden + j] as number;
          for (let k = 0; k < all; k++) sums[k] = (sums[k] as number) + factor * (wHh[j * all + k] as number);
        }
      const at = now * hidden;
      if (!isLstm) for (let k = 0; k < hidden; k++) y[at + k] = Math.tanh(sums[k] as number);
      else
        for (let k = 0; k < hidden; k++) {
          const c =
            sigmoid(sums[hidden + k] as number) * (cell[k] as number) +
            sigmoid(sums[k] as number) * Math.tanh(sums[2 * hidden + k] as number);
          cell[k] = c;
          y[at + k] = sigmoid(sums[3 * hidden + k] as number) * Math.tanh(c);
        }
    }
  }
  return y;
};

/** gradient = aᵀ · b, and the column sums of a: of a layer's weight [cols of a, cols of b], and of its bias; then a step down both. */
const descend = (a: Float32Array, b: Float32Array, weight: Float32Array, bias: Float32Array, rows: number) => {
  const m = bias.length;
  const n = weight.length / m;
  for (let i = 0; i < m; i++) {
    sums.fill(0, 0, n);
    let total = 0;
    for (let r = 0; r < rows; r++) {
      const factor = a[r * m + i] as number;
      total += factor;
      const from = r * n;
      for (let j = 0; j < n; j++) sums[j] = (sums[j] as number) + factor * (b[from + j] as number);
    }
    for (let j = 0; j < n; j++) weight[i * n + j] = (weight[i * n + j] as number) - LEARNING_RATE * (sums[j] as number);
    bias[i] = (bias[i] as number) - LEARNING_RATE * total;
  }
};

/** Gives the loss. Weights are [to, from] here: their gradients have rows of that kind, and products turn the weights first. */
const step = (x: Float32Array, [w1, b1, w2, b2]: Weights, targets: readonly number[]) => {
  const { inputs, hidden, classes } = MLP;
  const rows = targets.length;
  const h = relu(multiply(x, transposed(w1, hidden, inputs), new Float32Array(rows * hidden), rows, inputs, hidden, b1));
  const p = softmax(multiply(h, transposed(w2, classes, hidden), new Float32Array(rows * classes), rows, hidden, classes, b2), classes);
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const at = r * classes + (targets[r] as number);
    loss -= Math.log(p[at] as number) / rows;
    p[at] = (p[at] as number) - 1;
  }
  for (let i = 0; i < p.length; i++) p[i] = (p[i] as number) / rows;
  const dh = multiply(p, w2, new Float32Array(rows * hidden), rows, classes, hidden);
  for (let i = 0; i < dh.length; i++) if (!((h[i] as number) > 0)) dh[i] = 0;
  descend(p, h, w2, b2, rows);
  descend(dh, x, w1, b1, rows);
  return loss;
};

const callOf = ({ shape, x, parameters }: Problem): (() => Float32Array) => {
  const [w1, b1, w2, b2] = parameters as unknown as Weights;
  switch (shape.kind) {
    case "product":
      return () => multiply(x, w1, new Float32Array(shape.n ** 2), shape.n, shape.n, shape.n);
    case "linear": {
      const weight = transposed(w1, shape.to, shape.from);
      return () => multiply(x, weight, new Float32Array(shape.rows * shape.to), shape.rows, shape.from, shape.to, b1);
    }
    case "mlp": {
      const { inputs, hidden, classes } = MLP;
      const { rows } = shape;
      const [first, second] = [transposed(w1, hidden, inputs), transposed(w2, classes, hidden)];
      return () => {
        const h = relu(multiply(x, first, new Float32Array(rows * hidden), rows, inputs, hidden, b1));
        return softmax(multiply(h, second, new Float32Array(rows * classes), rows, hidden, classes, b2), classes);
      };
    }
    case "training":
      throw new Error("a step has no result of its own");
    case "conv":
      return () => {
        const y = convolve(x, w1, b1, shape.size, shape.groups);
        return shape.isRelu ? relu(y) : y;
      };
    case "pool":
      return () => pool(x, shape.size);
    default: {
      const all = w2.length;
      const [first, second] = [transposed(w1, all, RECURRENT.inputs), transposed(b1, all, RECURRENT.hidden)];
      const bias = w2.map((v, i) => v + (b2[i] as number));
      return () => recur(x, first, second, bias, shape.rows, shape.steps);
    }
  }
};

export const javascript = (problem: Problem): readonly Contender[] => {
  const { shape, x, parameters } = problem;
  const [peer, way] = ["JavaScript", "end to end"] as const;
  if (shape.kind === "training") {
    const targets = targetsOf(shape.rows);
    const own = parameters.map((each) => each.slice()) as unknown as Weights;
    const result = (): Float32Array => {
      own.forEach((to, i) => {
        to.set(parameters[i] as Float32Array);
      });
      step(x, own, targets);
      return joined(own);
    };
    return [{ peer, way, call: () => step(x, own, targets), result }];
  }
  const call = callOf(problem);
  let y = call();
  return [
    {
      peer,
      way,
      call: () => {
        y = call();
      },
      result: () => y,
    },
  ];
};
