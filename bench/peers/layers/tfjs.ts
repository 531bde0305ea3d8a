// The layers by TensorFlow.js: the fused operations of tfjs-core, on its backends, and tfjs-layers for what has no operation of its own.
//
// Images have channels last and weights are [inputs, outputs] there. They are brought into that form before, and back after, the clock.
import { LEARNING_RATE, MLP, RECURRENT, targetsOf } from "../../layers/shapes.js";
import type { Absent, Contender } from "../contender.js";
import { load } from "../load.js";
import { joined, type Problem, transposed } from "./problem.js";

interface TfTensor {
  dataSync(): Float32Array;
  dispose(): void;
}
interface TfVariable extends TfTensor {
  assign(value: TfTensor): void;
}
interface Fused {
  readonly bias?: TfTensor | undefined;
  readonly activation?: "relu" | "linear";
}
type Window = Fused & { readonly x: TfTensor; readonly filter: TfTensor; readonly strides: number; readonly pad: "same" };
interface Core {
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  tensor(data: ArrayLike<number>, shape: readonly number[], type?: "int32"): TfTensor;
  variable(value: TfTensor): TfVariable;
  tidy<T>(work: () => T): T;
  matMul(a: TfTensor, b: TfTensor): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  relu(x: TfTensor): TfTensor;
  softmax(x: TfTensor): TfTensor;
  oneHot(x: TfTensor, depth: number): TfTensor;
  maxPool(x: TfTensor, size: number, strides: number, pad: "valid"): TfTensor;
  readonly fused: {
    matMul(options: Fused & { readonly a: TfTensor; readonly b: TfTensor }): TfTensor;
    conv2d(options: Window): TfTensor;
    depthwiseConv2d(options: Window): TfTensor;
  };
  readonly losses: { softmaxCrossEntropy(labels: TfTensor, logits: TfTensor): TfTensor };
  readonly train: {
    sgd(rate: number): { minimize(loss: () => TfTensor, returnCost: true, variables: readonly TfVariable[]): TfTensor };
  };
}
interface LayersLibrary {
  readonly input: (options: { batchShape: readonly number[] }) => object;
  readonly model: (options: { inputs: object; outputs: object }) => { predict(x: TfTensor, options: { batchSize: number }): TfTensor };
  readonly layers: Record<
    "simpleRNN" | "lstm",
    (options: object) => { apply(x: object): object; setWeights(weights: readonly TfTensor[]): void }
  >;
}

const CORE = "@tensorflow/tfjs-core";
const LAYERS = "@tensorflow/tfjs-layers";

/** What one call computes, from a tensor to a tensor; and the layouts there. */
interface Operation {
  readonly inputs: readonly { readonly data: Float32Array; readonly shape: readonly number[] }[];
  run(inputs: readonly TfTensor[]): TfTensor;
  /** From the library's layout. */
  back?(y: Float32Array): Float32Array;
}

const recurrence = async (tf: Core, { shape, x, parameters }: Problem): Promise<Operation> => {
  if (shape.kind !== "RNN" && shape.kind !== "LSTM") throw new Error("no recurrent layer");
  const [wIh, wHh, bIh, bHh] = parameters as [Float32Array, Float32Array, Float32Array, Float32Array];
  const { inputs, hidden } = RECURRENT;
  const all = bIh.length;
  const library = await load<LayersLibrary>(LAYERS);
  const options = {
    units: hidden,
    returnSequences: true,
    recurrentActivation: "sigmoid",
    unitForgetBias: false,
    recurrentInitializer: "zeros",
  };
  const layer = shape.kind === "LSTM" ? library.layers.lstm(options) : library.layers.simpleRNN(options);
  const xShape = [shape.rows, shape.steps, inputs];
  const from = library.input({ batchShape: xShape });
  const model = library.model({ inputs: from, outputs: layer.apply(from) });
  layer.setWeights([
    tf.tensor(transposed(wIh, all, inputs), [inputs, all]),
    tf.tensor(transposed(wHh, all, hidden), [hidden, all]),
    tf.tensor(
      bIh.map((v, i) => v + (bHh[i] as number)),
      [all],
    ),
  ]);
  return { inputs: [{ data: x, shape: xShape }], run: ([t]) => model.predict(t as TfTensor, { batchSize: shape.rows }) };
};

