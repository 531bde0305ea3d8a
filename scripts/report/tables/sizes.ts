// relu at every size, and short arrays.
import type { SizesRun } from "../../../bench/recorded.js";
import { code, table } from "../markdown.js";
import { count, digits, percent, type Runs, source } from "../results.js";

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

/** What is cached: from so many elements on main memory sets the pace. */
const CACHED = 1 << 18;

/** What the table says, in a sentence; none where it lacks a figure. */
export const overviewOf = ({ relu }: SizesRun): string | undefined => {
  const ratio = (one: SizesRun["relu"][number], role: string, to: string): number =>
    (one.roles[role]?.median ?? Number.NaN) / (one.roles[to]?.median ?? Number.NaN);
  const middle = relu.filter(({ length }) => length >= 1024 && length <= CACHED);
  const copies = middle.map((one) => ratio(one, "out", "copy"));
  const heap = middle.map((one) => ratio(one, "resident", "residentCopy"));
  const short = relu.find(({ length }) => length === 64);
  if (!middle.length || !short || ![...copies, ...heap].every(Number.isFinite)) return undefined;
  const range = (all: readonly number[]): string => `${digits(Math.min(...all))} to ${digits(Math.max(...all))}`;
  return `From 1k to ${count(CACHED)} elements a call in a heap takes ${range(heap)} times as long as a copy there. Between ordinary arrays the time is two copies and the kernel: ${range(copies)} times a copy, and
${digits(ratio(short, "out", "copy"))} times at 64 elements, where the best JavaScript takes ${percent(ratio(short, "branchless", "out"))} of ours. Beyond, main memory sets the pace, as it does for JavaScript. A new array has to be
allocated too, which varies most.`;
};

export const sizesTable = ({ sizes: run }: Runs): string | undefined => {
  if (!run?.relu.length) return undefined;
  const shown = present(run.relu.map(({ roles }) => roles));
  const rows = run.relu.map(({ length, roles: measured }) => [count(length), ...shown.map(([role]) => cell(measured, role))]);
  const overview = overviewOf(run);
  return `${table(["relu, elements", ...shown.map(([, label]) => label)], rows, 0)}\n\nns an element, medians of float32 with random signs (${source(run)}).${overview ? `\n\n${overview}` : ""}`;
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
