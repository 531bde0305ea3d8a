// If this fails, README, pages or pictures no longer say what was measured, or say it in a way that part of the readers can't read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { shapes } from "../bench/layers/shapes.js";
import type { PeerCase, PeersRun, Row } from "../bench/recorded.js";
import { dotsOf } from "../scripts/report/charts/accuracy.js";
import { curveOf } from "../scripts/report/charts/curves.js";
import { place, spread } from "../scripts/report/charts/labels.js";
import { shown } from "../scripts/report/charts/layers.js";
import { drawn, WIDTH } from "../scripts/report/charts/svg.js";
import { differences, write } from "../scripts/report/files.js";
import { PICTURES, report } from "../scripts/report/make.js";
import { pictures } from "../scripts/report/pictures.js";
import { caseOf, digits, peakOf, type Runs, readRuns, ulp } from "../scripts/report/results.js";
import { shortTable } from "../scripts/report/tables/peers.js";
import { bundles } from "../scripts/sizes/bundles.js";
import { activations } from "./support/api.js";
import { recordedRuns } from "./support/recordedRuns.js";

const names = activations.map(([name]) => name);
const read = (path: string): string => readFileSync(path, "utf8");
const made = report(recordedRuns, read);
const page = (path: string, files = made): string => files.get(path) ?? "";
const all = pictures(recordedRuns);
const peers = recordedRuns.peers24 as PeersRun;

/** The runs with another figure in one row. */
const changed = (op: string, peer: string, change: Partial<Row>): Runs => ({
  ...recordedRuns,
  peers24: {
    ...peers,
    cases: peers.cases.map((one) =>
      one.op === op ? { ...one, rows: one.rows.map((row) => (row.peer === peer ? { ...row, ...change } : row)) } : one,
    ),
  },
});

const marks = (svg: string, name: string): number => [...svg.matchAll(new RegExp(`class="mark ${name}"`, "g"))].length;

