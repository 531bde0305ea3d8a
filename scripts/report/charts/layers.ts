// Layers as shares of what the machine's multiplier can do at most: bars for ours, marks for the peers.
import { scaleLinear } from "d3-scale";
import type { PeersRun } from "../../../bench/recorded.js";
import { fastest, labelOf, machineIn, OURS, peakOf, percent, type Runs, whole } from "../results.js";
import { drawn, heading, key, line, lookOf, MARGIN, mark, n, type Picture, picture, text, WIDTH } from "./svg.js";

interface Layer {
  readonly name: string;
  /** Of the peak, by peer. */
  readonly shares: ReadonlyMap<string, number>;
}

/** Not every case: of each kind a small one and a large one. */
export const shown: readonly string[] = [
  "matrix product 256³",
  "Linear 256→256, 1 row",
  "Linear 256→256, 64 rows",
  "MLP 784→128→10, 1 row",
  "MLP 784→128→10, 64 rows",
  "a training step of the MLP, 64 rows, SGD",
  "Conv2d 3→32 k3 + relu, 28²",
  "Conv2d 32→64 k3 + relu, 112²",
  "depthwise 32 k3, 112²",
  "RNN 50→64, 100 steps, 1 row",
  "LSTM 50→64, 100 steps, 1 row",
  "LSTM 50→64, 100 steps, 64 rows",
];

const fromPeers = (run: PeersRun): readonly Layer[] =>
  run.cases.flatMap((one) => {
    const { flops } = one;
    if (one.kind !== "layer" || !flops || !shown.includes(one.name)) return [];
    const shares = drawn.flatMap((peer) => {
      const row = fastest(one, peer, "end to end");
      return row ? [[peer, flops / row.times.median / peakOf(run)] as const] : [];
    });
    return [{ name: one.name, shares: new Map(shares) }];
  });

const fromLayers = ({ rows }: NonNullable<Runs["layers"]>): readonly Layer[] =>
  rows.flatMap(({ name, share }) => (share === undefined || !shown.includes(name) ? [] : [{ name, shares: new Map([[OURS, share]]) }]));

const ROW = 40;

export const layers = ({ peers24, layers }: Runs): Picture | undefined => {
  const [compared, alone] = [peers24 ? fromPeers(peers24) : [], layers ? fromLayers(layers) : []];
  const [all, run] = compared.some(({ shares }) => shares.has(OURS)) ? [compared, peers24] : [alone, layers];
  if (!run || !all.length) return undefined;
  const others = drawn.filter((peer) => peer !== OURS && all.some(({ shares }) => shares.has(peer)));
  const peak = peers24 && run === peers24 ? peakOf(peers24) : (layers?.limits.gflops ?? Number.NaN);

  const title = "Layers: share of what the machine can do";
  const top = heading(
    title,
    `100 % is a loop that only multiplies and adds in registers, ${whole(peak)} GFLOPS. ${others.length ? "Bars: relu-simd; marks: others." : "Longer is better."}`,
  );
  const legend = others.length
    ? key(
        others.map((peer) => [peer, labelOf(peer)] as const),
        top.height + 4,
      )
    : { svg: "", height: 0 };
  const y0 = top.height + legend.height + 10;
  const y1 = y0 + all.length * ROW;
  const widest = Math.max(1, ...all.flatMap(({ shares }) => [...shares.values()]));
  const x = scaleLinear([0, widest], [MARGIN, WIDTH - MARGIN - 16]);
  const axes = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line(x(share), y0, x(share), y1, share % 1 ? "grid" : "axis"),
    text(x(share), y1 + 19, percent(share), { anchor: share ? "middle" : "start", class: "muted" }),
  ]);
  const rows = all.flatMap(({ name, shares }, i) => {
    const y = y0 + i * ROW;
    const ours = shares.get(OURS);
    const bar = y + 27;
    return [
      text(MARGIN + 4, y + 16, ours === undefined ? name : `${name}: `, { class: "halo" }).replace(
        "</text>",
        ours === undefined ? "</text>" : `<tspan class="strong">${percent(ours)}</tspan></text>`,
      ),
      ours === undefined
        ? ""
        : `<rect class="area ${lookOf(OURS).name}" x="${n(x(0))}" y="${n(bar - 5)}" width="${n(x(ours) - x(0))}" height="10" style="fill:currentColor"/>`,
      ...[...shares].filter(([peer]) => peer !== OURS).map(([peer, share]) => mark(x(share), bar, peer, 76)),
    ];
  });
  const sentence = ({ name, shares }: Layer): string => {
    const [best] = [...shares].filter(([peer]) => peer !== OURS).sort(([, one], [, other]) => other - one);
    const ours = shares.get(OURS);
    return `${name} ${ours === undefined ? "–" : percent(ours)}${best ? ` (${labelOf(best[0])} ${percent(best[1])})` : ""}`;
  };
  const description = `Shares of the peak that relu-simd's layers reach${others.length ? ", in brackets the best of the others" : ""}: ${all.map(sentence).join("; ")}. ${machineIn(run.machine)}.`;
  return picture(title, description, y1 + 30, [top.svg, legend.svg, ...axes, ...rows]);
};
