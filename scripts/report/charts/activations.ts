// Pictures of curves: one for each activation, and a sheet of all.
import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { kinds } from "../kinds.js";
import { type Curve, curveOf, REACH } from "./curves.js";
import { heading, line, MARGIN, n, type Picture, picture, text, WIDTH } from "./svg.js";

type Point = readonly [x: number, y: number];

/** A jump is steeper than any of these functions is. */
const JUMP = 5;

/** Parts between jumps, none of which leaves the frame. */
const parts = (points: readonly Point[], [low, high]: readonly [number, number]): readonly (readonly Point[])[] => {
  const all: Point[][] = [[]];
  points.forEach(([x, y], i) => {
    const [before] = points.slice(Math.max(0, i - 1), i);
    const isJump = before && Math.abs(y - before[1]) > JUMP * (x - before[0]);
    if (isJump || y < low || y > high) all.push([]);
    if (y >= low && y <= high) all.at(-1)?.push([x, y]);
  });
  return all.filter(({ length }) => length > 1);
};

/** In units of the picture: less than can be seen. */
const TOLERANCE = 0.04;

/** The points without which the line would look another (Douglas and Peucker). */
const needed = (points: readonly Point[]): readonly Point[] => {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return points;
  const slope = (last[1] - first[1]) / (last[0] - first[0]);
  const off = points.map(([x, y]) => Math.abs(y - first[1] - slope * (x - first[0])));
  const furthest = off.indexOf(Math.max(...off));
  if ((off[furthest] as number) <= TOLERANCE) return [first, last];
  return [...needed(points.slice(0, furthest + 1)), ...needed(points.slice(furthest)).slice(1)];
};

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly range: readonly [low: number, high: number];
}

const curves = (curve: Curve, { left, top, width, height, range }: Frame, name: string): readonly string[] => {
  const x = scaleLinear([-REACH, REACH], [left, left + width]);
  const y = scaleLinear(range, [top + height, top]);
  const draw = path<Point>().digits(2);
  const data = (points: readonly Point[]): string =>
    parts(points, range)
      .map((part) => draw(needed(part.map(([at, value]) => [x(at), y(value)]))))
      .join("");
  return [
    `<path class="curve dashed tfjs ${name}" d="${data(curve.points.map(({ x, d }) => [x, d]))}"/>`,
    `<path class="curve ours ${name}" d="${data(curve.points.map(({ x, y }) => [x, y]))}"/>`,
  ];
};

const figure = (value: number): string => (Math.abs(value) < 5e-7 ? "0" : String(Number(value.toPrecision(3))).replace("-", "−"));

const describe = (curve: Curve): string => {
  const at = (x: number): string => figure(curve.points.find((point) => point.x === x)?.y ?? Number.NaN);
  const slopes = curve.points.map(({ d }) => d);
  return `f(−2) = ${at(-2)}, f(0) = ${at(0)}, f(2) = ${at(2)}; the derivative, dashed, is between ${figure(Math.min(...slopes))} and ${figure(Math.max(...slopes))}. x from −${REACH} to ${REACH}.`;
};

const single = (curve: Curve): Picture => {
  const title = `${curve.name}${curve.of ? ` ${/^(of|by)/.test(curve.of) ? "" : "with "}${curve.of}` : ""}`;
  const top = heading(title, curve.formula);
  const values = curve.points.flatMap(({ y, d }) => [y, d]);
  const span = Math.max(...values) - Math.min(...values);
  // Room for the names above and below the curves.
  const room = span * (span > 2.5 ? 0.11 : 0.16);
  const [low, high] = [Math.min(...values) - room, Math.max(...values) + room];
  // One unit is as long upwards as sideways, unless the picture got too flat for its labels.
  const width = WIDTH - 2 * MARGIN - 30;
  const frame: Frame = {
    left: MARGIN + 30,
    top: top.height + 14,
    width,
    height: Math.max(170, ((high - low) * width) / (2 * REACH)),
    range: [low, high],
  };
  const bottom = frame.top + frame.height;
  const x = scaleLinear([-REACH, REACH], [frame.left, frame.left + width]);
  const y = scaleLinear([low, high], [bottom, frame.top]);
  const step = span > 2.5 ? 1 : span > 1.2 ? 0.5 : 0.25;
  const rows = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => Math.ceil(low / step) * step + i * step).filter(
    (value) => value <= high && y(value) < bottom - 6,
  );
  const axes = [
    ...rows.flatMap((value) => [
      line(frame.left, y(value), frame.left + width, y(value), value === 0 ? "axis" : "grid"),
      text(frame.left - 6, y(value) + 5, figure(value), { anchor: "end", class: "muted" }),
    ]),
    ...[-4, -2, 0, 2, 4].flatMap((value) => [
      line(x(value), frame.top, x(value), bottom, value === 0 ? "axis" : "grid"),
      text(x(value), bottom + 19, figure(value), { anchor: "middle", class: "muted" }),
    ]),
  ];
  const last = curve.points.at(-1) as Curve["points"][number];
  // Where the two are furthest apart each is named, at the end or on the way there.
  const far = curve.points
    .slice(25, -25)
    .filter(({ y, d }) => y >= low && d >= low)
    .reduce((best, point) => (Math.abs(point.y - point.d) > Math.abs(best.y - best.d) ? point : best), last);
  const isAbove = far.y > far.d;
  const beside = (value: number, isUpper: boolean): number =>
    Math.min(Math.max(y(value) + (isUpper ? -9 : 20), frame.top + 13), bottom - 5);
  const anchor = far.x > 3 ? "end" : far.x < -3 ? "start" : "middle";
  const names = [
    text(x(far.x), beside(far.y, isAbove), "f", { class: "own halo ours strong", anchor }),
    text(x(far.x), beside(far.d, !isAbove), "f′", { class: "own halo tfjs strong", anchor }),
  ];
  return picture(title, `${curve.formula}: ${describe(curve)}`, bottom + 30, [top.svg, ...axes, ...curves(curve, frame, ""), ...names]);
};

const COLUMNS = 4;

const sheet = (all: readonly Curve[]): Picture => {
  const title = `The ${all.length} activations`;
  const top = heading(title, `f solid, f′ dashed; both axes from −${REACH} to ${REACH}.`);
  const size = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * 10) / COLUMNS;
  const rowHeight = size + 28;
  const cells = all.flatMap((curve, i) => {
    const left = MARGIN + (i % COLUMNS) * (size + 10);
    const y = top.height + 8 + Math.floor(i / COLUMNS) * rowHeight;
    const frame: Frame = { left, top: y + 20, width: size, height: size, range: [-REACH, REACH] };
    const middle = frame.top + size / 2;
    return [
      text(left, y + 14, curve.name),
      `<path class="grid" d="M${n(left)} ${n(frame.top)}h${n(size)}v${n(size)}h${n(-size)}z"/>`,
      line(left, middle, left + size, middle, "grid"),
      line(left + size / 2, frame.top, left + size / 2, frame.top + size, "grid"),
      ...curves(curve, frame, "thin"),
    ];
  });
  const rows = Math.ceil(all.length / COLUMNS);
  const description = `A small plot each, f solid and its derivative dashed: ${all.map(({ name }) => name).join(", ")}.`;
  return picture(title, description, top.height + 8 + rows * rowHeight, [top.svg, ...cells]);
};

/** By file name in docs/pictures/. */
export const activationPictures = (): ReadonlyMap<string, Picture> => {
  const all = [...kinds().values()].flat().map(curveOf);
  return new Map([["activations.svg", sheet(all)], ...all.map((curve) => [`activations/${curve.name}.svg`, single(curve)] as const)]);
};
