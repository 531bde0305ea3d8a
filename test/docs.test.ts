// A reader of our texts would follow a link to nothing, look in vain for a function, or read a hole where a figure should be.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import { describe, expect, test } from "vitest";
import type { PeerCase, PeersRun } from "../bench/recorded.js";
import { parseComment, REQUIRED } from "../scripts/docs/comment.js";
import { elsewhere } from "../scripts/docs/elsewhere.js";
import { elsewhereLayers } from "../scripts/docs/elsewhereLayers.js";
import { LIBRARIES, type Names, names, namesTable } from "../scripts/docs/libraries.js";
import { errorInWords, greatestShareOf, type Share, shareInWords } from "../scripts/docs/measured.js";
import { OURS, readRuns } from "../scripts/report/results.js";
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

test("the greatest share of a bound is ours, of the layer's own cases, and of layers alone", () => {
  const machine = { cpu: "a processor", runtime: "Node 24" };
  const one = (name: string, kind: string, errors: readonly (readonly [peer: string, error?: number])[]) => ({
    name,
    kind,
    rows: errors.map(([peer, error]) => ({ peer, error })),
  });
  const cases = [
    one("Linear 1→1", "layer", [[OURS, 0.001], [OURS], ["another", 0.9]]),
    one("Linear 2→2", "layer", [[OURS, 0.02]]),
    one("LinearLike 3→3", "layer", [[OURS, 0.5]]),
    one("Linear 4→4", "value", [[OURS, 0.7]]),
    one("depthwise 8", "layer", [[OURS, 0]]),
  ];
  const run = { machine, cases } as unknown as PeersRun;
  expect(greatestShareOf("Linear", run)).toEqual({ case: "Linear 2→2", share: 0.02, machine: "a processor, Node 24" });
  expect(greatestShareOf("GRU", run)).toBeUndefined();
  const words = (name: string): string => shareInWords(greatestShareOf(name, run) as Share);
  expect(words("Linear")).toBe("0.020 of [the bound](../nn.md#numbers), at Linear 2→2 (`npm run bench:peers`, a processor, Node 24)");
  expect(words("Conv2d")).toBe("none (`npm run bench:peers`, a processor, Node 24)");
});

test("a table of names has the libraries that know one, in one order", () => {
  const table = namesTable([
    ["a", names("`torch.a`", "", "`a`")],
    ["b", names("`torch.b`", "", "", "", "`jax.b`")],
  ]);
  expect(table?.split("\n").slice(2)).toEqual(["| PyTorch | `torch.a` | `torch.b` |", "| WebNN | `a` | – |", "| JAX | – | `jax.b` |"]);
  expect(namesTable([["a", names("")]])).toBeUndefined();
});

test("every activation has a page", () => {
  const pages = readdirSync("docs/activations").filter((file) => file !== "README.md");
  expect(pages.sort()).toEqual(activations.map(([name]) => `${name}.md`).sort());
  expect(read("docs/activations/silu.md")).toContain("`swish`");
  expect(Object.keys(api).length).toBe(pages.length + ["backend", "Heap", "refusals", "swish"].length);
});

const fileOf = (name: string): string | undefined => new RegExp(`\\[${name}\\]\\((\\w+\\.md)\\)`).exec(read("docs/layers/README.md"))?.[1];
const pageOf = (name: string): string => read(`docs/layers/${fileOf(name)}`);

test("every export of relu-simd/nn has a page, which the index names", () => {
  for (const name of Object.keys(nn)) {
    expect(fileOf(name), name).toBeDefined();
    expect(pageOf(name), name).toContain(name);
  }
});

test("every page tells what importing adds, and all names that are known", () => {
  const told = (page: string, name: string, known: Names | undefined): void => {
    expect(page, name).toMatch(new RegExp(`\`import \\{ ${name} \\}\` is \\d+\\.\\d kB`));
    for (const library of LIBRARIES.filter((each) => known?.[each]))
      expect(page.split("\n").find((line) => line.startsWith(`| ${library} |`)) ?? "", `${name}, ${library}`).toContain(known?.[library]);
  };
  for (const [name] of activations) told(read(`docs/activations/${name}.md`), name, elsewhere[name as keyof typeof elsewhere]);
  for (const name of Object.keys(nn)) told(pageOf(name), name, elsewhereLayers[name as keyof typeof elsewhereLayers]);
});

test("the page of every layer that was compared with others has its greatest error", () => {
  const run = readRuns().peers24;
  const compared = run?.cases.filter(({ kind }) => kind === "layer") ?? [];
  const owned = new Set<PeerCase>();
  for (const name of Object.keys(nn)) {
    const found = greatestShareOf(name);
    const line = found && `**Greatest error found**: ${shareInWords(found)}.`;
    expect(
      pageOf(name)
        .split("\n")
        .find((text) => text.startsWith("**Greatest error found**")),
      name,
    ).toBe(line);
    for (const one of compared) if (run && greatestShareOf(name, { ...run, cases: [one] })) owned.add(one);
  }
  expect(compared.filter((one) => !owned.has(one)).map(({ name }) => name)).toEqual([]);
});

test("every layer that was measured stands on a page", () => {
  const pages = made.map(read).join("\n");
  for (const { name } of readRuns().layers?.rows ?? []) expect(pages).toContain(`| ${name} |`);
});
