// Every compared function against the peers. Marks on a logarithmic axis, not bars: those would begin at a zero that it does not have.
import { scaleLog } from "d3-scale";
import { COMPARED, digits, JAVASCRIPT, labelOf, machineIn, OURS, type Runs, whole } from "../results.js";
import { dotsOf } from "./accuracy.js";
import { drawn, heading, key, line, MARGIN, mark, type Picture, picture, text, WIDTH, widthOf } from "./svg.js";

const ROW = 27;

export const functions = ({ peers24 }: Runs): Picture | undefined => {
  const dots = peers24 ? dotsOf(peers24) : [];
  if (!peers24 || !dots.some(({ peer }) => peer === OURS)) return undefined;
  const ops = [...new Set(dots.map(({ op }) => op))];
  const present = drawn.filter((peer) => dots.some((dot) => dot.peer === peer));

  const title = "Nanoseconds an element";
  const top = heading(title, `${whole(COMPARED)} float32, from and to ordinary arrays. Left is fast; logarithmic.`);
  const legend = key(
    present.map((peer) => [peer, labelOf(peer)] as const),
    top.height + 4,
  );
  const y0 = top.height + legend.height + 14;
  const y1 = y0 + ops.length * ROW;
  const times = dots.map(({ ns }) => ns);
  const [left, right] = [MARGIN + Math.max(...ops.map((op) => widthOf(op))) + 8, WIDTH - MARGIN - 6];
  const x = scaleLog([Math.min(...times) / 1.2, Math.max(...times) * 1.2], [left, right]);
  const axes = x
    .ticks()
    .filter((value) => Math.abs(Math.log10(value) % 1) < 1e-9)
    .flatMap((value) => [
      line(x(value), y0, x(value), y1, "grid"),
      text(x(value), y1 + 19, String(value), { anchor: "middle", class: "muted" }),
    ]);
  const rows = ops.flatMap((op, i) => {
    const middle = y0 + (i + 0.5) * ROW;
    const own = dots.filter((dot) => dot.op === op);
    const ns = own.map((dot) => dot.ns);
    return [
      text(MARGIN, middle + 5, op),
      line(x(Math.min(...ns)), middle, x(Math.max(...ns)), middle, "axis"),
      // Ours last: on top where marks meet.
      ...[...own].reverse().map((dot) => mark(x(dot.ns), middle, dot.peer, dot.peer === OURS ? 80 : 62)),
    ];
  });
  const nsOf = (op: string, peer: string): number | undefined => dots.find((dot) => dot.op === op && dot.peer === peer)?.ns;
  const sentence = (op: string): readonly string[] => {
    const [ours, js] = [nsOf(op, OURS), nsOf(op, JAVASCRIPT)];
    const best = dots
      .filter((dot) => dot.op === op && dot.peer !== OURS && dot.peer !== JAVASCRIPT)
      .sort((one, other) => one.ns - other.ns)[0];
    if (ours === undefined) return [];
    const others = [js && `the best JavaScript ${digits(js)}`, best && `the next, ${labelOf(best.peer)}, ${digits(best.ns)}`].filter(
      Boolean,
    );
    return [`${op} ${digits(ours)} ns${others.length ? ` (${others.join(", ")})` : ""}`];
  };
  const description = `relu-simd's time an element beside others': ${ops.flatMap(sentence).join("; ")}. ${machineIn(peers24.machine)}.`;
  return picture(title, description, y1 + 30, [top.svg, legend.svg, ...axes, ...rows]);
};
