// Where others are ahead of us, and where the machine could do more: told with what stands in the way. And beside XNNPACK, where data stay in place.
import type { PeerCase, PeersRun, Way } from "../../../bench/recorded.js";
import { bold, table } from "../markdown.js";
import {
  caseOf,
  digits,
  fastest,
  labelOf,
  limitsOnly,
  type Measured,
  measuredIn,
  OURS,
  peakOf,
  percent,
  type Runs,
  runtimeIn,
  source,
} from "../results.js";

/** What two runs on one machine differ by, and more. */
const LEVEL = 1.03;
/** Further from the limit than this is told. */
const FAR = 1.3;
/** Native code: AVX and fused multiply-add, which WebAssembly does not have. */
const NATIVE = "onnxruntime-node";

type Reasons = readonly (readonly [cases: RegExp, why: string])[];

/** Why another one is ahead. */
const ahead: Reasons = [
  [/^relu, 64$/, "a loop of additions and absolute values needs no call, and looks at nothing; of −0 it makes 0, and NaN loses its bits"],
  [/^Linear .* 1 row$/, "weights are read once for a product each: the caches set the pace, not the kernel"],
  [/^Conv2d 3→32/, "there the result stays where it is; ours, 1.6 MB, is copied into an array"],
  [/^maximum pool/, "there image and result stay where they are; ours are copied in and out, and there is little else to do"],
];

/** Why a layer is further from the peak. */
const slow: Reasons = [
  [/^Linear .* 1 row$/, "each weight is read for one product: reads from the caches, not products, are the limit"],
  [/^MLP .* 1 row$/, "the same; what is around a call weighs too"],
  [
    /training step/,
    "two of the three products take an operand across its rows, which is packed first; and each weight is read and written by the optimizer",
  ],
  [/^Conv2d 3→32/, "27 terms a sum: packing the image's panels and storing tiles take as long as half of the products"],
  [/^Conv2d/, "packing the image's panels"],
  [/^depthwise/, "9 terms a sum, taken directly: loads set the pace, and both images are copied"],
  [/^(RNN|LSTM|GRU)/, "a step waits for the one before, its products are small, and the exponentials of the gates count as nothing here"],
  [
    /^(matrix product|Linear|MLP)/,
    "panels that are packed, and copies in and out; and here others keep the caches full, without them it is more ([alone](nn.md))",
  ],
];

const reasonOf = (reasons: Reasons, { name }: PeerCase): string => reasons.find(([cases]) => cases.test(name))?.[1] ?? "–";

const micro = (ns: number): string => (ns < 1e4 ? `${digits(ns)} ns` : `${digits(ns / 1e3)} µs`);

/** Of a way that we do not have, against the one that we do. */
const oursBeside = (one: PeerCase, way: Way): Measured | undefined => fastest(one, OURS, way) ?? fastest(one, OURS, "end to end");

const WAYS: readonly Way[] = ["end to end", "resident"];

const aheadOfUs = (run: PeersRun): readonly (readonly string[])[] =>
  run.cases.flatMap((one) =>
    WAYS.flatMap((way) => {
      const ours = oursBeside(one, way);
      const others = measuredIn([one]).filter((peer) => peer !== OURS && peer !== NATIVE && !limitsOnly.includes(peer));
      return others.flatMap((peer) => {
        const row = fastest(one, peer, way);
        if (!ours || !row || row.times.median * LEVEL >= ours.times.median) return [];
        const form = row.form ? ` (${row.form})` : "";
        const times = `${micro(row.times.median)} : ${micro(ours.times.median)}`;
        return [[one.name, `${labelOf(peer)}${form}`, way, times, reasonOf(ahead, one)]];
      });
    }),
  );

const farFromPeak = (run: PeersRun): readonly (readonly string[])[] =>
  run.cases.flatMap((one) => {
    const ours = fastest(one, OURS, "end to end");
    const share = one.flops && ours ? one.flops / ours.times.median / peakOf(run) : 1;
    return share * FAR < 1 ? [[one.name, percent(share), reasonOf(slow, one)]] : [];
  });

