// The benchmark page's logic: clocks, turns, results, links. Speed itself is no matter of tests.
import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { activations } from "../bench/ops.js";
import { aimOf, clockError, LEAST, leastOf, resolutionOf } from "../site/benchmark/clock.js";
import { engineOfAgent } from "../site/benchmark/engine.js";
import { greatestError, questionsOf } from "../site/benchmark/judge.js";
import { asMarkdown, machineInWords, resolutionInWords } from "../site/benchmark/markdown.js";
import { FIRST, fieldsOf, jobsOf, secondsOf, shareDone, timeInWords } from "../site/benchmark/plan.js";
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
import { callsOf, race, sample } from "../site/benchmark/rounds.js";
import { domainOf, seriesOf } from "../site/benchmark/series.js";
import { fragmentOf, reportOf } from "../site/benchmark/share.js";
import { parse } from "../site/shared/state.js";

const names = [...activations.keys()];

/** A clock that shows multiples of its step. Looking at it takes a while; work moves it as far as it says. */
const makeClock = (resolution: number) => {
  let time = 1234.5678;
  return {
    resolution,
    now: () => {
      time += 0.0001;
      return Math.floor(time / resolution) * resolution;
    },
    exact: () => time,
    work: (ms: number) => {
      time += ms;
    },
  };
};

describe("the clock", () => {
  it.each([0.005, 0.1, 1, 16.67, 100])("finds a step of %d ms", (step) => {
    expect(resolutionOf(makeClock(step).now)).toBeCloseTo(step, 6);
  });

  it("is not misled by noise in some steps", () => {
    const clock = makeClock(0.1);
    let looks = 0;
    expect(resolutionOf(() => clock.now() + (looks++ % 7000 === 0 ? 0.03 : 0))).toBeCloseTo(0.1, 1);
  });

  it.each([0.005, 0.1, 1])("makes samples 50 to 100 steps of %d ms long", (step) => {
    expect(aimOf(step)).toBeGreaterThan(leastOf(step));
    expect(leastOf(step) / step).toBeGreaterThanOrEqual(50 - 1e-9);
    if (step > 0.01) expect(aimOf(step) / step).toBeLessThanOrEqual(100);
    expect(clockError(step)).toBeLessThanOrEqual(1 / LEAST + 1e-9);
  });

  it("tells a greater error of a clock that is too coarse to wait for", () => {
    expect(aimOf(100)).toBeLessThan(1000);
    expect(clockError(100)).toBeGreaterThan(0.1);
  });
});

describe("samples", () => {
  it.each([0.1, 1])("of a call far shorter than a step of %d ms are right", (step) => {
    const clock = makeClock(step);
    const call = 0.0003;
    const lane = { racer: { run: (calls: number) => clock.work(calls * call) }, calls: 1, samples: [] as number[] };
    lane.calls = callsOf(lane.racer, clock, 10);
    expect(lane.calls * call).toBeGreaterThanOrEqual(LEAST * step);
    for (let i = 0; i < 20; i++) sample(lane, clock);
    for (const ns of lane.samples) expect(Math.abs(ns / (call * 1e6) - 1)).toBeLessThanOrEqual(clockError(step) + 0.001);
  });

  it("grow when what is timed becomes faster, and short ones are not used", () => {
    const clock = makeClock(1);
    let call = 0.1;
    const lengths: number[] = [];
    const run = (calls: number): void => {
      lengths.push(calls * call);
      clock.work(calls * call);
    };
    const lane = { racer: { run }, calls: callsOf({ run }, clock, 100), samples: [] as number[] };
    call = 0.01;
    lengths.length = 0;
    sample(lane, clock);
    expect(lengths[0]).toBeLessThan(LEAST);
    expect(lengths.at(-1)).toBeGreaterThanOrEqual(LEAST - 1);
    expect(lane.samples).toHaveLength(1);
    expect(lane.samples[0]).toBeCloseTo(0.01 * 1e6, -3);
  });

  it("are taken in turns, each round in another order, of all alike", () => {
    const clock = makeClock(0.1);
    const order: number[] = [];
    const times = race(
      [0.002, 0.004, 0.008].map((call) => ({ run: (calls: number) => clock.work(calls * call) })),
      clock,
      { race: 400, warmup: 5 },
      (racer) => order.push(racer),
    );
    times.forEach(({ median }, i) => {
      expect(median / (2000 * 2 ** i)).toBeCloseTo(1, 1);
    });
    const rounds = Array.from({ length: (order.length - 3) / 3 }, (_, i) => order.slice(3 + 3 * i, 6 + 3 * i).join(""));
    expect(rounds.length).toBeGreaterThanOrEqual(5);
    for (const round of rounds) expect([...round].sort().join("")).toBe("012");
    expect(new Set(rounds).size).toBeGreaterThan(1);
  });

  it("of few calls are divided by as many as there were", () => {
    const clock = makeClock(0.1);
    const lane = { racer: { run: (calls: number) => clock.work(calls * 20) }, calls: 1, samples: [] as number[] };
    sample(lane, clock);
    expect((lane.samples[0] ?? Number.NaN) / 20e6).toBeCloseTo(1, 1);
  });

  it("end although a call takes longer than all that was meant", () => {
    const clock = makeClock(0.1);
    const before = clock.exact();
    race([{ run: (calls) => clock.work(calls * 700) }], clock, { race: 500, warmup: 50 }, () => undefined);
    expect(clock.exact() - before).toBeLessThan(5 * 700);
  });
});

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