const operationOf = async (tf: Core, problem: Problem): Promise<Operation> => {
  const { shape, x, parameters } = problem;
  const [w1, b1, w2, b2] = parameters as [Float32Array, Float32Array, Float32Array, Float32Array];
  const matrix = (w: Float32Array, to: number): TfTensor => {
    const from = w.length / to;
    return tf.tensor(transposed(w, to, from), [from, to]);
  };
  switch (shape.kind) {
    case "product": {
      const square = [shape.n, shape.n];
      return {
        inputs: [x, w1].map((data) => ({ data, shape: square })),
        run: ([a, b]) => tf.matMul(a as TfTensor, b as TfTensor),
      };
    }
    case "linear": {
      const [b, bias] = [matrix(w1, shape.to), tf.tensor(b1, [shape.to])];
      return { inputs: [{ data: x, shape: [shape.rows, shape.from] }], run: ([a]) => tf.fused.matMul({ a: a as TfTensor, b, bias }) };
    }
    case "mlp": {
      const { inputs, hidden, classes } = MLP;
      const [first, second] = [matrix(w1, hidden), matrix(w2, classes)];
      const [bias1, bias2] = [tf.tensor(b1, [hidden]), tf.tensor(b2, [classes])];
      return {
        inputs: [{ data: x, shape: [shape.rows, inputs] }],
        run: ([a]) => {
          const h = tf.fused.matMul({ a: a as TfTensor, b: first, bias: bias1, activation: "relu" });
          const logits = tf.fused.matMul({ a: h, b: second, bias: bias2 });
          const y = tf.softmax(logits);
          h.dispose();
          logits.dispose();
          return y;
        },
      };
    }
    case "conv": {
      const { from, to, size, groups, isRelu } = shape;
      const pixels = size * size;
      const bias = tf.tensor(b1, [to]);
      // [to, from / groups, 3, 3] → [3, 3, from, to], or [3, 3, channels, 1] where each channel has its own.
      const filter = tf.tensor(
        groups === 1
          ? transposed(
              joined(Array.from({ length: to }, (_, o) => transposed(w1.subarray(o * from * 9, (o + 1) * from * 9), from, 9))),
              to,
              from * 9,
            )
          : transposed(w1, from, 9),
        groups === 1 ? [3, 3, from, to] : [3, 3, from, 1],
      );
      const fixed = { filter, bias, strides: 1, pad: "same", activation: isRelu ? "relu" : "linear" } as const;
      return {
        inputs: [{ data: transposed(x, from, pixels), shape: [1, size, size, from] }],
        run: ([a]) => (groups === 1 ? tf.fused.conv2d : tf.fused.depthwiseConv2d)({ ...fixed, x: a as TfTensor }),
        back: (y) => transposed(y, pixels, to),
      };
    }
    case "pool": {
      const { channels, size } = shape;
      return {
        inputs: [{ data: transposed(x, channels, size * size), shape: [1, size, size, channels] }],
        run: ([a]) => tf.maxPool(a as TfTensor, 2, 2, "valid"),
        back: (y) => transposed(y, (size * size) / 4, channels),
      };
    }
    case "training":
      throw new Error("a step has no result of its own");
    default:
      return recurrence(tf, problem);
  }
};

/** Both backends live in one process; each call makes sure that it is at home. */
const switcher = (tf: Core, backend: string) => (): void => {
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
};

const training = (tf: Core, peer: string, enter: () => void, { shape, x, parameters }: Problem): readonly (Contender | Absent)[] => {
  if (shape.kind !== "training") throw new Error("no training");
  const { inputs, hidden, classes } = MLP;
  const { rows } = shape;
  const sizes = [
    [inputs, hidden],
    [1, hidden],
    [hidden, classes],
    [1, classes],
  ] as const;
  const initial = parameters.map((data, i) => {
    const [from, to] = sizes[i] as readonly [number, number];
    return tf.tensor(from === 1 ? data : transposed(data, to, from), from === 1 ? [to] : [from, to]);
  });
  const variables = initial.map((value) => tf.variable(value));
  const [w1, b1, w2, b2] = variables as [TfVariable, TfVariable, TfVariable, TfVariable];
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const labels = tf.oneHot(tf.tensor(targetsOf(rows), [rows], "int32"), classes);
  let loss = 0;
  const call = (): void => {
    enter();
    const a = tf.tensor(x, [rows, inputs]);
    const cost = optimizer.minimize(
      () => {
        const h = tf.fused.matMul({ a, b: w1, bias: b1, activation: "relu" });
        return tf.losses.softmaxCrossEntropy(labels, tf.fused.matMul({ a: h, b: w2, bias: b2 }));
      },
      true,
      variables,
    );
    loss = cost.dataSync()[0] as number;
    cost.dispose();
    a.dispose();
  };
  const result = (): Float32Array => {
    enter();
    variables.forEach((variable, i) => {
      variable.assign(initial[i] as TfTensor);
    });
    call();
    if (!(loss > 0)) throw new Error("there was no loss");
    return joined(
      variables.map((variable, i) => {
        const [from, to] = sizes[i] as readonly [number, number];
        return from === 1 ? variable.dataSync() : transposed(variable.dataSync(), from, to);
      }),
    );
  };
  return [{ peer, way: "end to end", call, result }];
};

/** Of @tensorflow/tfjs-backend-wasm and -cpu. */
export const tfjs =
  (backend: "wasm" | "cpu") =>
  async (problem: Problem): Promise<readonly (Contender | Absent)[]> => {
    const peer = `@tensorflow/tfjs-backend-${backend}`;
    const tf = await load<Core>(CORE);
    await load(peer);
    // In Node it is this that brings the gradients along.
    if (problem.shape.kind === "training") await load(LAYERS);
    await tf.setBackend(backend);
    const enter = switcher(tf, backend);
    if (problem.shape.kind === "training") return training(tf, peer, enter, problem);
    const form = problem.shape.kind === "RNN" || problem.shape.kind === "LSTM" ? "tfjs-layers" : undefined;
    const { inputs, run, back = (y: Float32Array) => y } = await operationOf(tf, problem);
    const made = (): TfTensor[] => inputs.map(({ data, shape }) => tf.tensor(data, shape));
    let y = new Float32Array();
    const endToEnd = (): void => {
      enter();
      const given = made();
      const result = run(given);
      y = result.dataSync() as typeof y;
      result.dispose();
      for (const tensor of given) tensor.dispose();
    };
    // The result of a call lives until the next, in the library's memory.
    const kept = made();
    let last: TfTensor | undefined;
    const resident = (): void => {
      enter();
      last?.dispose();
      last = run(kept);
    };
    const read = (): Float32Array => {
      enter();
      return back(last?.dataSync() ?? new Float32Array());
    };
    return [
      { peer, form, way: "end to end", call: endToEnd, result: () => back(y) },
      { peer, form, way: "resident", call: resident, result: read },
    ];
  };
