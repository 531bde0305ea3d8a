// Runs as benchmarks record them, with invented figures: what pages and pictures are made of them does not depend on what machines measure.
import type { LayersRun, Limits, Machine, PeerCase, PeersRun, Row, SizesRun, Times, Way } from "../../bench/recorded.js";
import type { Runs } from "../../scripts/report/results.js";

const machine: Machine = {
  cpu: "Invented CPU",
  cores: 2,
  platform: "linux x64",
  runtime: "Node 24.0.0",
  engine: "V8 13.6",
  flags: ["--expose-gc"],
  package: "0.1.0",
  commit: "0000000",
  date: "2026-01-01",
  load: [0.1, 1],
};

const around = (median: number): Times => ({ median, p10: median * 0.95, p90: median * 1.1 });

const row = (peer: string, way: Way, median: number, error?: number, form?: string, faults: readonly string[] = []): Row => ({
  peer,
  way,
  times: around(median),
  faults,
  ...(error === undefined ? {} : { error }),
  ...(form ? { form } : {}),
});

const TFJS = "@tensorflow/tfjs-backend-wasm";
const ORT = "onnxruntime-web";
const JAX = "@jax-js/jax";

/** ns an element and ULP at 16k: ours with out, in a heap, JavaScript, tfjs, ort, jax, numpy-ts. */
type Figure = readonly [ns: number, error: number] | undefined;
const values: Readonly<
  Record<string, readonly [ours: Figure, heap: number, js: Figure, tfjs: Figure, ort: Figure, jax: Figure, numpy: Figure]>
> = {
  relu: [[0.26, 0], 0.094, [0.91, 0], [1.1, 0], [2.9, 0], [3.0, 0], [0.9, 0]],
  leakyRelu: [[0.28, 0], 0.11, [1.2, 0], [6.0, 0], [3.1, 0], [3.4, 0.5], undefined],
  hardswish: [[0.8, 0.5], 0.66, [1.4, 0.5], undefined, [3.8, 2], [4.2, 3], undefined],
  elu: [[1.65, 0.84], 1.45, [19.5, 1], [2.7, 1], [7.0, 2047], [17, 2047], undefined],
  selu: [[2.2, 0.72], 2, [20, 1], [2.9, 1], [7.5, 2047], [17.5, 2047], undefined],
  sigmoid: [[1.89, 0.51], 1.69, [24, 1], [2.6, 3], [6.9, 16777216], [13, 18], [14, 2]],
  tanh: [[2.4, 0.53], 2.05, [25, 1], [22, 2], [6.3, 6], [19, 5560], [17, 0.5]],
  silu: [[2.42, 0.51], 2.23, [24.2, 1], [3.6, 4], [7.5, 8388608], [12.6, 20], undefined],
  gelu: [[5.1, 0.61], 4.9, [27, 900], [26, 80000], [12.6, 16777216], [22, 2400000], undefined],
  mish: [[2.5, 0.51], 2.3, [60, 2], [45, 8], [18, 500], [30, 3000], undefined],
  softplus: [[3.9, 0.56], 3.6, [40, 1], [9.5, 7], [14, 1], [31, 16777216], undefined],
  softmax: [[2.57, 2], 2.31, [18, 3], [2.48, 38], [6.3, 37], [17, 68], undefined],
};

const shares: Readonly<Record<string, number>> = { 64: 9, 1024: 1.6, 16384: 1, 262144: 1.02, 4194304: 1.5 };

const valueCase = (op: string, length: number): PeerCase => {
  const [ours, heap, js, tfjs, ort, jax, numpy] = values[op] as (typeof values)[string];
  const factor = (shares[length] as number) * length;
  const of = (peer: string, figure: Figure, cost: number, form?: string, faults?: readonly string[]): readonly Row[] =>
    figure ? [row(peer, "end to end", figure[0] * factor + cost, figure[1], form, faults)] : [];
  return {
    name: `${op}, ${length}`,
    kind: "value",
    op,
    length,
    ...(op === "softmax" ? { cols: 1000 } : {}),
    rows: [
      ...of("relu-simd", ours, 20, "with out"),
      ...of("relu-simd", ours && [ours[0] * 2.2, ours[1]], 40, "new array"),
      row("relu-simd", "resident", heap * factor, ours?.[1], "in a heap"),
      ...of("JavaScript", js, 5, "branchless"),
      ...of("JavaScript", js && [js[0] * 2, 0], 5, "ternary"),
      ...of(TFJS, tfjs, 2000, undefined, op === "relu" ? ["−NaN → 0"] : []),
      ...(tfjs ? [row(TFJS, "resident", tfjs[0] * 0.7 * factor + 900, tfjs[1])] : []),
      ...of(ORT, ort, 15_000, undefined, op === "sigmoid" ? ["tail → 0"] : []),
      ...of(JAX, jax, 15_000),
      ...of("numpy-ts", numpy, 3000),
      ...(op === "relu" ? [row("native", "resident", 0.05 * factor), row("copy", "end to end", 0.08 * factor)] : []),
      { peer: "@litertjs/core", way: "end to end", faults: [], why: "does not start in Node" },
    ],
  };
};

