// The settings as controls. Whatever changes, the whole record is handed on.
import { byId, counted, html, setOff } from "../shared/dom.js";
import { activationNames } from "./names.js";
import {
  batches,
  clips,
  dataNames,
  type LayerSettings,
  MOST_LAYERS,
  MOST_UNITS,
  noises,
  optimizers,
  rates,
  type Settings,
  slopes,
  starts,
} from "./settings.js";

const words: Readonly<Record<string, string>> = {
  circles: "circles",
  xor: "exclusive or",
  spirals2: "two spirals",
  spirals3: "three spirals",
  moons: "moons",
  he: "He",
  xavier: "Xavier",
  small: "too small",
  negative: "large negative bias",
  sgd: "SGD",
  momentum: "SGD with momentum",
  adam: "Adam",
};

interface Choice<K extends keyof Settings> {
  readonly label: string;
  readonly all: readonly Settings[K][];
  readonly say?: (value: Settings[K]) => string;
}

type Choices = { readonly [K in keyof Settings]?: Choice<K> };

const choices: Choices = {
  data: { label: "Data", all: dataNames },
  noise: { label: "Noise", all: noises },
  start: { label: "Initialisation", all: starts },
  optimizer: { label: "Optimizer", all: optimizers },
  rate: { label: "Learning rate", all: rates },
  batch: { label: "Batch size", all: batches, say: (value) => (value === 192 ? "192, all" : String(value)) },
  clip: { label: "Clip gradients", all: clips, say: (value) => (value === 0 ? "off" : `norm ${value}`) },
  slope: { label: "Leaky slope", all: slopes },
};

const labelled = (label: string, control: HTMLElement): HTMLElement => html("label", { class: "field" }, html("span", {}, label), control);

const select = <T extends string | number>(
  all: readonly T[],
  value: T,
  say: (value: T) => string,
  changed: (value: T) => void,
): HTMLSelectElement => {
  const made = html("select", {}, ...all.map((one) => html("option", { value: one, selected: one === value }, say(one))));
  made.addEventListener("change", () => {
    const chosen = all.find((one) => String(one) === made.value);
    if (chosen !== undefined) changed(chosen);
  });
  return made;
};

export class Controls {
  private readonly form = byId("controls", HTMLFormElement);
  private settings: Settings | undefined;

  constructor(private readonly changed: (settings: Settings) => void) {
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Shows settings; what had the focus has it again. */
  show(settings: Settings): void {
    this.settings = settings;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["control"] : undefined;
    this.form.replaceChildren(
      this.choice("data"),
      this.choice("noise"),
      this.layers(settings.layers),
      this.choice("slope", "Slope below 0, of leakyRelu; prelu’s begin with it"),
      this.choice("start"),
      this.choice("optimizer"),
      this.choice("rate"),
      this.choice("batch"),
      this.choice("clip"),
      this.norm(settings.norm),
    );
    if (focused) this.form.querySelector<HTMLElement>(`[data-control="${focused}"]`)?.focus();
  }

  private set(changes: Partial<Settings>): void {
    if (!this.settings) return;
    const settings = { ...this.settings, ...changes };
    this.show(settings);
    this.changed(settings);
  }

  private choice<K extends keyof Choices>(name: K, title?: string): HTMLElement {
    const choice = choices[name] as unknown as Choice<"rate"> | undefined;
    if (!choice || !this.settings) throw new RangeError(`no choice ${name}`);
    const { label, all, say = (value) => words[value] ?? String(value) } = choice;
    const made = select(all, this.settings[name] as number, say, (value) => this.set({ [name]: value }));
    made.dataset["control"] = name;
    if (title) made.title = title;
    return labelled(label, made);
  }

  private norm(isOn: boolean): HTMLElement {
    const box = html("input", { type: "checkbox", checked: isOn, "data-control": "norm" });
    box.addEventListener("change", () => this.set({ norm: box.checked }));
    return html("label", { class: "inline" }, box, " Batch norm before each activation");
  }

  private layers(layers: readonly LayerSettings[]): HTMLElement {
    const replaced = (at: number, changes: Partial<LayerSettings>): void =>
      this.set({ layers: layers.map((layer, i) => (i === at ? { ...layer, ...changes } : layer)) });
    const button = (name: string, text: string, label: string, isOff: boolean, press: () => void): HTMLButtonElement => {
      const made = html("button", { type: "button", "aria-label": label, "data-control": name }, text);
      setOff(made, isOff);
      if (!isOff) made.addEventListener("click", press);
      return made;
    };
    const rows = layers.map(({ units, activation }, i) => {
      const of = `layer ${i + 1}`;
      const curve = select(activationNames, activation, String, (value) => replaced(i, { activation: value }));
      curve.setAttribute("aria-label", `Activation of ${of}`);
      curve.dataset["control"] = `activation-${i}`;
      return html(
        "div",
        { class: "layer-row", role: "group", "aria-label": `Layer ${i + 1}, ${counted(units, "unit")}` },
        html("span", { class: "muted" }, String(i + 1)),
        curve,
        button(`fewer-${i}`, "−", `A unit less in ${of}`, units <= 1, () => replaced(i, { units: units - 1 })),
        html("span", { class: "number" }, String(units)),
        button(`more-${i}`, "+", `A unit more in ${of}`, units >= MOST_UNITS, () => replaced(i, { units: units + 1 })),
      );
    });
    const last = layers.at(-1) ?? { units: 4, activation: "relu" };
    const count = html(
      "div",
      { class: "layer-count" },
      html("span", {}, "Hidden layers"),
      button("fewer", "−", "A layer less", layers.length <= 1, () => this.set({ layers: layers.slice(0, -1) })),
      html("span", { class: "number" }, String(layers.length)),
      button("more", "+", "A layer more", layers.length >= MOST_LAYERS, () => this.set({ layers: [...layers, last] })),
    );
    return html("fieldset", {}, html("legend", { class: "hidden" }, "Hidden layers"), count, ...rows);
  }
}
