// The form: which functions, sizes and numbers; kept in the address.
import kinds from "made:kinds";
import { formatLength } from "../../bench/data.js";
import { byId, counted, html, isOff, setOff } from "../shared/dom.js";
import { load, save } from "../shared/state.js";
import type { Job } from "./messages.js";
import { type Choice, fieldsOf, jobsOf, SIZES, secondsOf, timeInWords } from "./plan.js";

/** In the order of their kinds. */
export const names: readonly string[] = kinds.flatMap(([, ops]) => ops);
const fields = fieldsOf(names);

const check = (name: string, value: string, text: string): HTMLLabelElement =>
  html("label", {}, html("input", { type: "checkbox", name, value }), ` ${text}`);

/** A kind's functions, and a box that stands for all of them. */
const kindOf = ([kind, ops]: (typeof kinds)[number]): HTMLFieldSetElement =>
  html(
    "fieldset",
    {},
    html("legend", {}, html("label", {}, html("input", { type: "checkbox", "data-kind": kind }), ` ${kind}`)),
    html("div", { class: "checks" }, ...ops.map((op) => check("ops", op, op))),
  );

const inputs = (form: HTMLFormElement, name: string): readonly HTMLInputElement[] => [
  ...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`),
];

const loadTfjs = async (button: HTMLButtonElement, said: HTMLElement): Promise<boolean> => {
  setOff(button, true);
  said.textContent = "Loading …";
  try {
    const response = await fetch("tfjs/tfjs.js");
    if (response.ok) await response.arrayBuffer();
    said.textContent = response.ok ? "It takes part in what is measured from now on, in float32." : "It is not on this server.";
    return response.ok;
  } catch {
    said.textContent = "It can't be loaded: there is no connection.";
    return false;
  } finally {
    setOff(button, false);
  }
};

export interface Chooser {
  readonly choice: Readonly<Choice>;
  jobs(): readonly Job[];
  /** Nothing can be started while something runs. */
  setBusy(isBusy: boolean): void;
}

export const makeChooser = (start: () => void): Chooser => {
  const form = byId("more", HTMLFormElement);
  const choice = load(fields);
  byId("kinds", HTMLElement).append(...kinds.map(kindOf));
  byId("sizes", HTMLElement).append(...SIZES.map((length) => check("sizes", `${length}`, formatLength(length))));
  for (const input of inputs(form, "ops")) input.checked = choice.ops.includes(input.value);
  for (const input of inputs(form, "sizes")) input.checked = choice.sizes.includes(input.value);
  for (const input of inputs(form, "type")) input.checked = input.value === choice.type;

  const measure = byId("measure", HTMLButtonElement);
  let isBusy = false;
  const show = (): void => {
    for (const box of form.querySelectorAll<HTMLInputElement>("input[data-kind]")) {
      const own = [...(box.closest("fieldset")?.querySelectorAll<HTMLInputElement>('input[name="ops"]') ?? [])];
      const checked = own.filter((input) => input.checked).length;
      box.checked = checked === own.length;
      box.indeterminate = checked > 0 && checked < own.length;
    }
    const jobs = jobsOf(choice);
    setOff(measure, isBusy || jobs.length === 0);
    byId("estimate", HTMLElement).textContent = jobs.length
      ? `${counted(jobs.length, "function")} at ${counted(jobs[0]?.lengths.length ?? 0, "size")}, ${timeInWords(secondsOf(jobs))}.`
      : "Choose a function and a size.";
  };
  const read = (): void => {
    const values = (name: string): readonly string[] =>
      inputs(form, name)
        .filter((input) => input.checked)
        .map(({ value }) => value);
    choice.ops = values("ops");
    choice.sizes = values("sizes");
    choice.type = values("type")[0] === "f64" ? "f64" : "f32";
    save(fields, choice);
    show();
  };

  const tfjs = byId("tfjs", HTMLButtonElement);
  const setTfjs = (isWanted: boolean): void => {
    choice.tfjs = isWanted;
    tfjs.setAttribute("aria-pressed", String(isWanted));
    save(fields, choice);
  };
  const askTfjs = async (): Promise<void> => setTfjs(await loadTfjs(tfjs, byId("tfjs-said", HTMLElement)));
  tfjs.addEventListener("click", () => {
    if (isOff(tfjs)) return;
    if (choice.tfjs) {
      setTfjs(false);
      byId("tfjs-said", HTMLElement).textContent = "It does not take part.";
    } else void askTfjs();
  });
  if (choice.tfjs) {
    choice.tfjs = false;
    void askTfjs();
  }

  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset["kind"] !== undefined)
      for (const input of target.closest("fieldset")?.querySelectorAll<HTMLInputElement>('input[name="ops"]') ?? [])
        input.checked = target.checked;
    read();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isOff(measure)) start();
  });
  show();
  return {
    choice,
    jobs: () => jobsOf(choice),
    setBusy: (is) => {
      isBusy = is;
      show();
    },
  };
};
