// What is printed: a table for each case, ours first.
import Table from "cli-table3";
import pc from "picocolors";
import type { PeerCase, PeersRun, Row } from "../recorded.js";
import { noisyCases } from "./noise.js";

const digits = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
const OURS = "relu-simd";

/** The fastest of ours in a way: that is what others are compared with. */
const best = (rows: readonly Row[], way: Row["way"]): number =>
  Math.min(...rows.filter((row) => row.peer === OURS && row.way === way).map((row) => row.times?.median ?? Number.POSITIVE_INFINITY));

const ways = ["end to end", "resident"] as const;

const tableOf = ({ name, length, rows, kind, flops }: PeerCase): string => {
  const unit = length ? { each: length, name: "ns/element" } : { each: 1000, name: "µs" };
  // Of layers one error is told: their sums have no far inputs.
  const errors = kind === "layer" ? ["of the bound"] : ["ULP", "in ±20"];
  const head = ["contender", "form", unit.name, "p10 … p90", "÷ ours", ...errors, "wrong"];
  const table = new Table({
    head: head.map((cell) => pc.bold(cell)),
    colAligns: ["left", "left", "right", "right", "right", ...errors.map(() => "right" as const), "left"],
    colWidths: [...head.slice(1).map(() => null), 50],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const way of ways) {
    const ours = best(rows, way);
    const some = rows.filter((row) => row.way === way);
    if (some.length) table.push([{ colSpan: head.length, content: pc.dim(way) }]);
    for (const { peer, form = "", times, error, near, faults, why } of some) {
      const cells = times
        ? [
            digits(times.median / unit.each),
            `${digits(times.p10 / unit.each)} … ${digits(times.p90 / unit.each)}`,
            Number.isFinite(ours) ? (times.median / ours).toFixed(2) : "",
            ...[error, near].slice(0, errors.length).map((figure) => (figure === undefined ? "" : digits(figure))),
            faults.join(", "),
          ]
        : ["–", "", "", ...errors.map(() => ""), why ?? ""];
      table.push([peer, form, ...cells].map((cell) => (peer === OURS ? pc.cyan(cell) : cell)));
    }
  }
  return `${pc.bold(name)}${flops ? `, ${digits(flops / 1e6)} million operations` : ""}\n${table}`;
};

const LEGEND = [
  "end to end: from and to an ordinary Float32Array; resident: data stay where the contender wants them. ÷ ours: times as long as our fastest form.",
  "ULP: the greatest error found, 0.5 is perfect; in ±20: the same without far inputs. of the bound: a layer's error as a share of what its sums may be off by.",
  'wrong: special inputs and what came out. How to read it: docs/benchmarks.md, "Beside others".',
].join("\n");

export const asText = (run: PeersRun): string => {
  const { machine, limits, isNoisy, cases } = run;
  const noisy = noisyCases(run);
  const [before, after] = limits;
  const pair = (figure: (of: typeof before) => number): string => `${digits(figure(before))}, ${digits(figure(after))}`;
  return [
    `relu-simd ${machine.package}${machine.commit ? ` (${machine.commit})` : ""} · ${machine.runtime}, ${machine.engine} · ${machine.cpu}, ${machine.cores} cores, ${machine.platform} · ${machine.date}`,
    `before and after: mul + add in registers ${pair(({ gflops }) => gflops)} GFLOPS; reading 256 KiB ${pair(({ cached }) => cached)}, 32 MiB ${pair(({ memory }) => memory)} GB/s; load ${machine.load.join(", ")}`,
    ...cases.map(tableOf),
    ...(cases.length ? [pc.dim(LEGEND)] : []),
    ...(noisy ? [pc.yellow(`${noisy}.`)] : []),
    ...(isNoisy ? [pc.yellow("The machine is noisy: these figures are not to be trusted.")] : []),
    "",
  ].join("\n\n");
};
