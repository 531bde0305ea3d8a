// Sliders of parameters, each with a field to type what the slider does not reach.
import { byId, html } from "../shared/dom.js";
import type { Described, DescribedParameter } from "./described.js";
import { OPERANDS } from "./fields.js";

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Where a slider goes: within the domain, around the default. */
export const rangeOf = ({ start, min, above }: Pick<DescribedParameter, "start" | "min" | "above">): Range => {
  const isSmall = Math.abs(start) < 0.3;
  const [low, high, step] = isSmall ? [-0.5, 1, 0.01] : start < 0 || start > 0.9 ? [-4, 4, 0.05] : [-2, 2, 0.05];
  return { min: min ?? (above === undefined ? low : above + step), max: high, step };
};

export interface Control {
  readonly name: string;
  readonly text: string;
  readonly value: number;
  readonly range: Range;
  /** What may be typed. Default: every number; the package says which it refuses. */
  readonly limits?: Pick<Range, "min" | "max">;
}

const NONE = { min: -Infinity, max: Infinity };

/** Replaces what `place` has. `changed` is told of each move. */
export const sliders = (place: string, controls: readonly Control[], changed: (name: string, value: number) => void): void => {
  byId(place, HTMLElement).replaceChildren(
    ...controls.map(({ name, text, value, range, limits = NONE }) => {
      const id = `${place}-${name.replace(/ /g, "-")}`;
      const slider = html("input", { id, type: "range", ...range, value, "data-parameter": name });
      const typed = html("input", { type: "text", inputmode: "decimal", value, "aria-label": `${name}, typed`, autocomplete: "off" });
      let last = value;
      const move = (to: number): void => {
        last = Math.min(Math.max(to, limits.min), limits.max);
        changed(name, last);
      };
      slider.addEventListener("input", () => {
        move(slider.valueAsNumber);
        typed.value = String(last);
      });
      typed.addEventListener("change", () => {
        const given = Number(typed.value.replace("−", "-"));
        if (typed.value.trim() === "" || Number.isNaN(given)) {
          // What was there goes on.
          typed.value = String(last);
          return;
        }
        move(given);
        slider.value = String(last);
        typed.value = String(last);
      });
      return html(
        "div",
        { class: "slider card" },
        html("label", { for: id }, html("b", {}, name)),
        typed,
        slider,
        html("p", { class: "small muted" }, text),
      );
    }),
  );
};

/** Of a function: its parameters, and the other half of a gated unit. */
export const controlsOf = ({ parameters, gate }: Described, values: Readonly<Record<string, number>>): readonly Control[] => [
  ...parameters.map((parameter) => ({
    name: parameter.name,
    text: parameter.text,
    value: values[parameter.name] ?? parameter.start,
    range: rangeOf(parameter),
  })),
  ...(gate
    ? [
        {
          name: "other",
          text: `the other half of the row, which the gate is multiplied with; x is the ${gate} half, the gate`,
          value: values["other"] ?? 1,
          range: { min: -4, max: 4, step: 0.05 },
          limits: OPERANDS,
        },
      ]
    : []),
];
