// What is printed: tables for people, Markdown for the README, JSON for programs.
import Table from "cli-table3";
import pc from "picocolors";
import { backend } from "relu-simd";
import { formatLength, MANY, sizeOf } from "./data.js";
import { BUSY, describeMachine, isBusy } from "./environment.js";
import type { Machine } from "./recorded.js";
import { bestJs, type Entry, entryOf, type Race, type Short } from "./sections.js";
import type { Measured, Target } from "./targets.js";

export interface Results extends Measured {
  readonly machine: Machine;
  readonly command: string;
  readonly seconds: number;
  readonly targets: readonly Target[];
}

/** Three digits that count. */
const digits = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "–" : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
const times = (value: number): string => (Number.isNaN(value) ? "–" : `${digits(value)}×`);

const grid = (head: readonly string[]): InstanceType<typeof Table> =>
  new Table({
    head: head.map(pc.bold),
    colAligns: head.map((_, i) => (i < 2 ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });

/** A race's derived figures for one contender. */
const figures = (
  race: Race,
  entry: Entry,
): { readonly ns: number; readonly gbps: number; readonly overJs: number; readonly overCopy: number } => {
  const inHeap = entry.role === "resident" || entry.role === "residentCopy";
  const copy = entryOf(race, inHeap ? "residentCopy" : "copy")?.median ?? Number.NaN;
  const ns = entry.median / race.length;
  return {
    ns,
    gbps: (2 * sizeOf(race.type)) / ns,
    overJs: (bestJs(race)?.median ?? Number.NaN) / entry.median,
    overCopy: entry.median / copy,
  };
};

const isOurs = ({ role }: Entry): boolean => role === "out" || role === "fresh" || role === "resident";

const headline = ({ op, type, signs }: Race): string =>
  pc.bold(`${op}, ${type === "f32" ? "float32" : "float64"}, ${signs === "random" ? "random signs" : "all positive"}`);

const sameKind = (a: Race, b: Race): boolean => a.op === b.op && a.type === b.type && a.signs === b.signs;

const groups = (races: readonly Race[]): readonly (readonly Race[])[] =>
  races
    .filter((race, i) => races.findIndex((other) => sameKind(race, other)) === i)
    .map((first) => races.filter((race) => sameKind(race, first)));

const raceTable = (races: readonly Race[]): string => {
  const table = grid(["elements", "contender", "ns/element", "p10 … p90", "GB/s", "best JS ÷ it", "it ÷ copy", "checksum"]);
  for (const race of races)
    race.entries.forEach((entry, i) => {
      const { ns, gbps, overJs, overCopy } = figures(race, entry);
      const isBest = entry === bestJs(race);
      const cells = [
        entry.label + (isBest ? " (best)" : ""),
        digits(ns),
        `${digits(entry.p10 / race.length)} … ${digits(entry.p90 / race.length)}`,
        digits(gbps),
        times(overJs),
        times(overCopy),
        entry.checksum + (entry.ulp ? ` ≤ ${Math.ceil(entry.ulp)} ULP` : ""),
      ];
      table.push([i ? "" : formatLength(race.length), ...(isOurs(entry) ? cells.map(pc.cyan) : cells)]);
    });
  return table.toString();
};

const shortTable = (short: Measured["short"], pick: (lengths: Short) => Race): string => {
  const table = grid(["elements", "best JS", "best", "plain loop", "copy", "with out", "− plain loop", "÷ best JS"]);
  for (const race of short.map(pick)) {
    const [naive, copy, out] = (["naive", "copy", "out"] as const).map((role) => entryOf(race, role)?.median ?? Number.NaN);
    const best = bestJs(race);
    table.push([
      formatLength(race.length),
      best?.label ?? "–",
      digits(best?.median),
      digits(naive),
      digits(copy),
      pc.cyan(digits(out)),
      ((out ?? Number.NaN) - (naive ?? Number.NaN)).toFixed(1),
      times((out ?? Number.NaN) / (best?.median ?? Number.NaN)),
    ]);
  }
  return table.toString();
};

const shortText = (short: Measured["short"]): string =>
  [
    `${pc.bold("as programs have them")}: ${MANY.toLocaleString("en")} different x and out, in random order`,
    shortTable(short, ({ varied }) => varied),
    `${pc.bold("the same x and out again and again")}: all is warm, signs are learnt`,
    shortTable(short, ({ same }) => same),
  ].join("\n");

const overheadTable = (races: readonly Race[]): string => {
  const table = grid(["op", "elements", "in the heap", "kernel's export", "more"]);
  for (const race of races) {
    const [resident, raw] = [entryOf(race, "resident")?.median ?? Number.NaN, entryOf(race, "raw")?.median ?? Number.NaN];
    table.push([race.op, formatLength(race.length), digits(resident), digits(raw), (resident - raw).toFixed(1)]);
  }
  return table.toString();
};

const verdict = ({ met }: Target): string => (met === undefined ? pc.dim("not measured") : met ? pc.green("met") : pc.red("missed"));

const describe = (machine: Machine): string => `${describeMachine(machine)} · backend ${backend}`;

export const asText = (results: Results): string => {
  const { machine, races, short, overhead, targets, seconds } = results;
  const parts = [describe(machine), ...(isBusy(machine) ? [pc.yellow(BUSY)] : [])];
  for (const group of groups(races)) if (group[0]) parts.push(`${headline(group[0])}\n${raceTable(group)}`);
  for (const group of groups(short.map(({ same }) => same)))
    if (group[0])
      parts.push(`${headline(group[0])}: short arrays, ns a call\n${shortText(short.filter(({ same }) => group.includes(same)))}`);
  if (overhead.length) parts.push(`${pc.bold("The price of a call")}, ns: the same two arrays again and again\n${overheadTable(overhead)}`);
  if (targets.length) {
    const table = grid(["target", "measured", ""]);
    for (const target of targets) table.push([target.target, target.measured ?? "–", verdict(target)]);
    parts.push(`${pc.bold("Targets")}: relu, float32, random signs, at the worst length\n${table}`);
  }
  parts.push(
    "Medians. GB/s: bytes read and written. Copies: out.set(x), for rows in the heap the copy inside the heap.\n" +
      `Equal checksums are equal results, bit by bit; the copies' is the input's. ${seconds.toFixed(0)} s in all.`,
  );
  return `${parts.join("\n\n")}\n`;
};

/** One row per op. */
export const asMarkdown = ({ machine, races, command }: Results): string => {
  const [first] = races;
  if (!first) return "";
  const rows = races.map((race) => {
    const [resident, out] = [entryOf(race, "resident"), entryOf(race, "out")].map((entry) => entry && figures(race, entry));
    const best = bestJs(race);
    const faster = [out, resident].map((figure) => times(figure?.overJs ?? Number.NaN));
    return `| ${race.op} | ${digits(resident?.ns)} | ${digits(out?.ns)} | ${digits(best && best.median / race.length)} | ${faster.join(" to ")} |`;
  });
  return [
    `ns per element, ${formatLength(first.length)} elements, ${first.type}, ${first.signs === "random" ? "random signs" : "all positive"}; \`${command}\``,
    "",
    "| | in a heap | with `out` | best JavaScript | faster |",
    "|---|--:|--:|--:|--:|",
    ...rows,
    "",
    describe(machine),
    "",
  ].join("\n");
};

export const asJson = (results: Results): string => {
  const detailed = (race: Race): object => ({
    ...race,
    bestJs: bestJs(race)?.label,
    entries: race.entries.map((entry) => ({ ...entry, ...figures(race, entry) })),
  });
  return `${JSON.stringify(
    {
      ...results,
      races: results.races.map(detailed),
      short: results.short.map(({ same, varied }) => ({ same: detailed(same), varied: detailed(varied) })),
      overhead: results.overhead.map(detailed),
    },
    null,
    2,
  )}\n`;
};
