// Axes and curves in an SVG, as wide as its place: it is drawn anew when that changes, so that its letters keep their size.
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { line as path } from "d3-shape";
import { type Child, figure, svg } from "./dom.js";

export interface Axis {
  readonly domain: readonly [low: number, high: number];
  readonly kind?: "linear" | "log";
  /** What is measured, at the axis's end. */
  readonly label?: string;
  readonly format?: (value: number) => string;
}

export interface Curve {
  /** Of its path, beside "curve": "ours", "js", "dashed", "thin" … in site.css. */
  readonly class: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Nothing is drawn between two points that are steeper than this, in units of the axes: it is a jump. Default: none is. */
  readonly jump?: number;
}

export interface Drawing {
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** What is seen, for who does not see it. */
  readonly label: string;
}

export type Scale = ScaleContinuousNumeric<number, number>;

export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlotOptions {
  /** Height over width. Default 0.6. */
  readonly ratio?: number;
  /** In pixels. Default 220 and 560. */
  readonly minHeight?: number;
  readonly maxHeight?: number;
  /** More to draw, above the curves; it is called with each drawing. */
  readonly over?: (frame: Frame) => readonly Child[];
}

export interface Plot {
  readonly element: SVGSVGElement;
  /** Draws these changes. */
  set(changes: Partial<Drawing>): void;
  /** Draws again, as it is. */
  draw(): void;
  /** Draws again what is above the curves, and nothing else: while a point is dragged. */
  mark(label: string): void;
  /** Where a pointer is, in units of the axes. */
  at(pointer: { readonly clientX: number; readonly clientY: number }): readonly [x: number, y: number];
  frame(): Frame;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [44, 14, 12, 28];

const scale = ({ kind = "linear", domain }: Axis, range: readonly [number, number]): Scale =>
  (kind === "log" ? scaleLog() : scaleLinear()).domain(domain).range(range);

/** Some round values: every power of ten, or less where they would stand too close. */
const ticksOf = (axis: Axis, scale: Scale, count: number): readonly number[] => {
  const ticks = scale.ticks(count);
  if (axis.kind !== "log") return ticks;
  const powers = ticks.filter((value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9);
  const chosen = powers.length > 1 ? powers : ticks;
  const step = Math.ceil(chosen.length / count);
  return chosen.filter((_, i) => i % step === 0);
};

/** Far outside the frame is as good as where it is, and some engines draw nothing at 1e30. */
const FAR = 1e4;
const near = (value: number): number => Math.min(Math.max(value, -FAR), FAR);

/** The path of a curve within a frame. */
export const pathOf = ({ x: xs, y: ys, jump = Infinity }: Curve, x: Scale, y: Scale): string => {
  const isPart = (i: number): boolean => Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
  const isJump = (i: number): boolean =>
    i > 0 &&
    isPart(i - 1) &&
    Math.abs((ys[i] as number) - (ys[i - 1] as number)) > jump * Math.abs((xs[i] as number) - (xs[i - 1] as number));
  const draw = path<number>(
    (i) => near(x(xs[i] as number)),
    (i) => near(y(ys[i] as number)),
  ).digits(1);
  const parts: number[][] = [];
  for (let i = 0; i < xs.length; i++) {
    if (!isPart(i)) continue;
    if (parts.length === 0 || !isPart(i - 1) || isJump(i)) parts.push([]);
    parts.at(-1)?.push(i);
  }
  return parts.map((part) => draw(part) ?? "").join("");
};

const grid = (frame: Frame, { x, y }: Drawing): readonly SVGElement[] => {
  const { left, right, top, bottom } = frame;
  const rule = (x1: number, y1: number, x2: number, y2: number, isAxis: boolean): SVGElement =>
    svg("line", { x1, y1, x2, y2, class: isAxis ? "axis" : "grid" });
  const columns = ticksOf(x, frame.x, Math.max(3, Math.min(10, (right - left) / 70))).flatMap((value) => [
    rule(frame.x(value), top, frame.x(value), bottom, value === 0),
    svg("text", { x: frame.x(value), y: bottom + 18, "text-anchor": "middle", class: "muted" }, (x.format ?? figure)(value)),
  ]);
  const rows = ticksOf(y, frame.y, Math.max(3, Math.min(8, (bottom - top) / 45))).flatMap((value) => [
    rule(left, frame.y(value), right, frame.y(value), value === 0),
    svg("text", { x: left - 7, y: frame.y(value) + 4, "text-anchor": "end", class: "muted" }, (y.format ?? figure)(value)),
  ]);
  return [
    ...columns,
    ...rows,
    ...(x.label ? [svg("text", { x: right, y: bottom - 6, "text-anchor": "end", class: "muted halo" }, x.label)] : []),
    ...(y.label ? [svg("text", { x: left + 6, y: top + 12, class: "muted halo" }, y.label)] : []),
  ];
};

let plots = 0;

export const plot = (drawing: Drawing, { ratio = 0.6, minHeight = 220, maxHeight = 560, over }: PlotOptions = {}): Plot => {
  let now = drawing;
  const element = svg("svg", { class: "plot", role: "img" });
  const clip = `plot-${++plots}`;
  let width = 640;
  const above = svg("g", { class: "over" });

  const frame = (): Frame => {
    const height = Math.round(Math.min(Math.max(width * ratio, minHeight), maxHeight));
    const [left, right, top, bottom] = [LEFT, width - RIGHT, TOP, height - BOTTOM];
    return { x: scale(now.x, [left, right]), y: scale(now.y, [bottom, top]), width, height, left, right, top, bottom };
  };

  const draw = (): void => {
    const place = frame();
    const { left, right, top, bottom, height } = place;
    element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    element.setAttribute("height", String(height));
    element.setAttribute("aria-label", now.label);
    element.replaceChildren(
      svg("clipPath", { id: clip }, svg("rect", { x: left, y: top - 2, width: right - left, height: bottom - top + 4 })),
      svg("g", { "aria-hidden": "true" }, ...grid(place, now)),
      svg(
        "g",
        { "clip-path": `url(#${clip})` },
        ...now.curves.map((curve) => svg("path", { class: `curve ${curve.class}`, d: pathOf(curve, place.x, place.y) })),
      ),
      above,
    );
    above.replaceChildren(...(over?.(place) ?? []));
  };

  new ResizeObserver(([entry]) => {
    const wide = Math.round(entry?.contentRect.width ?? 0);
    if (wide > 0 && wide !== width) {
      width = wide;
      // It becomes higher or lower: within this call the observer would be told again, and WebKit complains of the loop.
      requestAnimationFrame(draw);
    }
  }).observe(element);
  draw();
  return {
    element,
    frame,
    draw,
    mark: (label) => {
      now = { ...now, label };
      element.setAttribute("aria-label", label);
      above.replaceChildren(...(over?.(frame()) ?? []));
    },
    set: (changes) => {
      now = { ...now, ...changes };
      draw();
    },
    at: ({ clientX, clientY }) => {
      const box = element.getBoundingClientRect();
      const place = frame();
      const unit = width / (box.width || 1);
      return [place.x.invert((clientX - box.left) * unit), place.y.invert((clientY - box.top) * unit)];
    },
  };
};
