// Who starts: the package and its peers, each with the least that gives relu of two numbers.

export interface Contender {
  /** Its name: that of the npm package whose version is shown, or an entry of it. */
  readonly peer: string;
  /** What is installed, alone in a folder. */
  readonly packages: readonly string[];
  /** From import to the first result, which it leaves in `y`; `x` holds −1 and 2. None: it does not compute here. */
  readonly first?: string;
  readonly why?: string;
  /** What a page's bundle is made of; none for what runs in Node alone. */
  readonly bundle?: string;
  /** Files that a page fetches beside its bundle, below node_modules. */
  readonly beside?: readonly string[];
}

/** ONNX: one node, Relu, from x to y, two float32 each; IR version 8, operators of version 14. */
const RELU_MODEL = "CAg6MwoMCgF4EgF5IgRSZWx1EgFnWg8KAXgSCgoICAESBAoCCAJiDwoBeRIKCggIARIECgIIAkICEA4=";

const onnx = (entry: string): string => `
  const { InferenceSession, Tensor } = await import(${JSON.stringify(entry)});
  const session = await InferenceSession.create(Buffer.from("${RELU_MODEL}", "base64"));
  const { y: { data: y } } = await session.run({ x: new Tensor("float32", x, [2]) });`;

const tfjs = (backend: "wasm" | "cpu"): Contender => ({
  peer: `@tensorflow/tfjs-backend-${backend}`,
  packages: ["@tensorflow/tfjs-core", `@tensorflow/tfjs-backend-${backend}`],
  first: `
  const tf = await import("@tensorflow/tfjs-core");
  await import("@tensorflow/tfjs-backend-${backend}");
  await tf.setBackend("${backend}");
  const y = tf.relu(tf.tensor1d(x)).dataSync();`,
  bundle: `
  import "@tensorflow/tfjs-backend-${backend}";
  export { relu, setBackend, tensor1d } from "@tensorflow/tfjs-core";`,
  ...(backend === "wasm" && { beside: ["@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"] }),
});

const ours = (peer: "relu-simd" | "relu-simd/js"): Contender => ({
  peer,
  packages: ["relu-simd"],
  first: `
  const { relu } = await import("${peer}");
  const y = relu(x);`,
  bundle: `export { relu } from "${peer}";`,
});

export const contenders: readonly Contender[] = [
  ours("relu-simd"),
  ours("relu-simd/js"),
  tfjs("wasm"),
  tfjs("cpu"),
  {
    peer: "onnxruntime-web",
    packages: ["onnxruntime-web"],
    first: onnx("onnxruntime-web"),
    bundle: 'export { InferenceSession, Tensor } from "onnxruntime-web/wasm";',
    beside: ["onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"],
  },
  { peer: "onnxruntime-node", packages: ["onnxruntime-node"], first: onnx("onnxruntime-node") },
  {
    peer: "@jax-js/jax",
    packages: ["@jax-js/jax"],
    first: `
  const { defaultDevice, init, nn, numpy } = await import("@jax-js/jax");
  await init("wasm");
  defaultDevice("wasm");
  const y = nn.relu(numpy.array(x)).dataSync();`,
    bundle: `
  import { defaultDevice, init, nn, numpy } from "@jax-js/jax";
  export const relu = nn.relu, array = numpy.array;
  export { defaultDevice, init };`,
  },
  {
    peer: "numpy-ts",
    packages: ["numpy-ts"],
    first: `
  const { array, maximum } = await import("numpy-ts/core");
  const y = maximum(array(x), 0).toArray();`,
    bundle: 'export { array, maximum } from "numpy-ts/core";',
  },
  {
    peer: "@litertjs/core",
    packages: ["@litertjs/core"],
    why: "loads its WebAssembly by a page's script element",
    bundle: 'export { loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";',
    beside: ["@litertjs/core/wasm/litert_wasm_internal.wasm", "@litertjs/core/wasm/litert_wasm_internal.js"],
  },
];
