// What the benchmark page makes of its figures: results, words, links. Links may be anybody's.
import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { activations } from "../bench/ops.js";
import { asMarkdown, machineInWords, resolutionInWords } from "../site/benchmark/markdown.js";
import { timeInWords } from "../site/benchmark/plan.js";
import {
  bestLoopOf,
  digits,
  errorInWords,
  headline,
  type Report,
  type Result,
  ranked,
  timesOurs,
  WORST,
  withResult,
} from "../site/benchmark/results.js";
import { domainOf, seriesOf } from "../site/benchmark/series.js";
import { fragmentOf, reportOf } from "../site/benchmark/share.js";

const names = [...activations.keys()];

const result = (op: string, length: number, medians: readonly number[]): Result => ({
  op,
  type: "f32",
  length,
  entries: (["naive", "branchless", "out", "resident", "js"] as const).map((role, i) => {
    const median = medians[i] as number;
    return { label: `label ${role}`, role, median, p10: median / 2, p90: median * 2, error: i === 1 ? WORST : 0.5 };
  }),
});
const machine = {
  browser: "Chrome 140",
  engine: "V8",
  system: "Linux",
  cores: 8,
  backend: "wasm",
  isolated: false,
  resolution: 0.1,
} as const;
const report: Report = {
  machine,
  date: "2026-01-31",
  results: [result("relu", 64, [3, 2, 1, 0.5, 4]), result("relu", 1024, [3, 1, 0.25, 0.125, 4])],
};

describe("results", () => {
  it("compare with relu-simd and with the fastest loop", () => {
    const [first] = report.results as [Result];
    expect(bestLoopOf(first)?.role).toBe("branchless");
    expect(ranked(first).map(({ role }) => role)).toEqual(["resident", "out", "branchless", "naive", "js"]);
    expect(timesOurs(first, first.entries[0] as Result["entries"][number])).toBe(3);
    expect(headline(first)).toBe("relu takes 1.00 ns an element. The fastest loop of JavaScript takes 2.00, 2.00 times as long.");
    expect(headline(result("relu", 64, [3, 0.5, 1, 2, 4]))).toMatch(/takes 0\.50*, 2\.00 times as fast\.$/);
  });

  it("without WebAssembly compare with the package's plain JavaScript", () => {
    const [first] = report.results as [Result];
    const without = { ...first, entries: first.entries.filter(({ role }) => role !== "out" && role !== "resident") };
    expect(timesOurs(without, without.entries[0] as Result["entries"][number])).toBe(0.75);
  });

  it("take the place of earlier ones, and stand in the order of sizes", () => {
    const all = [result("gelu", 64, [9, 9, 9, 9, 9]), result("relu", 256, [7, 7, 7, 7, 7]), result("relu", 64, [8, 8, 8, 8, 8])].reduce(
      withResult,
      report.results,
    );
    expect(all.map(({ op, length }) => `${op} ${length}`)).toEqual(["relu 64", "relu 256", "relu 1024", "gelu 64"]);
    expect(all[0]?.entries[0]?.median).toBe(8);
  });

  it("become curves: the best of a role at each size", () => {
    const series = seriesOf(report.results, "relu", "f32");
    expect(series.find(({ role }) => role === "out")).toEqual({ role: "out", lengths: [64, 1024], ns: [1, 0.25] });
    const twice = {
      ...result("gelu", 64, [9]),
      entries: [9, 3, 6].map((median) => ({ label: "", role: "branchless", median, p10: 1, p90: 9 }) as const),
    };
    expect(seriesOf([twice], "gelu", "f32")).toEqual([{ role: "branchless", lengths: [64], ns: [3] }]);
    expect(seriesOf(report.results, "relu", "f64")).toEqual([]);
    const [low, high] = domainOf([0.25, 4]);
    expect(low).toBeLessThan(0.25);
    expect(high).toBeGreaterThan(4);
    expect(domainOf([])).toEqual([0.1, 10]);
  });

  it("in Markdown are a table that no label breaks", () => {
    const odd = {
      ...report,
      results: [
        {
          ...(report.results[0] as Result),
          entries: [{ ...(report.results[0] as Result).entries[0], label: "a|b\n<i>" } as Result["entries"][number]],
        },
      ],
    };
    const lines = asMarkdown(odd).split("\n");
    expect(lines[2]).toBe("| relu | 64 | a\\|b \\<i\\> | 3.00 | 1.50 to 6.00 | NaN | 0.5 |");
    expect(asMarkdown(report)).toContain("≥ 2²⁴");
    expect(asMarkdown(report)).toContain(machineInWords(machine));
  });
});

