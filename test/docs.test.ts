// A reader of our texts would follow a link to nothing, look in vain for a function, or read a hole where a figure should be.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import { describe, expect, test } from "vitest";
import { parseComment, REQUIRED } from "../scripts/docs/comment.js";
import { errorInWords } from "../scripts/docs/measured.js";
import type { Row } from "./exhaustive/results.js";
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

test("a doc comment comes apart into lead, formula, labelled parts and tags", () => {
  const { lead, formula, prose, parts, params, returns, examples } = parseComment(`/**
   * A unit, element by element: \`x > 0 ? x : 0\`.
   *
   * Prose. Derivative: 1 above 0. Shapes: any.
   *
   *     code
   *
   * @param x  what comes in
   * @param options.alpha  the slope,
   *   in two lines. Default 1/6.
   * @param options.value  Required.
   * @returns a new array
   * @example
   * relu(x);
   *
   * Special values: NaN → NaN. Max error: 1 ULP.
   * Source: a paper
   */`);
  expect(lead).toBe("A unit, element by element: `x > 0 ? x : 0`.");
  expect(formula).toBe("x > 0 ? x : 0");
  expect(prose).toEqual(["Prose.", "```text\ncode\n```"]);
  expect(parts).toEqual({ derivative: "1 above 0.", shapes: "any.", special: "NaN → NaN.", error: "1 ULP.", source: "a paper" });
  expect(params).toEqual([
    { path: "x", text: "what comes in", usual: undefined },
    { path: "options.alpha", text: "the slope, in two lines. Default 1/6.", usual: "1/6" },
    { path: "options.value", text: "Required.", usual: REQUIRED },
  ]);
  expect(returns).toBe("a new array");
  expect(examples).toEqual(["relu(x);"]);
});

test.each([
  ["0.5069", "-0.34648331999778748", "0.5069, at −0.3464833"],
  ["≤ 0.5", "1", "≤ 0.5, at 1.000000"],
  ["0", "1", "0"],
  ["1.5", "", "1.5"],
])("an error of %s, found at %s", (max, at, words) => {
  expect(errorInWords({ "max ULP": max, "its value": at } as Row)).toBe(words);
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
