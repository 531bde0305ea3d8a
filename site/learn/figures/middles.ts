// Where the outputs lie for normal numbers: a histogram each, with its mean.
import { figure, html, svg } from "../../shared/dom.js";
import { ask } from "../ask.js";
import type { Centre } from "../jobs/centre.js";
import { place, say, whenNear } from "../parts.js";
import { BINS, type Centred, centred, HIGH, LOW } from "../shown.js";

const [WIDTH, HEIGHT] = [200, 90];
const across = (value: number): number => (WIDTH * (value - LOW)) / (HIGH - LOW);

/** Bars above this share are cut off: that of relu at 0 would leave nothing of the others. */
const TALLEST = 0.15;

const drawing = (name: Centred, { mean, shares }: Centre): SVGSVGElement => {
  const bars = Array.from(shares, (share, i) => {
    const height = (HEIGHT * Math.min(share, TALLEST)) / TALLEST;
    return `M${((WIDTH * i) / BINS + 0.5).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${WIDTH / BINS - 1}V${HEIGHT}z`;
  }).join("");
  return svg(
    "svg",
    {
      class: "histogram",
      viewBox: `-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`,
      role: "img",
      "aria-label": `Histogram of ${name} of normal numbers, from ${figure(LOW)} to ${figure(HIGH)}. The mean is ${figure(mean, 2)}.`,
    },
    svg("path", { class: "bars-of", d: bars }),
    svg("path", { class: "zero", d: `M${across(0)} 0V${HEIGHT}` }),
    svg("path", { class: "mean", d: `M${across(mean).toFixed(1)} 0V${HEIGHT}` }),
  );
};

export const middles = (): void => {
  const spot = place("fig-middles");
  const cells = new Map(centred.map((name) => [name, html("div", { "data-net": name }, html("p", {}, html("b", {}, name), " …"))]));
  spot.show(html("div", { class: "multiples" }, ...cells.values()));
  whenNear(spot, async () => {
    for (const name of centred) {
      const found = await ask("centre", name);
      const mean = figure(found.mean, 2);
      say(`mean-${name}`, mean);
      cells
        .get(name)
        ?.replaceChildren(html("p", {}, html("b", {}, name), " mean ", html("b", { "data-shown": "mean" }, mean)), drawing(name, found));
    }
  });
};
