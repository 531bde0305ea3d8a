// What an extension reports in Debian's Chromium: its service worker, its popup, its script in pages of others, which have policies or not.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright";
import { launcher } from "../browsers/browsers.js";
import { ensure } from "../browsers/install.js";

export type Place = "worker" | "popup" | "content script" | "content script, strict page";

const reportOf = async (page: Page, url: string): Promise<string> => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${error}`));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(url);
  await page.waitForFunction("document.body.innerText.trim().endsWith('}')", undefined, { timeout: 20_000 }).catch((error: unknown) => {
    throw complaints.length ? new Error(complaints.join("\n")) : error;
  });
  // A policy that forbids WebAssembly is nothing to tell users about.
  if (complaints.length) throw new Error(complaints.join("\n"));
  return page.evaluate<string>("document.body.innerText");
};

const workerOf = async (context: BrowserContext, id: string): Promise<string> => {
  const isOurs = (worker: { url(): string }): boolean => worker.url().startsWith(`chrome-extension://${id}/`);
  const worker = context.serviceWorkers().find(isOurs) ?? (await context.waitForEvent("serviceworker", { predicate: isOurs }));
  for (let i = 0; i < 100; i++) {
    const report = await worker.evaluate<string | undefined>("globalThis.report");
    if (report) return report;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the service worker reports nothing");
};

/** The report from a place of the extension in a folder, as JSON. */
export const reportFrom = async (place: Place, folder: string): Promise<string> => {
  if (!process.env["CHROMIUM"]) ensure(["chromium"]);
  const profile = mkdtempSync(join(tmpdir(), "relu-simd-profile-"));
  const { args = [], ...options } = launcher("chromium");
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    ignoreDefaultArgs: ["--disable-extensions"],
    // Chrome takes no extension from its command line any more; this way it and Chromium take one from who drives them.
    args: [...args, "--enable-unsafe-extension-debugging"],
  });
  try {
    const session = await context.browser()?.newBrowserCDPSession();
    if (!session) throw new Error("there is no session with the browser");
    const load = session.send as (method: string, parameters: object) => Promise<{ readonly id: string }>;
    const { id } = await load.call(session, "Extensions.loadUnpacked", { path: folder });
    if (place === "worker") return await workerOf(context, id);
    const page = await context.newPage();
    if (place === "popup") return await reportOf(page, `chrome-extension://${id}/popup.html`);
    const headers = place === "content script" ? {} : { "content-security-policy": "default-src 'self'" };
    const body = "<!doctype html><title>a page</title><body>";
    await page.route("http://fixture.localhost/**", (route) => route.fulfill({ contentType: "text/html", headers, body }));
    return await reportOf(page, "http://fixture.localhost/");
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
};
