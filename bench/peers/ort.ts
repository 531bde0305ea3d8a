// ONNX Runtime, for the web (WebAssembly) and for Node (native): a model of one activation, one thread; resident with tensors that are kept.
import { endToEnd, resident } from "./around.js";
import type { Absent, Contender } from "./contender.js";
import { load } from "./load.js";
import { chainOf, type Initializer, modelOf, type Node } from "./onnx.js";
import { type MakeTensor, NOT_KEPT, type OrtSession, type OrtTensor, outputs, resultOf } from "./ortOutput.js";
import type { Task } from "./task.js";

interface Runtime {
  readonly env: { readonly wasm: { numThreads: number }; logLevel: string };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly Tensor: MakeTensor;
}

type Single = Pick<Node, "op" | "attributes">;

/** Those that ONNX has as one operator, at our parameters. */
const single: Readonly<Record<string, Single>> = {
  relu: { op: "Relu" },
  leakyRelu: { op: "LeakyRelu", attributes: { alpha: { float: 0.01 } } },
  elu: { op: "Elu" },
  celu: { op: "Celu" },
  selu: { op: "Selu" },
  sigmoid: { op: "Sigmoid" },
  tanh: { op: "Tanh" },
  softplus: { op: "Softplus" },
  softsign: { op: "Softsign" },
  gelu: { op: "Gelu" },
  geluTanh: { op: "Gelu", attributes: { approximate: { string: "tanh" } } },
  mish: { op: "Mish" },
  hardsigmoid: { op: "HardSigmoid", attributes: { alpha: { float: 1 / 6 }, beta: { float: 0.5 } } },
  hardswish: { op: "HardSwish" },
  hardshrink: { op: "Shrink", attributes: { lambd: { float: 0.5 }, bias: { float: 0 } } },
  softshrink: { op: "Shrink", attributes: { lambd: { float: 0.5 }, bias: { float: 0.5 } } },
  softmax: { op: "Softmax", attributes: { axis: { int: -1 } } },
  logSoftmax: { op: "LogSoftmax", attributes: { axis: { int: -1 } } },
};

const node = (op: string, inputs: readonly string[], output: string, attributes: Node["attributes"] = {}): Node => ({
  op,
  inputs,
  outputs: [output],
  attributes,
});
const scalar = (name: string, value: number): Initializer => ({ name, shape: [], data: Float32Array.of(value) });

interface Composed {
  readonly nodes: readonly Node[];
  readonly initializers?: readonly Initializer[];
  /** If not x's. */
  readonly shape?: readonly number[];
}

const clip = (low: number, high: number): Composed => ({
  nodes: [node("Clip", ["x", "low", "high"], "y")],
  initializers: [scalar("low", low), scalar("high", high)],
});

/** Those that are made of several. */
const composed = ({ length, cols }: Task): Readonly<Record<string, Composed>> => {
  const halves = { shape: [length / cols, cols / 2] };
  const split = node("Split", ["x"], "a", { axis: { int: -1 }, num_outputs: { int: 2 } });
  const gated = (...gate: readonly Node[]): Composed => ({ nodes: [{ ...split, outputs: ["a", "b"] }, ...gate], ...halves });
  return {
    relu6: clip(0, 6),
    hardtanh: clip(-1, 1),
    prelu: { nodes: [node("PRelu", ["x", "slope"], "y")], initializers: [scalar("slope", 0.25)] },
    silu: { nodes: [node("Sigmoid", ["x"], "s"), node("Mul", ["x", "s"], "y")] },
    logSigmoid: { nodes: [node("Neg", ["x"], "n"), node("Softplus", ["n"], "p"), node("Neg", ["p"], "y")] },
    tanhshrink: { nodes: [node("Tanh", ["x"], "t"), node("Sub", ["x", "t"], "y")] },
    softmin: { nodes: [node("Neg", ["x"], "n"), node("Softmax", ["n"], "y", { axis: { int: -1 } })] },
    logSumExp: {
      nodes: [node("ReduceLogSumExp", ["x", "axes"], "y", { keepdims: { int: 0 } })],
      initializers: [{ name: "axes", shape: [1], data: BigInt64Array.of(-1n) }],
      shape: [length / cols],
    },
    glu: gated(node("Sigmoid", ["b"], "s"), node("Mul", ["a", "s"], "y")),
    swiglu: gated(node("Sigmoid", ["a"], "s"), node("Mul", ["a", "s"], "g"), node("Mul", ["g", "b"], "y")),
    reglu: gated(node("Relu", ["a"], "g"), node("Mul", ["g", "b"], "y")),
    geglu: gated(node("Gelu", ["a"], "g"), node("Mul", ["g", "b"], "y")),
  };
};

const modelFor = (task: Task, shape: readonly number[]): Uint8Array | undefined => {
  const one = single[task.op];
  if (one) return chainOf(shape, [one]);
  const several = composed(task)[task.op];
  return (
    several &&
    modelOf({
      nodes: several.nodes,
      inputs: [{ name: "x", shape }],
      outputs: [{ name: "y", shape: several.shape ?? shape }],
      initializers: several.initializers ?? [],
    })
  );
};

const contenders =
  (peer: "onnxruntime-web" | "onnxruntime-node", provider: "wasm" | "cpu") =>
  async (task: Task): Promise<readonly (Contender | Absent)[]> => {
    const absent = (why: string): readonly Absent[] => [{ peer, way: "end to end", why }];
    if (task.kind === "gradient") return absent("no gradients");
    const shape = task.cols ? [task.length / task.cols, task.cols] : [task.length];
    const model = modelFor(task, shape);
    if (!model) return absent("no such operator");
    const { env, InferenceSession, Tensor } = await load<Runtime>(peer);
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(model, {
      executionProviders: [provider],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      // Warnings of what it does not find on the machine.
      logSeverityLevel: 3,
    });
    const tensorOf = (x: Float32Array): OrtTensor => new Tensor("float32", x, shape);
    const makeOutput = await outputs(session, Tensor, { x: tensorOf(new Float32Array(task.length).fill(0.5)) });
    return [
      {
        ...endToEnd({ peer }, async (x) => resultOf(await session.run({ x: tensorOf(x) })).data),
        dispose: () => void session.release(),
      },
      makeOutput
        ? resident(
            { peer, form: "tensors kept" },
            {
              place: (x) => ({ x: tensorOf(x), y: makeOutput() }),
              compute: ({ x, y }) => session.run({ x }, { y }),
              read: ({ y }) => y.data,
              free: () => {},
            },
          )
        : { peer, way: "resident", why: NOT_KEPT },
    ];
  };

export const ortWeb = contenders("onnxruntime-web", "wasm");
export const ortNode = contenders("onnxruntime-node", "cpu");
