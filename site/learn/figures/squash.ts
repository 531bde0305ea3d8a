// sigmoid and tanh, which end, beside relu, which does not.
import { relu, sigmoid, tanh } from "relu-simd";
import { html } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { grid } from "../grid.js";
import { choice, place } from "../parts.js";

const shown = ["values", "derivatives"] as const;
type Shown = (typeof shown)[number];

export const squash = (): void => {
  const { figure: element, show } = place("fig-squash");
  const xs = grid(-6, 6, 481);
  const drawing = plot({ x: { domain: [-6, 6], label: "x" }, y: { domain: [-1.2, 2.2] }, curves: [], label: "" }, { ratio: 0.5 });
  const curves = {
    values: [relu(xs), tanh(xs), sigmoid(xs)],
    derivatives: [relu.derivative(xs), tanh.derivative(xs), sigmoid.derivative(xs)],
  } as const;
  const update = (what: Shown): void =>
    drawing.set({
      curves: (["ours thick", "ort", "tfjs"] as const).map((kind, i) => ({ class: kind, x: xs, y: curves[what][i] ?? [], jump: 8 })),
      label:
        what === "values"
          ? "sigmoid rises from 0 to 1 and tanh from −1 to 1; both are flat beyond ±5. relu goes on rising."
          : "The derivative of sigmoid is 0.25 at most and that of tanh 1, both at 0, and both are near 0 beyond ±5. That of relu is 1 for every x above 0.",
    });
  update("values");
  const key = html(
    "p",
    { class: "numbers" },
    ...(["relu", "tanh", "sigmoid"] as const).map((name, i) => html("span", { class: ["ours", "ort", "tfjs"][i] }, html("b", {}, name))),
  );
  show(drawing.element, key, choice("Shown are", shown, "values", update));
  element.dataset["state"] = "done";
};
