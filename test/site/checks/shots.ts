// Pictures of every page for people to look at: build/site-shots/.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Check, chromiumAlone, figuresDrawn, pages, settled } from "../check.js";
import { sizes, themes } from "./axe.js";

const folder = fileURLToPath(new URL("../../../build/site-shots/", import.meta.url));

export const shots: readonly Check[] = [
  {
    title: "pictures in build/site-shots/",
    browsers: chromiumAlone,
    short: [],
    options: { reducedMotion: "reduce" },
    run: async (visitor) => {
      const { page } = visitor;
      if (!page) throw new Error("pictures need a browser that Playwright drives");
      mkdirSync(folder, { recursive: true });
      for (const name of pages) {
        await visitor.open(`${name}.html`);
        await settled(visitor);
        await figuresDrawn(visitor);
        for (const { width, height } of sizes)
          for (const colorScheme of themes) {
            await page.setViewportSize({ width, height });
            await page.emulateMedia({ colorScheme });
            await visitor.ask("scrollTo({ top: 0, behavior: 'instant' })");
            await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: true });
          }
      }
      return `${pages.length * sizes.length * themes.length} pictures`;
    },
  },
];
