// What it costs to begin: npm run bench:cold -- --help
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { execute } from "../../test/packed/execute.js";
import { folderOf, isRuntime, type Runtime } from "../../test/packed/runtimes.js";
import { BUSY, describeMachine, isBusy, machine } from "../environment.js";
import { record, rounded, timesOf } from "../record.js";
import type { ColdRun } from "../recorded.js";
import { commandLine, commandOf, runCommand, UsageError } from "../usage.js";
import { besideBytes, bundleBytes } from "./bundle.js";
import { type Contender, contenders } from "./contenders.js";
import { install, installedBytes, installedVersion, makeEmpty } from "./install.js";
import { type Launcher, measureStarts } from "./start.js";

const USAGE = `npm run bench:cold -- [options]

  --peer numpy-ts      contenders; may be given several times. Default all: ${contenders.map(({ peer }) => peer).join(", ")}
  --runtime "node 24"  or another that test/packed/runtimes.ts names. Default: the Node that runs this
  --quick              3 processes each, not 31: does it all run?
  --json               JSON, and nothing else, to stdout
  --record             writes bench/results/cold.json; all contenders
`;

const root = fileURLToPath(new URL("../..", import.meta.url));

const launcherOf = async (runtime: Runtime | undefined): Promise<Launcher> => {
  if (!runtime) return { command: process.execPath, args: [], env: {} };
  const [command = "node"] = runtime.split(" ");
  return {
    command,
    args: command === "deno" ? ["run", "--allow-all", "--node-modules-dir=manual"] : [],
    env: { PATH: `${await folderOf(runtime)}${delimiter}${process.env["PATH"]}` },
  };
};

/** What the runtime that is measured says of itself. */
const versionsIn = async ({ command, args, env }: Launcher): Promise<Readonly<Record<string, string>>> => {
  const [evaluate, code] = ["-e", "console.log(JSON.stringify(process.versions))"];
  const words = command === "deno" ? ["eval", code] : [...args, evaluate, code];
  return JSON.parse(await execute(command, words, root, env));
};

type Row = ColdRun["rows"][number];

/** All but the start. */
const sizesOf = async (contender: Contender, folder: string): Promise<Omit<Row, "start">> => {
  const beside = besideBytes(folder, contender);
  return {
    peer: contender.peer,
    version: installedVersion(folder, contender),
    install: installedBytes(folder),
    ...(contender.bundle && { bundle: await bundleBytes(folder, contender.bundle) }),
    ...(beside && { beside }),
  };
};

const measure = async (wanted: readonly Contender[], launcher: Launcher, rounds: number): Promise<readonly Row[]> => {
  const bar = new SingleBar({ format: "{bar} {percentage}% · {what}", stream: process.stderr, barsize: 30, clearOnComplete: true });
  const parent = mkdtempSync(join(tmpdir(), "relu-simd-cold-"));
  try {
    bar.start(wanted.length + rounds, 0, { what: "" });
    const [{ filename }] = JSON.parse(await execute("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", parent], root));
    const installed: { readonly contender: Contender; readonly folder: string; readonly sizes: Omit<Row, "start"> }[] = [];
    for (const contender of wanted) {
      bar.update({ what: `installing ${contender.peer}` });
      const folder = await install(contender, join(parent, filename), parent);
      installed.push({ contender, folder, sizes: await sizesOf(contender, folder) });
      bar.increment();
    }
    bar.update({ what: "starting" });
    const starts = await measureStarts(
      installed.flatMap(({ contender: { peer, first }, folder }) => (first ? [{ name: peer, folder, first }] : [])),
      { name: "empty", folder: makeEmpty(parent), first: 'const y = (await import("empty")).relu(x);' },
      launcher,
      rounds,
      () => bar.increment(),
    );
    return installed.map(({ contender, sizes: { peer, version, ...sizes } }) => {
      const start = starts.get(peer) ?? contender.why;
      return { peer, version, ...(typeof start === "object" && { start }), ...sizes, ...(typeof start === "string" && { why: start }) };
    });
  } finally {
    bar.stop();
    rmSync(parent, { recursive: true, force: true });
  }
};

/** 2.1 kB, 151 MB */
const bytes = (count: number | undefined): string => {
  if (count === undefined) return "";
  const [value, unit] = count < 1e6 ? [count / 1e3, "kB"] : [count / 1e6, "MB"];
  return `${value < 100 ? value.toPrecision(2) : value.toFixed(0)} ${unit}`;
};

const show = ({ machine: where, rows }: ColdRun): string => {
  const table = new Table({
    head: ["", "version", "import to first relu, ms", "p10 … p90", "install", "bundle, gzip", "beside it, gzip"],
    colAligns: ["left", "left", "right", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { peer, version, start, install: installs, bundle, beside, why } of rows) {
    const times = start && `${start.p10.toFixed(1)} … ${start.p90.toFixed(1)}`;
    table.push([peer, version, start?.median.toFixed(2) ?? "–", times ?? "", bytes(installs), bytes(bundle), bytes(beside)]);
    if (why) table.push(["", { colSpan: 6, content: why }]);
  }
  return `${describeMachine(where)}\n${isBusy(where) ? `${BUSY}\n` : ""}${table}\nTimes: medians, less an empty package's.\n`;
};

const main = async (args: readonly string[]): Promise<void> => {
  const { values } = commandLine(USAGE, {
    peer: { type: "string", multiple: true, default: [] },
    runtime: { type: "string" },
    quick: { type: "boolean" },
    json: { type: "boolean" },
    record: { type: "boolean" },
  });
  const names = contenders.map(({ peer }) => peer);
  const stranger = values.peer.find((name) => !names.includes(name));
  if (stranger !== undefined) throw new UsageError(`--peer: ${stranger} is none of ${names.join(", ")}`);
  if (values.record && values.quick) throw new UsageError("--record: figures of --quick mean little");
  if (values.record && values.peer.length) throw new UsageError("--record measures all contenders; no --peer");
  const { runtime } = values;
  if (runtime !== undefined && !isRuntime(runtime)) throw new UsageError(`--runtime: there is no ${runtime}`);
  const launcher = await launcherOf(runtime);
  const wanted = contenders.filter(({ peer }) => !values.peer.length || values.peer.includes(peer));
  const rows = await measure(wanted, launcher, values.quick ? 3 : 31);
  const run: ColdRun = {
    command: commandOf("bench:cold", args),
    // Processes of its own, without the flags of this one.
    machine: machine({ versions: await versionsIn(launcher), execArgv: [] }),
    rows: rows.map((row) => ({ ...row, ...(row.start && { start: timesOf(row.start) }), install: rounded(row.install) })),
  };
  process.stdout.write(values.json ? `${JSON.stringify(run, null, 1)}\n` : show(run));
  if (values.record) process.stderr.write(`${record("cold", run)}\n`);
};

await runCommand(USAGE, () => main(process.argv.slice(2)));
