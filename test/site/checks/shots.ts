// Pictures of every page, with something in it, for people to look at: build/site-shots/.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Report } from "../../../site/benchmark/results.js";
import { fragmentOf } from "../../../site/benchmark/share.js";
import { type Check, chromiumAlone, figuresDrawn, pageOf, settled } from "../check.js";
import { sizes, themes } from "./axe.js";

const folder = fileURLToPath(new URL("../../../build/site-shots/", import.meta.url));

/** Times as they might be, not measured: a picture needs no more. */
const report: Report = {
  machine: { browser: "an example", engine: "V8", system: "made up", cores: 8, backend: "wasm", isolated: true, resolution: 0.005 },
  date: "2026-01-31",
  results: ["relu", "gelu"].flatMap((op, i) =>
    [1024, 16384, 262144].map((length, j) => ({
      op,
      type: "f32" as const,
      length,
      entries: (
        [
          ["a plain loop", "naive", 2 + 10 * i, 0.5],
          ["relu-simd", "out", 0.5 + i, 0.5],
          ["relu-simd, in a heap", "resident", 0.2 + i, 0.5],
        ] as const
      ).map(([label, role, ns, error]) => {
        const median = ns * (1 + 0.2 * j);
        return { label, role, median, p10: 0.95 * median, p90: 1.1 * median, error };
      }),
    })),
  ),
};

interface Shot {
  readonly name: string;
  readonly path: string;
  /** What has to be there first. */
  readonly ready?: string;
  /** Each of these alone, where the whole would be too long to look at. */
  readonly parts?: string;
}

const trained = 'document.querySelector("[data-epoch]").dataset.epoch === "140"';
/** The one with a fragment comes first: from the same page without one, it would not be loaded anew. */
const shown: readonly Shot[] = [
  { name: "index", path: "index.html" },
  { name: "functions", path: "functions.html" },
  { name: "functions-softmax", path: "functions.html?f=softmax" },
  { name: "playground", path: "playground.html?rate=3&epoch=140", ready: trained },
  { name: "playground-story", path: "playground.html?rate=3&epoch=140&story=dying&step=1", ready: trained },
  { name: "benchmark-results", path: `benchmark.html${fragmentOf(report)}`, ready: 'document.querySelector("tbody[data-op]") !== null' },
  { name: "benchmark", path: "benchmark.html" },
  { name: "learn", path: "learn.html", parts: "main section[id]" },
];

export const shots: readonly Check[] = [
  {
    title: "pictures in build/site-shots/",
    browsers: chromiumAlone,
    short: [],
    options: { reducedMotion: "reduce" },
    run: async (visitor) => {
      const page = pageOf(visitor);
      mkdirSync(folder, { recursive: true });
      let count = 0;
      for (const { name, path, ready = "true", parts } of shown) {
        await visitor.open(path);
        await settled(visitor);
        await visitor.until(`return ${ready}`);
        await figuresDrawn(visitor);
        for (const { width, height } of sizes)
          for (const colorScheme of themes) {
            await page.setViewportSize({ width, height });
            await page.emulateMedia({ colorScheme });
            await visitor.ask("scrollTo({ top: 0, behavior: 'instant' })");
            // Canvases are drawn anew for another size and theme.
            await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
            const end = `${width}-${colorScheme}.png`;
            const all = parts === undefined ? [] : await page.locator(parts).all();
            for (const part of all) await part.screenshot({ path: `${folder}${name}-${await part.getAttribute("id")}-${end}` });
            if (parts === undefined) await page.screenshot({ path: `${folder}${name}-${end}`, fullPage: true });
            count += all.length || 1;
          }
      }
      return `${count} pictures`;
    },
  },
];
