// Pages in Debian's Chromium.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

let browser: Promise<Browser> | undefined;

const launch = (): Promise<Browser> => {
  if (!existsSync(executablePath)) {
    console.error(`${executablePath} is missing: apt-get install chromium`);
    execFileSync("apt-get", ["update"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], { stdio: "ignore" });
  }
  return chromium.launch({ executablePath, args });
};

/** The text of a page once it is JSON. `folder`: its files are served from there. */
export const textOf = async (url: string, folder?: string): Promise<string> => {
  browser ??= launch();
  const page = await (await browser).newPage();
  const complaints: string[] = [];
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
