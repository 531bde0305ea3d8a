// Every page has the same head, header and footer, and nothing that its own policy would refuse.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filled } from "../scripts/site/pages.js";
import { POLICY } from "../scripts/site/policy.js";

const files = readdirSync(new URL("../site/", import.meta.url)).filter((name) => name.endsWith(".html"));

test("there are five", () => expect(files).toEqual(["benchmark.html", "functions.html", "index.html", "learn.html", "playground.html"]));

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