describe("pictures", () => {
  test("every kind there is, and each activation", () => {
    const recorded = ["throughput.svg", "functions.svg", "accuracy.svg", "layers.svg", "activations.svg"];
    expect([...all.keys()].sort()).toEqual([...recorded, ...names.map((name) => `activations/${name}.svg`)].sort());
  });

  test("the layers that are drawn are cases of the benchmark", () => {
    const cases = shapes.map(({ name }) => name);
    expect(shown.filter((name) => !cases.includes(name))).toEqual([]);
  });

  test.each([...all])("%s is whole", (_, { svg, title, description }) => {
    expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(svg).toContain(`<title id="title">${title.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</title>`);
    expect(svg).toMatch(/role="img" aria-labelledby="title desc"/);
    expect(/<desc id="desc">(.+)<\/desc>/.exec(svg)?.[1]?.length).toBeGreaterThan(40);
    expect(description).not.toMatch(/NaN|undefined/);
    // Both themes have the same names in them, and on a phone text has 11 pixels or more.
    const [light = "", dark = ""] = svg.split("@media (prefers-color-scheme:dark)");
    expect(light).not.toBe("");
    for (const [, name] of light.matchAll(/\.(\w+)\{color:/g)) expect(dark).toContain(`.${name}{color:`);
    for (const [, size] of svg.matchAll(/font(?:-size)?:(\d+)px/g)) expect((Number(size) * 360) / WIDTH).toBeGreaterThanOrEqual(11);
    // Nothing is outside.
    const [, height] = /viewBox="0 0 \d+ ([\d.]+)"/.exec(svg) ?? [];
    for (const [, x, y] of svg.matchAll(/<text x="(-?[\d.]+)" y="(-?[\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(WIDTH);
      expect(Number(y)).toBeGreaterThan(0);
      expect(Number(y)).toBeLessThan(Number(height));
    }
    // Elements that are opened are closed.
    for (const element of ["svg", "text", "tspan", "style", "title", "desc"])
      expect(svg.split(`<${element}`).length).toBe(svg.split(`</${element}>`).length);
  });

  test.each(["accuracy.svg", "functions.svg"])("%s has a mark for each contender and function, and one in the key", (name) => {
    const { svg = "" } = all.get(name) ?? {};
    for (const [peer, look] of [
      ["relu-simd", "ours"],
      ["JavaScript", "js"],
      ["@tensorflow/tfjs-backend-wasm", "tfjs"],
      ["onnxruntime-web", "ort"],
      ["@jax-js/jax", "jax"],
      ["numpy-ts", "numpy"],
    ] as const) {
      expect(drawn).toContain(peer);
      const dots = dotsOf(peers).filter((dot) => dot.peer === peer).length;
      expect(dots).toBeGreaterThan(0);
      expect(marks(svg, look)).toBe(dots + 1);
    }
  });

  test("throughput has a mark for each size", () => {
    const { svg = "" } = all.get("throughput.svg") ?? {};
    // In a heap, and with out.
    expect(marks(svg, "ours")).toBe(2 * 5);
    expect(marks(svg, "js")).toBe(5);
  });

  test("throughput is bytes read and written, in figures too", () => {
    const { description } = all.get("throughput.svg") ?? { description: "" };
    // 0.094 and 0.26 ns an element, with 20 ns of each call.
    expect(description).toContain(`relu of 16k float32 in GB/s, read and written: relu-simd in a heap ${digits(8 / 0.094)}, `);
    expect(description).toContain(`relu-simd with out ${digits(8 / (0.26 + 20 / 16_384))}, `);
  });

  test("functions are told with the fastest of the others", () => {
    expect(all.get("functions.svg")?.description).toMatch(/ tanh 2\.4 ns \(the best JavaScript 25, the next, ort-web, 7\.2\)/);
  });

  test("layers have a bar each, as long as their share", () => {
    const { svg = "" } = all.get("layers.svg") ?? {};
    const bars = [...svg.matchAll(/<rect class="area ours"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(bars).toHaveLength(7);
    // 256³ in 790 µs and 256 · 256 · 64 in 183 µs, both with two operations.
    expect((bars[0] as number) / (bars[2] as number)).toBeCloseTo(256 ** 3 / 790 / ((64 * 256 ** 2) / 183), 2);
  });

  test("without a run of the peers, layers and throughput are of ours alone", () => {
    const { peers24: _, ...own } = recordedRuns;
    const alone = pictures(own);
    expect([...alone.keys()]).not.toContain("accuracy.svg");
    expect(marks(alone.get("layers.svg")?.svg ?? "", "tfjs")).toBe(0);
    expect(marks(alone.get("throughput.svg")?.svg ?? "", "ours")).toBe(2 * 3);
  });

  test("errors of 0 and lost values have their places at the ends", () => {
    const heights = (error: number | null): readonly number[] => {
      const { svg = "" } = pictures(changed("gelu", "onnxruntime-web", { error: error as number })).get("accuracy.svg") ?? {};
      return [...svg.matchAll(/class="mark ort" transform="translate\([\d.]+ ([\d.]+)\)"/g)].map(([, y]) => Number(y));
    };
    const lost = heights(2 ** 24);
    // null is what JSON makes of Infinity.
    expect(heights(null)).toEqual(lost);
    const right = heights(0);
    const floor = Math.max(...lost);
    const atFloor = (all: readonly number[]): number => all.filter((y) => y === floor).length;
    expect(atFloor(right)).toBe(atFloor(lost) + 1);
    expect(Math.max(...heights(0.5))).toBe(floor);
    expect(atFloor(heights(0.5))).toBe(atFloor(lost));
  });
});

describe("curves are what the package computes", () => {
  const at = (name: string, x: number): readonly number[] => {
    const { y, d } = curveOf(name).points.find((point) => point.x === x) ?? { y: Number.NaN, d: Number.NaN };
    return [y, d];
  };
  const σ = (x: number): number => 1 / (1 + Math.exp(-x));

  test.each([
    ["relu", 2, 2, 1],
    ["prelu", -2, -0.5, 0.25],
    ["threshold", -2, -0.5, 0],
    ["softmax", 2, σ(2), σ(2) * σ(-2)],
    ["softmin", 2, σ(-2), -σ(2) * σ(-2)],
    ["logSoftmax", 2, Math.log(σ(2)), σ(-2)],
    ["logSumExp", 2, Math.log(Math.exp(2) + 1), σ(2)],
    ["glu", 2, σ(2), σ(2) * σ(-2)],
    ["swiglu", 2, 2 * σ(2), σ(2) + 2 * σ(2) * σ(-2)],
    ["reglu", 2, 2, 1],
  ] as const)("%s", (name, x, y, d) => {
    const [value = Number.NaN, slope = Number.NaN] = at(name, x);
    expect(value).toBeCloseTo(y, 12);
    expect(slope).toBeCloseTo(d, 12);
  });

  test.each(names)("%s: f′ is the slope of f", (name) => {
    const { points } = curveOf(name);
    const h = (points[1]?.x ?? 0) - (points[0]?.x ?? 0);
    const off = points.slice(1, -1).filter(({ d }, i) => Math.abs(((points[i + 2]?.y ?? 0) - (points[i]?.y ?? 0)) / (2 * h) - d) > 0.02);
    // Around kinks and jumps, of which none has more than two.
    expect(off.length).toBeLessThanOrEqual(6);
  });
});

describe("tables", () => {
  test("figures are those of the run", () => {
    const { times = { median: 0, p10: 0, p90: 0 } } =
      peers.cases.find((one) => one.op === "tanh")?.rows.find((row) => row.peer === "onnxruntime-web") ?? {};
    expect(shortTable(recordedRuns)).toContain(`| ${digits(times.median / 16_384)} (6) |`);
    const slower = shortTable(changed("tanh", "onnxruntime-web", { times: { ...times, median: 1234 * 16_384 }, error: 77 }));
    expect(slower).toContain("| 1,234 (77) |");
  });

  test("a limit is no contender, and is never bold", () => {
    const [, relu = ""] = /^(\| `relu`, 16k .*)$/m.exec(page("docs/benchmarks.md")) ?? [];
    expect(relu).toContain("| **0.26** ");
    expect(relu).toContain("| 0.080 |");
  });

  test("of an activation's cases the one with most columns, of limits the greater", () => {
    const [found] = peers.cases.filter(({ op }) => op === "softmax");
    // Whole rows of 16,384 elements.
    const many = { ...found, cols: 1000, length: 16_000 } as PeerCase;
    const few = { ...found, cols: 10, length: 16_380 } as PeerCase;
    for (const cases of [
      [few, many],
      [many, few],
    ])
      expect(caseOf({ ...peers, cases }, "softmax")).toBe(many);
    expect(peakOf(peers)).toBe(47);
    expect(peakOf({ ...peers, limits: [peers.limits[1], peers.limits[0]] })).toBe(47);
  });

  test("bold is who is best, not who we are", () => {
    const tanh = (runs: Runs): string => /^\| `tanh`.*$/m.exec(shortTable(runs) ?? "")?.[0] ?? "";
    expect(tanh(recordedRuns)).toContain("| **2.4** (**0.53**) |");
    const beaten = tanh(changed("tanh", "onnxruntime-web", { times: { median: 16_384, p10: 1, p90: 1 }, error: 0.5 }));
    expect(beaten).toContain("| 2.4 (0.53) |");
    expect(beaten).toContain("| **1.0** (**0.5**) |");
  });

  test("README's table has a row for each activation, its times from the run", () => {
    for (const name of names) expect(page("README.md")).toMatch(new RegExp(`^\\| \`${name}\` \\| \``, "m"));
    expect(page("README.md")).toMatch(/^\| `relu` .*\| 0\.083 \| 0\.20 \|$/m);
  });

  test("no holes", () => {
    for (const path of ["README.md", "docs/benchmarks.md", "docs/kernels.md", "docs/nn.md"])
      for (const [, block] of page(path).matchAll(/made by `npm run report` -->([\s\S]*?)<!-- \//g))
        expect(block).not.toMatch(/undefined|\| NaN|Infinity|\[object/);
  });

  test("layers beside others, start, short arrays, faults and who is absent", () => {
    expect(page("docs/nn.md")).toMatch(/^\| matrix product 256³ \| 790 \| 92 % \| 20,000 \| 1,359 \|/m);
    const benchmarks = page("docs/benchmarks.md");
    expect(benchmarks).toContain("| ort-web 1.30.0 | 404 (384 … 444) | 151 MB | 24 kB | 3.7 MB |");
    expect(benchmarks).toContain("| tfjs wasm | −NaN → 0: `relu` |");
    expect(benchmarks).toContain("Not measured: litert (does not start in Node).");
    expect(benchmarks).toContain("**Other processes were at work.**");
    expect(benchmarks).toMatch(/^\| 64 \| 6\.50 \| 0\.750 \|/m);
  });

  test("errors", () => {
    expect([0, 0.5069, 1, 9.96, 2047, 2.4e6, 2 ** 24, 1.678e7, null, undefined].map(ulp)).toEqual([
      "0",
      "0.51",
      "1",
      "10",
      "2,047",
      "2.4 million",
      "≥ 2²⁴",
      "≥ 2²⁴",
      "≥ 2²⁴",
      "–",
    ]);
  });
});

describe("pages", () => {
  const links = (text: string): readonly string[] => [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, link = ""]) => link);

  test("README embeds the three that matter, with the pictures' own words", () => {
    const readme = page("README.md");
    expect(links(readme)).toEqual(["accuracy", "throughput", "layers"].map((name) => `${PICTURES}${name}.svg`));
    for (const name of ["accuracy", "throughput", "layers"]) expect(readme).toContain(`![${all.get(`${name}.svg`)?.title}. `);
  });

  test("nothing is shown that is not recorded", () => {
    const bare = report({}, (path) => page(path));
    const readme = page("README.md", bare);
    expect(links(readme)).toEqual([]);
    expect(readme).not.toContain("Beside others");
    expect(links(page("docs/benchmarks.md", bare))).toEqual([]);
    expect([...bare.keys()].filter((path) => path.startsWith(PICTURES) && !path.includes("activations"))).toEqual([]);
  });

  test("what was recorded is what stands in the repository", async () => {
    expect(differences(process.cwd(), report({ ...readRuns(), bundles: await bundles() }, read))).toEqual({ stale: [], superfluous: [] });
  });

  test("the same input gives the same bytes, from pages as they are and as they were", () => {
    expect([...report(recordedRuns, read)]).toEqual([...made]);
    expect([...report(recordedRuns, (path) => page(path))]).toEqual([...made]);
  });

  test("a page without its place for a table is named", () => {
    expect(() => report(recordedRuns, () => "# Nothing\n")).toThrow(/lacks the markers/);
  });
});

describe("--check", () => {
  const root = mkdtempSync(join(tmpdir(), "report-"));
  afterAll(() => rmSync(root, { recursive: true }));

  test("names what was changed by hand, what is missing, and what no run is there for", () => {
    write(root, made, differences(root, made));
    expect(differences(root, made)).toEqual({ stale: [], superfluous: [] });
    const readme = join(root, "README.md");
    writeFileSync(readme, read(readme).replace("| 0.083 |", "| 0.082 |"));
    rmSync(join(root, PICTURES, "layers.svg"));
    writeFileSync(join(root, PICTURES, "activations", "none.svg"), "<svg/>");
    const found = differences(root, made);
    expect(found).toEqual({ stale: ["README.md", `${PICTURES}layers.svg`], superfluous: [`${PICTURES}activations/none.svg`] });
    write(root, made, found);
    expect(differences(root, made)).toEqual({ stale: [], superfluous: [] });
  });
});

describe("labels", () => {
  test("heights keep their distance, and stay within", () => {
    const heights = spread([100, 101, 102, 10, 199], 18, 0, 200);
    const sorted = [...heights].sort((one, other) => one - other);
    for (let i = 1; i < sorted.length; i++) expect((sorted[i] as number) - (sorted[i - 1] as number)).toBeGreaterThanOrEqual(18 - 1e-9);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heights)).toBeLessThanOrEqual(200);
    expect(heights[1]).toBe(101);
  });

  test("none overlaps another, or a mark", () => {
    const spots = Array.from({ length: 30 }, (_, i) => ({ x: 100 + (i % 6) * 9, y: 100 + Math.floor(i / 6) * 9, words: `word${i}` }));
    const taken = spots.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
    const labels = place(spots, taken, { left: 0, right: 300, top: 0, bottom: 300 }, [0, 12, 24]);
    expect(labels.length).toBeGreaterThan(5);
    const boxes = [...taken, ...labels.map(({ box }) => box)];
    for (const { box } of labels)
      for (const other of boxes)
        if (other !== box)
          expect(box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom).toBe(false);
  });
});
