// docs/nn.md: what layers take, and their share of the peak.
import { table } from "../markdown.js";
import { digits, fastest, labelOf, limitsOnly, measuredIn, OURS, percent, type Runs, source } from "../results.js";

const micro = (ns: number): string => digits(ns / 1e3, 3);

export const layersTable = ({ layers: run, peers24 }: Runs): string => {
  if (!run?.rows.length) return "`npm run bench:layers` prints the table for your machine; no run is recorded here.";
  const compared = peers24?.cases.filter(({ kind }) => kind === "layer") ?? [];
  const others = measuredIn(compared).filter((peer) => peer !== OURS && !limitsOnly.includes(peer));
  const rows = run.rows.map(({ name, times, share }) => {
    const one = compared.find((other) => other.name === name);
    const theirs = others.map((peer) => {
      const row = fastest(one, peer, "end to end");
      return row ? micro(row.times.median) : "";
    });
    return [name, micro(times.median), share === undefined || share < 0.005 ? "" : percent(share), ...theirs];
  });
  const beside = peers24 && others.length ? ` Others: ${source(peers24)}.` : "";
  return `${table(["from and to ordinary arrays", "µs", "of the peak", ...others.map(labelOf)], rows)}

The peak is ${digits(run.limits.gflops)} GFLOPS, a loop that only multiplies and adds in registers. ${source(run)}.${beside}`;
};
