// A reader of our texts would follow a link to nothing, look in vain for a function, or read a hole where a figure should be.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import { describe, expect, test } from "vitest";
import { activations, api } from "./support/api.js";
import { nn } from "./support/nn.js";

const texts = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" }).map((file) => `docs/${file.replaceAll("\\", "/")}`),
].filter((path) => path.endsWith(".md"));
const made = texts.filter((path) => /^docs\/(?:activations|layers)\/|^docs\/translate/.test(path));

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");
const read = (path: string): string => readFileSync(path, "utf8");

/** As GitHub names the headings of a page. */
const anchorsOf = (path: string): readonly string[] => {
  const slugger = new GithubSlugger();
  return [...withoutCode(read(path)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    slugger.slug(heading.replace(/`|\*\*/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")),
  );
};

const linksOf = (path: string): readonly string[] =>
  Array.from(
    withoutCode(read(path))
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)[^)]*\)|\b(?:src|srcset|href)="([^"]+)"/g),
    ([, link, attribute]) => (link ?? attribute) as string,
  ).filter((link) => !/^[a-z]+:/.test(link));

describe.each(texts)("%s", (path) => {
  test("links lead somewhere", () => {
    const dead = linksOf(path).filter((link) => {
      const [file = "", anchor] = link.split("#");
      const to = file ? posix.join(posix.dirname(path), file) : path;
      return !existsSync(to) || (anchor !== undefined && !anchorsOf(to).includes(anchor));
    });
    expect(dead).toEqual([]);
  });
});

test.each(made)("%s has no holes", (path) => {
  expect(read(path)).not.toMatch(/\bundefined\b|\[object |NaN (?:kB|ULP)|\bnull kB|\*\*: *(?:\.|$)/m);
  expect(read(path)).toMatch(/^<!-- Made by `npm run docs` from /);
});

test("every activation has a page", () => {
  const pages = readdirSync("docs/activations").filter((file) => file !== "README.md");
  expect(pages.sort()).toEqual(activations.map(([name]) => `${name}.md`).sort());
  expect(read("docs/activations/silu.md")).toContain("`swish`");
  expect(Object.keys(api).length).toBe(pages.length + ["backend", "Heap", "refusals", "swish"].length);
});

test("every export of relu-simd/nn has a page, which the index names", () => {
  const index = read("docs/layers/README.md");
  for (const name of Object.keys(nn)) {
    const file = new RegExp(`\\[${name}\\]\\((\\w+\\.md)\\)`).exec(index)?.[1];
    expect(file, name).toBeDefined();
    expect(read(`docs/layers/${file}`), name).toContain(name);
  }
});
