// Windows that others do not have: the narrowest phone, letters at 200 % on a small screen, a wall.
import { type Check, driven, figuresDrawn, pageOf, pages, settled } from "../check.js";

/** 640 is what a window of 1,280 has left for a page at 200 %. */
const windows = [
  { width: 360, height: 740 },
  { width: 640, height: 360 },
  { width: 3840, height: 2160 },
] as const;

export const views: readonly Check[] = [
  {
    title: "from 360 px to 3,840, and at 200 %, no page has to be pushed sideways",
    browsers: driven,
    short: [],
    options: { reducedMotion: "reduce" },
    run: async (visitor) => {
      const page = pageOf(visitor);
      const found: string[] = [];
      for (const name of pages) {
        await visitor.open(`${name}.html`);
        await settled(visitor);
        await figuresDrawn(visitor);
        for (const size of windows) {
          await page.setViewportSize(size);
          const wide = Number(await visitor.ask("return document.documentElement.scrollWidth"));
          if (wide > size.width) found.push(`${name} is ${wide} pixels wide in ${size.width}`);
        }
      }
      if (found.length) throw new Error(found.join("; "));
      return `${pages.length} pages, ${windows.map(({ width }) => width).join(", ")} px`;
    },
  },
];
