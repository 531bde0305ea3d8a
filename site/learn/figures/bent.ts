// relu and its derivative, with a point to move.
import { relu } from "relu-simd";
import { figure, html, svg } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { grid } from "../grid.js";
import { place, slider, summary } from "../parts.js";

export const bent = (): void => {
  const { figure: element, show } = place("fig-relu");
  let x = 1.5;
  const xs = grid(-4, 4, 401);
  const [ys, slopes] = [relu(xs), relu.derivative(xs)];
  const drawing = plot(
    {
      x: { domain: [-4, 4], label: "x" },
      y: { domain: [-0.6, 4] },
      curves: [
        { class: "tfjs dashed", x: xs, y: slopes, jump: 8 },
        { class: "ours thick", x: xs, y: ys },
      ],
      label: "",
    },
    {
      ratio: 0.5,
      over: (frame) => [
        svg("line", { class: "plumb", x1: frame.x(x), x2: frame.x(x), y1: frame.y(0), y2: frame.y(relu(x)) }),
        svg("circle", { class: "dot tfjs", cx: frame.x(x), cy: frame.y(relu.derivative(x)), r: 5 }),
        svg("circle", { class: "dot ours", cx: frame.x(x), cy: frame.y(relu(x)), r: 8 }),
      ],
    },
  );
  const numbers = html("p", { class: "numbers" });
  const { element: spoken, tell } = summary();
  const update = (): void => {
    const [y, slope] = [relu(x), relu.derivative(x)];
    drawing.set({
      label: `relu, flat at 0 up to x = 0 and the line y = x from there, and its derivative, a step from 0 to 1. At x = ${figure(x)}: ${figure(y)}, slope ${figure(slope)}.`,
    });
    const part = (name: string, kind: string, value: number): HTMLElement =>
      html("span", { class: kind }, `${name}(${figure(x)}) = `, html("b", { "data-shown": name }, figure(value)));
    numbers.replaceChildren(part("relu", "ours", y), part("relu′", "tfjs", slope));
    tell(`relu of ${figure(x)} is ${figure(y)}, its slope ${figure(slope)}`);
  };
  const control = slider({ label: "x", min: -4, max: 4, step: 0.1, value: x }, (value) => {
    x = value;
    update();
  });
  update();
  show(drawing.element, numbers, control, spoken);
  element.dataset["state"] = "done";
};
