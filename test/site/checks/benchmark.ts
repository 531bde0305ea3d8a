// The benchmark ends, and its table is sane: all rows, numbers that can be, ours exact. How fast it is, is not asked.
import { strict as assert } from "node:assert";
import type { Report } from "../../../site/benchmark/results.js";
import { reportOf } from "../../../site/benchmark/share.js";
import { type Check, settled, silentSoFar } from "../check.js";
import { hasTfjs } from "../site.js";

interface Row {
  readonly role: string;
  readonly who: string;
  readonly ns: number;
  readonly cells: readonly string[];
}

const besideTfjs: Check = {
  title: "TensorFlow.js takes part when it is asked for",
  run: async (visitor) => {
    await visitor.open("benchmark.html");
    await settled(visitor);
    await visitor.ask('document.querySelector("#tfjs").click()');
    await visitor.until('return document.querySelector("#tfjs").getAttribute("aria-pressed") === "true"', 60_000);
    await visitor.ask('document.querySelector("#first").click()');
    await visitor.until('return !document.querySelector("#results").hidden && document.querySelector("#stop").hidden', 90_000);
    const found = (await visitor.ask(`
      return [...document.querySelectorAll('#table tbody[data-op="relu"] tr[data-role^=tfjs]')].map((row) => [row.querySelector("th").textContent, Number(row.dataset.ns)])`)) as (readonly [
      string,
      number,
    ])[];
    assert.equal(found.length, 2, "from array to array, and on tensors");
    for (const [who, ns] of found) assert.ok(/^TensorFlow\.js \d/.test(who) && ns > 0, `${who} takes ${ns} ns`);
    await silentSoFar(visitor, "benchmark.html");
    return found.map(([who]) => who).join(", ");
  },
};

export const measuring: readonly Check[] = [
  {
    title: "benchmark of relu ends with a sane table",
    run: async (visitor) => {
      await visitor.open("benchmark.html");
      await settled(visitor);
      await visitor.ask('document.querySelector("#first").click()');
      await visitor.until('return !document.querySelector("#results").hidden && document.querySelector("#stop").hidden', 90_000);
      const rows = (await visitor.ask(`
        return [...document.querySelectorAll('#table tbody[data-op="relu"] tr[data-role]')].map((row) => ({
          role: row.dataset.role,
          who: row.querySelector("th").textContent,
          ns: Number(row.dataset.ns),
          cells: [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim()),
        }))`)) as Row[];
      assert.ok(rows.length >= 4, `${rows.length} rows, expected ours, plain JavaScript and other loops`);
      assert.equal(new Set(rows.map(({ who }) => who)).size, rows.length, "each contender has a row");
      for (const { who, ns, cells } of rows) {
        assert.ok(Number.isFinite(ns) && ns > 0, `${who} takes ${ns} ns`);
        assert.doesNotMatch(cells.join(" "), /NaN|undefined|Infinity/, who);
      }
      const ours = rows.find(({ role }) => role === "out");
      assert.ok(ours, `one of ${rows.map(({ role }) => role)} is relu-simd, between arrays`);
      const error = Number(ours.cells.at(-1));
      assert.ok(error >= 0 && error <= 1, `our error is ${ours.cells.at(-1)} ULP`);
      const text = async (id: string): Promise<string> => String(await visitor.ask(`return document.querySelector("#${id}").textContent`));
      const json = JSON.parse(await text("as-json")) as Report;
      const labels = json.results[0]?.entries.map(({ label }) => label) ?? [];
      assert.deepEqual([...labels].sort(), rows.map(({ who }) => who).sort(), "JSON has those of the table");
      const lines = (await text("as-markdown")).split("\n").filter((line) => line.startsWith("| relu |"));
      assert.equal(lines.length, rows.length, "Markdown has a line for each");
      for (const [i, { who }] of rows.entries()) assert.equal(lines[i]?.split(" | ")[2]?.replaceAll("\\", ""), who);
      const { hash, pathname } = new URL(await text("share-link"));
      assert.match(pathname, /benchmark\.html$/);
      const [linked] = reportOf(hash, ["relu"])?.results ?? [];
      assert.deepEqual(
        linked?.entries.map(({ label }) => label),
        labels,
        "the link has them too",
      );
      await silentSoFar(visitor, "benchmark.html");
      return `${rows.length} rows`;
    },
  },
  // Of a site that was built with it: what is published.
  ...(hasTfjs() ? [besideTfjs] : []),
];
