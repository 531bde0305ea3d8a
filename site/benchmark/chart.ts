// Nanoseconds an element against size, both in powers.
import { formatLength } from "../../bench/data.js";
import type { FloatType } from "../../bench/ops.js";
import { byId, html, svg } from "../shared/dom.js";
import { type Plot, plot } from "../shared/plot.js";
import { digits, type Result } from "./results.js";
import { domainOf, looks, type Series, seriesOf } from "./series.js";

const inWords = (op: string, series: readonly Series[]): string => {
  const parts = series.map(({ role, lengths, ns }) => {
    const [first = 0, last = 0] = [ns[0], ns.at(-1)];
    return `${looks[role].name} ${digits(first)} at ${formatLength(lengths[0] ?? 0)} and ${digits(last)} at ${formatLength(lengths.at(-1) ?? 0)}`;
  });
  return `${op}: nanoseconds an element against size. ${parts.join("; ")}.`;
};

/** 10k: what stands at an axis of powers of ten. */
const short = (value: number): string => (value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : `${value}`);

export interface Chart {
  /** Hides itself where there is one size alone. */
  show(results: readonly Result[], op: string, type: FloatType): void;
}

export const makeChart = (): Chart => {
  const figure = byId("chart", HTMLElement);
  const key = byId("key", HTMLElement);
  let series: readonly Series[] = [];
  let own: Plot | undefined;

  const swatch = (look: string): SVGSVGElement =>
    svg("svg", { viewBox: "0 0 28 8", width: 28, height: 8, "aria-hidden": "true" }, svg("path", { class: `curve ${look}`, d: "M2 4H26" }));

  return {
    show: (results, op, type) => {
      series = seriesOf(results, op, type);
      const lengths = [...new Set(series.flatMap((one) => one.lengths))];
      figure.hidden = lengths.length < 2;
      if (figure.hidden) return;
      const drawing = {
        x: {
          domain: [Math.min(...lengths) * 0.8, Math.max(...lengths) * 1.25] as const,
          kind: "log" as const,
          label: "elements",
          format: short,
        },
        y: { domain: domainOf(series.flatMap(({ ns }) => ns)), kind: "log" as const },
        curves: series.map(({ role, lengths: x, ns: y }) => ({ class: looks[role].class, x, y })),
        label: inWords(op, series),
      };
      if (own) own.set(drawing);
      else {
        own = plot(drawing, {
          ratio: 0.62,
          minHeight: 260,
          over: ({ x, y }) =>
            series.flatMap(({ role, lengths: xs, ns }) =>
              xs.map((length, i) => svg("circle", { class: `dot ${looks[role].class}`, cx: x(length), cy: y(ns[i] as number), r: 3.5 })),
            ),
        });
        figure.prepend(own.element);
      }
      key.replaceChildren(...series.map(({ role }) => html("li", {}, swatch(looks[role].class), looks[role].name)));
    },
  };
};
