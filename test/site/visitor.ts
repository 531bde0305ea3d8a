// A visitor of the site in one of the browsers: what he opens, what he sees, what the console says meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserContextOptions, chromium, firefox, type Page } from "playwright";
import { launcher, type Name } from "../browsers/browsers.js";
import { startWebKit } from "../browsers/webdriver.js";

export interface Visitor {
  /** An address within the site: "learn.html". */
  open(path: string): Promise<void>;
  /** What the body of a function gives in the page. */
  ask(body: string): Promise<unknown>;
  /** The same, until it gives something but false, null or undefined. */
  until(body: string, patience?: number): Promise<unknown>;
  /** What the console has shown since the last `open`, and what could not be loaded. */
  complaints(): Promise<readonly string[]>;
  /** Keys and emulation; WebKit's driver has neither. */
  readonly page: Page | undefined;
}

export interface Guests {
  readonly version: string;
  /** Runs one visit with a fresh profile. */
  visit<T>(options: BrowserContextOptions, deed: (visitor: Visitor) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const PATIENCE = 180_000;

const waiting =
  (ask: Visitor["ask"], complaints: Visitor["complaints"]): Visitor["until"] =>
  async (body, patience = PATIENCE) => {
    for (const deadline = Date.now() + patience; ; await sleep(50)) {
      const value = await ask(body);
      if (value !== undefined && value !== null && value !== false) return value;
      if (Date.now() > deadline)
        throw new Error(`not within ${patience / 1000} s: ${body.trim()}; the console: ${(await complaints()).join("; ") || "silent"}`);
    }
  };

const withPlaywright = async (name: "chromium" | "firefox", address: string): Promise<Guests> => {
  const browser = await { chromium, firefox }[name].launch(launcher(name));
  return {
    version: browser.version(),
    close: () => browser.close(),
    visit: async (options, deed) => {
      const context = await browser.newContext(options);
      try {
        const page = await context.newPage();
        const heard: string[] = [];
        page.on("console", (message) => /error|warning/.test(message.type()) && heard.push(`console: ${message.text()}`));
        page.on("pageerror", (error) => heard.push(`uncaught: ${error.message}`));
        page.on("requestfailed", (request) => heard.push(`not loaded: ${request.url()}`));
        page.on("response", (response) => response.status() >= 400 && heard.push(`${response.status()}: ${response.url()}`));
        const ask: Visitor["ask"] = (body) => page.evaluate(`(() => { ${body} })()`);
        const complaints = async (): Promise<readonly string[]> => [...heard];
        const open = async (path: string): Promise<void> => {
          heard.length = 0;
          await page.goto(address + path);
        };
        return await deed({ page, open, ask, complaints, until: waiting(ask, complaints) });
      } finally {
        await context.close();
      }
    },
  };
};

/** `address`: of pages that keep what their console shows (site.ts), which this driver can't be asked for. */
const withWebDriver = async (address: string): Promise<Guests> => {
  const session = await startWebKit();
  const complaints = async (): Promise<readonly string[]> => (await session.evaluate("return globalThis.complaints ?? []")) as string[];
  return {
    version: session.version,
    close: session.close,
    visit: (_, deed) =>
      deed({
        page: undefined,
        open: (path) => session.go(address + path),
        ask: session.evaluate,
        complaints,
        until: waiting(session.evaluate, complaints),
      }),
  };
};

export const invite = (name: Name, addresses: { readonly plain: string; readonly kept: string }): Promise<Guests> =>
  name === "webkit" ? withWebDriver(addresses.kept) : withPlaywright(name, addresses.plain);
