// Every page, with kernels and without: nothing in the console, nothing that failed to load, and the backend that was asked for.
import { strict as assert } from "node:assert";
import { type Check, everywhere, figuresDrawn, pages, settled, silentSoFar } from "../check.js";

const loads = (backend: "wasm" | "js"): Check => ({
  title: backend === "wasm" ? "pages load" : "pages load with ?backend=js",
  short: backend === "wasm" ? everywhere : ["chromium"],
  run: async (visitor) => {
    for (const name of pages) {
      await visitor.open(`${name}.html${backend === "js" ? "?backend=js" : ""}`);
      await settled(visitor);
      await figuresDrawn(visitor);
      assert.equal(await visitor.ask('return document.querySelector("[data-backend]").dataset.backend'), backend, name);
      const isSaid = await visitor.ask(
        'const line = document.querySelector("[data-fallback]"); return !line.hidden && line.textContent !== ""',
      );
      assert.equal(isSaid, backend === "js", `${name} says that it runs in plain JavaScript`);
      const links = await visitor.ask(
        'return [...document.querySelectorAll(".top a[aria-current]")].map((link) => link.textContent.trim())',
      );
      assert.equal((links as string[]).length <= 1 && (name === "index" || (links as string[]).length === 1), true, `${name}: ${links}`);
      await silentSoFar(visitor, name);
    }
    return `${pages.length} pages`;
  },
});

export const loading: readonly Check[] = [loads("wasm"), loads("js")];
