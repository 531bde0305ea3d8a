// What stands below the curves: the readings at the point, the ten layers, the errors over the range.
import usual from "made:usual";
import { byId, figure, html } from "../shared/dom.js";
import { type Plot, plot } from "../shared/plot.js";
import { grid } from "./curves.js";
import { NO_DIGIT, ulpsInWords } from "./errors.js";
import type { Now, Shown } from "./fields.js";
import { errorsAt, products, slopesOf, valuesOf } from "./model.js";

const usualOf = (name: string): (typeof usual)[string] => {
  const found = usual[name];
  if (!found) throw new RangeError(`scripts/site/usual.ts has no formula of ${name}`);
  return found;
};

const ROWS = [
  ["value", "f(x)"],
  ["slope", "f′(x)"],
  ["error", "error of f, ULP"],
  ["slope-error", "error of f′, ULP"],
  ["usual-error", "the usual formula’s, ULP"],
] as const;

type Reading = (typeof ROWS)[number][0];

const readingsOf = ({ of, values }: Shown, x: Float32Array): Readonly<Record<Reading, string>> => {
  const errors = errorsAt(of, usualOf(of.name), x, values);
  const first = (of: ArrayLike<number>): number => of[0] ?? Number.NaN;
  return {
    value: figure(first(valuesOf(of, x, values)), 8),
    slope: figure(first(slopesOf(of, x, values)), 8),
    error: ulpsInWords(first(errors.ours)),
    "slope-error": ulpsInWords(first(errors.slope)),
    "usual-error": ulpsInWords(first(errors.usual)),
  };
};

/** A column a function. */
export const readout = (at: number, shown: readonly Shown[]): void => {
  const x = Float32Array.of(at);
  const columns = shown.map((each) => ({ name: each.of.name, look: each.look, readings: readingsOf(each, x) }));
  const heads = columns.map(({ name, look }) => html("th", { scope: "col", class: `number ${look}` }, name));
  const rows = ROWS.map(([key, title]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, title),
      ...columns.map(({ name, readings }) => html("td", { class: "number", "data-function": name, "data-reading": key }, readings[key])),
    ),
  );
  byId("readout", HTMLElement).replaceChildren(
    html(
      "table",
      {},
      html("thead", {}, html("tr", {}, html("th", { scope: "col" }, `x = ${figure(x[0] ?? at, 8)}`), ...heads)),
      html("tbody", {}, ...rows),
    ),
  );
};

export const usualInWords = (name: string): void => {
  byId("usual", HTMLElement).textContent = usualOf(name).words.replaceAll("; ", "\n");
};

/** A bar higher than this is cut: gradients may grow too. */
const HIGHEST = 1.6;

export const layers = (at: number, shown: readonly Shown[]): void => {
  const x = Float32Array.of(at);
  byId("layers", HTMLElement).replaceChildren(
    ...shown.map(({ of, values, look }) => {
      const [slope = Number.NaN] = slopesOf(of, x, values);
      const left = products(slope);
      const cells = left.map((value) => {
        const bar = html("span", { class: Math.abs(value) > HIGHEST ? "bar cut" : "bar" });
        bar.style.setProperty("--share", String(Math.min(Math.abs(value), HIGHEST) / HIGHEST));
        return html("span", { class: "cell", "aria-hidden": "true" }, bar);
      });
      const last = left.at(-1) ?? Number.NaN;
      const label = `${of.name}: f′ is ${figure(slope)}, and after ten layers ${figure(last, 3)} is left`;
      return html(
        "div",
        { class: `track ${look}`, "data-function": of.name },
        html("span", { class: "title" }, html("b", {}, of.name), ` f′ = ${figure(slope, 3)}`),
        html("span", { class: "cells", role: "img", "aria-label": label }, ...cells),
        html("output", { "data-reading": "product" }, `${figure(last, 3)} left`),
      );
    }),
  );
};

const [LEAST, MOST] = [0.01, 1e8];
let chart: Plot | undefined;

/** Of the main function, over what is shown of x. */
export const errorsFigure = (now: Readonly<Now>, [main]: readonly Shown[]): void => {
  if (!main) return;
  const x = grid(Number(now.r), 801);
  const errors = errorsAt(main.of, usualOf(main.of.name), x, main.values);
  const bounded = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(values, (value) => (Number.isNaN(value) ? value : Math.min(Math.max(value, LEAST), MOST)));
  const worst = (values: ArrayLike<number>): string => {
    const most = Math.max(...Array.from(values));
    return most === 0 ? "exact" : `off by ${ulpsInWords(most)}${most < NO_DIGIT ? " ULP" : ""} at most`;
  };
  const words = `Here relu-simd is ${worst(errors.ours)}; the usual formula is ${worst(errors.usual)}.`;
  const drawing = {
    x: { domain: [-Number(now.r), Number(now.r)], label: "x" },
    y: {
      domain: [LEAST, MOST],
      kind: "log",
      label: "ULP",
      format: (value: number) => (value >= 1e3 ? `1e${Math.round(Math.log10(value))}` : String(value)),
    },
    curves: [
      { class: "limit thin", x, y: bounded(errors.usual) },
      { class: "one", x, y: bounded(errors.ours) },
    ],
    label: `Errors of ${main.of.name} from −${now.r} to ${now.r}. ${words}`,
  } as const;
  if (chart) chart.set(drawing);
  else {
    chart = plot(drawing, { ratio: 0.35, minHeight: 200, maxHeight: 360 });
    byId("errors", HTMLElement).append(chart.element);
  }
  byId("errors-caption", HTMLElement).replaceChildren(
    html("b", { class: "one" }, "relu-simd"),
    " and, in grey, the usual formula, in ULP on a logarithmic axis. From 2²⁴, 1.7e7, on no digit is right. ",
    html("span", { "data-reading": "errors" }, words),
  );
};
