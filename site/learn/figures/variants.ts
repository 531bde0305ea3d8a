// The family: each member beside relu, with its parameter on a slider.
import { relu } from "relu-simd";
import { figure, html } from "../../shared/dom.js";
import { plot } from "../../shared/plot.js";
import { grid } from "../grid.js";
import { type Member, members } from "../members.js";
import { choice, place, slider, summary } from "../parts.js";

type Name = keyof typeof members;
const names = Object.keys(members) as Name[];

export const variants = (): void => {
  const { figure: element, show } = place("fig-variants");
  const xs = grid(-5, 7.5, 501);
  const plain = relu(xs);
  let member: Member = members.leakyRelu;
  let name: Name = "leakyRelu";
  let value = members.leakyRelu.parameter.value as number;
  const drawing = plot({ x: { domain: [-5, 7.5], label: "x" }, y: { domain: [-2.2, 7] }, curves: [], label: "" }, { ratio: 0.55 });
  const formula = html("p", { class: "formula" });
  const words = html("p", { class: "words" });
  const knob = html("div", { class: "knob" });
  const { element: spoken, tell } = summary();
  const update = (): void => {
    const [y, slope] = [member.value(xs, value), member.slope(xs, value)];
    const call = member.parameter ? `${name}, ${member.parameter.name} ${figure(value)}` : name;
    drawing.set({
      curves: [
        { class: "muted dotted", x: xs, y: plain },
        { class: "tfjs dashed", x: xs, y: slope, jump: 8 },
        { class: "ours thick", x: xs, y },
      ],
      label: `${call}: ${member.formula}, its derivative, and relu for comparison. At x = −5 it is ${figure(y[0] as number, 3)}, its slope ${figure(slope[0] as number, 3)}.`,
    });
    formula.replaceChildren(html("b", {}, name), html("code", {}, member.formula));
    words.textContent = member.words;
    tell(call);
  };
  const choose = (chosen: Name): void => {
    name = chosen;
    member = members[chosen];
    value = member.parameter?.value ?? 0;
    const { parameter } = member;
    knob.replaceChildren(
      ...(parameter
        ? [
            slider({ label: parameter.name, ...omitName(parameter) }, (moved) => {
              value = moved;
              update();
            }),
          ]
        : [html("p", { class: "muted" }, "No parameter.")]),
    );
    update();
  };
  const omitName = ({ min, max, step, value }: NonNullable<Member["parameter"]>) => ({ min, max, step, value });
  choose(name);
  show(choice("The family", names, name, choose), formula, words, drawing.element, knob, spoken);
  element.dataset["state"] = "done";
};
