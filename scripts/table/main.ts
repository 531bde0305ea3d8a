// README's table of activations, between its two markers.
//
//   npm run table                     makes it anew from the doc comments, the definitions, test/exhaustive/RESULTS.md and bench/figures.json
//   npm run table -- report.json      takes the figures from a report first: npm run bench -- --table --json > report.json
//   npm run table -- --check          fails if README has another one
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Definition } from "../../src/activation/elementwise.js";
import { readResults, ulpIn } from "../../test/exhaustive/results.js";
import { activations } from "../../test/support/api.js";
import { documented, REQUIRED } from "./documented.js";
import { readFigures, takeFigures } from "./figures.js";

type Any = Pick<Definition, "name" | "ulp" | "parameters" | "integers">;

const readme = new URL("../../README.md", import.meta.url);
const MARKERS = ["<!-- activations: made by `npm run table` -->", "<!-- /activations -->"] as const;

const {
  values: { check },
  positionals: [report],
} = parseArgs({ allowPositionals: true, options: { check: { type: "boolean", default: false } } });
if (report) takeFigures(report);
const figures = readFigures();
const results = readResults();

/** −1, 0.01, 1/6 */
const numberIn = (text: string): number => {
  const [numerator, denominator = 1] = text.replace("−", "-").split("/").map(Number);
  return (numerator ?? Number.NaN) / denominator;
};

const parametersOf = (op: Any): string =>
  documented(op.name)
    .parameters.map(({ name, usual }) => {
      const defined = op.parameters?.table[name];
      if (defined && defined.default !== (usual === undefined || usual === REQUIRED ? undefined : numberIn(usual)))
        throw new Error(`${op.name}: the doc comment says ${name} is ${usual}, its definition ${defined.default}`);
      return `\`${name}\`${usual === undefined ? "" : ` (${usual})`}`;
    })
    .join(", ");

/** The greatest error over all float32 inputs, of all parameters that were tried. */
const greatest = (op: string, direction: string): string | undefined =>
  results.filter((row) => row.op === op && row.direction === direction).sort((row, other) => ulpIn(other) - ulpIn(row))[0]?.["max ULP"];

/** What is promised; where that is not the exact bits, the greatest error that was found, of f or f′. */
const ulpOf = ({ name, ulp }: Any): string => {
  const found = [greatest(name, "forward"), greatest(name, "derivative")].filter((error) => error !== undefined);
  const most = found.map((error) => error.replace("≤ ", "")).sort((error, other) => Number(other) - Number(error))[0];
  return `${ulp.f32}${ulp.f32 === 0 || most === undefined ? "" : ` (${most})`}`;
};

const speedOf = ({ name }: Any): string => {
  const figure = figures.ops[name];
  return figure ? `${figure.heap.ns.toPrecision(2)} | ${figure.out.ns.toPrecision(2)}` : "– | –";
};

const code = (formula: string): string => `\`${formula.replaceAll("|", "\\|")}\``;

/** By name; those with two names come once. */
const ops = new Map(activations.map(([name, activation]) => [name, (activation as { definition: Any }).definition]));

const row = (op: Any): string =>
  `| \`${op.name}\` | ${code(documented(op.name).formula)}${op.integers ? "; integers too" : ""} | ${parametersOf(op)} | ${ulpOf(op)} | ${speedOf(op)} |`;

/** Kinds, and what is of each, as the comments in src/index.ts group the exports. */
const kinds = (): ReadonlyMap<string, readonly string[]> => {
  const sections = new Map<string, string[]>();
  for (const part of readFileSync(new URL("../../src/index.ts", import.meta.url), "utf8").split(/^\/\/ /m)) {
    const kind = /^([^:.\n]+): /.exec(part)?.[1];
    const names = [...part.matchAll(/from "\.\/ops\/(\w+)\.js"/g)].map(([, name = ""]) => name);
    if (kind !== undefined && names.length) sections.set(kind, [...(sections.get(kind) ?? []), ...names].sort());
  }
  return sections;
};

const rows = [...kinds()].flatMap(([kind, names]) => [`| **${kind}** | | | | | |`, ...names.map((name) => row(ops.get(name) as Any))]);
if (rows.filter((line) => line.startsWith("| `")).length !== ops.size)
  throw new Error("src/index.ts: every activation has to stand under a comment with a kind");

/** Figures of a later run than the table's. */
const elsewhere = Object.entries(figures.ops)
  .map(([name, { machine }]) => (machine ? `; \`${name}\` on ${machine}` : ""))
  .join("");

const table = `| function | f(x) | parameters (default) | max ULP | ns in a heap | with \`out\` |
|---|---|---|--:|--:|--:|
${rows.join("\n")}

Max ULP of float32: what is promised and tested (over rows, cols · 2⁻²⁴ of the value more), and in brackets the greatest found, of f or f′, over all 2³² inputs. ns: an element, of ${figures.length} float32 with random
signs (\`${figures.command}\`, ${figures.machine}${elsewhere}).`;

const text = readFileSync(readme, "utf8");
const [from, to] = MARKERS.map((marker) => text.indexOf(marker)) as [number, number];
if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${MARKERS.join(" and ")}`);
const fresh = `${text.slice(0, from + MARKERS[0].length)}\n${table}\n${text.slice(to)}`;
if (!check) writeFileSync(readme, fresh);
else if (fresh !== text) {
  console.error("README.md: its table of activations is not what `npm run table` makes.");
  process.exitCode = 1;
}
