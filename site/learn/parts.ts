// What the figures of this page have in common: a place in the text, controls, numbers that stand in sentences.
import { figure, html } from "../shared/dom.js";
import { watch } from "../shared/motion.js";
import { latest, type Work } from "./latest.js";

/** The figure's place in the HTML, above its caption; `data-state` tells how far it is. */
export const place = (id: string): { readonly figure: HTMLElement; readonly show: (...parts: readonly Node[]) => void } => {
  const element = document.getElementById(id);
  if (!element) throw new TypeError(`there is no #${id} on this page`);
  const inside = html("div", { class: "inside" });
  element.prepend(inside);
  return { figure: element, show: (...parts) => inside.replaceChildren(...parts) };
};

/** `data-value="name"` anywhere in the text. */
export const say = (name: string, text: string): void => {
  for (const element of document.querySelectorAll(`[data-value="${name}"]`)) element.textContent = text;
};

export const percent = (share: number): string => (share > 0 && share < 0.001 ? "under 0.1 %" : `${figure(100 * share, 3)} %`);

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A power of ten as axes have it: 10⁻⁸. */
export const power = (value: number): string => {
  const exponent = String(Math.round(Math.log10(value)));
  return `10${exponent.replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS.charAt(Number(digit)))}`;
};

interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly format?: (value: number) => string;
}

/** A slider with its value beside its label; `changed` hears of each move. */
export const slider = ({ label, min, max, step, value, format = figure }: SliderOptions, changed: (value: number) => void): HTMLElement => {
  const input = html("input", { type: "range", min, max, step, value });
  const output = html("output", {}, format(value));
  const show = (): void => {
    output.textContent = format(input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    show();
    changed(input.valueAsNumber);
  });
  show();
  return html("label", { class: "slider" }, html("span", {}, label), output, input);
};

let groups = 0;

/** One of several, as radio buttons that look like chips. */
export const choice = <T extends string>(
  legend: string,
  names: readonly T[],
  chosen: T,
  changed: (name: T) => void,
  words?: Readonly<Record<T, string>>,
): HTMLElement => {
  const group = `choice-${++groups}`;
  const chips = names.map((name) => {
    const input = html("input", { type: "radio", name: group, value: name, checked: name === chosen });
    input.addEventListener("change", () => changed(name));
    return html("label", { class: "chip" }, input, html("span", {}, words?.[name] ?? name));
  });
  return html("fieldset", { class: "chips" }, html("legend", {}, legend), html("div", {}, ...chips));
};

/** Runs once, when the figure comes near the screen; what goes wrong is said in its place. */
export const whenNear = ({ figure: element, show }: ReturnType<typeof place>, start: Work): void => {
  element.dataset["state"] = "waiting";
  const stop = watch(element, (isSeen) => {
    if (!isSeen) return;
    stop();
    void busy({ figure: element, show }, start);
  });
};

/** The same for what a control asks for. */
export const busy = ({ figure: element, show }: ReturnType<typeof place>, work: Work): Promise<void> =>
  latest(element, work, (state, error) => {
    element.dataset["state"] = state;
    if (state === "failed") show(html("p", { role: "alert" }, `This figure could not be computed: ${(error as Error).message}`));
  });

/** What a figure shows now, for who hears the page: it is read once the hand rests. */
export const summary = (): { readonly element: HTMLElement; readonly tell: (text: string) => void } => {
  const element = html("p", { class: "hidden", "aria-live": "polite" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element,
    tell: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        element.textContent = text;
      }, 700);
    },
  };
};
