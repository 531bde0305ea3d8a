// Pages in Debian's Chromium.
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { launcher } from "../browsers/browsers.js";
import { ensure } from "../browsers/install.js";

let browser: Promise<Browser> | undefined;

const launch = (): Promise<Browser> => {
  if (!process.env["CHROMIUM"]) ensure(["chromium"]);
  return chromium.launch(launcher("chromium"));
};

/** The text of a page once it is JSON. `folder`: its files are served from there. */
export const textOf = async (url: string, folder?: string): Promise<string> => {
  browser ??= launch();
  const page = await (await browser).newPage();
  let complaints: string[] = [];
  // A development server may load a page again: what counts is the page that stays.
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) complaints = [];
  });
  page.on("pageerror", (error) => complaints.push(`${error}`));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  // Bundlers that make a file of a fetched kernel would hide that it is fetched.
  page.on("request", (request) => /\.wasm|application\/wasm/.test(request.url()) && complaints.push(`${request.url()} is fetched`));
  try {
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    if (folder)
      await page.route(`${new URL(url).origin}/**`, (route) => {
        const path = new URL(route.request().url()).pathname;
        return route.fulfill({ path: join(folder, path === "/" ? "index.html" : path) });
      });
    await page.goto(url);
    await page.waitForFunction("document.body.innerText.trim().endsWith('}')", undefined, { timeout: 20_000 }).catch((error: unknown) => {
      throw complaints.length ? new Error(complaints.join("\n")) : error;
    });
    if (complaints.length) throw new Error(complaints.join("\n"));
    return await page.evaluate<string>("document.body.innerText");
  } finally {
    await page.close();
  }
};

export const closeChromium = async (): Promise<void> => {
  await (await browser)?.close();
};
