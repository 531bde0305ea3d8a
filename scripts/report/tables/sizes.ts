// relu at every size, and short arrays.
import type { SizesRun } from "../../../bench/recorded.js";
import { code, table } from "../markdown.js";
import { count, digits, type Runs, source } from "../results.js";

/** Roles of bench/contenders.ts, as readers know them. */
const roles: readonly (readonly [role: string, label: string])[] = [
  ["naive", "plain loop"],
  ["branchless", "best JavaScript"],
  ["fresh", "new array"],
  ["out", "with `out`"],
  ["resident", "in a heap"],
  ["copy", "copy (`out.set(x)`)"],
  ["residentCopy", "copy in the heap"],
];

type Figures = SizesRun["relu"][number]["roles"];

const cell = (measured: Figures | undefined, role: string): string => {
  const figure = measured?.[role];
  return figure ? digits(figure.median, 3) : "–";
};

const present = (all: readonly Figures[]): typeof roles => roles.filter(([role]) => all.some((measured) => role in measured));

export const sizesTable = ({ sizes: run }: Runs): string | undefined => {
  if (!run?.relu.length) return undefined;
  const shown = present(run.relu.map(({ roles }) => roles));
  const rows = run.relu.map(({ length, roles: measured }) => [count(length), ...shown.map(([role]) => cell(measured, role))]);
  return `${table(["relu, elements", ...shown.map(([, label]) => label)], rows, 0)}\n\nns an element, medians of float32 with random signs (${source(run)}).`;
};

/** A table for each way, since one of both is too wide for a phone. */
export const shortArrays = ({ sizes: run }: Runs): string | undefined => {
  if (!run?.short.length) return undefined;
  const shown = present(run.short.flatMap(({ same, varied }) => [same, varied]));
  const ways = [
    ["One x and one `out` again and again: all is warm, the signs are learnt", "same"],
    ["4,096 different x and `out` in random order, as programs have them", "varied"],
  ] as const;
  return [
    "### Short arrays",
    `ns a call (${source(run)}).`,
    ...ways.flatMap(([title, way]) => [
      `${title}:`,
      table(
        ["", "elements", ...shown.map(([, label]) => label)],
        run.short.map(({ op, length, [way]: measured }) => [code(op), count(length), ...shown.map(([role]) => cell(measured, role))]),
      ),
    ]),
  ].join("\n\n");
};
