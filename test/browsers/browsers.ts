// Debian's browsers, and how they start without a screen and without calling home.
import type { LaunchOptions } from "playwright";

const noise = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export const launchers: Readonly<Record<"chromium" | "firefox", LaunchOptions>> = {
  chromium: { executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", ...noise] },
  // "moz-firefox": over WebDriver BiDi, which an unpatched Firefox speaks.
  firefox: { channel: "moz-firefox", executablePath: "/usr/bin/firefox-esr" },
};
