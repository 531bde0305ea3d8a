// Nanoseconds an element. A browser's clock ticks in steps of up to a millisecond, so calls are counted until many have passed.
import { Heap, relu } from "relu-simd";

/** 2 % of error at most from a clock of 1 ms would take 50; a median of many rounds does with less. */
const ROUND_MS = 20;

/** Random signs: what a branch in a loop costs shows only where it can't be foreseen. */
const fillRandom = (x) => {
  for (let i = 0; i < x.length; i++) x[i] = Math.random() * 8 - 4;
  return x;
};

const median = (values) => [...values].sort((p, q) => p - q)[values.length >> 1];
const frame = () => new Promise((resolve) => setTimeout(resolve));

const measure = (run, length) => {
  let calls = 0;
  let batch = 1;
  const start = performance.now();
  let now = start;
  while (now - start < ROUND_MS) {
    for (let i = 0; i < batch; i++) run();
    calls += batch;
    batch = Math.min(2 * batch, 256);
    now = performance.now();
  }
  return ((now - start) * 1e6) / (calls * length);
};

const loop = (x, y) => {
  for (let i = 0; i < x.length; i++) y[i] = x[i] < 0 ? 0 : x[i];
};

/** Medians of relu and the loop at this length, told after every round, until `isStale`. */
export const race = async (length, rounds, tell, isStale) => {
  const x = fillRandom(new Float32Array(length));
  const out = new Float32Array(length);
  const heap = new Heap(8 * length + 64);
  const inHeap = heap.float32(length);
  const outInHeap = heap.float32(length);
  inHeap.set(x);
  const runs = {
    "a loop in JavaScript": () => loop(x, out),
    "relu(x, { out })": () => relu(x, { out }),
    "the same in a heap": () => relu(inHeap, { out: outInHeap }),
  };
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds && !isStale(); round++) {
    for (const [name, run] of Object.entries(runs)) {
      times[name].push(measure(run, length));
      await frame();
    }
    if (!isStale()) tell(Object.entries(times).map(([name, taken]) => [name, median(taken)]));
  }
  heap.dispose();
};

/** One function in a heap. */
export const pace = async (call) => {
  const length = 16384;
  const heap = new Heap(8 * length);
  const [x, out] = [fillRandom(heap.float32(length)), heap.float32(length)];
  const taken = [];
  for (let round = 0; round < 3; round++) {
    taken.push(measure(() => call(x, out), length));
    await frame();
  }
  heap.dispose();
  return median(taken);
};
