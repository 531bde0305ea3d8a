// How numbers grow, or fade, through thirty layers.
import { figure, html } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { ask } from "../ask.js";
import type { Grown } from "../jobs/growth.js";
import { busy, place, power, slider, summary, whenNear } from "../parts.js";
import { LAYERS } from "../shown.js";

const nets: readonly (readonly [name: Grown, kind: string])[] = [
  ["relu", "ours"],
  ["tanh", "ort"],
];

export const swell = (): void => {
  const spot = place("fig-swell");
  let scale = 1.2;
  const drawing = plot(
    {
      x: { domain: [0, LAYERS], label: "layer" },
      y: { domain: [1e-9, 1e9], kind: "log", label: "deviation", format: power },
      curves: [],
      label: "Being computed.",
    },
    { ratio: 0.5 },
  );
  const numbers = html("p", { class: "numbers" });
  const { element: spoken, tell } = summary();
  const layers = Array.from({ length: LAYERS + 1 }, (_, i) => i);
  const compute = async (): Promise<void> => {
    // While it is computed, another may be chosen.
    const own = scale;
    const found = await Promise.all(nets.map(async ([name, kind]) => ({ name, kind, deviations: await ask("growth", name, own) })));
    const words = found.map(({ name, deviations }) => `${name} ${figure(deviations.at(-1) ?? 0, 2)}`).join(", ");
    drawing.set({
      curves: found.map(({ kind, deviations }) => ({
        class: `${kind} thick`,
        x: layers,
        y: deviations.map((value) => value || Number.NaN),
      })),
      label: `How far numbers spread after each of ${LAYERS} layers, with He's weights times ${figure(own)}. After the last: ${words}.`,
    });
    numbers.replaceChildren(
      ...found.map(({ name, kind, deviations }) =>
        html("span", { class: kind }, `${name}, layer ${LAYERS}: `, html("b", { "data-shown": name }, figure(deviations.at(-1) ?? 0, 2))),
      ),
    );
    tell(`After ${LAYERS} layers: ${words}`);
  };
  spot.show(
    drawing.element,
    numbers,
    slider({ label: "Weights: He’s times", min: 0.5, max: 2, step: 0.05, value: scale }, (value) => {
      scale = value;
      void busy(spot, compute);
    }),
    spoken,
  );
  whenNear(spot, compute);
};
