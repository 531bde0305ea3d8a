// Pictures as people get them. See USAGE.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright";
import { commandLine, runCommand, UsageError } from "../../bench/usage.js";
import { launcher } from "../../test/browsers/browsers.js";
import { ensure } from "../../test/browsers/install.js";

const USAGE = `npx tsx scripts/report/look.ts <folder for PNG> <picture.svg> …

Writes each as PNG into the folder: light and dark, 360 and 800 pixels wide, in Chromium, within <img> as on a page.
`;

const main = async (): Promise<void> => {
  const { positionals } = commandLine(USAGE, {}, true);
  const [folder, ...given] = positionals;
  if (!folder || !given.length) throw new UsageError("a folder and pictures, please");
  mkdirSync(folder, { recursive: true });
  if (!process.env["CHROMIUM"]) ensure(["chromium"]);
  const browser = await chromium.launch(launcher("chromium"));
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [360, 800]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 600 } });
      for (const file of given) {
        const source = `data:image/svg+xml;base64,${readFileSync(file).toString("base64")}`;
        await page.setContent(`<body style="margin:0"><img src="${source}" style="display:block;width:100%;height:auto">`);
        await page.screenshot({ path: join(folder, `${basename(file, ".svg")}-${colorScheme}-${width}.png`), fullPage: true });
      }
      await page.close();
    }
  await browser.close();
};

await runCommand(USAGE, main);
