// `npm start [-- picture.png]`: the examples of the README, then relu at its work, on the edges of a picture.
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import colours from "picocolors";
import * as library from "relu-simd";
import { convolve, type Plane, upright } from "./convolve.js";
import { readPicture, writeMap } from "./picture.js";
import { runExamples } from "./readme.js";
import { LOOP, type Rectified, rectify } from "./rectify.js";

const { bold, cyan, dim, green, red, yellow } = colours;
/** npm runs scripts where package.json is; names of files mean where the user is. */
const here = process.env["INIT_CWD"] ?? process.cwd();
const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const nameOf = (file: string): string => relative(here, file);

interface Chosen {
  readonly name: string;
  readonly picture: Plane;
}

/** The picture that the user names, or ours. Before all else, so that a wrong name is told at once. */
const choose = (): Chosen => {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length > 1) throw new Error("usage: npm start [-- picture.png]");
  const file = positionals[0] === undefined ? inRepository("examples/picture.png") : resolve(here, positionals[0]);
  const name = positionals[0] ?? nameOf(file);
  return { name, picture: readPicture(file, name) };
};

/** Columns without lines; from `numbers` on they hold numbers and end flush. */
const table = (head: readonly string[], rows: readonly (readonly string[])[], numbers = head.length): string => {
  const rules = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"];
  const between = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"];
  const lines = new Table({
    head: head.map((title) => dim(title)),
    chars: { ...Object.fromEntries([...rules, ...between].map((name) => [name, ""])), middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: head.map((_, i) => (i < numbers ? "left" : "right")),
  });
  lines.push(...rows.map((row) => [...row]));
  return lines.toString();
};

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Whether all is as the README says. */
const showReadme = (): boolean => {
  const file = inRepository("README.md");
  if (!existsSync(file)) {
    console.log(dim("There is no README.md, so no examples to run.\n"));
    return true;
  }
  const outcomes = runExamples(readFileSync(file, "utf8"), library);
  const sign = (right: boolean | undefined): string => (right === undefined ? dim("·") : right ? green("✓") : red("✗"));
  const rows = outcomes.map(({ code, result, right }) => [`${sign(right)} ${cut(code, 80)}`, cyan(cut(result, 48))]);
  console.log(`${table(["  example", "result"], rows)}\n`);
  const wrong = outcomes.filter(({ right }) => right === false);
  for (const { line, code, comment, result } of wrong)
    console.error(red(`README.md:${line}: ${code}\n  documented  ${comment}\n  in truth    ${result}`));
  if (wrong.length === 0) console.log(green(`${outcomes.filter(({ right }) => right).length} results are as documented.\n`));
  return wrong.length === 0;
};

const percentOfZeros = (values: Float32Array): string =>
  `${((100 * values.reduce((zeros, value) => zeros + Number(value === 0), 0)) / values.length).toFixed(1)} %`;

interface Work {
  readonly edges: Plane;
  readonly rectified: Rectified;
}

const work = ({ picture }: Chosen): Work => {
  const bar = new SingleBar({ format: "measuring {bar} {percentage} %", clearOnComplete: true, hideCursor: true });
  bar.start(100, 0);
  const edges = convolve(picture, upright);
  const rectified = rectify(edges, (share) => bar.update(Math.round(100 * share)));
  bar.stop();
  return { edges, rectified };
};

const showTimes = ({ rows, map }: Rectified): void => {
  const loop = rows.find(({ name }) => name === LOOP)?.ms ?? Number.NaN;
  const [unit, scale] = loop < 0.01 ? ["ns", 1e6] : loop < 10 ? ["µs", 1e3] : ["ms", 1];
  const cells = rows.map(({ name, ms }, i) => {
    const row = [name, `${(ms * scale).toFixed(1)} ${unit}`, ((ms * 1e6) / map.values.length).toFixed(3), `${(loop / ms).toFixed(1)}×`];
    return i === 0 ? row.map((cell) => bold(cell)) : row;
  });
  console.log(`${table(["", "time", "ns/element", "speed-up"], cells, 1)}\n`);
};

const showWork = ({ name, picture }: Chosen, { edges, rectified }: Work): void => {
  console.log(`${yellow(name)}: ${picture.width} × ${picture.height} pixels, convolved with an edge kernel, then relu\n`);
  showTimes(rectified);
  console.log(`Zeros: ${percentOfZeros(edges.values)} of the map before, ${bold(percentOfZeros(rectified.map.values))} after.`);

  const full = edges.values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const files = { before: inRepository("examples/out/edges-before.png"), after: inRepository("examples/out/edges-after.png") };
  writeMap(files.before, edges, full);
  writeMap(files.after, rectified.map, full);
  console.log(`Written: ${yellow(nameOf(files.before))}, ${yellow(nameOf(files.after))} (blue is negative, orange positive)`);
};

try {
  console.log(`\n${bold("relu-simd")}  backend ${green(library.backend)}, Node ${process.versions.node}, ${process.arch}\n`);
  const chosen = choose();
  // Shown after the examples, measured before: they dispose of a heap, and once any buffer was detached, V8 11 makes all
  // JavaScript loops over typed arrays 1 ns an element slower. That would flatter us.
  const done = work(chosen);
  if (showReadme()) showWork(chosen, done);
  else process.exitCode = 1;
} catch (error) {
  console.error(red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