describe("words", () => {
  it.each([
    [0.5, "0.500"],
    [99.94, "99.9"],
    [100, "100"],
    [999.7, "1000"],
    [1234.5, "1235"],
  ])("%d has three digits that count: %s", (value, words) => {
    // Not 1.23e+3.
    expect(digits(value)).toBe(words);
  });

  it.each([
    [undefined, "–"],
    [0, "0"],
    [0.5123, "0.51"],
    [999, "1000"],
    [1234.5, "1,235"],
    [WORST, "≥ 2²⁴"],
  ])("an error of %d is %s", (error, words) => expect(errorInWords(error)).toBe(words));

  it.each([
    [0.005, "5 µs"],
    [0.1, "0.1 ms"],
    [16.67, "17 ms"],
  ])("a clock's step of %d ms is %s", (step, words) => expect(resolutionInWords(step)).toBe(words));

  it.each([
    [1, "about 5 seconds"],
    [88, "about 90 seconds"],
    [90, "about 2 minutes"],
    [400, "about 7 minutes"],
  ])("%d seconds are %s", (seconds, words) => expect(timeInWords(seconds)).toBe(words));

  it("of a machine name its browser, CPUs, backend and clock", () => {
    expect(machineInWords(machine)).toBe("Chrome 140 (V8), Linux, 8 CPUs, WebAssembly SIMD, not isolated, clock of 0.1 ms");
    expect(machineInWords({ ...machine, cores: 1, backend: "js", isolated: true, resolution: 0.005 })).toBe(
      "Chrome 140 (V8), Linux, 1 CPU, plain JavaScript, isolated, clock of 5 µs",
    );
    expect(machineInWords({ ...machine, cores: 0 })).toContain("CPUs unknown");
  });

  it("of a table name float64", () => {
    const double = { ...report, results: [{ ...(report.results[0] as Result), type: "f64" as const }] };
    expect(asMarkdown(double)).toContain("| relu, float64 | 64 |");
  });
});

