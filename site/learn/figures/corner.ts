// relu and softplus under a magnifying glass at 0: one keeps its corner.
import { relu, softplus } from "relu-simd";
import { figure, html } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { grid } from "../grid.js";
import { place, slider } from "../parts.js";

export const corner = (): void => {
  const { figure: element, show } = place("fig-corner");
  const drawing = plot({ x: { domain: [-1, 1] }, y: { domain: [-1, 1] }, curves: [], label: "" }, { ratio: 0.5 });
  const update = (power: number): void => {
    const reach = 4 / 10 ** power;
    const xs = grid(-reach, reach, 201);
    // Both seen from their own height at 0.
    const smooth = softplus(xs).map((y) => y - softplus(0));
    drawing.set({
      x: { domain: [-reach, reach], label: "x" },
      y: { domain: [-0.5 * reach, reach] },
      curves: [
        { class: "ort", x: xs, y: smooth },
        { class: "ours thick", x: xs, y: relu(xs) },
      ],
      label: `relu and softplus, lowered to 0, from −${figure(reach)} to ${figure(reach)}: relu has a corner at every magnification, softplus ${power < 1 ? "a bend" : "looks straight"}.`,
    });
  };
  update(0);
  show(
    drawing.element,
    html(
      "p",
      { class: "numbers" },
      html("span", { class: "ours" }, html("b", {}, "relu")),
      html("span", { class: "ort" }, html("b", {}, "softplus"), ", lowered"),
    ),
    slider({ label: "Magnified", min: 0, max: 6, step: 0.1, value: 0, format: (power) => `${figure(10 ** power, 2)} times` }, update),
  );
  element.dataset["state"] = "done";
};
