// Runs the rows of a fixture: first as the example that it is, then with the smoke test in the example's place.
import { join } from "node:path";
import { textOf } from "./chromium.js";
import type { Build, Fixture, Row } from "./environments.js";
import { execute } from "./execute.js";
import { reportFrom } from "./extension.js";
import { measure } from "./output.js";
import { giveSmoke, type Project, prepare } from "./project.js";
import { type Server, serve } from "./server.js";

export interface Outcome {
  readonly row: Row;
  readonly version?: string;
  readonly backend?: string;
  readonly bytes?: number;
  readonly ms?: number;
  /** Why it fails. */
  readonly failure?: string;
}

interface Report {
  readonly backend: string;
  /** Of the example. */
  readonly y?: readonly number[];
  /** Of the smoke test. */
  readonly ms?: number;
  readonly checks?: number;
  readonly digest?: string;
  readonly failures?: readonly string[];
}

/** The smoke test in this very process: what kernels compute has the same bits wherever they run. */
const { activate } = await import(new URL("smoke/smoke.js", import.meta.url).href);
const reference: Report = activate();

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

const read = async (project: Project, build: Build, row: Row, server: Server | undefined): Promise<string> => {
  if (row.script) return lastLine(await project.run(row.script, row));
  if (row.place) return reportFrom(row.place, join(project.folder, build.folder ?? ""));
  const url = new URL(row.path as string, server?.url ?? "http://fixture.localhost").href;
  if (row.page) return textOf(url, build.folder && join(project.folder, build.folder));
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${row.path} answers ${response.status}\n${text.slice(0, 500)}`);
  return text;
};

const judgeExample = ({ backend }: Row, report: Report): void => {
  const expected = JSON.stringify({ backend, y: [0, 2] });
  if (JSON.stringify(report) !== expected) throw new Error(`the example gives ${JSON.stringify(report)}, expected ${expected}`);
};

const judgeSmoke = (row: Row, report: Report): void => {
  const complaints = [...(report.failures ?? ["no report"])];
  if (report.backend !== row.backend) complaints.push(`backend is ${report.backend}, expected ${row.backend}`);
  if (report.checks !== reference.checks) complaints.push(`${report.checks} checks, expected ${reference.checks}`);
  if (report.backend === "wasm" && report.digest !== reference.digest)
    complaints.push(`results have the digest ${report.digest}, expected ${reference.digest}`);
  if (complaints.length) throw new Error(complaints.join("\n"));
};

type Judge = (row: Row, report: Report) => void;

/** Builds and, row by row, reads and judges. What fails for all is each one's failure. */
const pass = async (project: Project, build: Build, rows: readonly Row[], judge: Judge): Promise<Map<Row, Report | Error>> => {
  let server: Server | undefined;
  const results = new Map<Row, Report | Error>();
  try {
    if (build.script) await project.run(build.script);
    if (build.server) server = await serve(project, build.server);
    for (const row of rows)
      try {
        const report = JSON.parse(await read(project, build, row, server)) as Report;
        judge(row, report);
        results.set(row, report);
      } catch (error) {
        results.set(row, error as Error);
      }
  } catch (error) {
    for (const row of rows) results.set(row, error as Error);
  } finally {
    server?.close();
  }
  return results;
};

/** Rows that run scripts of their own: an exit code, or numbers. */
const check = async (project: Project, row: Row): Promise<void> => {
  const printed = lastLine(await project.run(row.script as string, row));
  if (row.prints !== undefined && printed !== row.prints) throw new Error(`printed ${printed}, expected ${row.prints}`);
};

const firstResult = async (project: Project, row: Row): Promise<number | undefined> => {
  const [command, ...args] = row.first?.split(" ") ?? [];
  return command ? Number(await execute(command, args, project.folder, await project.environment(row.runtime))) : undefined;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);

export const runFixture = async (
  fixture: Fixture,
  isWanted: (row: Row) => boolean,
  tarball: string,
  parent: string,
  tell: (outcome: Outcome) => void,
): Promise<void> => {
  const builds = fixture.builds.map((build) => ({ build, rows: build.rows.filter(isWanted) })).filter(({ rows }) => rows.length);
  const project = await prepare(fixture, tarball, parent).catch((error: unknown) => messageOf(error));
  if (typeof project === "string") {
    for (const row of builds.flatMap(({ rows }) => rows)) tell({ row, failure: project });
    return;
  }
  const outcomes = new Map<Row, Outcome>();
  const add = (row: Row, more: Partial<Outcome>): void => {
    outcomes.set(row, { ...(outcomes.get(row) ?? { row, version: project.version(row.of) }), ...more });
  };

  for (const { build, rows } of builds) {
    const checks = rows.filter(({ backend }) => !backend);
    for (const row of checks)
      try {
        await check(project, row);
        add(row, row.output ? { bytes: measure(project, row) } : {});
      } catch (error) {
        add(row, { failure: messageOf(error) });
      }
    const examples = rows.filter(({ backend }) => backend);
    for (const [row, result] of await pass(project, build, examples, judgeExample))
      add(row, result instanceof Error ? { failure: result.message } : { backend: result.backend });
    for (const row of examples)
      if (row.output && !outcomes.get(row)?.failure)
        try {
          add(row, { bytes: measure(project, row) });
        } catch (error) {
          add(row, { failure: messageOf(error) });
        }
  }

  giveSmoke(project, fixture);
  for (const { build, rows } of builds) {
    const left = rows.filter((row) => row.backend && !outcomes.get(row)?.failure);
    if (!left.length) continue;
    for (const [row, result] of await pass(project, build, left, judgeSmoke))
      if (result instanceof Error) add(row, { failure: result.message });
      else {
        // Unbundled, the smoke test's own clock starts when the package is loaded already.
        const ms = row.first ? await firstResult(project, row) : build.script && result.ms;
        add(row, { backend: result.backend, ...(ms && { ms }) });
      }
  }
  for (const outcome of outcomes.values()) tell(outcome);
};