describe("a link", () => {
  it("gives back what was measured, to four digits", () => {
    expect(reportOf(fragmentOf(report), names)).toEqual(report);
    const precise = { ...report, results: [result("relu", 64, [1.23456, 1, 1, 1, 1])] };
    expect(reportOf(fragmentOf(precise), names)?.results[0]?.entries[0]?.median).toBe(1.235);
  });

  it("stays an address when everything was measured", () => {
    const everything = names.flatMap((op) =>
      [64, 1024, 16384, 262144, 1048576].map((n) =>
        result(
          op,
          n,
          [1.111, 2.222, 3.333, 4.444, 5.555].map((v) => v * (1 + n / 7e6 + op.length / 97)),
        ),
      ),
    );
    const fragment = fragmentOf({ ...report, results: everything });
    expect(fragment).toMatch(/^#r=[\w-]+$/);
    expect(fragment.length).toBeLessThan(30_000);
    expect(reportOf(fragment, names)?.results).toHaveLength(everything.length);
  });

  const packed = (value: unknown): string =>
    `#r=${Buffer.from(deflateSync(strToU8(typeof value === "string" ? value : JSON.stringify(value)))).toString("base64url")}`;
  const line = [["relu", "f32", 64, [[0, 0, 1, 1, 1, 0]]]];
  const place = ["Chrome", "V8", "Linux", 8, "wasm", false, 0.1];
  const good = [1, "2026-01-31", place, ["plain"], line];

  it("is read if it is of this form", () => {
    expect(reportOf(packed(good), names)?.results[0]?.entries[0]?.label).toBe("plain");
  });

  it.each([
    ["nothing", "#r="],
    ["another fragment", "#main"],
    ["no base64", "#r=%%%"],
    ["not deflated", "#r=aGVsbG8gd29ybGQ"],
    ["cut off", fragmentOf(report).slice(0, -20)],
    ["no JSON", packed("{")],
    ["null", packed(null)],
    ["an object", packed({ length: 5 })],
    ["another version", packed([2, ...good.slice(1)])],
    ["too many parts", packed([...good, 1])],
    ["a date that is text", packed([1, "<img>", place, ["plain"], line])],
    ["a text that is long", packed([1, "2026-01-31", ["x".repeat(81), ...place.slice(1)], ["plain"], line])],
    ["letters that turn around", packed([1, "2026-01-31", ["\u202eabc", ...place.slice(1)], ["plain"], line])],
    ["a number for a text", packed([1, "2026-01-31", [5, ...place.slice(1)], ["plain"], line])],
    ["an unknown function", packed([1, "2026-01-31", place, ["plain"], [["evil", "f32", 64, [[0, 0, 1, 1, 1, 0]]]]])],
    ["a name of Object", packed([1, "2026-01-31", place, ["plain"], [["constructor", "f32", 64, [[0, 0, 1, 1, 1, 0]]]]])],
    ["an unknown type", packed([1, "2026-01-31", place, ["plain"], [["relu", "f16", 64, [[0, 0, 1, 1, 1, 0]]]]])],
    ["a size beyond all", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 1e12, [[0, 0, 1, 1, 1, 0]]]]])],
    ["no label", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[1, 0, 1, 1, 1, 0]]]]])],
    ["no role", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 99, 1, 1, 1, 0]]]]])],
    ["a time below nothing", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, -1, 1, 1, 0]]]]])],
    ["a time of nothing", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, 0, 0, 0, 0]]]]])],
    [
      "a time so small that all others are infinitely longer",
      packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, 1e-320, 1e-320, 1, 0]]]]]),
    ],
    ["a median below its 10 %", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, 1, 2, 3, 0]]]]])],
    ["a median above its 90 %", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, 3, 1, 2, 0]]]]])],
    ["no result", packed([1, "2026-01-31", place, ["plain"], []])],
    ["a result of nobody", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, []]]])],
    ["a size twice", packed([1, "2026-01-31", place, ["plain"], [line[0], line[0]]])],
    ["sizes that fall", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 128, [[0, 0, 1, 1, 1, 0]]], line[0]]])],
    ["a text for a time", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, "1", 1, 1, 0]]]]])],
    ["an error beyond all", packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, [[0, 0, 1, 1, 1, 2 ** 24 + 1]]]]])],
    ["a flag that is none", packed([1, "2026-01-31", [...place.slice(0, 5), "yes", 0.1], ["plain"], line])],
    ["an unknown backend", packed([1, "2026-01-31", [...place.slice(0, 4), "gpu", false, 0.1], ["plain"], line])],
    [
      "too many contenders",
      packed([1, "2026-01-31", place, ["plain"], [["relu", "f32", 64, Array.from({ length: 17 }, () => [0, 0, 1, 1, 1, 0])]]]),
    ],
    ["too many lines", packed([1, "2026-01-31", place, ["plain"], Array.from({ length: 701 }, () => line[0])])],
    ["too many letters", `#r=${"A".repeat(100_000)}`],
    ["a few bytes that unpack to megabytes", packed(`${JSON.stringify(good)}${" ".repeat(20_000_000)}`)],
  ])("is refused if it is %s", (_, fragment) => {
    expect(reportOf(fragment, names)).toBeUndefined();
  });
});
