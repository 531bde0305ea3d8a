// Nothing serious by axe's rules, in both themes, on a phone and on a desk.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Check, chromiumAlone, pageOf, pages } from "../check.js";
import { loaded } from "./load.js";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
] as const;
export const themes = ["light", "dark"] as const;

/** Each size in each theme; in the short run each size and each theme once. */
const viewsOf = (isShort: boolean) =>
  sizes.flatMap((viewport, i) => themes.filter((_, j) => !isShort || i === j).map((colorScheme) => ({ viewport, colorScheme })));

/** Of a page as it is now; `rules` are some of axe's, or all. */
const faults = async (page: NonNullable<Parameters<Check["run"]>[0]["page"]>, rules?: readonly string[]): Promise<readonly string[]> => {
  const { violations } = (await page.evaluate(
    `axe.run(${JSON.stringify({ preload: false, resultTypes: ["violations"], ...(rules && { runOnly: rules }) })})`,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html} (${failureSummary?.split("\n")[1]?.trim()})`)
          .join(", ")}`,
    );
};

export const accessible: readonly Check[] = [
  {
    title: "axe finds nothing serious, in both themes, on a phone and on a desk",
    browsers: chromiumAlone,
    options: { reducedMotion: "reduce" },
    run: async (visitor, isShort) => {
      const page = pageOf(visitor);
      const found: string[] = [];
      const views = viewsOf(isShort);
      for (const name of pages) {
        await loaded(visitor, name, "wasm");
        // The playground's units are named by what they do, once that is known.
        await visitor.until('return !document.querySelector("button.unit:not([aria-label])")');
        await page.evaluate(source);
        for (const { viewport, colorScheme } of views) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          // Another theme is other colours and nothing else.
          const ofTheme = colorScheme === themes[0] ? undefined : ["color-contrast"];
          const where = `${name}, ${viewport.width} px, ${colorScheme}`;
          found.push(...(await faults(page, ofTheme)).map((fault) => `${where}: ${fault}`));
          const wide = Number(await visitor.ask("return document.documentElement.scrollWidth"));
          if (wide > viewport.width) found.push(`${where}: is ${wide} pixels wide`);
        }
      }
      if (found.length) throw new Error(found.join("\n  "));
      return `${pages.length * views.length} views`;
    },
  },
];
