// The gradient that is left after so many layers.
import { leakyRelu, relu, sigmoid, tanh } from "relu-simd";
import { figure, html } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { chain, type Link } from "../numbers.js";
import { place, power, say, slider, summary } from "../parts.js";

const links: readonly (Link & { readonly name: string; readonly kind: string })[] = [
  { name: "relu", kind: "ours thick", value: (x) => relu(x), derivative: (x) => relu.derivative(x) },
  { name: "leakyRelu", kind: "jax dashed", value: (x) => leakyRelu(x), derivative: (x) => leakyRelu.derivative(x) },
  { name: "tanh", kind: "ort", value: (x) => tanh(x), derivative: (x) => tanh.derivative(x) },
  { name: "sigmoid", kind: "tfjs", value: (x) => sigmoid(x), derivative: (x) => sigmoid.derivative(x) },
];
const DEEPEST = 30;
const LEAST = 1e-20;

export const depth = (): void => {
  const { figure: element, show } = place("fig-depth");
  let [layers, x] = [10, 1];
  const drawing = plot(
    {
      x: { domain: [0, DEEPEST], label: "layers" },
      y: { domain: [LEAST, 1e4], kind: "log", label: "gradient", format: power },
      curves: [],
      label: "",
    },
    { ratio: 0.5 },
  );
  const numbers = html("p", { class: "numbers" });
  const { element: spoken, tell } = summary();
  const update = (): void => {
    const depths = Array.from({ length: layers + 1 }, (_, i) => i);
    const left = links.map(({ name, kind, ...link }) => ({ name, kind, products: chain(link, x, layers) }));
    const words = left.map(({ name, products }) => `${name} ${figure(products.at(-1) ?? 0, 2)}`).join(", ");
    drawing.set({
      // 0 has no place on a logarithmic axis: its line ends.
      curves: left.map(({ kind, products }) => ({ class: kind, x: depths, y: products.map((value) => value || Number.NaN) })),
      label: `What is left of the gradient through ${layers} activations, for x = ${figure(x)}: ${words}.`,
    });
    numbers.replaceChildren(
      ...left.map(({ name, kind, products }) => {
        const color = kind.split(" ")[0] ?? "";
        return html("span", { class: color }, `${name} `, html("b", { "data-shown": name }, figure(products.at(-1) ?? 0, 2)));
      }),
    );
    tell(`Through ${layers}: ${words}`);
  };
  const atTen = (link: Link): number => chain(link, 1, 10).at(-1) ?? 0;
  for (const { name, ...link } of links) say(`ten-${name}`, figure(atTen(link), 2));
  update();
  show(
    drawing.element,
    numbers,
    slider({ label: "Layers", min: 1, max: DEEPEST, step: 1, value: layers }, (value) => {
      layers = value;
      update();
    }),
    slider({ label: "x that goes in", min: -4, max: 4, step: 0.1, value: x }, (value) => {
      x = value;
      update();
    }),
    spoken,
  );
  element.dataset["state"] = "done";
};
