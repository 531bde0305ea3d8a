// The benchmark of layers: npm run bench:layers -- --help
//
// Each case takes turns with the loop that only multiplies and adds in registers, so that its share of that is of the same seconds.
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { BUSY, describeMachine, isBusy, machine } from "../environment.js";
import { type Budget, type Racer, race } from "../harness.js";
import { record, rounded, timesOf } from "../record.js";
import type { LayersRun, Machine } from "../recorded.js";
import { commandLine, commandOf, runCommand, UsageError } from "../usage.js";
import { type Case, cases } from "./cases.js";
import type { Limit } from "./limits.js";

const USAGE = `npm run bench:layers -- [options]

  --case "Conv2d 3"   cases whose names begin so; may be given several times. Default all
  --quick             a few milliseconds a case: does it all run? Its figures mean little
  --json              JSON, and nothing else, to stdout
  --record            writes bench/results/layers.json; all cases
`;

const FULL: Budget = { rounds: 15, turn: 25, warmup: 150, tierUp: 0 };
const QUICK: Budget = { rounds: 2, turn: 2, warmup: 3, tierUp: 0 };

interface Row {
  readonly name: string;
  /** Microseconds a call. */
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly gflops?: number;
  /** Of the peak. */
  readonly share?: number;
  readonly aim: Case["aim"];
}

const racerOf = (call: () => unknown): Racer => ({
  leavesGarbage: true,
  run: (calls) => {
    for (let i = 0; i < calls; i++) call();
  },
});

const rowOf = ({ name, flops, aim, make }: Case, peak: Limit, budget: Budget): Row => {
  const [best, own] = race([peak.racer, racerOf(make())], budget, () => {});
  if (!best || !own) throw new Error("nothing was measured");
  const times = { median: own.median / 1e3, p10: own.p10 / 1e3, p90: own.p90 / 1e3 };
  if (!flops) return { name, ...times, aim };
  const gflops = flops / own.median;
  return { name, ...times, gflops, share: gflops / (peak.work / best.median), aim };
};

const reached = ({ aim, median, share = 0 }: Row): string => {
  if ("us" in aim) return `≤ ${aim.us} µs${median <= aim.us ? "" : `, ${(median / aim.us).toFixed(2)} times`}`;
  return `≥ ${Math.round(100 * aim.share)} % of P${share >= aim.share ? "" : ", less"}`;
};

interface Results {
  readonly machine: Machine;
  readonly limits: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly rows: readonly Row[];
}

const layersRun = (command: string, { machine: where, limits: [peak, cached, memory], rows }: Results): LayersRun => {
  const limit = (one: Results["limits"][number] | undefined): number => rounded(one?.value ?? Number.NaN);
  return {
    command,
    machine: where,
    limits: { gflops: limit(peak), cached: limit(cached), memory: limit(memory) },
    rows: rows.map(({ name, gflops, share, ...times }) => ({
      name,
      // Of nanoseconds, as all that is recorded.
      times: timesOf(times, 1e-3),
      ...(gflops !== undefined && { gflops: rounded(gflops) }),
      ...(share !== undefined && { share: rounded(share) }),
    })),
  };
};

const show = ({ machine: where, limits: measured, rows }: Results): string => {
  const table = new Table({
    head: ["end to end", "µs", "p10", "p90", "GFLOPS", "of P", "aim"],
    colAligns: ["left", "right", "right", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  const micro = (us: number): string => (us < 999.5 ? us.toPrecision(3) : us.toFixed(0));
  for (const row of rows)
    table.push([
      row.name,
      micro(row.median),
      micro(row.p10),
      micro(row.p90),
      row.gflops?.toFixed(1) ?? "",
      row.share === undefined ? "" : `${Math.round(100 * row.share)} %`,
      reached(row),
    ]);
  const limits = measured.map(({ name, value, unit }) => `${name}: ${value.toFixed(1)} ${unit}`).join(" · ");
  return `${describeMachine(where)}, one thread\n${isBusy(where) ? `${BUSY}\n` : ""}${limits}\n${table}\n`;
};

const main = async (args: readonly string[]): Promise<void> => {
  const { values } = commandLine(USAGE, {
    case: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean" },
    json: { type: "boolean" },
    record: { type: "boolean" },
  });
  if (values.record && values.quick) throw new UsageError("--record: figures of --quick mean little");
  if (values.record && values.case.length) throw new UsageError("--record measures all cases; no --case");
  const budget = values.quick ? QUICK : FULL;
  const wanted = cases.filter(({ name }) => !values.case.length || values.case.some((start) => name.startsWith(start)));
  if (!wanted.length)
    throw new UsageError(`no case begins with ${values.case.join(" or ")}; there are ${cases.map(({ name }) => name).join(", ")}`);
  // Not before: the compiler behind it is large, and a wrong option should not take seconds to say so.
  const { limits } = await import("./limits.js");
  const all = limits();
  const timings = race(
    all.map(({ racer }) => racer),
    budget,
    () => {},
  );
  const measured = all.map(({ name, work, unit }, i) => ({ name, unit, value: work / (timings[i]?.median ?? Number.NaN) }));
  const bar = new SingleBar({ format: "{bar} {percentage}% · {name}", stream: process.stderr, barsize: 30, clearOnComplete: true });
  bar.start(wanted.length, 0, { name: "" });
  const rows = wanted.map((one) => {
    bar.update({ name: one.name });
    const row = rowOf(one, all[0] as Limit, budget);
    bar.increment();
    return row;
  });
  bar.stop();
  const results: Results = { machine: machine(), limits: measured, rows };
  process.stdout.write(values.json ? `${JSON.stringify(results, null, 1)}\n` : show(results));
  if (values.record) {
    const command = commandOf("bench:layers", args);
    process.stderr.write(`${record("layers", layersRun(command, results))}\n`);
  }
};

await runCommand(USAGE, () => main(process.argv.slice(2)));
