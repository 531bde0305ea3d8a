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

export const shortArrays = ({ sizes: run }: Runs): string | undefined => {
  if (!run?.short.length) return undefined;
  const shown = present(run.short.flatMap(({ same, varied }) => [same, varied]));
  const head = ["ns a call", "elements", ...shown.map(([, label]) => label), ...shown.map(([, label]) => `${label}*`)];
  const rows = run.short.map(({ op, length, same, varied }) => [
    code(op),
    count(length),
    ...[same, varied].flatMap((measured) => shown.map(([role]) => cell(measured, role))),
  ]);
  return `### Short arrays

One array again and again, and with * 4,096 different x and \`out\` in random order, as programs have them (${source(run)}).

${table(head, rows)}`;
};
