// The network: a column of squares for each layer, each square a button over the unit's map; weights as lines between them.
import { byId, html } from "../shared/dom.js";
import { drawEdges, type Spot } from "./edges.js";
import { type Palette, paintValues, ramp } from "./paint.js";
import { type Snapshot, UNIT_SIDE } from "./seen.js";
import type { Settings } from "./settings.js";
import { unitInWords } from "./words.js";

interface Unit {
  readonly button: HTMLButtonElement;
  readonly layer: number;
  readonly place: number;
}

const FIELDS = UNIT_SIDE ** 2;

const INSET = 1.5;

/** Where an element is within another, in pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export class NetView {
  private readonly columns = byId("columns", HTMLDivElement);
  /** One canvas for all squares and lines: browsers are slow with dozens that change in every frame. */
  private readonly canvas = byId("edges", HTMLCanvasElement);
  /** The maps one below the other, from which they are scaled into place. */
  private readonly maps = html("canvas");
  private image = new ImageData(UNIT_SIDE, UNIT_SIDE);
  private units: readonly Unit[] = [];
  private boxes: readonly Box[] = [];
  /** By column: inputs, hidden layers, outputs. */
  private spots: readonly (readonly Spot[])[] = [];
  private ramp: Uint32Array = new Uint32Array();
  private counts: readonly HTMLElement[] = [];
  private last: Snapshot | undefined;

  /** `choose` hears of a press on a unit. */
  constructor(
    private palette: Palette,
    private readonly points: number,
    private readonly choose: (unit: number) => void,
  ) {
    this.setPalette(palette);
    new ResizeObserver(() => this.measure()).observe(this.columns);
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.ramp = ramp(palette);
    if (this.last) this.draw(this.last);
  }

  build({ layers }: Settings, classes: number): void {
    const units: Unit[] = [];
    this.last = undefined;
    const end = (name: string, words: string, kind: string): HTMLElement => html("span", { class: `end ${kind}`, title: words }, name);
    const column = (head: string, ...children: HTMLElement[]): HTMLElement =>
      html("div", { class: "column" }, html("span", { class: "head", title: head }, head), html("div", { class: "stack" }, ...children));
    this.counts = layers.map(() => html("span", { class: "head dead-count" }));
    const hidden = layers.map(({ units: count, activation }, layer) => {
      const squares = Array.from({ length: count }, (_, place) => {
        const button = html("button", { type: "button", class: "unit", "aria-pressed": "false" });
        const unit = units.length;
        button.addEventListener("click", () => this.choose(unit));
        units.push({ button, layer, place });
        return button;
      });
      const made = column(activation, ...squares);
      made.append(this.counts[layer] as HTMLElement);
      return made;
    });
    this.columns.replaceChildren(
      column("in", end("x₁", "across", "in"), end("x₂", "up", "in")),
      ...hidden,
      column("out", ...Array.from({ length: classes }, (_, i) => end("", `class ${i + 1}`, `class-${i + 1}`))),
    );
    this.columns.style.setProperty("--columns", String(layers.length + 2));
    this.units = units;
    this.image = new ImageData(UNIT_SIDE, UNIT_SIDE * units.length);
    this.maps.width = UNIT_SIDE;
    this.maps.height = UNIT_SIDE * units.length;
    this.measure();
  }

  select(chosen: number | undefined): void {
    this.units.forEach(({ button }, i) => {
      button.setAttribute("aria-pressed", String(i === chosen));
    });
  }

  focus(unit: number): void {
    this.units[unit]?.button.focus();
  }

  draw(seen: Snapshot): void {
    this.last = seen;
    const context = this.canvas.getContext("2d");
    if (!context || this.boxes.length !== this.units.length) return;
    drawEdges(context, seen, this.spots, this.palette);
    this.units.forEach((_, i) => {
      paintValues(this.image, i * FIELDS, seen.maps.subarray(i * FIELDS, (i + 1) * FIELDS), this.ramp);
    });
    this.maps.getContext("2d")?.putImageData(this.image, 0, 0);
    this.units.forEach(({ button, layer, place }, i) => {
      const dead = seen.layers[layer]?.live[place] === 0;
      if ((button.dataset["dead"] === "true") !== dead) button.dataset["dead"] = String(dead);
      const { x, y, size } = this.boxes[i] as Box;
      // What is dead is dark, by the style sheet.
      if (!dead) context.drawImage(this.maps, 0, i * UNIT_SIDE, UNIT_SIDE, UNIT_SIDE, x, y, size, size);
    });
  }

  /** Words change more slowly than pictures: nobody reads 30 a second. */
  name(seen: Snapshot): void {
    for (const { button, layer, place } of this.units) button.setAttribute("aria-label", unitInWords(seen, layer, place, this.points));
    this.counts.forEach((count, i) => {
      const dead = seen.layers[i]?.live.filter((rows) => rows === 0).length ?? 0;
      count.textContent = dead ? `✕ ${dead}` : "";
      count.title = `${dead} dead`;
    });
  }

  private measure(): void {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const ratio = Math.min(devicePixelRatio, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext("2d")?.scale(ratio, ratio);
    const box = (element: Element): DOMRect => element.getBoundingClientRect();
    this.spots = [...this.columns.querySelectorAll(".stack")].map((stack) =>
      [...stack.children].map(box).map((child) => ({
        left: child.left - left,
        right: child.right - left,
        y: child.top + child.height / 2 - top,
      })),
    );
    this.boxes = this.units.map(({ button }) => {
      const square = box(button);
      // Within the button's frame, whose corners are round.
      return { x: square.left - left + INSET, y: square.top - top + INSET, size: square.width - 2 * INSET };
    });
    if (this.last) this.draw(this.last);
  }
}
