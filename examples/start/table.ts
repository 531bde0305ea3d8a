// Tables for the terminal.
import Table from "cli-table3";
import colours from "picocolors";

/** Columns without lines; from `numbers` on they hold numbers and end flush. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], numbers = head.length): string => {
  const rules = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"];
  const between = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"];
  const lines = new Table({
    head: head.map((title) => colours.dim(title)),
    chars: { ...Object.fromEntries([...rules, ...between].map((name) => [name, ""])), middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: head.map((_, i) => (i < numbers ? "left" : "right")),
  });
  lines.push(...rows.map((row) => [...row]));
  return lines.toString();
};
