// relu's throughput against size: log and log, with the copy and the native limit as lines.
import { scaleLog } from "d3-scale";
import { line as path } from "d3-shape";
import type { PeerCase } from "../../../bench/recorded.js";
import { count, digits, fastest, JAVASCRIPT, labelOf, machineIn, OURS, type Runs } from "../results.js";
import { spread } from "./labels.js";
import { BOLD, heading, line, lookOf, MARGIN, mark, n, type Picture, picture, TEXT, text, WIDTH, widthOf } from "./svg.js";

interface Series {
  readonly label: string;
  readonly peer: string;
  readonly kind: "contender" | "resident" | "limit";
  /** GB/s: bytes read and written. */
  readonly points: readonly (readonly [length: number, rate: number])[];
}

const BYTES = 8;
const rate = (length: number, ns: number): number => (BYTES * length) / ns;

const fromPeers = (cases: readonly PeerCase[]): readonly Series[] => {
  const relu = cases.filter(({ op, kind }) => op === "relu" && kind === "value").sort((one, other) => one.length - other.length);
  const series = (label: string, peer: string, kind: Series["kind"], way: "end to end" | "resident", form?: RegExp): Series => ({
    label,
    peer,
    kind,
    points: relu.flatMap((one) => {
      const rows = form ? { ...one, rows: one.rows.filter((row) => form.test(row.form ?? "")) } : one;
      const row = fastest(rows, peer, way);
      return row ? [[one.length, rate(one.length, row.times.median)] as const] : [];
    }),
  });
  return [
    series("ours in a heap", OURS, "resident", "resident"),
    series("ours with out", OURS, "contender", "end to end"),
    ...[JAVASCRIPT, "@tensorflow/tfjs-backend-wasm", "onnxruntime-web", "@jax-js/jax"].map((peer) =>
      series(peer === JAVASCRIPT ? "best JS loop" : labelOf(peer), peer, "contender", "end to end"),
    ),
    series("native limit", "native", "limit", "resident"),
    series("copy", "copy", "limit", "end to end"),
  ].filter(({ points }) => points.length > 1);
};

const fromSizes = (relu: NonNullable<Runs["sizes"]>["relu"]): readonly Series[] => {
  const series = (label: string, peer: string, kind: Series["kind"], roles: readonly string[]): Series => ({
    label,
    peer,
    kind,
    points: relu.flatMap(({ length, roles: measured }) => {
      const ns = Math.min(...roles.map((role) => measured[role]?.median ?? Number.POSITIVE_INFINITY));
      return Number.isFinite(ns) ? [[length, BYTES / ns] as const] : [];
    }),
  });
  return [
    series("ours in a heap", OURS, "resident", ["resident"]),
    series("ours with out", OURS, "contender", ["out"]),
    series("best JS loop", JAVASCRIPT, "contender", ["naive", "branchless"]),
    series("copy", "copy", "limit", ["copy"]),
  ].filter(({ points }) => points.length > 1);
};

const stroke: Readonly<Record<Series["kind"], string>> = { contender: "curve", resident: "curve dashed", limit: "curve thin dotted" };

export const throughput = ({ peers24, sizes }: Runs): Picture | undefined => {
  const run = peers24 ?? sizes;
  const all = peers24 ? fromPeers(peers24.cases) : sizes ? fromSizes(sizes.relu) : [];
  if (!run || !all.some(({ peer }) => peer === OURS)) return undefined;
  const lengths = [...new Set(all.flatMap(({ points }) => points.map(([length]) => length)))].sort((one, other) => one - other);
  const rates = all.flatMap(({ points }) => points.map(([, rate]) => rate));

  const title = "relu: how much it gets through";
  const top = heading(title, "GB/s, read and written, by elements; both axes logarithmic. Higher is better.");
  const named = (one: Series): string => one.label.replace("ours", OURS);
  const room = Math.max(...all.map((one) => widthOf(one.label) * (one.peer === OURS ? BOLD : 1))) + 22;
  const [left, right, y0, y1] = [MARGIN + 34, WIDTH - MARGIN - room, top.height + 14, top.height + 300];
  const x = scaleLog([lengths[0] ?? 1, lengths.at(-1) ?? 1], [left, right]);
  const y = scaleLog([Math.min(...rates) / 1.15, Math.max(...rates) * 1.15], [y1, y0]);

  const ticks = y.ticks().filter((value) => Math.log10(value) % 1 === 0);
  const axes = [
    ...ticks.flatMap((value) => [
      line(left, y(value), right, y(value), "grid"),
      text(left - 6, y(value) + 5, String(value), { anchor: "end", class: "muted" }),
    ]),
    line(left, y1, right, y1, "axis"),
    ...lengths
      .filter((length, i) => i === 0 || i === lengths.length - 1 || (x(length) - left > 40 && right - x(length) > 40))
      .map((length) => text(x(length), y1 + 20, count(length), { anchor: "middle", class: "muted" })),
    text((left + right) / 2, y1 + 40, "elements", { anchor: "middle", class: "muted" }),
  ];
  const draw = path<readonly [number, number]>(
    ([length]) => x(length),
    ([, rate]) => y(rate),
  ).digits(2);
  const ends = all.map(({ points }) => points.at(-1) as readonly [number, number]);
  const heights = spread(
    ends.map(([, rate]) => y(rate)),
    TEXT + 4,
    y0,
    y1,
  );
  const body = all.flatMap((one, i) => {
    const [length, rate] = ends[i] as readonly [number, number];
    const at = heights[i] as number;
    const { name } = lookOf(one.peer);
    return [
      `<path class="${stroke[one.kind]} ${name}" d="${draw(one.points)}"/>`,
      ...(one.kind === "limit" ? [] : one.points.map(([length, rate]) => mark(x(length), y(rate), one.peer))),
      `<path class="curve ${name}" style="stroke-width:1" d="M${n(x(length) + 5)} ${n(y(rate))}L${n(right + 14)} ${n(at)}"/>`,
      text(right + 18, at + 5, one.label, { class: `own ${name}${one.peer === OURS ? " strong" : ""}` }),
    ];
  });
  const at = lengths.reduce((best, length) => (Math.abs(length - 16_384) < Math.abs(best - 16_384) ? length : best), lengths[0] ?? 1);
  const figures = all.flatMap((one) => {
    const rate = one.points.find(([length]) => length === at)?.[1];
    return rate === undefined ? [] : [`${named(one)} ${digits(rate)}`];
  });
  const description = `relu of ${count(at)} float32 in GB/s, read and written: ${figures.join(", ")}. From ${count(lengths[0] ?? 1)} to ${count(lengths.at(-1) ?? 1)} elements, from and to ordinary arrays but in the heap; ${machineIn(run.machine)}.`;
  return picture(title, description, y1 + 52, [top.svg, ...axes, ...body]);
};
