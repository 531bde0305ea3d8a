// A net that fits a wave: without an activation it stays a straight line.
import { figure, html, svg } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { ask } from "../ask.js";
import type { Bend } from "../jobs/fit.js";
import { busy, choice, place, say, slider, summary, whenNear } from "../parts.js";

const names: readonly Bend[] = ["none", "relu", "tanh"];
const words: Readonly<Record<Bend, string>> = { none: "no activation", relu: "relu", tanh: "tanh" };

export const bend = (): void => {
  const spot = place("fig-bend");
  let [chosen, units]: [Bend, number] = ["relu", 6];
  let points: readonly (readonly [number, number])[] = [];
  const drawing = plot(
    { x: { domain: [-3, 3], label: "x" }, y: { domain: [-2.2, 2.2] }, curves: [], label: "Being computed." },
    {
      ratio: 0.5,
      over: (frame) => points.map(([x, y]) => svg("circle", { class: "sample", cx: frame.x(x), cy: frame.y(y), r: 3 })),
    },
  );
  const numbers = html("p", { class: "numbers" });
  const { element: spoken, tell } = summary();
  const compute = async (): Promise<void> => {
    // While it is trained, another may be chosen.
    const [activation, count] = [chosen, units];
    const { x, target, y, error } = await ask("fit", activation, count);
    points = Array.from(x, (at, i) => [at, target[i] as number] as const).filter((_, i) => i % 3 === 0);
    const net = `${count} hidden ${count === 1 ? "unit" : "units"}, ${words[activation]}`;
    drawing.set({
      curves: [{ class: "ours thick", x, y }],
      label: `Dots along a wave, and what a net of ${net} makes of them after training: ${activation === "none" ? "a straight line" : activation === "relu" ? "straight pieces with kinks" : "a smooth curve"}. Mean squared error ${figure(error, 3)}.`,
    });
    numbers.replaceChildren(html("span", {}, `${net}: mean squared error `, html("b", { "data-shown": "error" }, figure(error, 3))));
    tell(`${net}: error ${figure(error, 3)}`);
  };
  whenNear(spot, async () => {
    const straight = await ask("fit", "none", 16);
    say("straight-error", figure(straight.error, 3));
    await compute();
  });
  const again = (): void => void busy(spot, compute);
  spot.show(
    drawing.element,
    numbers,
    choice(
      "Behind the hidden layer",
      names,
      chosen,
      (name) => {
        chosen = name;
        again();
      },
      words,
    ),
    slider({ label: "Hidden units", min: 1, max: 16, step: 1, value: units }, (value) => {
      units = value;
      again();
    }),
    spoken,
  );
};
