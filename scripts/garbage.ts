// Bytes that a call leaves to the garbage collector, for calls that audio and animation loops make: short arrays in a heap, options kept.
// See USAGE. The aim is 0. Nothing is asserted: what an engine's optimiser leaves out differs between versions. Collections are kept out of the batches by
// a young generation that holds what a batch allocates, see the script in package.json.
import { gelu, Heap, leakyRelu, prelu, relu, softmax, swiglu } from "relu-simd";
import { commandLine, runCommand, UsageError } from "../bench/usage.js";

const USAGE = `npm run garbage [-- 4096]

Bytes that each kind of call leaves to the garbage collector, with 128 elements a call or so many.
`;

/** Calls in a batch, and batches; the first are for the optimiser. */
const CALLS = 10_000;
const BATCHES = 30;

/** Each with the options object that it keeps. */
const callsOf = (n: number): Readonly<Record<string, () => unknown>> => {
  const heap = new Heap(16 * n * 8 + 4096);
  const [x, y, dy] = [heap.float32(n), heap.float32(n).fill(0.5), heap.float32(n).fill(0.25)];
  const half = heap.float32(n / 2);
  const weight = heap.float32(4).fill(0.25);
  x.forEach((_, i) => {
    x[i] = (i % 7) - 3;
  });

  const out = { out: y };
  const slope = { negativeSlope: 0.2, out: y };
  const rows = { cols: n / 4, out: y };
  const halved = { out: half };
  const channels = { inner: n / 4, out: y };

  const plain = new Float32Array(n).fill(-1);
  const plainOut = { out: new Float32Array(n) };
  return {
    relu: () => relu(x, out),
    "leakyRelu, slope given": () => leakyRelu(x, slope),
    gelu: () => gelu(x, out),
    "relu.backward": () => relu.backward(dy, x, out),
    "gelu.backward": () => gelu.backward(dy, x, out),
    "relu.derivative": () => relu.derivative(x, out),
    "softmax, 4 rows": () => softmax(x, rows),
    "softmax.backward": () => softmax.backward(dy, x, rows),
    swiglu: () => swiglu(x, halved),
    "swiglu.backward": () => swiglu.backward(half, x, out),
    "prelu, 4 channels": () => prelu(x, weight, channels),
    "prelu.backward, two results made": () => prelu.backward(dy, x, weight, { inner: n / 4 }),
    "relu of a number": () => relu(-1.5),
    "relu of an array on the JavaScript heap": () => relu(plain, plainOut),
  };
};

const collect = (): void => {
  if (!globalThis.gc) throw new Error("run it by `npm run garbage`: it needs --expose-gc");
  globalThis.gc();
};

const bytesOf = (call: () => unknown): number => {
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < CALLS; i++) call();
  return (process.memoryUsage().heapUsed - before) / CALLS;
};

/** The median of the later half: the earlier ones are run while code is compiled. */
const settled = (call: () => unknown): number => {
  const batches = Array.from({ length: BATCHES }, () => bytesOf(call));
  return batches.slice(BATCHES / 2).sort((a, b) => a - b)[Math.floor(BATCHES / 4)] as number;
};

const main = (): void => {
  const { positionals } = commandLine(USAGE, {}, true);
  const [length = "128", more] = positionals;
  const n = Number(length);
  if (more !== undefined || !Number.isInteger(n) || n < 4 || n % 4)
    throw new UsageError(`${positionals.join(" ")}: expected a multiple of 4`);
  const nothing = settled(() => undefined);
  console.log(`bytes a call, ${n} elements; ${process.version}`);
  for (const [name, call] of Object.entries(callsOf(n))) console.log(`${String(Math.round(settled(call) - nothing)).padStart(8)}  ${name}`);
};

await runCommand(USAGE, main);
