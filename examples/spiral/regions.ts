// What each trained network says of every place of the plane, and the points it has learnt from.
import type { Tensor } from "relu-simd/nn";
import { classesOf } from "./classes.js";
import { type Colour, type Drawing, FAINT, lines, type Point, type Rect, type Shape, text } from "./drawing.js";
import { ARMS, EXTENT, type Points } from "./spirals.js";
import type { Run } from "./train.js";
import { contenders, settings } from "./trials.js";

/** Places along a side of the plane. */
const CELLS = 64;
const TILE = 98;
const GAP = 8;
const MARGIN = 6;
/** From a line of text to the next. */
const LINE = 11;
/** From a row of tiles to the next. */
const ROW = TILE + 48;

const ground: readonly Colour[] = ["#cfe2f7", "#fbe0b8", "#d3edd0"];
const figure: readonly Colour[] = ["#1f5fa8", "#b8560b", "#2b7a2b"];

/** Places of the plane, row by row from the top. */
const plane = (): Tensor => {
  const data = new Float32Array(2 * CELLS * CELLS);
  const at = (cell: number): number => EXTENT * ((2 * cell + 1) / CELLS - 1);
  for (let row = 0; row < CELLS; row++)
    for (let column = 0; column < CELLS; column++) data.set([at(column), -at(row)], 2 * (row * CELLS + column));
  return { data, shape: [CELLS * CELLS, 2] };
};

/** The class of each place, by one forward of all. */
export const regionsOf = (run: Run): Uint8Array => classesOf(run.net.forward(plane()));

/** Of each row of cells, those that stand side by side in one rectangle. */
const cellsOf = (regions: Uint8Array, arm: number, x: number, y: number): readonly Rect[] => {
  const size = TILE / CELLS;
  const rects: Rect[] = [];
  for (let row = 0; row < CELLS; row++)
    for (let column = 0; column < CELLS; column++) {
      const start = column;
      while (column < CELLS && regions[row * CELLS + column] === arm) column++;
      if (column > start) rects.push([x + start * size, y + row * size, (column - start) * size, size]);
    }
  return rects;
};

const dotsOf = ({ places, classes }: Points, arm: number, x: number, y: number): readonly (readonly Point[])[] => {
  const across = (place: number): number => (TILE * (place / EXTENT + 1)) / 2;
  const dots: Point[][] = [];
  classes.forEach((found, i) => {
    if (found === arm) dots.push([[x + across(places.data[2 * i] ?? 0), y + across(-(places.data[2 * i + 1] ?? 0))]]);
  });
  return dots;
};

const tile = (run: Run, points: Points, name: readonly string[], x: number, y: number): readonly Shape[] => {
  const arms = Array.from({ length: ARMS }, (_, arm) => arm);
  const regions = regionsOf(run);
  const { accuracy, dead } = run.end;
  return [
    ...name.map((line, i) => text(line, x, y - 4 - LINE * (name.length - 1 - i))),
    lines(FAINT, 1, [
      [x, y],
      [x + TILE, y],
      [x + TILE, y + TILE],
      [x, y + TILE],
      [x, y],
    ]),
    ...arms.map((arm): Shape => ({ kind: "rects", colour: ground[arm] as Colour, rects: cellsOf(regions, arm, x, y) })),
    ...arms.map((arm) => lines(figure[arm] as Colour, 1.6, ...dotsOf(points, arm, x, y))),
    text(`${Math.round(100 * accuracy)} %, ${dead} dead`, x, y + TILE + 10),
  ];
};

const titlesOf = ({ trial: { contender, setting, remedy } }: Run): readonly string[] =>
  remedy ? [`${contender.name}, ${setting.name}`, remedy.name] : [contender.name];

export const drawRegions = (compared: readonly Run[], remedied: readonly Run[], points: Points): Drawing => {
  const rows = [
    ...settings.map(({ name, words }) => ({
      title: `${name}: ${words}`,
      runs: compared.filter(({ trial }) => trial.setting.name === name),
    })),
    { title: "remedies", runs: remedied },
  ];
  const width = 2 * MARGIN + contenders.length * (TILE + GAP) - GAP;
  const shapes = rows.flatMap(({ title, runs }, row) => {
    // The remedies' titles take a line more.
    const top = row * ROW + (row < settings.length ? 0 : LINE);
    const room = runs.length < contenders.length ? (width - MARGIN) / runs.length : TILE + GAP;
    return [
      text(title, MARGIN, row * ROW + 12),
      ...runs.flatMap((run, i) => tile(run, points, titlesOf(run), MARGIN + i * room, top + 28)),
    ];
  });
  return { title: "What the networks say of each place", width, height: rows.length * ROW + LINE, shapes };
};
