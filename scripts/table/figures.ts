// bench/figures.json: of a run of `npm run bench -- --table --json` what README's table shows, so that it can be made again without one.
import { readFileSync, writeFileSync } from "node:fs";

/** Nanoseconds an element, and how many times the best JavaScript loop takes. */
interface Figure {
  readonly ns: number;
  readonly overJs: number;
}

interface OpFigures {
  readonly heap: Figure;
  readonly out: Figure;
  /** Where they were measured, if not where the table was. */
  readonly machine?: string;
}

export interface Figures {
  readonly command: string;
  readonly machine: string;
  readonly length: number;
  readonly ops: Readonly<Record<string, OpFigures>>;
}

const file = new URL("../../bench/figures.json", import.meta.url);

export const readFigures = (): Figures => JSON.parse(readFileSync(file, "utf8"));

/** What bench/report.ts writes, as far as it is needed. */
interface Report {
  readonly command: string;
  readonly machine: Readonly<Record<"cpu" | "runtime" | "engine" | "commit", string>>;
  readonly races: readonly {
    readonly op: string;
    readonly type: string;
    readonly signs: string;
    readonly length: number;
    readonly entries: readonly (Figure & { readonly role: string })[];
  }[];
}

const digits = (value: number): number => Number(value.toPrecision(3));

/** Keeps what a report in JSON says of float32 with random signs. Ops that are not in it keep the figures they have. */
export const takeFigures = (path: string): void => {
  // The build prints its sizes first.
  const { command, machine: where, races }: Report = JSON.parse(/^\{[\s\S]*/m.exec(readFileSync(path, "utf8"))?.[0] ?? "");
  const shown = races.filter(({ type, signs }) => type === "f32" && signs === "random");
  const [first] = shown;
  if (!first || shown.some(({ length }) => length !== first.length))
    throw new Error(`${path}: expected float32, random signs, one length, as \`npm run bench -- --table --json\` gives`);
  const figure = (race: (typeof races)[number], role: string): Figure => {
    const entry = race.entries.find((one) => one.role === role);
    if (!entry) throw new Error(`${path}: ${race.op} has no "${role}"`);
    return { ns: digits(entry.ns), overJs: digits(entry.overJs) };
  };
  const machine = `${where.cpu}, ${where.runtime}, ${where.engine}, commit ${where.commit}`;
  const measured: Record<string, OpFigures> = {};
  for (const race of shown) measured[race.op] = { heap: figure(race, "resident"), out: figure(race, "out") };
  const before = readFigures();
  const isWhole = Object.keys(before.ops).every((op) => op in measured);
  if (!isWhole && before.length !== first.length)
    throw new Error(`${path}: has ${first.length} elements, expected ${before.length}, as the ops that it does not measure have`);
  if (!isWhole && before.machine !== machine) for (const [op, figures] of Object.entries(measured)) measured[op] = { ...figures, machine };
  const ops = Object.entries({ ...before.ops, ...measured }).sort(([op], [other]) => (op < other ? -1 : 1));
  const figures: Figures = {
    command: isWhole ? command : before.command,
    machine: isWhole ? machine : before.machine,
    length: first.length,
    ops: Object.fromEntries(ops),
  };
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
};
