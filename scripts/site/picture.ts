// README's pictures of the site, light and dark. See USAGE.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { PNG } from "pngjs";
import { commandLine, runCommand } from "../../bench/usage.js";
import { launcher } from "../../test/browsers/browsers.js";
import { ensure } from "../../test/browsers/install.js";
import { buildSite } from "./build.js";
import { serve } from "./serve.js";

const USAGE = `npm run site:picture

Builds the site and writes docs/pictures/site-light.png and site-dark.png: the playground, 1280 × 800, where a learning rate that is too high
has killed most units. The seed is in the address, so the network is the same each time.
`;

/** 16 relu units, 140 epochs with a learning rate of 3. */
const ADDRESS = "playground.html?rate=3&epoch=140";
const EPOCHS = "140";
/** Milliseconds, on a machine that does other things too. */
const PATIENCE = 120_000;

/** Channels are rounded to multiples of it, 0 and 255 among them: about a third fewer bytes, for tints that are hardly seen. */
const LEVEL = 5;

const smaller = (png: Buffer): Buffer => {
  const picture = PNG.sync.read(png);
  picture.data.forEach((value, i) => {
    picture.data[i] = LEVEL * Math.round(value / LEVEL);
  });
  // Flat areas and letters that come again: zlib's own strategy without a filter finds them best.
  return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
};

const main = async (): Promise<void> => {
  commandLine(USAGE, {});
  const { folder } = await buildSite(["tfjs"]);
  const address = await serve(folder, 0);
  if (!process.env["CHROMIUM"]) ensure(["chromium"]);
  const browser = await chromium.launch(launcher("chromium"));
  const page = await browser.newPage({ reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${address}${ADDRESS}`);
  await page.locator(`#epoch[data-epoch="${EPOCHS}"]`).waitFor();
  // The network, not the title above it.
  await page.evaluate(
    "document.querySelector('.workshop').scrollIntoView({ behavior: 'instant' }); scrollBy({ top: -16, behavior: 'instant' })",
  );
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const path = join("docs/pictures", `site-${colorScheme}.png`);
    writeFileSync(path, smaller(await page.screenshot()));
    console.log(path);
  }
  await browser.close();
  // The server goes on until the process ends.
  process.exit();
};

await runCommand(USAGE, main);
