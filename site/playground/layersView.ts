// A card for each hidden layer: how its values and gradients lie, and what of them is 0.
import { byId, html, svg } from "../shared/dom.js";
import { BINS, LARGEST, type LayerView, SMALLEST, type Snapshot } from "./seen.js";
import { layerInWords } from "./words.js";

interface Histogram {
  readonly element: HTMLElement;
  readonly set: (counts: Float32Array, low: string, middle: string, high: string, words: string) => void;
}

/** Bars in units of BINS × 20, stretched to their place. */
const HEIGHT = 20;

const histogram = (title: string): Histogram => {
  const bars = svg("path", {});
  const rule = svg("path", { class: "rule", d: `M${BINS / 2} 0V${HEIGHT}` });
  const picture = svg("svg", { viewBox: `0 0 ${BINS} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", class: "bars" }, rule, bars);
  const ends = [html("span"), html("span"), html("span")] as const;
  const element = html(
    "div",
    { class: "histogram" },
    html("p", { class: "small muted" }, title),
    picture,
    html("div", { class: "ends small muted" }, ...ends),
  );
  return {
    element,
    set: (counts, low, middle, high, words) => {
      const most = Math.max(1, ...counts);
      bars.setAttribute(
        "d",
        [...counts]
          .map((count, i) => (count > 0 ? `M${i} ${HEIGHT}v${-Math.max((HEIGHT * count) / most, 0.4).toFixed(2)}h.92V${HEIGHT}z` : ""))
          .join(""),
      );
      picture.setAttribute("aria-label", words);
      ends.forEach((end, i) => {
        end.textContent = [low, middle, high][i] ?? "";
      });
    },
  };
};

const sum = (counts: Float32Array): number => counts.reduce((total, count) => total + count, 0);

/** The power of ten at which most gradients lie. */
const commonest = (counts: Float32Array): string =>
  sum(counts) === 0
    ? "none"
    : `most about 10 to the power of ${Math.round(SMALLEST + ((counts.indexOf(Math.max(...counts)) + 0.5) / BINS) * (LARGEST - SMALLEST))}`;

class Card {
  readonly element: HTMLElement;
  private readonly title = html("h3");
  private readonly values = histogram("values before the activation");
  private readonly gradients = histogram("size of the gradients there");
  private readonly words = html("p", { class: "small" });

  constructor(private readonly place: number) {
    this.element = html(
      "article",
      { class: "card layer" },
      this.title,
      html("div", { class: "pair" }, this.values.element, this.gradients.element),
      this.words,
    );
  }

  draw(layer: LayerView, reach: number): void {
    const { activation, live, values, gradients } = layer;
    const of = `layer ${this.place + 1}`;
    this.title.textContent = `Layer ${this.place + 1}: ${live.length} × ${activation}`;
    const below = sum(values.subarray(0, BINS / 2)) / Math.max(sum(values), 1);
    this.values.set(
      values,
      `−${reach}`,
      "0",
      `${reach}`,
      `Values before the activation of ${of}, from −${reach} to ${reach}: ${Math.round(100 * below)} % below 0.`,
    );
    const middle = (SMALLEST + LARGEST) / 2;
    this.gradients.set(
      gradients,
      `1e${SMALLEST}`.replace("-", "−"),
      `1e${middle}`.replace("-", "−"),
      `1e${LARGEST}`,
      `Sizes of the gradients in ${of} that are not 0: ${commonest(gradients)}.`,
    );
    this.words.textContent = layerInWords(layer);
    const dead = live.filter((rows) => rows === 0).length;
    this.element.dataset["dead"] = String(dead);
    this.element.dataset["sparsity"] = layer.sparsity.toFixed(4);
  }
}

export class LayersView {
  private readonly place = byId("layers", HTMLDivElement);
  private cards: readonly Card[] = [];

  draw({ layers, reach }: Snapshot): void {
    if (this.cards.length !== layers.length) {
      this.cards = layers.map((_, i) => new Card(i));
      this.place.replaceChildren(...this.cards.map(({ element }) => element));
    }
    layers.forEach((layer, i) => {
      this.cards[i]?.draw(layer, reach);
    });
  }
}
