// Kernels of two or more builds beside each other, alone: no calls of the package around them, data that stay where they are.
//
//   npx tsx bench/kernels.ts [--op sigmoid,softmax/64] [--direction forward] [--type f32] [--size 16384] [--rounds 2001] folder folder…
//
// A folder holds <op>.wasm: copy build/ before a change, build, and compare. Each round calls all contenders once, in a new order, on
// numbers from N(0, 2). What is printed is the median time, and the median of its ratios to the first folder's time of the same round, which stays
// true while neighbours come and go. Node 24 takes this file as it is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";

const USAGE = `npx tsx bench/kernels.ts [options] folder [folder…]

  --op sigmoid,softmax/64  ops, those over rows with their columns. Default: all element by element, softmax and logSoftmax/1000, /64, /10
  --direction forward      or backward, or forward,backward. Default forward
  --type f32               or f64
  --size 16384             elements
  --rounds 2001            how often each is timed
`;

const DIRECTIONS = ["forward", "backward"];
/** Of a group of rows, as in src/activation/rows.ts; a call on less time than SAMPLE is repeated. */
const GROUP = { bytes: 8192, rows: 128 };
const SAMPLE = 30_000;

class Unusable extends Error {}

const readOptions = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      op: { type: "string" },
      direction: { type: "string", default: "forward" },
      type: { type: "string", default: "f32" },
      size: { type: "string", default: "16384" },
      rounds: { type: "string", default: "2001" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const [size, rounds] = [Number(values.size), Number(values.rounds)];
  if (!(Number.isInteger(size) && size > 0 && size <= 1 << 22)) throw new Unusable("--size is a number of elements up to 4194304");
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Unusable("--rounds is a number above 0");
  if (values.type !== "f32" && values.type !== "f64") throw new Unusable("--type is f32 or f64");
  const directions = values.direction.split(",");
  if (!directions.every((one) => DIRECTIONS.includes(one))) throw new Unusable(`--direction is ${DIRECTIONS.join(" or ")}`);
  if (!positionals.length) throw new Unusable("folders with kernels, please");
  for (const folder of positionals) if (!existsSync(folder)) throw new Unusable(`there is no ${folder}`);
  return { ops: values.op?.split(","), directions, type: values.type, size, rounds, folders: positionals } as const;
};

type Options = NonNullable<ReturnType<typeof readOptions>>;
type Functions = Record<string, (...numbers: number[]) => void>;

/** Everything in one memory: x, dy, y, and the state of rows. */
const layoutOf = ({ size, type }: Options) => {
  const width = type === "f32" ? 4 : 8;
  const span = Math.ceil((size * width) / 4096 + 1) * 4096;
  const [x, dy, y, state] = [0, 1, 2, 3].map((i) => 65536 + i * span) as [number, number, number, number];
  const memory = new WebAssembly.Memory({ initial: Math.ceil((state + span) / 65536) + 1 });
  const array = type === "f32" ? Float32Array : Float64Array;
  let seed = 1;
  const uniform = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  for (const [at, deviation] of [
    [x, 2],
    [dy, 1],
  ] as const)
    new array(memory.buffer, at, size).forEach((_, i, all) => {
      all[i] = deviation * normal();
    });
  return { memory, x, dy, y, state, width };
};

type Layout = ReturnType<typeof layoutOf>;

const PASSES: Record<string, Record<string, string[]>> = {
  softmax: {
    forward: ["maximum x", "exponentials x", "scale y"],
    backward: ["dot x", "combine x"],
  },
  logSoftmax: {
    forward: ["maximum x", "sum_below x", "logarithm x", "shift x"],
    backward: ["maximum x", "sum_below x", "logarithm x", "sum x", "spread x"],
  },
};

/** A call of what is to be timed. */
const callOf = (
  name: string,
  direction: string,
  own: Functions,
  options: Options,
  { x, dy, y, state, width }: Layout,
): (() => void) | undefined => {
  const { size, type } = options;
  const [op, cols] = [name.split("/")[0] as string, Number(name.split("/")[1])];
  if (!cols) {
    const run = own[`${direction}_${type}`];
    if (!run) return undefined;
    return direction === "forward" ? () => run(x, y, size, 1, 1) : () => run(dy, x, y, size, 1, 1);
  }
  const passes = (PASSES[op]?.[direction] ?? []).map((pass) => {
    const [kind, operand] = pass.split(" ") as [string, string];
    return { run: own[`${kind}_${type}`] ?? own[`${kind}_f64`], readsY: operand === "y" };
  });
  const rows = Math.floor(size / cols);
  const group = Math.max(1, Math.min(GROUP.rows, Math.floor(GROUP.bytes / (cols * width))));
  return () => {
    for (let r = 0; r < rows; r += group) {
      const m = Math.min(group, rows - r);
      const at = r * cols * width;
      for (const { run, readsY } of passes) run?.(dy + at, (readsY ? y : x) + at, y + at, state, m, cols, 1, 0);
    }
  };
};

const ROWS = ["softmax", "logSoftmax"];
const namesOf = ({ ops, folders }: Options): readonly string[] =>
  ops ??
  readdirSync(folders[0] as string)
    .filter((file) => file.endsWith(".wasm"))
    .map((file) => basename(file, ".wasm"))
    .flatMap((op) => (ROWS.includes(op) ? [1000, 64, 10].map((cols) => `${op}/${cols}`) : op));

const functionsOf = (folder: string, name: string, { memory }: Layout): Functions | undefined => {
  const path = join(folder, `${name.split("/")[0]}.wasm`);
  if (!existsSync(path)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), { env: { memory } }).exports as Functions;
};

const now = (): number => Number(process.hrtime.bigint());
const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number;

/** Nanoseconds a call. */
const race = (calls: readonly (() => void)[], rounds: number): readonly { time: number; ratio: number }[] => {
  const repeats = calls.map((call) => {
    // Compiled for good by now.
    for (let i = 0; i < 300; i++) call();
    const start = now();
    for (let i = 0; i < 20; i++) call();
    return Math.max(1, Math.ceil((SAMPLE * 20) / (now() - start)));
  });
  const samples = calls.map(() => [] as number[]);
  const order = calls.map((_, i) => i);
  for (let round = 0; round < rounds; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const i of order) {
      const [call, times] = [calls[i] as () => void, repeats[i] as number];
      const start = now();
      for (let k = 0; k < times; k++) call();
      samples[i]?.push((now() - start) / times);
    }
  }
  return samples.map((own) => ({ ratio: median(own.map((time, i) => time / (samples[0]?.[i] as number))), time: median([...own]) }));
};

const compare = (options: Options): void => {
  const layout = layoutOf(options);
  console.log(`${process.version}, ${options.type}, ${options.size} elements, ns an element and share of the first folder's`);
  for (const name of namesOf(options))
    for (const direction of options.directions) {
      const contenders = options.folders.flatMap((folder) => {
        const own = functionsOf(folder, name, layout);
        const call = own && callOf(name, direction, own, options, layout);
        return call ? [{ folder, call }] : [];
      });
      if (!contenders.length) continue;
      const times = race(
        contenders.map(({ call }) => call),
        options.rounds,
      );
      const cells = times.map(({ time, ratio }) => `${(time / options.size).toFixed(3).padStart(7)} ${ratio.toFixed(2)}`);
      console.log(`${`${name} ${direction}`.padEnd(24)} ${cells.join("   ")}`);
    }
};

try {
  const options = readOptions();
  if (options) compare(options);
  else process.stdout.write(USAGE);
} catch (error) {
  const isUsage = error instanceof Unusable || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isUsage) throw error;
  process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
