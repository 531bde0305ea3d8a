// Which browser this is, by what it says of itself.

export interface Engine {
  /** "Chrome 140" */
  readonly browser: string;
  /** What runs JavaScript and WebAssembly there. */
  readonly engine: string;
  readonly system: string;
}

/** What of `navigator` is read. Chromium alone has `userAgentData`. */
export interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
  };
}

/** In this order: most pretend to be those below them as well. */
const browsers: readonly (readonly [name: string, sign: RegExp])[] = [
  ["Edge", /\bEdg(?:A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+(?:\.\d+)?).*\bSafari\//],
];

const systems: readonly (readonly [name: string, sign: RegExp])[] = [
  ["iOS", /\b(?:iPhone|iPad|iPod)\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["Linux", /\bLinux\b|\bX11\b/],
];

const brandNames: Readonly<Record<string, string>> = { "Google Chrome": "Chrome", "Microsoft Edge": "Edge" };
/** Chromium names itself beside the browser, and something that no one should rely on. */
const isBrand = (brand: string): boolean => brand !== "Chromium" && !/not.?a.?brand/i.test(brand.replace(/[^a-z]/gi, " "));

const engineOf = (userAgent: string, system: string): string => {
  // All browsers there are Safari inside, but in places where the law says otherwise.
  if (system === "iOS" && !/\bChrome\//.test(userAgent)) return "JavaScriptCore";
  if (/\bFirefox\//.test(userAgent)) return "SpiderMonkey";
  if (/\b(?:Headless)?Chrome\//.test(userAgent)) return "V8";
  return /\bAppleWebKit\//.test(userAgent) ? "JavaScriptCore" : "unknown engine";
};

export const engineOfAgent = ({ userAgent, userAgentData }: Agent): Engine => {
  const system = systems.find(([, sign]) => sign.test(userAgent))?.[0] ?? (userAgentData?.platform || "unknown system");
  const engine = engineOf(userAgent, system);
  const brands = userAgentData?.brands ?? [];
  const brand = brands.find((one) => isBrand(one.brand)) ?? brands.find((one) => one.brand === "Chromium");
  if (brand) return { browser: `${brandNames[brand.brand] ?? brand.brand} ${brand.version}`, engine, system };
  for (const [name, sign] of browsers) {
    const version = sign.exec(userAgent)?.[1];
    if (version !== undefined) return { browser: `${name} ${version}`, engine, system };
  }
  return { browser: "unknown browser", engine, system };
};