/** relu, the lightest, beside the machine's limits. */
const lightest = (run: PeersRun): string => {
  const one = caseOf(run, "relu");
  const times = (peer: string, way: Way): number | undefined => fastest(one, peer, way)?.times.median;
  const [out, copy, heap, native] = [
    times(OURS, "end to end"),
    times("copy", "end to end"),
    times(OURS, "resident"),
    times("native", "resident"),
  ];
  if (!out || !copy || !heap || !native) return "";
  return `: relu of 16k takes ${digits(out / copy)} times as long as one copy, and in a heap ${digits(heap / native)} times as long as native code`;
};

/** "### …", for docs/benchmarks.md. */
export const behind = ({ peers24: run }: Runs): string | undefined => {
  if (!run) return undefined;
  const [others, far] = [aheadOfUs(run), farFromPeak(run)];
  return `### Where others are ahead, and where the limit is far

${runtimeIn(run)}. Of JavaScript and WebAssembly, where another contender takes less than 1/${LEVEL} of our time${others.length ? ":" : ": nowhere."}

${others.length ? table(["", "who", "", "theirs : ours", "why"], others, 5) : ""}

ONNX Runtime for Node, native code with AVX and fused multiply-add, is ahead in most large layers and some activations; its figures stand in the tables above. A light activation from one ordinary array to
another is two copies and the checks of a call${lightest(run)}. Layers that do less than 1/${FAR} of what the machine can do in registers:

${table(["", "of the peak", "why"], far, 3)}`;
};

/** XNNPACK's operations that the package was held against, and the share of its time that was the aim. */
const held: readonly (readonly [op: string, cols: number, aim: number])[] = [
  ["elu", 0, 0.9],
  ["sigmoid", 0, 1],
  ["silu", 0, 0.85],
  ["softmax", 1000, 1],
  ["softmax", 64, 0.9],
  ["softmax", 10, 0.5],
];
const XNNPACK = "@tensorflow/tfjs-backend-wasm";
const LENGTHS = [16_384, 262_144] as const;

const cell = (run: PeersRun | undefined, op: string, cols: number, length: number, aim: number): string => {
  const of = (one: PeerCase): boolean =>
    one.kind === "value" && one.op === op && (one.cols ?? 0) === cols && Math.abs(one.length - length) < 1024;
  const one = cols ? run?.cases.find(of) : caseOf(run, op, length);
  const [ours, theirs] = [fastest(one, OURS, "resident"), fastest(one, XNNPACK, "resident")];
  if (!one || !ours || !theirs) return "–";
  const share = ours.times.median / theirs.times.median;
  const shown = `${digits(ours.times.median / one.length)} : ${digits(theirs.times.median / one.length)} = ${share.toFixed(2)}`;
  return share <= aim ? bold(shown) : shown;
};

/** For docs/kernels.md: ns an element in place, ours and theirs, and our share; bold where it is what was aimed at. */
export const besideXnnpack = ({ peers24, peers20 }: Runs): string | undefined => {
  const runs = [peers24, peers20].filter((run) => run !== undefined);
  if (!runs.length) return undefined;
  const columns = runs.flatMap((run) => LENGTHS.map((length) => ({ run, length })));
  const rows = held.map(([op, cols, aim]) => [
    cols ? `${op}, ${cols} columns` : op,
    `≤ ${aim}`,
    ...columns.map(({ run, length }) => cell(run, op, cols, length, aim)),
  ]);
  const head = ["", "aim", ...columns.map(({ run, length }) => `${runtimeIn(run)}, ${length >> 10}k`)];
  return `${table(head, rows)}\n\nns an element, ours : TensorFlow.js's XNNPACK = share, data in place (${runs.map(source).join("; ")}).`;
};
