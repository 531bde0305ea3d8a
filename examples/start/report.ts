// What the user reads: the README's examples with their results, then what relu did to the picture.
import { existsSync, readFileSync } from "node:fs";
import colours from "picocolors";
import { inRepository, nameOf } from "./paths.js";
import { runExamples } from "./readme.js";
import { LOOP, type Rectified } from "./rectify.js";
import { scope } from "./scope.js";
import { table } from "./table.js";

const { bold, cyan, dim, green, red, yellow } = colours;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Runs the examples. Returns whether all is as the README says. */
export const showReadme = (): boolean => {
  const file = inRepository("README.md");
  if (!existsSync(file)) {
    console.log(dim("There is no README.md, so no examples to run.\n"));
    return true;
  }
  const outcomes = runExamples(readFileSync(file, "utf8"), scope());
  const sign = (right: boolean | undefined): string => (right === undefined ? dim("·") : right ? green("✓") : red("✗"));
  const rows = outcomes.map(({ code, result, right }) => [`${sign(right)} ${cut(code, 80)}`, cyan(cut(result, 48))]);
  console.log(`${table(["  example", "result"], rows)}\n`);
  const wrong = outcomes.filter(({ right }) => right === false);
  for (const { line, code, comment, result } of wrong)
    console.error(red(`${nameOf(file)}:${line}: ${code}\n  documented  ${comment}\n  in truth    ${result}`));
  if (wrong.length === 0) console.log(green(`${outcomes.filter(({ right }) => right).length} results are as documented.\n`));
  return wrong.length === 0;
};

export const showTimes = ({ rows, map }: Rectified): void => {
  const loop = rows.find(({ name }) => name === LOOP)?.ms ?? Number.NaN;
  const [unit, scale] = loop < 0.01 ? ["ns", 1e6] : loop < 10 ? ["µs", 1e3] : ["ms", 1];
  const cells = rows.map(({ name, ms }, i) => {
    const row = [name, `${(ms * scale).toFixed(1)} ${unit}`, ((ms * 1e6) / map.values.length).toFixed(3), `${(loop / ms).toFixed(1)}×`];
    return i === 0 ? row.map((cell) => bold(cell)) : row;
  });
  console.log(`${table(["", "time", "ns/element", "speed-up"], cells, 1)}\n`);
};

const percentOfZeros = (values: Float32Array): string =>
  `${((100 * values.reduce((zeros, value) => zeros + Number(value === 0), 0)) / values.length).toFixed(1)} %`;

export const showZeros = (before: Float32Array, after: Float32Array): void =>
  console.log(`Zeros: ${percentOfZeros(before)} of the map before, ${bold(percentOfZeros(after))} after.`);

export const showFiles = (files: readonly string[]): void =>
  console.log(`Written: ${files.map((file) => yellow(nameOf(file))).join(", ")} (blue is negative, orange positive)`);
