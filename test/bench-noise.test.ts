// If this fails, figures of a busy machine are taken for good ones, a library that does not start ends the race, or a run that was ended goes on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os, { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { moduleBytes } from "../bench/layers/limits.js";
import { enterAll } from "../bench/peers/enter.js";
import { isNoisy, isNoisyCase, type Noise, noisyCases, quietly, watch, yardstick } from "../bench/peers/noise.js";
import type { PeerCase } from "../bench/recorded.js";

describe("noise during a case", () => {
  const quiet: Noise = { others: 0.02, gflops: 45, fastest: 46 };

  test("is others at work, or a machine that is slower than at its best or than before", () => {
    expect(isNoisyCase([quiet, quiet], 46)).toBe(false);
    expect(isNoisyCase([quiet, { ...quiet, others: 0.2 }], 46)).toBe(true);
    expect(isNoisyCase([{ ...quiet, fastest: 60 }], 46)).toBe(true);
    expect(isNoisyCase([quiet], 60)).toBe(true);
    // By the median: the fastest turns are as before, most are not.
    expect(isNoisyCase([{ ...quiet, gflops: 45, fastest: 49 }], 50.5)).toBe(true);
    // Faster than before is another machine, too.
    expect(isNoisyCase([quiet], 40)).toBe(true);
    // In an engine that the machine was not measured with.
    expect(isNoisyCase([quiet], undefined)).toBe(false);
  });
  test("of a run is told by before and after", () => {
    const bounds = { gflops: 45, cached: 80, memory: 30, others: 0, module: "" };
    expect(isNoisy(bounds, bounds)).toBe(false);
    expect(isNoisy(bounds, { ...bounds, memory: 20 })).toBe(true);
    expect(isNoisy({ ...bounds, others: 0.5 }, bounds)).toBe(true);
    for (const figure of ["gflops", "cached", "memory"] as const)
      for (const factor of [0.85, 1.2]) expect(isNoisy(bounds, { ...bounds, [figure]: bounds[figure] * factor }), figure).toBe(true);
    expect(isNoisy(bounds, { ...bounds, others: 0.12 })).toBe(true);
    expect(isNoisy(bounds, { ...bounds, others: 0.08, memory: 28 })).toBe(false);
  });
  test("has a case repeated once; the quieter one stands", async () => {
    const isLoud = ({ noise }: { noise: readonly Noise[] }): boolean => isNoisyCase(noise, undefined);
    const measured = async (...others: readonly number[]): Promise<readonly [got: number, calls: number]> => {
      let calls = 0;
      const { noise } = await quietly(async () => ({ noise: [{ ...quiet, others: others[calls++] as number }] }), isLoud);
      return [noise[0]?.others as number, calls];
    };
    expect(await measured(0)).toEqual([0, 1]);
    expect(await measured(0.3, 0)).toEqual([0, 2]);
    expect(await measured(0.3, 0.5)).toEqual([0.3, 2]);
    expect(await measured(0.5, 0.3)).toEqual([0.3, 2]);
    // The first was slow, not disturbed; the second is neither, and stands though others did a little more.
    const ways: readonly Noise[] = [
      { ...quiet, gflops: 30 },
      { ...quiet, others: 0.05 },
    ];
    let calls = 0;
    expect((await quietly(async () => ({ noise: [ways[calls++] as Noise] }), isLoud)).noise).toEqual([ways[1]]);
    // By what was loudest in each.
    const pairs = [
      [0.2, 0.9],
      [0.3, 0.4],
    ].map((pair) => pair.map((others) => ({ ...quiet, others })));
    calls = 0;
    expect((await quietly(async () => ({ noise: pairs[calls++] as Noise[] }), isLoud)).noise).toEqual(pairs[1]);
  });
  test("is told by name", () => {
    const cases = [{}, {}, {}] as unknown as readonly PeerCase[];
    expect(noisyCases({ cases, noisy: ["a, 16k", "b, 16k"] })).toMatch(/^2 of 3 cases were measured .*: a, 16k; b, 16k$/);
    expect(noisyCases({ cases, noisy: [] })).toBeUndefined();
    expect(noisyCases({ cases })).toBeUndefined();
  });
  test("is not our own work, nor our children's; the yardstick measures", async () => {
    const { run } = yardstick(Buffer.from(moduleBytes()).toString("base64"));
    const [others, start] = [watch(), performance.now()];
    while (performance.now() - start < 300) expect(run?.(10)).toBeGreaterThan(0);
    // All cores there are could not have been busy for so long.
    expect(others(1e6)).toBe(0);
    expect(others()).toBeLessThan(1e3);
  });
  test("is what cores were busy with in any way, but for all of our own", () => {
    const idle = { user: 1000, nice: 100, sys: 500, irq: 50, idle: 9000 };
    const core = (times: typeof idle): os.CpuInfo => ({ model: "", speed: 0, times });
    const [cpus, own, now] = [vi.spyOn(os, "cpus"), vi.spyOn(process, "cpuUsage"), vi.spyOn(performance, "now")];
    syncBuiltinESMExports();
    try {
      cpus.mockReturnValue([core(idle), core(idle)]);
      own.mockReturnValue({ user: 1e6, system: 5e5 });
      now.mockReturnValue(1000);
      const others = watch();
      // In half a second of two cores: 437 ms busy, of which 80 + 40 are our own.
      cpus.mockReturnValue([core({ user: 1200, nice: 130, sys: 570, irq: 57, idle: 9193 }), core({ ...idle, user: 1130, idle: 9370 })]);
      own.mockReturnValue({ user: 1e6 + 80_000, system: 5e5 + 40_000 });
      now.mockReturnValue(1500);
      expect(others()).toBeCloseTo((437 - 120) / 500, 9);
      expect(others(200)).toBeCloseTo((437 - 120 - 200) / 500, 9);
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
  });
});

test("who does not start is told with the reason, and the others race", async () => {
  const contender = { peer: "a", way: "resident", call: () => {}, result: () => new Float32Array() } as const;
  const refuse = (): never => {
    throw new Error("no document\nand more");
  };
  const entrants = { a: () => [contender], b: refuse, c: refuse };
  expect(await enterAll(entrants, 0, (peer) => peer !== "c")).toEqual({
    contenders: [contender],
    absent: [{ peer: "b", way: "end to end", why: "does not start: no document" }],
  });
});

test.skipIf(process.platform === "win32")("a process that is ended takes with it the one that measures", { timeout: 120_000 }, async () => {
  const file = join(mkdtempSync(join(tmpdir(), "peers-")), "pid");
  const forever = 'require("node:fs").writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)';
  const parent = `import { outputOf } from "./bench/peers/child.ts"; await outputOf(process.execPath, ${JSON.stringify(["-e", forever, file])}, 60_000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", parent], { stdio: "inherit" });
  const pid = await vi.waitUntil(() => existsSync(file) && Number(readFileSync(file, "utf8")), { timeout: 90_000 });
  const ended = once(child, "close");
  child.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  const isThere = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await vi.waitUntil(() => !isThere(), { timeout: 20_000 });
  rmSync(dirname(file), { recursive: true });
});
