// Loss and dead units over the steps: a column for each setting, and one for the remedies.
import { ADVANCE, type Colour, type Drawing, FAINT, INK, lines, type Point, type Shape, text } from "./drawing.js";
import { HIDDEN } from "./net.js";
import type { Run, State } from "./train.js";
import { settings } from "./trials.js";

/** Okabe and Ito's, which all eyes tell apart. */
const colours: readonly Colour[] = ["#d55e00", "#0072b2", "#56b4e9", "#009e73", "#cc79a7", "#e69f00"];

interface Curve {
  readonly name: string;
  readonly colour: Colour;
  readonly history: readonly State[];
}

interface Column {
  readonly name: string;
  readonly curves: readonly Curve[];
}

const WIDTH = 150;
const HEIGHT = 110;
const GAP = 12;
const LEFT = 34;
const TOP = 22;
const LEGEND = 11;
/** Points of a curve at most; more would not be seen. */
const MOST = 250;
/** Losses above are drawn at the top. */
const HIGHEST_LOSS = 1.5;

const chart = (x: number, y: number, curves: readonly Curve[], value: (state: State) => number, top: number): readonly Shape[] => {
  const height = (v: number): number => y + HEIGHT * (1 - Math.min(v, top) / top);
  const path = ({ history }: Curve): readonly Point[] => {
    const stride = Math.ceil(history.length / MOST);
    // What is NaN is not drawn: the curve ends there.
    return history.flatMap((state, i): Point[] => {
      const v = value(state);
      return i % stride || Number.isNaN(v) ? [] : [[x + (WIDTH * i) / Math.max(history.length - 1, 1), height(v)]];
    });
  };
  const grid = [0, 1, 2, 3].map((i): Point[] => [
    [x, y + (HEIGHT * i) / 3],
    [x + WIDTH, y + (HEIGHT * i) / 3],
  ]);
  // The first one, relu, on top.
  const drawn = curves.map((curve) => lines(curve.colour, 1.2, path(curve))).reverse();
  return [lines(FAINT, 0.5, ...grid), ...drawn];
};

/** How wide a legend is. */
const extent = (curves: readonly Curve[]): number => 12 + ADVANCE * Math.max(...curves.map(({ name }) => name.length));

const legend = (x: number, y: number, curves: readonly Curve[]): readonly Shape[] =>
  curves.flatMap(({ name, colour }, i) => [
    lines(colour, 2, [
      [x, y + i * LEGEND - 3],
      [x + 8, y + i * LEGEND - 3],
    ]),
    text(name, x + 12, y + i * LEGEND),
  ]);

const columnsOf = (compared: readonly Run[], remedied: readonly Run[]): readonly Column[] => [
  ...settings.map(({ name }) => ({
    name,
    curves: compared
      .filter(({ trial }) => trial.setting.name === name)
      .map(({ trial, history }, i) => ({ name: trial.contender.name, colour: colours[i] ?? INK, history })),
  })),
  {
    name: "remedies",
    curves: remedied.map(({ trial, history }, i) => ({
      name: `${trial.contender.name}, ${trial.setting.name}, ${trial.remedy?.name}`,
      colour: colours[i] ?? INK,
      history,
    })),
  },
];

export const drawCurves = (compared: readonly Run[], remedied: readonly Run[]): Drawing => {
  const columns = columnsOf(compared, remedied);
  const [lossTop, deadTop] = [TOP, TOP + HEIGHT + 26];
  const legendTop = deadTop + HEIGHT + 32;
  const steps = compared[0]?.history.length ?? 0;
  const shapes = columns.flatMap(({ name, curves }, i) => {
    const x = LEFT + i * (WIDTH + GAP);
    return [
      text(name, x + WIDTH / 2, TOP - 8, "middle"),
      ...chart(x, lossTop, curves, ({ loss }) => loss, HIGHEST_LOSS),
      ...chart(x, deadTop, curves, ({ dead }) => dead, HIDDEN),
      text("0", x, deadTop + HEIGHT + 10),
      text(`${steps} steps`, x + WIDTH, deadTop + HEIGHT + 10, "end"),
    ];
  });
  const scale = (top: number, words: string, most: number): readonly Shape[] => [
    text(words, LEFT - 4, top + HEIGHT / 2 + 3, "end"),
    text(String(most), LEFT - 4, top + 6, "end"),
    text("0", LEFT - 4, top + HEIGHT, "end"),
  ];
  const width = LEFT + columns.length * (WIDTH + GAP);
  const [compares = [], remedies = []] = [columns[0]?.curves, columns[settings.length]?.curves];
  const legends = [...legend(LEFT, legendTop, compares), ...legend(width - GAP - extent(remedies), legendTop, remedies)];
  return {
    title: "Loss and dead units over the steps",
    width,
    height: legendTop + LEGEND * Math.max(...columns.map(({ curves }) => curves.length)),
    shapes: [...shapes, ...legends, ...scale(lossTop, "loss", HIGHEST_LOSS), ...scale(deadTop, "dead", HIDDEN)],
  };
};
