// Accuracy against speed: a mark for each contender and function. Fast is left, exact is down.
import { scaleLog } from "d3-scale";
import type { PeersRun } from "../../../bench/recorded.js";
import {
  COMPARED,
  caseOf,
  compared,
  digits,
  errorOf,
  fastest,
  LOST,
  labelOf,
  machineIn,
  OURS,
  perElement,
  type Runs,
  ulp,
  whole,
} from "../results.js";
import { type Box, place } from "./labels.js";
import { BOLD, drawn, heading, key, line, lookOf, MARGIN, mark, n, type Picture, picture, text, WIDTH } from "./svg.js";

interface Dot {
  readonly op: string;
  readonly peer: string;
  readonly ns: number;
  /** ULP; Infinity where nothing is left of the value. */
  readonly error: number;
}

export const dotsOf = (run: PeersRun): readonly Dot[] =>
  compared.flatMap((op) => {
    const one = caseOf(run, op);
    return drawn.flatMap((peer) => {
      const row = fastest(one, peer, "end to end");
      return one && row && errorOf(row) !== undefined
        ? [{ op, peer, ns: perElement(one, row), error: errorOf(row) ?? Number.POSITIVE_INFINITY }]
        : [];
    });
  });

const ZERO = 36;
/** How far labels of ours may be from their marks: they lie close together. */
const REACH = [0, 10, 20, 30, 40, 50, 60] as const;

const summary = (dots: readonly Dot[]): string =>
  drawn
    .flatMap((peer) => {
      const own = dots.filter((dot) => dot.peer === peer);
      const times = own.map(({ ns }) => ns);
      if (!own.length) return [];
      const most = Math.max(...own.map(({ error }) => error));
      const error = most >= LOST / 2 ? "in the worst case no digit right" : `at most ${ulp(most)} ULP`;
      return [`${labelOf(peer)} ${digits(Math.min(...times))} to ${digits(Math.max(...times))} ns, ${error}`];
    })
    .join("; ");

export const accuracy = ({ peers24 }: Runs): Picture | undefined => {
  const dots = peers24 ? dotsOf(peers24) : [];
  if (!peers24 || !dots.some(({ peer }) => peer === OURS)) return undefined;
  const present = drawn.filter((peer) => dots.some((dot) => dot.peer === peer));

  const title = "Accuracy against speed";
  const top = heading(title, "Each mark is a function, within ±20. Left is fast, down is exact; both axes logarithmic.");
  const legend = key(
    present.map((peer) => [peer, labelOf(peer)] as const),
    top.height + 4,
  );
  const axisTitle = top.height + legend.height + 26;
  const [left, right, y0] = [MARGIN + 40, WIDTH - MARGIN, axisTitle + 14];
  const y1 = y0 + 370;
  const times = dots.map(({ ns }) => ns);
  const x = scaleLog([Math.min(...times) / 1.4, Math.max(...times) * 1.4], [left, right]);
  const y = scaleLog([0.35, LOST], [y1, y0]);
  const heightOf = (error: number): number => (error === 0 ? y1 + ZERO / 2 : y(Math.min(Math.max(error, 0.4), LOST)));

  const ticks: readonly (readonly [number, string])[] = [
    [1, "1"],
    [10, "10"],
    [100, "100"],
    [1e3, "1k"],
    [1e4, "10k"],
    [1e5, "100k"],
    [1e6, "1M"],
  ];
  const floor = y1 + ZERO;
  const axes = [
    text(MARGIN, axisTitle, "greatest error in ULP", { class: "muted" }),
    ...ticks.flatMap(([value, label]) => [
      line(left, y(value), right, y(value), value === 1 ? "axis" : "grid"),
      text(left - 6, y(value) + 5, label, { anchor: "end", class: "muted" }),
    ]),
    line(left, y0, right, y0, "axis"),
    text(right, y0 - 6, "no digit right", { anchor: "end", class: "muted" }),
    text(left - 6, y1 + ZERO / 2 + 5, "0", { anchor: "end", class: "muted" }),
    // Zero is nowhere on a logarithmic axis: a band of its own, below the break.
    line(left, y1, right, y1, "grid dotted"),
    line(left, floor, right, floor, "axis"),
    ...x
      .ticks()
      .filter((value) => Math.abs(Math.log10(value) % 1) < 1e-9)
      .flatMap((value) => [
        line(x(value), y0, x(value), floor, "grid"),
        text(x(value), floor + 19, String(value), { anchor: "middle", class: "muted" }),
      ]),
    text((left + right) / 2, floor + 39, "ns an element", { anchor: "middle", class: "muted" }),
  ];
  const spots = [...dots].sort((one, other) => Number(other.peer === OURS) - Number(one.peer === OURS) || other.error - one.error);
  const at = (dot: Dot): readonly [number, number] => [x(dot.ns), heightOf(dot.error)];
  const taken: readonly Box[] = dots.map((dot) => {
    const [cx, cy] = at(dot);
    return { left: cx - 5, right: cx + 5, top: cy - 5, bottom: cy + 5 };
  });
  const within = { left: left + 2, right, top: y0 + 2, bottom: floor };
  const labelled = spots.map((dot) => ({ x: at(dot)[0], y: at(dot)[1], words: dot.op, peer: dot.peer }));
  const ours = place(
    labelled.filter(({ peer }) => peer === OURS),
    taken,
    within,
    REACH,
    BOLD,
  );
  const others = place(
    labelled.filter(({ peer }) => peer !== OURS),
    [...taken, ...ours.map(({ box }) => box)],
    within,
    [0],
  );
  const leads = ours.map(({ x, y, lead }) => (lead ? `<path class="axis" d="M${n(x)} ${n(y)}L${n(lead[0])} ${n(lead[1])}"/>` : ""));
  const names = [...ours, ...others].map((label, i) => {
    const { name } = lookOf(i < ours.length ? OURS : (labelled.find(({ x, y }) => x === label.x && y === label.y)?.peer ?? ""));
    return text(...label.at, label.words, { class: `own halo ${name}${i < ours.length ? " strong" : ""}` });
  });
  const marks = [...dots]
    .sort((one, other) => Number(one.peer === OURS) - Number(other.peer === OURS))
    .map((dot) => mark(...at(dot), dot.peer));
  const description = `Nanoseconds an element and greatest error within ±20 of ${new Set(dots.map(({ op }) => op)).size} functions of ${whole(COMPARED)} float32, from and to ordinary arrays: ${summary(dots)}. ${machineIn(peers24.machine)}.`;
  return picture(title, description, floor + 51, [top.svg, legend.svg, ...axes, ...leads, ...marks, ...names]);
};
