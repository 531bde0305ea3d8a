// What visitors bring with them and take away: a theme, a link with results, a copied line.
import { strict as assert } from "node:assert";
import type { Report } from "../../../site/benchmark/results.js";
import { fragmentOf } from "../../../site/benchmark/share.js";
import { type Check, chromiumAlone, driven, settled, silentSoFar } from "../check.js";

const entry = { label: "relu-simd", role: "out", median: 0.25, p10: 0.2, p90: 0.3, error: 0.5 } as const;
const report: Report = {
  machine: { browser: "Somebody's 7", engine: "V8", system: "Linux", cores: 4, backend: "wasm", isolated: true, resolution: 0.005 },
  date: "2026-01-31",
  results: [64, 16_384].map((length) => ({ op: "relu", type: "f32", length, entries: [entry] })),
};

export const visiting: readonly Check[] = [
  {
    title: "a chosen theme stays",
    browsers: driven,
    options: { colorScheme: "light" },
    run: async (visitor) => {
      const theme = `
        const button = document.querySelector("#theme");
        const background = getComputedStyle(document.documentElement).colorScheme;
        return [document.documentElement.dataset.theme ?? "", button.getAttribute("aria-pressed"), background].join()`;
      await visitor.open("learn.html");
      await settled(visitor);
      const before = String(await visitor.ask(theme));
      assert.match(before, /^,false,/);
      await visitor.ask('document.querySelector("#theme").click()');
      const chosen = String(await visitor.ask(theme));
      assert.match(chosen, /^dark,true,/);
      await visitor.open("benchmark.html");
      await settled(visitor);
      assert.equal(await visitor.ask(theme), chosen);
      await visitor.ask('document.querySelector("#theme").click()');
      assert.match(String(await visitor.ask(theme)), /^light,false,/);
      await silentSoFar(visitor, "benchmark.html");
      return "dark, on another page, light";
    },
  },
  {
    title: "results in a link are shown, damaged ones are not",
    run: async (visitor) => {
      await visitor.open(`benchmark.html${fragmentOf(report)}`);
      await settled(visitor);
      const shown = await visitor.ask(
        'return !document.querySelector("#results").hidden && document.querySelector("#elsewhere").textContent',
      );
      assert.match(String(shown), /Measured elsewhere, on Somebody's 7 .*2026-01-31/);
      assert.equal(await visitor.ask('return document.querySelectorAll("#table tr[data-role=out]").length'), report.results.length);
      // Another page between: an address that differs in its fragment alone is no new page.
      await visitor.open("index.html");
      await visitor.open(`benchmark.html${fragmentOf(report).slice(0, -9)}`);
      await settled(visitor);
      assert.match(String(await visitor.ask('return document.querySelector("#said").textContent')), /damaged/);
      assert.equal(await visitor.ask('return document.querySelector("#results").hidden'), true);
      await silentSoFar(visitor, "benchmark.html");
      return `${report.results.length} rows`;
    },
  },
  {
    title: "what is to be copied is copied",
    browsers: chromiumAlone,
    options: { permissions: ["clipboard-read", "clipboard-write"] },
    run: async (visitor) => {
      await visitor.open("functions.html?f=silu&beta=2");
      await settled(visitor);
      await visitor.ask('document.querySelector("button[data-copy=call]").click()');
      await visitor.until('return document.querySelector("button[data-copy=call]").textContent === "Copied"');
      const copied = String(await visitor.page?.evaluate("navigator.clipboard.readText()"));
      assert.match(copied, /silu\(x, \{ beta: 2 \}\)/);
      return "the call";
    },
  },
];
