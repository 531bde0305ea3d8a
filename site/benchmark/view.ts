// Results as they are seen: the headline, bars, the table.
import { formatLength } from "../../bench/data.js";
import { byId, html } from "../shared/dom.js";
import { typeInWords } from "./markdown.js";
import { digits, type Entry, errorInWords, headline, oursOf, type Result, ranked, timesOurs } from "./results.js";
import { looks } from "./series.js";

const keyOf = ({ op, type, length }: Result): string => `${op}-${type}-${length}`;
const nameOf = ({ op, type }: Result): string => (type === "f32" ? op : `${op}, ${typeInWords(type)}`);
const colourOf = ({ role }: Entry): string => looks[role].class.split(" ")[0] ?? "";

const timesInWords = (result: Result, entry: Entry): string => {
  const times = timesOurs(result, entry);
  return entry === oursOf(result) || Number.isNaN(times) ? "" : `${digits(times)} ×`;
};

/** One size of one function: bars as long as the time that is taken. */
export const showBars = (result: Result): void => {
  const longest = Math.max(...result.entries.map(({ median }) => median));
  byId("headline", HTMLElement).textContent = headline(result);
  byId("bars-caption", HTMLElement).textContent =
    `${nameOf(result)} of ${result.length.toLocaleString("en")} elements: nanoseconds an element, and times as long as relu-simd. Shorter is faster.`;
  byId("bars", HTMLElement).replaceChildren(
    ...ranked(result).map((entry) => {
      const bar = html("span", { class: `bar ${colourOf(entry)}`, "aria-hidden": "true" });
      bar.style.setProperty("--share", String(entry.median / longest));
      return html(
        "li",
        { "data-role": entry.role, class: entry === oursOf(result) ? "strong" : undefined },
        html("span", { class: "who" }, entry.label),
        bar,
        html("span", { class: "number" }, `${digits(entry.median)} ns`),
        html("span", { class: "number muted" }, timesInWords(result, entry)),
      );
    }),
  );
};

const rowOf = (result: Result, entry: Entry): HTMLTableRowElement =>
  html(
    "tr",
    { "data-role": entry.role, "data-ns": entry.median, class: entry === oursOf(result) ? "strong" : undefined },
    html("th", { scope: "row" }, entry.label),
    html("td", { class: "number" }, digits(entry.median)),
    html("td", { class: "number spread" }, `${digits(entry.p10)} to ${digits(entry.p90)}`),
    html("td", { class: "number" }, timesInWords(result, entry)),
    html("td", { class: "number" }, errorInWords(entry.error)),
  );

const COLUMNS = 5;
const bodyOf = (result: Result): HTMLTableSectionElement =>
  html(
    "tbody",
    { "data-op": result.op, "data-type": result.type, "data-length": result.length },
    html("tr", {}, html("th", { scope: "rowgroup", colspan: COLUMNS }, `${nameOf(result)}, ${formatLength(result.length)} elements`)),
    ...ranked(result).map((entry) => rowOf(result, entry)),
  );

/** Parts that have not changed stay as they are, so that nobody loses their place in a table that grows. */
const shown = new Map<string, { readonly result: Result; readonly body: HTMLTableSectionElement }>();

export const showTable = (results: readonly Result[]): void => {
  const table = byId("table", HTMLTableElement);
  // Narrow screens scroll it, by keys as well.
  byId("all", HTMLElement).tabIndex = 0;
  const bodies = results.map((result) => {
    const key = keyOf(result);
    const known = shown.get(key);
    if (known?.result === result) return known.body;
    const body = bodyOf(result);
    shown.set(key, { result, body });
    return body;
  });
  for (const body of [...table.tBodies]) if (!bodies.includes(body)) body.remove();
  bodies.forEach((body, i) => {
    if (table.tBodies[i] !== body) table.insertBefore(body, table.tBodies[i] ?? null);
  });
};
