// The same bad starts with one thing changed, trained here.
import { html } from "../../shared/dom.js";
import { ask } from "../ask.js";
import type { Bent, Start } from "../jobs/spiral.js";
import { percent, place, whenNear } from "../parts.js";

interface Trial {
  readonly name: Bent;
  readonly words: string;
  readonly start: Omit<Start, "steps">;
}

const biased = { bias: -3, rate: 1 } as const;
const fast = { bias: 0, rate: 2.5 } as const;

const trials: readonly Trial[] = [
  { name: "relu", words: "biases of −3", start: biased },
  { name: "relu", words: "the same, but biases of 0", start: { bias: 0, rate: 1 } },
  { name: "leakyRelu", words: "the same, with a leaky slope of 0.1", start: biased },
  { name: "elu", words: "the same, with elu", start: biased },
  { name: "relu", words: "the same, with batch norm", start: { ...biased, remedy: { batchNorm: true } } },
  { name: "relu", words: "a learning rate of 2.5", start: fast },
  { name: "relu", words: "the same, at a rate of 0.3", start: { bias: 0, rate: 0.3 } },
  { name: "relu", words: "the same, with gradients clipped", start: { ...fast, remedy: { clip: 0.3 } } },
  { name: "relu", words: "the same, with batch norm", start: { ...fast, remedy: { batchNorm: true } } },
];

export const cures = (): void => {
  const spot = place("fig-cures");
  const rows = trials.map(({ name, words, start }) => {
    const cells = [html("td", { class: "number" }, "…"), html("td", { class: "number" }, "…")] as const;
    const isBad = start === biased || start === fast;
    const row = html(
      "tr",
      { class: isBad && name === "relu" ? "bad" : "cure" },
      html("th", { scope: "row" }, words),
      html("td", {}, name),
      ...cells,
    );
    return { row, cells };
  });
  spot.show(
    html(
      "div",
      { class: "table", tabindex: "0", role: "region", "aria-label": "Remedies" },
      html(
        "table",
        {},
        html("caption", {}, "250 steps on three spirals, the same seed; dead units of 32, points classified rightly"),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            ...["Start", "Activation"].map((head) => html("th", { scope: "col" }, head)),
            ...["Dead", "Right"].map((head) => html("th", { scope: "col", class: "number" }, head)),
          ),
        ),
        html("tbody", {}, ...rows.map(({ row }) => row)),
      ),
    ),
  );
  whenNear(spot, async () => {
    for (const [i, { name, start }] of trials.entries()) {
      const { dead, accuracy } = await ask("dying", name, { ...start, steps: 250 });
      const { row, cells } = rows[i] ?? {};
      if (!row || !cells) continue;
      row.dataset["dead"] = String(dead);
      cells[0].textContent = String(dead);
      cells[1].textContent = percent(accuracy);
    }
  });
};
