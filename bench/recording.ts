// From what was measured to what is recorded of it.

import { timesOf } from "./record.js";
import type { ActivationsRun, Run, SizesRun, Times } from "./recorded.js";
import type { Results } from "./report.js";
import { bestJs, type Entry, entryOf, type Race } from "./sections.js";

const runOf = ({ command, machine }: Results): Run => ({ command, machine });

const needed = (race: Race, entry: Entry | undefined, what: string): Entry => {
  if (!entry) throw new Error(`${race.op} of ${race.length} elements has no ${what}`);
  return entry;
};

/** Each role's times; of several in a role the fastest's. */
const rolesOf = (race: Race, work = 1): Readonly<Record<string, Times>> => {
  const roles = [...new Set(race.entries.map(({ role }) => role))];
  const fastest = (role: string): Entry | undefined =>
    race.entries.filter((entry) => entry.role === role).sort((one, other) => one.median - other.median)[0];
  return Object.fromEntries(roles.map((role) => [role, timesOf(needed(race, fastest(role), role), work)]));
};

export const activationsRun = (results: Results): ActivationsRun => {
  const races = [...results.races].sort((one, other) => (one.op < other.op ? -1 : 1));
  const figures = (race: Race): ActivationsRun["ops"][string] => ({
    heap: timesOf(needed(race, entryOf(race, "resident"), "call in a heap"), race.length),
    out: timesOf(needed(race, entryOf(race, "out"), "call with out"), race.length),
    js: timesOf(needed(race, bestJs(race), "JavaScript"), race.length),
  });
  return {
    ...runOf(results),
    length: races[0]?.length ?? 0,
    ops: Object.fromEntries(races.map((race) => [race.op, figures(race)])),
  };
};

export const sizesRun = (results: Results): SizesRun => ({
  ...runOf(results),
  relu: results.races.map((race) => ({ length: race.length, roles: rolesOf(race, race.length) })),
  short: results.short.map(({ same, varied }) => ({
    op: same.op,
    length: same.length,
    same: rolesOf(same),
    varied: rolesOf(varied),
  })),
});
