// If this fails, docs no longer say truly where others are ahead of the package, or how it stands beside XNNPACK.
import { expect, test } from "vitest";
import type { PeerCase, PeersRun, Row, Way } from "../bench/recorded.js";
import { behind, besideXnnpack } from "../scripts/report/tables/behind.js";
import { shortTable } from "../scripts/report/tables/peers.js";

const XNNPACK = "@tensorflow/tfjs-backend-wasm";
const row = (peer: string, way: Way, median: number, more: Partial<Row> = {}): Row => ({
  peer,
  way,
  times: { median, p10: median, p90: median },
  faults: [],
  ...more,
});
const value = (op: string, length: number, rows: readonly Row[], cols?: number): PeerCase => ({
  name: `${op}, ${length}`,
  kind: "value",
  op,
  length,
  ...(cols && { cols }),
  rows,
});
const layer = (name: string, flops: number, rows: readonly Row[]): PeerCase => ({ name, kind: "layer", op: name, length: 0, flops, rows });
const runOf = (cases: readonly PeerCase[], noisy: readonly string[] = []): PeersRun => ({
  command: "npm run bench:peers",
  machine: {
    cpu: "AMD EPYC",
    cores: 2,
    platform: "linux x64",
    runtime: "Node 24.1.2",
    engine: "V8 13",
    flags: [],
    package: "0.1.0",
    commit: "1234567",
    date: "2026-01-31T00:00:00.000Z",
    load: [0, 0],
  },
  peers: {},
  limits: [
    { gflops: 40, cached: 80, memory: 30 },
    { gflops: 44, cached: 80, memory: 30 },
  ],
  isNoisy: false,
  noisy: [...noisy],
  cases,
});

const lines = (text: string | undefined): readonly string[] => (text ?? "").split("\n").filter((line) => line.startsWith("| "));

test("ahead is who takes less than our time by more than runs differ, in the same way; native code and limits are not", () => {
  const rows = [
    row("relu-simd", "end to end", 100, { form: "with out" }),
    row("relu-simd", "end to end", 150, { form: "new array" }),
    row("relu-simd", "resident", 70),
    row("JavaScript", "end to end", 60, { form: "unrolled (abs)" }),
    row("JavaScript", "end to end", 90, { form: "plain loop" }),
    row(XNNPACK, "end to end", 99),
    row(XNNPACK, "resident", 75),
    row("onnxruntime-node", "end to end", 10),
    row("native", "resident", 10),
  ];
  const found = lines(behind({ peers24: runOf([value("relu", 64, rows)]) }));
  expect(found.filter((line) => line.startsWith("| relu"))).toEqual([
    expect.stringMatching(/^\| relu, 64 \| JavaScript \(unrolled \(abs\)\) \| end to end \| 60 ns : 100 ns \| .*−0/),
  ]);
});

test("a resident result of a layer stands against ours from array to array; the peak is the greater of the two", () => {
  const text = behind({
    peers24: runOf([
      layer("maximum pool 2, 112²", 0, [row("relu-simd", "end to end", 83_000), row(XNNPACK, "resident", 61_000)]),
      layer("Linear 256→256, 64 rows", 3500, [row("relu-simd", "end to end", 100)]),
      layer("depthwise 32 k3, 28²", 3300, [row("relu-simd", "end to end", 100)]),
    ]),
  });
  expect(text).toMatch(/^\| maximum pool 2, 112² \| tfjs wasm \| resident \| 61 µs : 83 µs \| there image/m);
  expect(text).toMatch(/^\| depthwise 32 k3, 28² \| 75 % \| 9 terms/m);
  expect(text).not.toContain("| Linear 256→256, 64 rows");
});

test("where nobody is ahead it says so", () => {
  expect(behind({ peers24: runOf([value("relu", 64, [row("relu-simd", "end to end", 100), row(XNNPACK, "end to end", 98)])]) })).toContain(
    "less than 1/1.03 of our time: nowhere.",
  );
  expect(behind({})).toBeUndefined();
});

test("beside XNNPACK: the same case in the same way, bold where it is what was aimed at", () => {
  const both = (ours: number, theirs: number): readonly Row[] => [
    row("relu-simd", "resident", ours),
    row("relu-simd", "end to end", 1),
    row(XNNPACK, "resident", theirs),
  ];
  const run = runOf([
    value("elu", 16_384, both(16_384 * 0.9, 16_384)),
    value("elu", 262_144, both(262_144 * 0.91, 262_144)),
    value("softmax", 16_000, both(16_000, 32_000), 1000),
    value("softmax", 16_380, both(16_380, 32_760), 10),
  ]);
  const table = lines(besideXnnpack({ peers24: run }));
  expect(table[0]).toBe("|  | aim | Node 24, 16k | Node 24, 256k |");
  expect(table).toContain("| elu | ≤ 0.9 | **0.90 : 1.0 = 0.90** | 0.91 : 1.0 = 0.91 |");
  expect(table).toContain("| softmax, 1000 columns | ≤ 1 | **1.0 : 2.0 = 0.50** | – |");
  expect(table).toContain("| softmax, 10 columns | ≤ 0.5 | **1.0 : 2.0 = 0.50** | – |");
  expect(besideXnnpack({})).toBeUndefined();
});

test("README: JavaScript's fastest loop, and the fastest of those that are right; what was noisy is told", () => {
  const rows = [
    row("relu-simd", "end to end", 16_384, { near: 0.5 }),
    row("JavaScript", "end to end", 10 * 16_384, { near: 1e7 }),
    row("JavaScript", "end to end", 12 * 16_384, { near: 2 }),
    row("JavaScript", "end to end", 20 * 16_384, { near: 0.5 }),
    row("JavaScript", "end to end", 5 * 16_384, { near: Number.POSITIVE_INFINITY }),
  ];
  const text = shortTable({ peers24: runOf([value("elu", 16_384, rows)], ["elu, 16384"]) });
  expect(lines(text).at(-1)).toMatch(/^\| `elu` \| \*\*1\.0\*\* \(\*\*0\.5\*\*\) \| 5\.0 \(≥ 2²⁴\) \| 12 \(2\) \|/);
  expect(text).toContain("While others were at work on the machine: `elu`.");
});