describe("who the browser is", () => {
  const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const chromium = "AppleWebKit/537.36 (KHTML, like Gecko)";
  it.each([
    [`Mozilla/5.0 (X11; Linux x86_64) ${chromium} Chrome/140.0.0.0 Safari/537.36`, "Chrome 140", "V8", "Linux"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chromium} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, "Edge 140", "V8", "Windows"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chromium} Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0`, "Opera 122", "V8", "Windows"],
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${chromium} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      "Samsung Internet 28",
      "V8",
      "Android",
    ],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chromium} Chrome/140.0.0.0 Safari/537.36`, "Chrome 140", "V8", "ChromeOS"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox 143", "SpiderMonkey", "macOS"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
      "Safari 18.1",
      "JavaScriptCore",
      "macOS",
    ],
    [`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`, "Safari 18.1", "JavaScriptCore", "iOS"],
    [`${iPhone} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome 140", "JavaScriptCore", "iOS"],
    [`${iPhone} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`, "Firefox 143", "JavaScriptCore", "iOS"],
    ["curl/8", "unknown browser", "unknown engine", "unknown system"],
    ["", "unknown browser", "unknown engine", "unknown system"],
  ])("%s", (userAgent, browser, engine, system) => {
    expect(engineOfAgent({ userAgent })).toEqual({ browser, engine, system });
  });

  it("by brands where there are such, whatever stands beside them", () => {
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) ${chromium} Chrome/140.0.0.0 Safari/537.36`;
    const brands = [
      { brand: "Not)A;Brand", version: "8" },
      { brand: "Chromium", version: "140" },
      { brand: "Brave", version: "140" },
    ];
    expect(engineOfAgent({ userAgent, userAgentData: { brands, platform: "Linux" } }).browser).toBe("Brave 140");
    const chrome = [...brands.slice(0, 2), { brand: "Google Chrome", version: "140" }];
    expect(engineOfAgent({ userAgent, userAgentData: { brands: chrome, platform: "Linux" } }).browser).toBe("Chrome 140");
    expect(engineOfAgent({ userAgent, userAgentData: { brands: brands.slice(0, 2), platform: "Linux" } }).browser).toBe("Chromium 140");
  });
});

describe("the plan", () => {
  const fields = fieldsOf(names);
  it("is read from the address, and is the usual one where that is wrong", () => {
    expect(parse(fields, "?ops=tanh,gelu&sizes=1024,64&type=f64")).toMatchObject({
      ops: ["tanh", "gelu"],
      sizes: ["1024", "64"],
      type: "f64",
    });
    const usual = parse(fields, "");
    expect(parse(fields, "?ops=evil&sizes=17&type=f16&tfjs=maybe")).toEqual(usual);
  });

  it("is a job for each function, its sizes in order, and each once", () => {
    const jobs = jobsOf({ ...parse(fields, "?sizes=1024,64,1024"), ops: ["gelu", "tanh", "gelu"] });
    expect(jobs.map(({ op, lengths }) => [op, ...lengths])).toEqual([
      ["gelu", 64, 1024],
      ["tanh", 64, 1024],
    ]);
    expect(jobsOf({ ...parse(fields, ""), sizes: [] })).toEqual([]);
  });

  it("begins with a look of less than 5 s", () => {
    expect(FIRST.lengths).toHaveLength(1);
    expect(secondsOf([{ ...FIRST, tfjs: false }])).toBeLessThan(5);
    // To start; then at each size the race, and six contenders that warm up.
    expect(secondsOf([{ ...FIRST, lengths: [64, 256], budget: { race: 1000, warmup: 50 }, tfjs: false }])).toBeCloseTo(0.6 + 2 * 1.3, 9);
  });

  it("knows how much is done", () => {
    const jobs = jobsOf({ ...parse(fields, ""), ops: ["gelu", "tanh"] });
    expect([shareDone(jobs, 0, 0), shareDone(jobs, 0, 1), shareDone(jobs, 1, 0.5), shareDone(jobs, 2, 0), shareDone([], 0, 0)]).toEqual([
      0, 0.5, 0.75, 1, 1,
    ]);
  });
});

describe("errors", () => {
  it("are counted in ULP of float32, and have an end", () => {
    const truth = Float64Array.of(1, 1, 0, Number.NaN);
    expect(greatestError(Float32Array.of(1, 1, 0, Number.NaN), truth)).toBe(0);
    expect(greatestError(Float32Array.of(1, 1 + 2 ** -23, 0, Number.NaN), truth)).toBe(1);
    expect(greatestError(Float32Array.of(1, 1, 0, 5), truth)).toBe(WORST);
    expect(greatestError(Float32Array.of(1, 1e20, 0, Number.NaN), truth)).toBe(WORST);
    expect(greatestError(new Int32Array(Float32Array.of(1, 1, 0, Number.NaN).buffer), truth)).toBe(0);
    expect(() => greatestError(new Float32Array(3), truth)).toThrow(RangeError);
  });

  it("are looked for within ±20, in whole rows where there are rows", () => {
    const elements = questionsOf("gelu");
    expect(Math.max(...elements)).toBe(20);
    expect(Math.min(...elements)).toBe(-20);
    const rows = questionsOf("softmax");
    expect(rows.length % 1024).toBe(0);
    for (let at = 0; at < rows.length; at += 1024) {
      const row = rows.subarray(at, at + 1024);
      expect(Math.max(...row) - Math.min(...row)).toBeLessThanOrEqual(40);
    }
  });
});
