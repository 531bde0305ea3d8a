// Every page has the same head, header and footer, and nothing that its own policy would refuse.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { random } from "../bench/random.js";
import type { Site } from "../scripts/site/build.js";
import { filled } from "../scripts/site/pages.js";
import { headers, POLICY } from "../scripts/site/policy.js";
import { exceeded, firstFiles } from "../scripts/site/sizes.js";

const files = readdirSync(new URL("../site/", import.meta.url)).filter((name) => name.endsWith(".html"));

test("there are five", () => expect(files).toEqual(["benchmark.html", "functions.html", "index.html", "learn.html", "playground.html"]));

test("the policy allows the site's own files, and WebAssembly", () => {
  expect(Object.fromEntries(POLICY.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]))).toEqual({
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
  });
  expect(headers["Content-Security-Policy"]).toBe(POLICY);
});

describe("sizes", () => {
  let folder = "";
  // What gzip can't make smaller.
  const noise = (bytes: number): Uint8Array => {
    const next = random(1);
    return Uint8Array.from({ length: bytes }, () => 256 * next());
  };
  const write = (bytes: Readonly<Record<string, number>>): void => {
    for (const [name, length] of Object.entries(bytes)) writeFileSync(join(folder, name), noise(length));
  };
  const imports = (...of: readonly (readonly [path: string, kind: "import-statement" | "dynamic-import"])[]) => ({
    imports: of.map(([path, kind]) => ({ path: `build/site/${path}`, kind })),
    exports: [],
    inputs: {},
    bytes: 0,
  });
  const site = (): Site => ({
    folder,
    pages: ["one"],
    outputs: {
      "build/site/one.js": imports(["shared-a.js", "import-statement"], ["later.js", "dynamic-import"]),
      "build/site/shared-a.js": imports(["shared-b.js", "import-statement"]),
    },
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "site-sizes-"));
    writeFileSync(
      join(folder, "one.html"),
      '<link rel="stylesheet" href="one.css"><script type="module" src="one.js"></script><a href="two.html">',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a page waits for what it links to and what that imports, not for what comes later", () => {
    expect([...firstFiles(site(), "one")].sort()).toEqual(["one.css", "one.html", "one.js", "shared-a.js", "shared-b.js"]);
  });

  test.each([
    ["within both budgets", { "shared-b.js": 90_000, "later.js": 90_000 }, []],
    [
      "a first paint beyond its own",
      { "shared-b.js": 100_000, "later.js": 90_000 },
      [/^one\.html is 100\.\d kB, expected less than 100\.0 kB$/],
    ],
    ["all beyond its own", { "shared-b.js": 90_000, "later.js": 160_000 }, [/^everything is 250\.\d kB, expected less than 250\.0 kB$/]],
  ])("%s", (_, bytes, complaints) => {
    write({ "one.css": 10, "one.js": 10, "shared-a.js": 10, ...bytes });
    const found = exceeded(site());
    expect(found).toHaveLength(complaints.length);
    for (const [i, complaint] of complaints.entries()) expect(found[i]).toMatch(complaint);
  });
});

describe.each(files)("%s", (file) => {
  const html = filled(file);
  const name = file.replace(".html", "");

  test("policy, theme, style and program, in this order", () => {
    const places = [`content="${POLICY}"`, 'src="theme.js"', 'href="site.css"', `src="${name}.js"`].map((part) => html.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places.slice(0, 2)].sort((one, other) => one - other)).toEqual(places.slice(0, 2));
  });

  test("one main, one h1, links to all pages, the page itself marked", () => {
    for (const tag of ["<main ", "<h1"]) expect(html.split(tag)).toHaveLength(2);
    for (const other of files) expect(html).toContain(`href="${other}"`);
    expect(html).toContain(`href="${file}" aria-current="page"`);
  });

  test("nothing inline, nothing from elsewhere", () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/);
    for (const [, address = ""] of html.matchAll(/<(?:script|link|img)[^>]*?(?:src|href)="([^"]+)"/g))
      expect(address).toMatch(/^(?:[\w.-]+$|data:)/);
  });
});
