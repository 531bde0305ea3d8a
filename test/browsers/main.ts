// The package in real browsers: the suite, pages under strict policies, workers. See USAGE.
import Table from "cli-table3";
import { commandLine, refuse } from "../../bench/usage.js";
import { type Browser, type Name, names, start } from "./browsers.js";
import { ensure } from "./install.js";
import type { Report } from "./pages/report.js";
import { isOwnReport, type Page, pages } from "./plan.js";
import { openSite, type Site } from "./site.js";
import { runSuite } from "./suite.js";

interface Row {
  readonly page: string;
  readonly backend: string;
  readonly result: string;
  readonly ms: number | undefined;
  readonly complaints: readonly string[];
}

const visit = async (browser: Browser, site: Site, page: Page): Promise<Row> => {
  try {
    const { value, complaints } = await browser.visit(site.url(page.policy, page.path), page.report);
    const { backend, checks, failures, ms } = value as Report;
    const wrong = [
      ...(backend === page.backend ? [] : [`backend is ${backend}, expected ${page.backend}`]),
      ...(checks > 0 ? [] : ["nothing was checked"]),
      ...failures,
      ...complaints.filter((complaint) => !isOwnReport(page.policy, complaint)),
    ];
    return { page: page.title, backend, result: `${checks} checks`, ms, complaints: wrong };
  } catch (error) {
    return { page: page.title, backend: "", result: "", ms: undefined, complaints: [String(error)] };
  }
};

const visitAll = async (name: Name, site: Site): Promise<{ readonly version: string; readonly rows: readonly Row[] }> => {
  let browser: Browser | undefined;
  const rows: Row[] = [];
  try {
    browser = await start(name);
    for (const page of pages) rows.push(await visit(browser, site, page));
  } catch (error) {
    rows.push({ page: "start", backend: "", result: "", ms: undefined, complaints: [String(error)] });
  } finally {
    await browser?.close();
  }
  return { version: browser?.version ?? "", rows };
};

const USAGE = `npm run test:browsers [-- [options] [${names.join(" ")}]]

  --short    without what Node tests as well (vitest.config.ts); all pages
  --install  only installs the browsers
`;

const { values, positionals } = commandLine(
  USAGE,
  { short: { type: "boolean", default: false }, install: { type: "boolean", default: false } },
  true,
);
if (values.short) process.env["BROWSER_SUITE"] = "short";
const unknown = positionals.filter((name) => !names.includes(name as Name));
if (unknown.length) refuse(USAGE, `unknown browser ${unknown.join(", ")}, expected some of ${names.join(", ")}`);
const chosen = positionals.length ? (positionals as Name[]) : names;

ensure(chosen);
if (values.install) process.exit();
const table = new Table({
  head: ["browser", "version", "page", "backend", "result", "first result, ms"],
  colAligns: ["left", "left", "left", "left", "left", "right"],
  style: { head: [], border: [] },
  chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
});
const complaints: string[] = [];
const outcomes = await runSuite(chosen);
const site = await openSite();
try {
  for (const name of chosen) {
    const { version, rows } = await visitAll(name, site);
    const { passed, failed } = outcomes.get(name) ?? { passed: 0, failed: 1 };
    const suite: Row = {
      page: "the suite",
      backend: "wasm",
      result: `${passed} tests`,
      ms: undefined,
      complaints: failed ? [`${failed} failed, see above`] : [],
    };
    for (const { page, backend, result, ms, complaints: own } of [suite, ...rows]) {
      table.push([name, version, page, backend, own.length ? "FAILED" : result, ms === undefined ? "" : ms.toFixed(1)]);
      complaints.push(...own.map((complaint) => `${name}, ${page}: ${complaint}`));
    }
  }
} finally {
  site.close();
}
console.log(table.toString());
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length ? 1 : 0;
