// softmax: three numbers become shares of one.
import { softmax } from "relu-simd";
import { figure, html } from "../../shared/dom.js";
import { place, slider, summary } from "../parts.js";

const NAMES = ["cat", "dog", "fish"] as const;

export const odds = (): void => {
  const { figure: element, show } = place("fig-odds");
  const logits = [2, 1, -1];
  const list = html("ul", { class: "bars" });
  const sum = html("p", { class: "numbers" });
  const { element: spoken, tell } = summary();
  const update = (): void => {
    const shares = softmax(logits);
    list.replaceChildren(
      ...shares.map((share, i) => {
        const bar = html("span", { class: "bar best", "aria-hidden": "true" });
        bar.style.setProperty("--share", String(share));
        return html("li", {}, html("span", {}, NAMES[i] ?? ""), bar, html("b", { "data-shown": NAMES[i] }, `${figure(100 * share, 3)} %`));
      }),
    );
    const total = shares.reduce((a, b) => a + b);
    sum.replaceChildren(html("span", {}, "sum ", html("b", {}, figure(total, 6))));
    tell(shares.map((share, i) => `${NAMES[i]} ${figure(100 * share, 3)} percent`).join(", "));
  };
  update();
  show(
    list,
    sum,
    ...NAMES.map((name, i) =>
      slider({ label: `Score of ${name}`, min: -5, max: 5, step: 0.1, value: logits[i] ?? 0 }, (value) => {
        logits[i] = value;
        update();
      }),
    ),
    spoken,
  );
  element.dataset["state"] = "done";
};
