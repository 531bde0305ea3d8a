// Every page, with kernels and without: nothing in the console, nothing that failed to load, and the backend that was asked for.
import { strict as assert } from "node:assert";
import { type Check, everywhere, figuresDrawn, pages, settled, silentSoFar } from "../check.js";
import type { Visitor } from "../visitor.js";

type Backend = "wasm" | "js";

/** Opens a page and looks at it, with its figures or the first `most` of them. */
export const loaded = async (visitor: Visitor, name: (typeof pages)[number], backend: Backend, most?: number): Promise<void> => {
  await visitor.open(`${name}.html${backend === "js" ? "?backend=js" : ""}`);
  await settled(visitor);
  await figuresDrawn(visitor, most);
  assert.equal(await visitor.ask('return document.querySelector("[data-backend]").dataset.backend'), backend, name);
  const isSaid = await visitor.ask(
    'const line = document.querySelector("[data-fallback]"); return !line.hidden && line.textContent !== ""',
  );
  assert.equal(isSaid, backend === "js", `${name} says that it runs in plain JavaScript`);
  const links = (await visitor.ask(`
    return [...document.querySelectorAll(".top nav a")].map((link) => [new URL(link.href).search, link.hasAttribute("aria-current")])
  `)) as [string, boolean][];
  const query = backend === "js" ? "?backend=js" : "";
  assert.deepEqual(new Set(links.map(([search]) => search)), new Set([query]), `${name} links to pages with the same backend`);
  assert.equal(links.filter(([, isCurrent]) => isCurrent).length, name === "index" ? 0 : 1, `${name} is marked among its links`);
  await silentSoFar(visitor, name);
};

/** Plain JavaScript computes figures slowly, as does WebKitGTK while others use the processor; some of them use the worker as all do. */
const FIRST_FIGURES = 3;

const loads = (backend: Backend): Check => ({
  title: backend === "wasm" ? "pages load" : "pages load with ?backend=js",
  // Chromium has axe look at the same pages, and nothing complains there either.
  short: backend === "wasm" ? everywhere.filter((name) => name !== "chromium") : ["chromium"],
  run: async (visitor, isShort) => {
    for (const name of pages) await loaded(visitor, name, backend, isShort ? FIRST_FIGURES : undefined);
    return `${pages.length} pages`;
  },
});

export const loading: readonly Check[] = [loads("wasm"), loads("js")];
