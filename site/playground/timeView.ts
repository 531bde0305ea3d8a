// What happened over the epochs, as three charts.
import { byId, counted, figure } from "../shared/dom.js";
import { type Curve, type Plot, plot } from "../shared/plot.js";
import type { State } from "./trainer.js";

/** Points of a curve at most; more would not be seen. */
const MOST = 240;
const WORST_LOSS = 1.5;

interface Chart {
  readonly place: string;
  readonly say: (last: State, units: number) => string;
  readonly top: (history: readonly State[], units: number) => number;
  readonly curves: readonly { readonly class: string; readonly of: (state: State) => number }[];
}

const charts: readonly Chart[] = [
  {
    place: "dead-chart",
    say: ({ dead }, units) => `${dead} of ${counted(units, "unit")} dead now`,
    top: (_, units) => units,
    curves: [{ class: "limit", of: ({ dead }) => dead }],
  },
  {
    place: "loss-chart",
    say: ({ trainLoss, testLoss }) => `loss ${figure(trainLoss, 3)} on training points, ${figure(testLoss, 3)} on test points now`,
    top: (history) => Math.min(Math.max(0.8, ...history.map(({ trainLoss }) => trainLoss || 0)), WORST_LOSS),
    curves: [
      { class: "js dashed", of: ({ testLoss }) => Math.min(testLoss, 10) },
      { class: "ours", of: ({ trainLoss }) => Math.min(trainLoss, 10) },
    ],
  },
  {
    place: "right-chart",
    say: ({ trainAccuracy, testAccuracy }) =>
      `${Math.round(100 * trainAccuracy)} % of training points, ${Math.round(100 * testAccuracy)} % of test points right now`,
    top: () => 1,
    curves: [
      { class: "js dashed", of: ({ testAccuracy }) => testAccuracy },
      { class: "ours", of: ({ trainAccuracy }) => trainAccuracy },
    ],
  },
];

export class TimeView {
  private readonly plots: readonly Plot[];

  constructor() {
    this.plots = charts.map(({ place }) => {
      const made = plot(
        { x: { domain: [0, 1] }, y: { domain: [0, 1] }, curves: [], label: "nothing yet" },
        { minHeight: 170, maxHeight: 260 },
      );
      byId(place, HTMLDivElement).append(made.element);
      return made;
    });
  }

  draw(history: readonly State[], units: number): void {
    const last = history.at(-1);
    if (!last) return;
    const stride = Math.ceil(history.length / MOST);
    const states = history.filter((_, i) => i % stride === 0 || i === history.length - 1);
    const x = states.map(({ epoch }) => epoch);
    charts.forEach(({ say, top, curves }, i) => {
      const most = top(states, units);
      this.plots[i]?.set({
        x: {
          domain: [0, Math.max(last.epoch, 10)],
          format: (value) => (Number.isInteger(value) ? String(value) : ""),
        },
        y: { domain: [0, most] },
        curves: curves.map(({ class: name, of }): Curve => ({ class: name, x, y: states.map(of) })),
        label: `Over ${counted(last.epoch, "epoch")}: ${say(last, units)}.`,
      });
    });
  }
}