const layerTimes: readonly (readonly [name: string, flops: number, us: readonly (number | undefined)[]])[] = [
  ["matrix product 256³", 2 * 256 ** 3, [790, 20000, 1359, 1480, 1406]],
  ["Linear 256→256, 1 row", 2 * 256 ** 2, [4.1, 64, 24, 28, 41]],
  ["Linear 256→256, 64 rows", 2 * 64 * 256 ** 2, [183, 5500, 378, 448, 435]],
  ["MLP 784→128→10, 64 rows", 2 * 64 * (784 * 128 + 1280), [292, 18000, 561, 648, 843]],
  ["Conv2d 3→32 k3 + relu, 28²", 2 * 784 * 27 * 32, [47, 1600, 80, 126, 5000]],
  ["depthwise 32 k3, 112²", 2 * 112 ** 2 * 9 * 32, [527, 14_100, 1575, 1911, 34_000]],
  ["LSTM 50→64, 100 steps, 1 row", 2 * 100 * 256 * 114, [250, 7450, undefined, 413, undefined]],
];

const layerCases: readonly PeerCase[] = layerTimes.map(([name, flops, us]) => ({
  name,
  kind: "layer",
  op: name,
  length: 0,
  flops,
  rows: ["relu-simd", "JavaScript", TFJS, ORT, JAX].flatMap((peer, i) => {
    const time = us[i];
    return time === undefined ? [] : [row(peer, "end to end", time * 1e3, 0.1)];
  }),
}));

const limits: Limits = { gflops: 46, cached: 70, memory: 55 };

const peers24: PeersRun = {
  command: "npm run bench:peers",
  machine,
  peers: { [TFJS]: "4.22.0", [ORT]: "1.30.0" },
  limits: [limits, { ...limits, gflops: 47 }],
  isNoisy: false,
  cases: [
    ...Object.keys(values).map((op) => valueCase(op, 16_384)),
    ...[64, 1024, 262_144, 4_194_304].map((length) => valueCase("relu", length)),
    { ...valueCase("elu", 16_384), kind: "gradient" },
    ...layerCases,
  ],
};

const figures = Object.fromEntries(
  ["naive", "branchless", "fresh", "out", "resident", "copy"].map((role, i) => [
    role,
    around([6.5, 0.75, 0.5, 0.21, 0.084, 0.081][i] as number),
  ]),
);

const sizes: SizesRun = {
  command: "npm run bench -- --record",
  machine,
  relu: [64, 16_384, 4_194_304].map((length) => ({ length, roles: figures })),
  short: ["relu", "leakyRelu", "sigmoid", "softmax"].flatMap((op) =>
    [1, 8].map((length) => ({ op, length, same: figures, varied: figures })),
  ),
};

const layers: LayersRun = {
  command: "npm run bench:layers -- --record",
  machine,
  limits,
  rows: [
    ...layerTimes.map(([name, flops, [us = 1]]) => ({
      name,
      times: around(us * 1e3),
      gflops: flops / us / 1e3,
      share: flops / us / 1e3 / 46,
    })),
    { name: "maximum pool 2, 28²", times: around(5830) },
  ],
};

/** Every run there can be. */
export const recordedRuns: Runs = {
  activations: {
    command: "npm run bench -- --table --record",
    machine,
    length: 16_384,
    ops: { relu: { heap: around(0.083), out: around(0.2), js: around(0.75) } },
  },
  sizes,
  layers,
  peers24,
  peers20: { ...peers24, machine: { ...machine, runtime: "Node 20.0.0" }, isNoisy: true, noisy: ["relu, 64"] },
  lists: {
    command: "npm run bench:lists -- --record",
    machine,
    ratios: Object.fromEntries(["relu", "sigmoid", "softmax"].map((op, i) => [op, { 1000: 3.14 - i }])),
  },
  bundles: { relu: 5012, gelu: 9049, everything: 52_100, layers: 16_449, allLayers: 56_000, worker: 22_222 },
  cold: {
    command: "npm run bench:cold -- --record",
    machine,
    rows: [
      { peer: "relu-simd", version: "0.1.0", start: around(2.9), install: 1_234_567, bundle: 5012 },
      { peer: ORT, version: "1.30.0", start: around(404), install: 151_000_000, bundle: 24_000, beside: 3_700_000 },
      { peer: "@litertjs/core", version: "2.5.3", install: 9_000_000, why: "does not start in Node" },
    ],
  },
};
