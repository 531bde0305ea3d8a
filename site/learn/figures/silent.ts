// The outputs of a trained layer as a grid: what is exactly 0 is left blank.
import { figure, html, svg } from "../../shared/dom.js";
import { ask } from "../ask.js";
import type { Bent, Silence } from "../jobs/spiral.js";
import { percent, place, say, whenNear } from "../parts.js";

const names: readonly Bent[] = ["relu", "leakyRelu", "sigmoid"];
const SHADES = 5;
const CELL = 10;

/** Units down, points across; the farther from 0, the darker, as a share of the largest. */
const sheet = (name: Bent, { outputs, rows, zeros, accuracy }: Silence): SVGSVGElement => {
  const units = outputs.length / rows;
  const most = outputs.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const paths = Array.from({ length: SHADES }, () => "");
  outputs.forEach((value, i) => {
    if (value === 0) return;
    const shade = Math.min(Math.floor((SHADES * Math.abs(value)) / most), SHADES - 1);
    paths[shade] += `M${CELL * Math.floor(i / units)} ${CELL * (i % units)}h${CELL - 1}v${CELL - 1}h${1 - CELL}z`;
  });
  return svg(
    "svg",
    {
      class: "sheet",
      viewBox: `0 0 ${CELL * rows - 1} ${CELL * units - 1}`,
      role: "img",
      "aria-label": `Outputs of ${units} units of the ${name} net for ${rows} points. ${percent(zeros)} of all hidden outputs are exactly 0; ${percent(accuracy)} of the points are classified rightly.`,
    },
    ...paths.map((d, shade) => svg("path", { class: `shade-${shade}`, d })),
  );
};

export const silent = (): void => {
  const spot = place("fig-silent");
  const rows = new Map(
    names.map((name) => [name, html("div", { class: "sheet-row", "data-net": name }, html("p", {}, html("b", {}, name), ": training …"))]),
  );
  spot.show(...rows.values());
  whenNear(spot, async () => {
    for (const name of names) {
      const found = await ask("silence", name);
      const { zeros, accuracy, count } = found;
      say(`zeros-${name}`, percent(zeros));
      say("zeros-count", count.toLocaleString("en"));
      rows
        .get(name)
        ?.replaceChildren(
          html(
            "p",
            {},
            html("b", {}, name),
            ": ",
            html("span", { "data-shown": "zeros" }, percent(zeros)),
            ` exactly 0 · ${figure(100 * accuracy, 3)} % of the points right`,
          ),
          sheet(name, found),
        );
    }
  });
};
