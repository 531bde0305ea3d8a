// How the benchmark page measures: clocks, turns, errors, the browser it is in, the plan. Speed itself is no matter of tests.
import { describe, expect, it } from "vitest";
import { activations } from "../bench/ops.js";
import { aimOf, clockError, LEAST, leastOf, resolutionOf } from "../site/benchmark/clock.js";
import { engineOfAgent } from "../site/benchmark/engine.js";
import { greatestError, questionsOf } from "../site/benchmark/judge.js";
import { FIRST, fieldsOf, jobsOf, secondsOf, shareDone } from "../site/benchmark/plan.js";
import { WORST } from "../site/benchmark/results.js";
import { callsOf, race, sample } from "../site/benchmark/rounds.js";
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
