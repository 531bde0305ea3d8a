// How long arrays of numbers take beside `map` with the formula itself: the array that most users of JavaScript hold.
//
// Ratios of medians, measured in turns in one process: 1 is as fast as map, 2 takes twice the time. The aim: at most 1 from 32 elements on.
import { prelu, relu, sigmoid, softmax, swiglu } from "relu-simd";
import { machine } from "./environment.js";
import { type Budget, type Racer, race } from "./harness.js";
import { record, rounded } from "./record.js";
import type { ListsRun } from "./recorded.js";
import { commandLine, commandOf, runCommand, UsageError } from "./usage.js";

const USAGE = `npm run bench:lists -- [options]

  --quick   a few milliseconds each: does it all run? Its figures mean little
  --json    JSON, and nothing else, to stdout
  --record  writes bench/results/lists.json
`;

const lengths = [8, 32, 100, 1000];
const FULL: Budget = { rounds: 11, turn: 15, warmup: 40, tierUp: 0 };
const QUICK: Budget = { rounds: 2, turn: 2, warmup: 3, tierUp: 0 };

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

/** The time of ours as a share of map's. */
const ratio = (name: string, n: number, budget: Budget): number => {
  const [own, map] = [ours[name], plain[name]];
  if (!own || !map) throw new Error(`${name} has nothing to compare with`);
  const x = Array.from({ length: n }, (_, i) => ((i * 37) % 101) / 10 - 5);
  const [mine, theirs] = race([contender(own, x), contender(map, x)], budget, () => {});
  return (mine?.median ?? Number.NaN) / (theirs?.median ?? Number.NaN);
};

const main = (args: readonly string[]): void => {
  const { values } = commandLine(USAGE, { quick: { type: "boolean" }, json: { type: "boolean" }, record: { type: "boolean" } });
  if (values.record && values.quick) throw new UsageError("--record: figures of --quick mean little");
  const budget = values.quick ? QUICK : FULL;
  const measured = Object.keys(ours).map((name) => [name, lengths.map((n) => ratio(name, n, budget))] as const);
  const byLength = (ratios: readonly number[]): Readonly<Record<string, number>> =>
    Object.fromEntries(ratios.map((value, i) => [`${lengths[i]}`, rounded(value)]));
  const ratios = Object.fromEntries(measured.map(([name, own]) => [name, byLength(own)]));
  if (values.record) {
    const run: ListsRun = { command: commandOf("bench:lists", args), machine: machine(), ratios };
    process.stderr.write(`${record("lists", run)}\n`);
  }
  if (values.json) {
    console.log(JSON.stringify(ratios));
    return;
  }
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(10) + cells.map((cell) => `${cell}`.padStart(8)).join("");
  console.log("time of ours / time of map, by length");
  console.log(
    [
      line("", lengths),
      ...measured.map(([name, ratios]) =>
        line(
          name,
          ratios.map((value) => value.toFixed(2)),
        ),
      ),
    ].join("\n"),
  );
};

await runCommand(USAGE, () => main(process.argv.slice(2)));
