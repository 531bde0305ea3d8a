// The layers by ONNX Runtime, in WebAssembly and native: a graph each, weights as constants in it, where they are packed once.
//
// One thread, as all others; resident with tensors that are kept.
import { gatesOf, MLP, RECURRENT, type Recurrence, type Shape, shapeOfX } from "../../layers/shapes.js";
import type { Absent, Contender } from "../contender.js";
import { load } from "../load.js";
import { type Graph, type Initializer, modelOf, type Node } from "../onnx.js";
import { type MakeTensor, NOT_KEPT, type OrtSession, type OrtTensor, outputs, resultOf } from "../ortOutput.js";
import type { Problem } from "./problem.js";

interface Ort {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly Tensor: MakeTensor;
}

const dense = (x: string, y: string, layer: number): Node => ({
  op: "Gemm",
  inputs: [x, `w${layer}`, `b${layer}`],
  outputs: [y],
  attributes: { transB: { int: 1 } },
});

/** Gates i, f, g, o as ONNX has them: i, o, f, g. `width` numbers of each unit. */
const reordered = (weights: Float32Array, gates: number, width: number): Float32Array => {
  if (gates === 1) return weights;
  const part = RECURRENT.hidden * width;
  const y = new Float32Array(weights.length);
  [0, 3, 1, 2].forEach((gate, i) => {
    y.set(weights.subarray(gate * part, (gate + 1) * part), i * part);
  });
  return y;
};

const recurrent = ({ kind, steps, rows }: Recurrence, parameters: readonly Float32Array[]): Graph => {
  const [wIh, wHh, bIh, bHh] = parameters as [Float32Array, Float32Array, Float32Array, Float32Array];
  const { inputs, hidden } = RECURRENT;
  const gates = gatesOf(kind);
  const biases = new Float32Array(2 * bIh.length);
  biases.set(reordered(bIh, gates, 1));
  biases.set(reordered(bHh, gates, 1), bIh.length);
  return {
    nodes: [{ op: kind, inputs: ["x", "w", "r", "b"], outputs: ["y"], attributes: { hidden_size: { int: hidden } } }],
    inputs: [{ name: "x", shape: [steps, rows, inputs] }],
    outputs: [{ name: "y", shape: [steps, 1, rows, hidden] }],
    initializers: [
      { name: "w", shape: [1, gates * hidden, inputs], data: reordered(wIh, gates, inputs) },
      { name: "r", shape: [1, gates * hidden, hidden], data: reordered(wHh, gates, hidden) },
      { name: "b", shape: [1, 2 * gates * hidden], data: biases },
    ],
  };
};

const graphOf = (shape: Shape, parameters: readonly Float32Array[]): Graph => {
  const [w1, b1, w2, b2] = parameters as [Float32Array, Float32Array, Float32Array, Float32Array];
  const inputs = [{ name: "x", shape: shapeOfX(shape) }];
  const layer = (i: number, w: Float32Array, b: Float32Array, ...sizes: readonly number[]): readonly Initializer[] => [
    { name: `w${i}`, shape: sizes, data: w },
    { name: `b${i}`, shape: [b.length], data: b },
  ];
  switch (shape.kind) {
    case "product":
      return {
        nodes: [{ op: "MatMul", inputs: ["x", "b"], outputs: ["y"] }],
        inputs: [...inputs, { name: "b", shape: [shape.n, shape.n] }],
        outputs: [{ name: "y", shape: [shape.n, shape.n] }],
      };
    case "linear":
      return {
        nodes: [dense("x", "y", 1)],
        inputs,
        outputs: [{ name: "y", shape: [shape.rows, shape.to] }],
        initializers: layer(1, w1, b1, shape.to, shape.from),
      };
    case "mlp":
      return {
        nodes: [
          dense("x", "z", 1),
          { op: "Relu", inputs: ["z"], outputs: ["h"] },
          dense("h", "logits", 2),
          { op: "Softmax", inputs: ["logits"], outputs: ["y"], attributes: { axis: { int: -1 } } },
        ],
        inputs,
        outputs: [{ name: "y", shape: [shape.rows, MLP.classes] }],
        initializers: [...layer(1, w1, b1, MLP.hidden, MLP.inputs), ...layer(2, w2, b2, MLP.classes, MLP.hidden)],
      };
    case "conv": {
      const { from, to, size, groups, isRelu } = shape;
      const attributes = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] }, group: { int: groups } };
      return {
        nodes: [
          { op: "Conv", inputs: ["x", "w1", "b1"], outputs: [isRelu ? "z" : "y"], attributes },
          ...(isRelu ? [{ op: "Relu", inputs: ["z"], outputs: ["y"] }] : []),
        ],
        inputs,
        outputs: [{ name: "y", shape: [1, to, size, size] }],
        initializers: layer(1, w1, b1, to, from / groups, 3, 3),
      };
    }
    case "pool":
      return {
        nodes: [
          { op: "MaxPool", inputs: ["x"], outputs: ["y"], attributes: { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } } },
        ],
        inputs,
        outputs: [{ name: "y", shape: [1, shape.channels, shape.size / 2, shape.size / 2] }],
      };
    case "training":
      throw new Error("inference only");
    default:
      return recurrent(shape, parameters);
  }
};

/** Axes 0 and 1 exchanged: ONNX has steps first. */
export const exchanged = (x: Float32Array, first: number, second: number): Float32Array => {
  const width = x.length / first / second;
  const y = new Float32Array(x.length);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++) y.set(x.subarray((i * second + j) * width, (i * second + j + 1) * width), (j * first + i) * width);
  return y;
};

/** Of onnxruntime-web and onnxruntime-node alike. */
export const ort =
  (peer: string) =>
  async ({ shape, x, parameters }: Problem): Promise<readonly (Contender | Absent)[]> => {
    if (shape.kind === "training") return [{ peer, way: "end to end", why: "inference only" }];
    const library = await load<Ort>(peer);
    library.env.wasm.numThreads = 1;
    const graph = graphOf(shape, parameters);
    const session = await library.InferenceSession.create(modelOf(graph), { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const isRecurrent = shape.kind === "RNN" || shape.kind === "LSTM";
    const given = [isRecurrent ? exchanged(x, shape.rows, shape.steps) : x, ...(shape.kind === "product" ? parameters : [])];
    const feeds = (): Readonly<Record<string, OrtTensor>> =>
      Object.fromEntries(
        graph.inputs.map((input, i) => [input.name, new library.Tensor("float32", given[i] as Float32Array, input.shape)]),
      );
    const back = (y: Float32Array): Float32Array => (isRecurrent ? exchanged(y, shape.steps, shape.rows) : y);
    let y: Float32Array = new Float32Array();
    const kept = feeds();
    const output = (await outputs(session, library.Tensor, kept))?.();
    return [
      {
        peer,
        way: "end to end",
        call: async () => {
          y = resultOf(await session.run(feeds())).data;
        },
        result: () => back(y),
        dispose: () => void session.release(),
      },
      output
        ? { peer, form: "tensors kept", way: "resident", call: () => session.run(kept, { y: output }), result: () => back(output.data) }
        : { peer, way: "resident", why: NOT_KEPT },
    ];
  };
