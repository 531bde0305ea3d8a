// What a check is: one visit, and what was found in it.
import type { BrowserContextOptions, Page } from "playwright";
import type { Name } from "../browsers/browsers.js";
import type { Visitor } from "./visitor.js";

export interface Check {
  readonly title: string;
  /** Where it runs. Default: everywhere. */
  readonly browsers?: readonly Name[];
  /** Where the short run has it. Default: in Chromium alone. */
  readonly short?: readonly Name[];
  readonly options?: BrowserContextOptions;
  /** What was found, in a few words; throws where it is not what it should be. `isShort`: what others see as well may be left out. */
  run(visitor: Visitor, isShort: boolean): Promise<string>;
}

export const pages = ["index", "functions", "playground", "benchmark", "learn"] as const;
export const everywhere: readonly Name[] = ["chromium", "firefox", "webkit"];
/** Those that Playwright drives: keys, sizes, themes, being offline. */
export const driven: readonly Name[] = ["chromium", "firefox"];
export const chromiumAlone: readonly Name[] = ["chromium"];

/** For keys, sizes, pictures and whatever else a browser does that Playwright drives. */
export const pageOf = ({ page }: Visitor): Page => {
  if (!page) throw new Error("this check needs a browser that Playwright drives");
  return page;
};

/** Until the page has its program and nothing more to load. */
export const settled = async (visitor: Visitor): Promise<void> => {
  await visitor.until('return document.readyState === "complete" && document.querySelector("[data-backend]")?.dataset.backend || false');
};

/** Figures that wait until they are near are brought near, one after the other, until all are drawn, or the first `most`. */
export const figuresDrawn = async (visitor: Visitor, most = Number.POSITIVE_INFINITY): Promise<void> => {
  const count = Math.min(most, Number(await visitor.ask('return document.querySelectorAll("figure[data-state]").length')));
  for (let i = 0; i < count; i++) {
    const figure = `document.querySelectorAll("figure[data-state]")[${i}]`;
    await visitor.ask(`${figure}.scrollIntoView({ block: "center", behavior: "instant" })`);
    const state = await visitor.until(`const { state } = ${figure}.dataset; return (state === "done" || state === "failed") && state`);
    if (state === "failed") throw new Error(String(await visitor.ask(`return ${figure}.id + ": " + ${figure}.textContent.trim()`)));
  }
};

/** Throws with what the console shows, if it shows anything. */
export const silentSoFar = async (visitor: Visitor, where: string): Promise<void> => {
  const complaints = await visitor.complaints();
  if (complaints.length) throw new Error(`${where}: ${complaints.join("; ")}`);
};
