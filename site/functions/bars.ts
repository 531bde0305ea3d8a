// softmax's family: bars over a few logits, which sliders change.
import { byId, figure, html } from "../shared/dom.js";
import { sliders } from "./controls.js";
import { ulpsInWords } from "./errors.js";
import { type Now, OPERANDS, TEMPERATURES } from "./fields.js";
import { rowAt, USUAL_ROWS } from "./rows.js";

const SHIFTS = [0, 10, 100];

const bar = (label: string, value: number, most: number): HTMLElement => {
  const row = html("div", { class: "bar-row", role: "img", "aria-label": `${label}: ${figure(value)}` });
  const line = html("span", { class: "bar" });
  line.style.setProperty("--share", String(most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 0));
  row.append(
    html("span", { class: "label" }, label),
    html("span", { class: "rail" }, line),
    html("output", { "data-reading": "value" }, figure(value)),
  );
  return row;
};

/** Draws the row as it is now. */
export const drawBars = (now: Readonly<Now>): void => {
  const { x, y, usual, error, usualError } = rowAt(now.f, now.logits, now.shift, now.t);
  const isOne = y.length === 1;
  const most = now.f.startsWith("log") ? Math.max(...Array.from(y, Math.abs), ...(isOne ? Array.from(x, Math.abs) : [])) : 1;
  byId("bars", HTMLElement).replaceChildren(
    ...(isOne
      ? [bar(now.f, y[0] ?? Number.NaN, most), bar("the greatest x", Math.max(...x), most)]
      : Array.from(y, (value, i) => bar(`x = ${figure(x[i] ?? Number.NaN, 5)}`, value, most))),
  );
  const isBroken = usual.some((value) => !Number.isFinite(value));
  byId("row-caption", HTMLElement).replaceChildren(
    `Error: ${ulpsInWords(error)}${Number.isFinite(error) ? " ULP" : ""} at most. The usual formula, `,
    html("code", {}, USUAL_ROWS[now.f as keyof typeof USUAL_ROWS]),
    isBroken ? `, gives ${usual.map((value) => figure(value, 3)).join(", ")} in float32.` : ` in float32: ${ulpsInWords(usualError)}.`,
  );
};

/** The controls; `changed` after each. */
export const rowControls = (now: Now, changed: () => void): void => {
  const temperature = {
    name: "temperature",
    text: "divides all logits: low is sharp, high is even",
    value: now.t,
    range: { min: 0.1, max: 5, step: 0.05 },
    limits: TEMPERATURES,
  };
  const logits = now.logits.map((value, i) => ({
    name: `logit ${i + 1}`,
    text: "",
    value,
    range: { min: -5, max: 5, step: 0.1 },
    limits: OPERANDS,
  }));
  sliders("logits", [temperature, ...logits], (name, value) => {
    if (name === "temperature") now.t = value;
    else now.logits = now.logits.map((old, i) => (name === `logit ${i + 1}` ? value : old));
    changed();
  });
  byId("shifts", HTMLElement).replaceChildren(
    html("legend", {}, "Added to all logits"),
    ...SHIFTS.map((shift) => {
      const button = html("button", { type: "button", "aria-pressed": String(now.shift === shift) }, String(shift));
      button.addEventListener("click", () => {
        now.shift = shift;
        for (const other of button.parentElement?.querySelectorAll("button") ?? [])
          other.setAttribute("aria-pressed", String(other === button));
        changed();
      });
      return button;
    }),
  );
};
