// Once loaded, the site needs no network.
import { strict as assert } from "node:assert";
import { type Check, chromiumAlone, pages, settled, silentSoFar } from "../check.js";

export const offline: readonly Check[] = [
  {
    title: "pages open without a network, once loaded",
    browsers: chromiumAlone,
    run: async (visitor) => {
      const context = visitor.page?.context();
      if (!context) throw new Error("being offline needs a browser that Playwright drives");
      await visitor.open("index.html");
      await settled(visitor);
      await visitor.until("return navigator.serviceWorker.controller !== null", 20_000);
      await context.setOffline(true);
      for (const name of pages) {
        await visitor.open(`${name}.html`);
        await settled(visitor);
        assert.ok(await visitor.ask('return document.querySelector("h1")?.textContent'), name);
        await silentSoFar(visitor, name);
      }
      return `${pages.length} pages`;
    },
  },
];
