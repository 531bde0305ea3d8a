// Bytes that a call leaves to the garbage collector, for calls that audio and animation loops make: short arrays in a heap, options kept.
//
//   npm run garbage                 128 elements a call
//   npm run garbage -- 4096         or so many
//
// The aim is 0. Nothing is asserted: what an engine's optimiser leaves out differs between versions. Collections are kept out of the batches by
// a young generation that holds what a batch allocates, see the script in package.json.
import { gelu, Heap, leakyRelu, prelu, relu, softmax, swiglu } from "relu-simd";

const [length = "128"] = process.argv.slice(2);
const n = Number(length);
if (!Number.isInteger(n) || n < 4 || n % 4) throw new RangeError(`length is ${length}, expected a multiple of 4`);

/** Calls in a batch, and batches; the first are for the optimiser. */
const CALLS = 10_000;
const BATCHES = 30;

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

/** Each with the options object that it keeps. */
const calls: Readonly<Record<string, () => unknown>> = {
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
const plain = new Float32Array(n).fill(-1);
const plainOut = { out: new Float32Array(n) };

const collect = globalThis.gc;
if (!collect) throw new Error("run it by `npm run garbage`: it needs --expose-gc");

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

const nothing = settled(() => undefined);
console.log(`bytes a call, ${n} elements; ${process.version}`);
for (const [name, call] of Object.entries(calls)) console.log(`${String(Math.round(settled(call) - nothing)).padStart(8)}  ${name}`);
