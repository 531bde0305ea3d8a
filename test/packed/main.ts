// The packed package, installed into projects as users have them, in every environment that there is. See USAGE.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import pc from "picocolors";
import { commandLine, refuse } from "../../bench/usage.js";
import { closeChromium } from "./chromium.js";
import { type Fixture, fixtures, leftOut, type Row } from "./environments.js";
import { execute } from "./execute.js";
import { type Outcome, runFixture } from "./rows.js";

const USAGE = `npm run test:packed [-- [options] [vite "node 22" …]]

Fixtures, or rows that begin so. Default all.

  --list   what there is
  --short  without ${leftOut.join(", ")}
  --keep   leaves the projects behind, and says where
`;

const { values: options, positionals: names } = commandLine(
  USAGE,
  { list: { type: "boolean" }, short: { type: "boolean" }, keep: { type: "boolean" } },
  true,
);

const matches = (fixture: Fixture, row: Row, name: string): boolean => fixture.folder === name || row.name.startsWith(name);
const isLeftOut = ({ name }: Row): boolean => options.short === true && leftOut.some((beginning) => name.startsWith(beginning));
const isWanted = (fixture: Fixture) => (row: Row) =>
  !isLeftOut(row) && (names.length === 0 || names.some((name) => matches(fixture, row, name)));
const rowsOf = (fixture: Fixture): readonly Row[] => fixture.builds.flatMap(({ rows }) => rows);

const unknown = names.filter((name) => !fixtures.some((fixture) => rowsOf(fixture).some((row) => matches(fixture, row, name))));
if (unknown.length) refuse(USAGE, `there is nothing called ${unknown.join(", ")}: see npm run test:packed -- --list`);
const wanted = fixtures.filter((fixture) => rowsOf(fixture).some(isWanted(fixture)));
if (!wanted.length) refuse(USAGE, `--short leaves ${names.join(", ")} out`);

if (options.list) {
  for (const fixture of wanted) for (const row of rowsOf(fixture).filter(isWanted(fixture))) console.log(`${fixture.folder}: ${row.name}`);
  process.exit();
}

const parent = mkdtempSync(join(tmpdir(), "relu-simd-packed-"));
const outcomes: Outcome[] = [];
const began = performance.now();
const tell = (outcome: Outcome): void => {
  outcomes.push(outcome);
  const seconds = ((performance.now() - began) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${outcome.failure ? pc.red("failed") : pc.green("ok    ")}  ${outcome.row.name}`);
};

try {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const [{ filename }] = JSON.parse(await execute("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", parent], root));
  const tarball = join(parent, filename);

  // As many at a time as a small machine bears: some use the cores while others wait for the network and the disk.
  const queue = [...wanted].sort((one, other) => Number(other.isLong ?? false) - Number(one.isLong ?? false));
  const worker = async (): Promise<void> => {
    for (let fixture = queue.shift(); fixture; fixture = queue.shift())
      await runFixture(fixture, isWanted(fixture), tarball, join(parent, "projects"), tell);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
} finally {
  await closeChromium();
  if (options.keep) console.log(parent);
  else rmSync(parent, { recursive: true, force: true });
}

const table = new Table({
  head: ["environment", "version", "backend", "result", "gzip, bytes", "import to first result, ms"],
  colAligns: ["left", "left", "left", "left", "right", "right"],
  style: { head: [] },
});
const order = fixtures.flatMap(rowsOf);
for (const { row, version, backend, bytes, ms, failure } of [...outcomes].sort((a, b) => order.indexOf(a.row) - order.indexOf(b.row)))
  table.push([row.name, version ?? "", backend ?? "", failure ? pc.red("failed") : "ok", bytes ?? "", ms?.toFixed(1) ?? ""]);
console.log(table.toString());

const failed = outcomes.filter(({ failure }) => failure);
for (const { row, failure } of failed) console.log(`\n${pc.red(row.name)}\n${failure}`);
console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
