// RESULTS.md, the committed table of what the runs over all float32 found: read, brought up to date, compared with the kernels there are.
import { readFileSync, writeFileSync } from "node:fs";
import { inWords, type Unary, unary } from "../support/api.js";
import { finiteDomainOf } from "../support/domains.js";
import { kernelHash } from "../support/hash.js";
import { type Direction, directions } from "../support/sweep.js";
import { cases, type Setting } from "../support/truth.js";

const columns = [
  "op",
  "parameters",
  "direction",
  "inputs",
  "max ULP",
  "worst input",
  "its value",
  "not correctly rounded",
  "kernel",
  "commit",
  "of",
] as const;

/** What stands in the cells of a line. */
export type Row = Readonly<Record<(typeof columns)[number], string>>;

const file = new URL("./RESULTS.md", import.meta.url);

const INTRODUCTION = `# All float32 inputs

Every one of the 2³² float32 values went through each activation and its derivative; \`npm run test:exhaustive\` writes this table. An error
is the distance to the exact value in units in the last place; next to where silu′, gelu′, geluTanh′ and mish′ cross 0, which only an
absolute error is promised of, in those of 2⁻³ where the exact value is smaller. What is not correctly rounded has not the bits of the exact value
rounded to float32; where all results have them, the error is at most ½, or 0 where nothing is rounded. Worst input: its bits, in hexadecimal.
"kernel" begins the SHA-256 of the WebAssembly module that ran; "of" is the date of the commit, whose + means that there were changes beside it.
\`npm run test:exhaustive -- --check\` fails where a row is missing or its kernel is not today's, \`-- --stale\` runs just those.
`;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const numeric: readonly string[] = ["inputs", "max ULP", "not correctly rounded"];

export const readResults = (): readonly Row[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((text) => text.startsWith("| "))
    .slice(2)
    .map((text) => {
      const cells = text.split("|").slice(1, -1);
      if (cells.length !== columns.length) throw new Error(`RESULTS.md: ${cells.length} cells in "${text}", expected ${columns.length}`);
      return Object.fromEntries(columns.map((column, i) => [column, cells[i]?.trim()])) as Row;
    });

/** A row's op, parameters and direction, by which it is known. */
export const titleOf = (row: Pick<Row, "op" | "parameters" | "direction">): string =>
  [row.op, row.parameters, row.direction].filter(Boolean).join(" ");

export const writeResults = (fresh: readonly Row[]): void => {
  const replaced = new Set(fresh.map(titleOf));
  const kept = readResults().filter((row) => !replaced.has(titleOf(row)));
  const order = (row: Row): string => [row.op, row.parameters, row.direction === "forward" ? 0 : 1].join("\0");
  const rows = [...kept, ...fresh].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const lines = [
    columns,
    columns.map((column) => (numeric.includes(column) ? "--:" : "---")),
    ...rows.map((row) => columns.map((c) => row[c])),
  ];
  writeFileSync(file, `${INTRODUCTION}\n${lines.map(line).join("\n")}\n`);
};

/** The greatest error that a row tells, or its bound. */
export const ulpIn = (row: Row): number => Number(row["max ULP"].replace("≤ ", ""));

/** The beginning of the SHA-256 of the kernel's module. */
export const kernelOf = ({ definition }: Unary): string => kernelHash(definition.kernel as string).slice(0, 12);

/** What there is to sweep of an op. Its first setting has the default parameters, if there are defaults. */
export interface Sweep {
  readonly op: Unary;
  readonly setting: Setting;
  readonly direction: Direction;
  readonly parameters: string;
  readonly title: string;
}

/** With the parameters of the vectors, and over all that they may be. */
const settingsOf = ({ definition }: Unary): readonly Setting[] => {
  const ofVectors = cases.filter(({ op, dtype }) => op === definition.name && dtype === "f32");
  // Without their exact values, as they go to threads.
  const bare = ofVectors.map(({ params, yFloor, dFloor }) => ({ params, ...(yFloor && { yFloor }), ...(dFloor && { dFloor }) }));
  const settings: readonly Setting[] = [...bare, ...finiteDomainOf(definition, "f32")];
  return [...new Map(settings.map((setting) => [inWords(setting.params), setting])).values()];
};

/** Of every op, or of those named, one setting or all. */
export const sweeps = (names: readonly string[] | undefined, allParameters: boolean): readonly Sweep[] =>
  [...new Map(unary.map((op) => [op.definition.name, op]))].flatMap(([name, op]) => {
    if (names && !names.includes(name)) return [];
    const settings = settingsOf(op);
    return (allParameters ? settings : settings.slice(0, 1)).flatMap((setting) =>
      directions.map((direction) => {
        const parameters = inWords(setting.params);
        return { op, setting, direction, parameters, title: titleOf({ op: name, parameters, direction }) };
      }),
    );
  });

/** What is wrong with the table, by the titles of sweeps; of those without a row only the given. */
export const staleness = (wanted: readonly Sweep[], rows = readResults()): ReadonlyMap<string, string> => {
  const found = new Map(rows.map((row) => [titleOf(row), row]));
  const known = new Map(sweeps(undefined, true).map((sweep) => [sweep.title, sweep]));
  const problems = new Map<string, string>();
  for (const title of found.keys()) if (!known.has(title)) problems.set(title, "is no sweep that there is");
  for (const { title } of wanted) if (!found.has(title)) problems.set(title, "has no row");
  for (const [title, { op }] of known) {
    const row = found.get(title);
    if (!row) continue;
    if (row.kernel !== kernelOf(op)) problems.set(title, `is of kernel ${row.kernel}, which is ${kernelOf(op)} now`);
    else if (ulpIn(row) > op.definition.ulp.f32)
      problems.set(title, `is off by ${row["max ULP"]} ULP, at most ${op.definition.ulp.f32} is promised`);
  }
  return problems;
};
