// Debian's browsers: what has to be installed, how they start without a screen and without calling home, how a page is visited.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserType, chromium, firefox, type LaunchOptions } from "playwright";
import { startWebKit } from "./webdriver.js";

export const names = ["chromium", "firefox", "webkit"] as const;
export type Name = (typeof names)[number];

/** Where a command is, by PATH. */
export const find = (command: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** By browser: the Debian packages, and a command of each by which it is known to be there. */
export const packages: Readonly<Record<Name, Readonly<Record<string, string>>>> = {
  chromium: { chromium: "chromium" },
  firefox: { "firefox-esr": "firefox-esr" },
  webkit: { "webkit2gtk-driver": "WebKitWebDriver", xvfb: "xvfb-run", xauth: "xauth" },
};

const quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** A browser's own launch options, once it is installed. CHROMIUM names another Chromium. */
export const launcher = (name: "chromium" | "firefox"): LaunchOptions =>
  name === "chromium"
    ? { executablePath: process.env["CHROMIUM"] ?? find("chromium") ?? "chromium", args: quiet }
    : // "moz-firefox": over WebDriver BiDi, which an unpatched Firefox speaks.
      { channel: "moz-firefox", executablePath: find("firefox-esr") ?? "firefox-esr" };

export interface Visit {
  /** What the page was asked for. */
  readonly value: unknown;
  /** What its console shows. */
  readonly complaints: readonly string[];
}

export interface Browser {
  readonly version: string;
  /** Opens a page of its own, waits until `body`, the body of a function, gives something but undefined or null there. */
  visit(url: string, body: string): Promise<Visit>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

const PATIENCE = 60_000;
/** Sooner than the page is done where it has something to complain about. */
const patiently = async (evaluate: (body: string) => Promise<unknown>, body: string): Promise<unknown> => {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(50)) {
    const value = await evaluate(body);
    if (value !== undefined && value !== null) return value;
    if (Date.now() > deadline) throw new Error(`nothing within ${PATIENCE / 1000} s; ${await evaluate("return complaints.join()")}`);
    if (await evaluate("return complaints.some((text) => /^(uncaught|unhandled|not loaded)/.test(text))"))
      throw new Error(String(await evaluate("return complaints.join('; ')")));
  }
};

/** The console is read from outside: a message of the browser's own does not pass through the page's `console`. */
const startPlaywright = async (type: BrowserType, options: LaunchOptions): Promise<Browser> => {
  const browser = await type.launch(options);
  let page = await browser.newPage();
  return {
    version: browser.version(),
    visit: async (url, body) => {
      await page.close();
      page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => /error|warning/.test(message.type()) && complaints.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      await page.goto(url);
      const value = await patiently((script) => page.evaluate(`(() => { ${script} })()`), body);
      return { value, complaints };
    },
    screenshot: () => page.screenshot({ fullPage: true }),
    close: () => browser.close(),
  };
};

const startWebDriver = async (): Promise<Browser> => {
  const session = await startWebKit();
  return {
    version: session.version,
    visit: async (url, body) => {
      await session.go(url);
      const value = await patiently(session.evaluate, body);
      return { value, complaints: (await session.evaluate("return complaints")) as string[] };
    },
    screenshot: session.screenshot,
    close: session.close,
  };
};

export const start = (name: Name): Promise<Browser> =>
  name === "webkit" ? startWebDriver() : startPlaywright({ chromium, firefox }[name], launcher(name));
