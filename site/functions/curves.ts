// The main figure: curves and derivatives, the point on them, the tangent.
import { byId, type Child, figure, html, svg } from "../shared/dom.js";
import { type Curve, type Frame, type Plot, plot } from "../shared/plot.js";
import type { Now, Shown } from "./fields.js";
import { slopesOf, valuesOf } from "./model.js";

const POINTS = 701;
/** A step that is steeper is a jump. */
const JUMP = 12;

/** Evenly from −reach to reach, 0 among them. */
export const grid = (reach: number, points = POINTS): Float32Array =>
  Float32Array.from({ length: points }, (_, i) => (reach * (2 * i - (points - 1))) / (points - 1));

interface Drawn extends Shown {
  readonly curves: readonly Curve[];
}

const drawnOf = (shown: Shown, x: Float32Array): Drawn => {
  const { of, values, look } = shown;
  const curve = (y: ArrayLike<number>, kind: string): Curve => ({ class: `${look} ${kind}`, x, y, jump: JUMP });
  return { ...shown, curves: [curve(slopesOf(of, x, values), "dashed slope"), curve(valuesOf(of, x, values), "value")] };
};

/** What y has to show: all of it within ±reach, and some room. */
const rangeOf = (drawn: readonly Drawn[], reach: number): readonly [number, number] => {
  const all = drawn.flatMap(({ curves }) => curves.flatMap(({ y }) => Array.from(y))).filter(Number.isFinite);
  const [low, high] = [Math.max(Math.min(...all, 0), -reach), Math.min(Math.max(...all, 0), reach)];
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
};

export interface Figure {
  /** Other functions, parameters or range. */
  change(now: Readonly<Now>, shown: readonly Shown[]): void;
  /** Another point. */
  move(x: number, words: string): void;
}

const tangent = ({ x, y, left, right }: Frame, at: number, value: number, slope: number, look: string): readonly SVGElement[] => {
  if (!Number.isFinite(value) || !Number.isFinite(slope)) return [];
  // As long in pixels wherever it is.
  const steep = Math.abs((y(value + slope) - y(value)) / (x(1) - x(0)));
  const dx = (x.invert(right) - x.invert(left)) * (0.16 / Math.hypot(1, steep));
  return [
    svg("line", { class: `tangent ${look}`, x1: x(at - dx), y1: y(value - slope * dx), x2: x(at + dx), y2: y(value + slope * dx) }),
    svg("circle", { class: `dot ${look}`, cx: x(at), cy: y(value), r: 7 }),
  ];
};

export const curvesFigure = (moved: (x: number) => void): Figure => {
  let drawn: readonly Drawn[] = [];
  let at = 0;
  const marks = (frame: Frame): readonly Child[] => {
    const [low = 0, high = 0] = frame.x.domain();
    if (!(at >= low && at <= high)) return [];
    const x = Float32Array.of(at);
    return [
      svg("line", { class: "cursor", x1: frame.x(at), x2: frame.x(at), y1: frame.top, y2: frame.bottom }),
      ...[...drawn].reverse().flatMap(({ of, values, look }) => {
        const [value = Number.NaN] = valuesOf(of, x, values);
        const [slope = Number.NaN] = slopesOf(of, x, values);
        return tangent(frame, at, value, slope, look).concat(
          Number.isFinite(slope) ? [svg("circle", { class: `ring ${look}`, cx: frame.x(at), cy: frame.y(slope), r: 5 })] : [],
        );
      }),
    ];
  };
  const chart: Plot = plot(
    { x: { domain: [-6, 6], label: "x" }, y: { domain: [-1, 1] }, curves: [], label: "" },
    { over: marks, minHeight: 260 },
  );
  chart.element.classList.add("draggable");
  byId("plot", HTMLElement).append(chart.element);

  const follow = (event: PointerEvent): void => {
    const [low = 0, high = 0] = chart.frame().x.domain();
    moved(Math.min(Math.max(chart.at(event)[0], low), high));
  };
  chart.element.addEventListener("pointerdown", (event) => {
    chart.element.setPointerCapture(event.pointerId);
    follow(event);
  });
  chart.element.addEventListener("pointermove", (event) => {
    if (chart.element.hasPointerCapture(event.pointerId)) follow(event);
  });

  return {
    change: (now, shown) => {
      const reach = Number(now.r);
      drawn = shown.map((each) => drawnOf(each, grid(reach)));
      chart.set({
        x: { domain: [-reach, reach], label: "x" },
        y: { domain: rangeOf(drawn, reach) },
        curves: [...drawn].reverse().flatMap(({ curves }) => curves),
      });
    },
    move: (x, words) => {
      at = x;
      chart.mark(words);
    },
  };
};

/** Which line is whose; `remove` takes one away. */
export const legend = (shown: readonly Shown[], remove: (name: string) => void): void => {
  const sample = (look: string, kind: string): SVGElement =>
    svg(
      "svg",
      { viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" },
      svg("path", { class: `curve ${look} ${kind}`, d: "M2 5H26" }),
    );
  byId("legend", HTMLElement).replaceChildren(
    ...shown.map(({ of: { name }, look }, i) => {
      const button = html("button", { type: "button", class: "quiet remove", "aria-label": `Take ${name} away` }, "×");
      button.addEventListener("click", () => remove(name));
      return html(
        "span",
        { class: "entry" },
        sample(look, "value"),
        html("b", {}, name),
        sample(look, "dashed"),
        "its derivative",
        ...(i ? [button] : []),
      );
    }),
  );
};

export const pointInWords = (x: number, shown: readonly Shown[]): string =>
  shown
    .map(({ of, values }) => {
      const [value = Number.NaN] = valuesOf(of, Float32Array.of(x), values);
      const [slope = Number.NaN] = slopesOf(of, Float32Array.of(x), values);
      return `${of.name} of ${figure(x)} is ${figure(value)}, its slope there ${figure(slope)}`;
    })
    .join("; ");
