// The built site in real browsers. See USAGE.
import Table from "cli-table3";
import { commandLine, refuse } from "../../bench/usage.js";
import { type Name, names } from "../browsers/browsers.js";
import { ensure } from "../browsers/install.js";
import type { Check } from "./check.js";
import { accessible } from "./checks/axe.js";
import { measuring } from "./checks/benchmark.js";
import { explorer } from "./checks/explorer.js";
import { keys } from "./checks/keyboard.js";
import { lasting } from "./checks/lasting.js";
import { learning } from "./checks/learn.js";
import { loading } from "./checks/load.js";
import { offline } from "./checks/offline.js";
import { shots } from "./checks/shots.js";
import { telling } from "./checks/stories.js";
import { views } from "./checks/views.js";
import { visiting } from "./checks/visitors.js";
import { openSite } from "./site.js";
import { invite } from "./visitor.js";

const checks: readonly Check[] = [
  ...loading,
  ...explorer,
  ...learning,
  ...telling,
  ...keys,
  ...visiting,
  ...measuring,
  ...offline,
  ...accessible,
  ...views,
  ...lasting,
  ...shots,
];

const USAGE = `npm run test:site -- [options] [${names.join("] [")}]

Without names: all three browsers.

  --only <words>  checks whose title has them in it
  --short         nearly all in Chromium, loading and one story elsewhere; no pictures
`;

const read = () => {
  const { values, positionals } = commandLine(
    USAGE,
    { short: { type: "boolean", default: false }, only: { type: "string", default: "" } },
    true,
  );
  const unknown = positionals.filter((name) => !names.includes(name as Name));
  if (unknown.length) return refuse(USAGE, `unknown browser ${unknown.join(", ")}, expected some of ${names.join(", ")}`);
  if (!checks.some(({ title }) => title.includes(values.only))) return refuse(USAGE, `no check has "${values.only}" in its title`);
  return { ...values, chosen: positionals.length ? (positionals as Name[]) : names };
};

const { short: isShort, only, chosen } = read();
const isWanted =
  (name: Name) =>
  ({ title, browsers = names, short = ["chromium"] }: Check): boolean =>
    browsers.includes(name) && title.includes(only) && (!isShort || short.includes(name));

interface Row {
  readonly browser: Name;
  readonly version: string;
  readonly title: string;
  readonly found: string;
  readonly seconds: number;
  readonly error?: unknown;
}

const visits = async (browser: Name, addresses: Parameters<typeof invite>[1]): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let begun = performance.now();
  const seconds = (): number => (performance.now() - begun) / 1000;
  try {
    const guests = await invite(browser, addresses);
    const { version } = guests;
    try {
      for (const { title, options = {}, run } of checks.filter(isWanted(browser))) {
        begun = performance.now();
        try {
          rows.push({
            browser,
            version,
            title,
            found: await guests.visit(options, (visitor) => run(visitor, isShort)),
            seconds: seconds(),
          });
        } catch (error) {
          rows.push({ browser, version, title, found: "FAILED", seconds: seconds(), error });
        }
      }
    } finally {
      await guests.close();
    }
  } catch (error) {
    rows.push({ browser, version: "", title: "start", found: "FAILED", seconds: seconds(), error });
  }
  return rows;
};

ensure(chosen);
const addresses = await openSite();
// Each in its own process; what one waits for, another uses.
const rows = (await Promise.all(chosen.map((name) => visits(name, addresses)))).flat();

const table = new Table({
  head: ["browser", "version", "check", "result", "s"],
  colAligns: ["left", "left", "left", "left", "right"],
  style: { head: [], border: [] },
  chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
});
for (const { browser, version, title, found, seconds } of rows) table.push([browser, version, title, found, seconds.toFixed(1)]);
console.log(table.toString());
const failed = rows.filter(({ error }) => error !== undefined);
for (const { browser, title, error } of failed) console.error(`\n${browser}, ${title}:\n  ${(error as Error)?.message ?? error}`);
// The servers go on until the process ends.
process.exit(failed.length ? 1 : 0);
