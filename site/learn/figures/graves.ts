// Nets from good and bad starts, and how many of their units are dead in the end.
import { figure, html } from "../../shared/dom.js";
import { ask } from "../ask.js";
import type { Bent, Trained } from "../jobs/spiral.js";
import { busy, choice, percent, place, say, summary, whenNear } from "../parts.js";

const names = ["relu", "leakyRelu", "elu"] as const satisfies readonly Bent[];
type Name = (typeof names)[number];
const BIASES = [0, -1, -2, -3] as const;
const RATES = [0.3, 1, 2.5] as const;
const STEPS = 250;

/** The darker, the more are dead. */
const fill = (cell: HTMLElement, { dead, units, accuracy }: Trained): void => {
  cell.className = `grave grave-${Math.round((4 * dead) / units)}`;
  cell.dataset["dead"] = String(dead);
  cell.replaceChildren(html("b", {}, String(dead)), html("small", {}, accuracy > 0 ? percent(accuracy) : "diverged"));
};

export const graves = (): void => {
  const spot = place("fig-graves");
  const cells = new Map(BIASES.flatMap((bias) => RATES.map((rate) => [`${bias} ${rate}`, html("td", { class: "grave" }, "…")] as const)));
  const table = html(
    "table",
    {},
    html("caption", {}, `Dead units, of 32, and below them the points classified rightly, after ${STEPS} steps`),
    html(
      "thead",
      {},
      html("tr", {}, html("th", { scope: "col" }, "biases"), ...RATES.map((rate) => html("th", { scope: "col" }, `rate ${figure(rate)}`))),
    ),
    html(
      "tbody",
      {},
      ...BIASES.map((bias) =>
        html("tr", {}, html("th", { scope: "row" }, figure(bias)), ...RATES.map((rate) => cells.get(`${bias} ${rate}`) ?? "")),
      ),
    ),
  );
  const { element: spoken, tell } = summary();
  const compute = async (name: Name, isStale: () => boolean): Promise<void> => {
    let [dead, all] = [0, 0];
    for (const bias of BIASES)
      for (const rate of RATES) {
        const found = await ask("dying", name, { bias, rate, steps: STEPS });
        if (isStale()) return;
        dead += found.dead;
        all += found.units;
        const cell = cells.get(`${bias} ${rate}`);
        if (cell) fill(cell, found);
        if (name === "relu") say(`dead-${bias}-${rate}`, `${found.dead} of ${found.units}`);
      }
    spot.figure.dataset["dead"] = String(dead);
    tell(`${name}: ${dead} of ${all} units are dead`);
  };
  spot.show(
    choice("Activation", names, "relu", (name) => void busy(spot, (isStale) => compute(name, isStale))),
    html("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Dead units by start" }, table),
    spoken,
  );
  whenNear(spot, (isStale) => compute("relu", isStale));
};
