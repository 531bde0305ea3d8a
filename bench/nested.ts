// How long arrays of numbers take beside `map` with the formula itself: the array that most users of JavaScript hold.
//
//   npm run build && npx tsx bench/nested.ts            (--json for a program)
//
// Ratios of medians, measured in turns in one process: 1 is as fast as map, 2 takes twice the time. The aim: at most 1 from 32 elements on.
import { prelu, relu, sigmoid, softmax, swiglu } from "relu-simd";
import { type Budget, type Racer, race } from "./harness.js";

const lengths = [8, 32, 100, 1000];
const budget: Budget = { rounds: 11, turn: 15, warmup: 40, tierUp: 2000 };

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** As one would write it with an array's own methods. */
const plain: Readonly<Record<string, (x: readonly number[]) => readonly number[]>> = {
  relu: (x) => x.map((v) => (v > 0 ? v : 0)),
  sigmoid: (x) => x.map(logistic),
  softmax: (x) => {
    const greatest = x.reduce((m, v) => (v > m ? v : m), Number.NEGATIVE_INFINITY);
    const exponentials = x.map((v) => Math.exp(v - greatest));
    const sum = exponentials.reduce((s, e) => s + e, 0);
    return exponentials.map((e) => e / sum);
  },
  swiglu: (x) => {
    const half = x.length / 2;
    return x.slice(0, half).map((v, i) => v * logistic(v) * (x[half + i] as number));
  },
  prelu: (x) => x.map((v) => (v > 0 ? v : 0.25 * v)),
};
const ours: Readonly<Record<string, (x: readonly number[]) => readonly number[]>> = {
  relu: (x) => relu(x),
  sigmoid: (x) => sigmoid(x),
  softmax: (x) => softmax(x),
  swiglu: (x) => swiglu(x),
  prelu: (x) => prelu(x, 0.25),
};

const contender = (f: (x: readonly number[]) => readonly number[], x: readonly number[]): Racer => ({
  // Short arrays: what is left behind is little, and a collection a turn would be most of it.
  leavesGarbage: false,
  run: (calls: number): unknown => {
    let last: unknown;
    for (let i = 0; i < calls; i++) last = f(x);
    return last;
  },
});

const measured: Record<string, Record<number, number>> = {};
for (const [name, f] of Object.entries(ours)) {
  const ratios: Record<number, number> = {};
  for (const n of lengths) {
    const x = Array.from({ length: n }, (_, i) => ((i * 37) % 101) / 10 - 5);
    const [mine, theirs] = race([contender(f, x), contender(plain[name] as typeof f, x)], budget, () => {});
    ratios[n] = (mine?.median ?? Number.NaN) / (theirs?.median ?? Number.NaN);
  }
  measured[name] = ratios;
}

if (process.argv.includes("--json")) console.log(JSON.stringify(measured));
else {
  console.log(`time of ours / time of map, by length\n${"".padEnd(10)}${lengths.map((n) => String(n).padStart(8)).join("")}`);
  for (const [name, ratios] of Object.entries(measured))
    console.log(`${name.padEnd(10)}${lengths.map((n) => (ratios[n] as number).toFixed(2).padStart(8)).join("")}`);
}
