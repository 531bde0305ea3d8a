// If this fails, contenders are timed on other arrays than the benchmark says, or their errors are looked for where there are none.
import { describe, expect, test } from "vitest";
import { batchOf } from "../bench/code.js";
import type { Elements } from "../bench/ops.js";
import { EDGE, FAR, ROWS, sweep } from "../bench/sweep.js";

describe("what contenders are asked", () => {
  test("inputs from the least float to 5.5 times where activations are used, of either sign", () => {
    const all = sweep();
    const even = all.subarray(0, 8193);
    expect([even[0], even[4096], even.at(-1)]).toEqual([-EDGE, 0, EDGE]);
    for (let i = 1; i < even.length; i++) expect((even[i] as number) - (even[i - 1] as number)).toBe((2 * EDGE) / 8192);
    const rest = [...all.subarray(8193)];
    for (const sign of [1, -1]) {
      const sizes = rest.filter((x) => Math.sign(x) === sign).map(Math.abs);
      expect(sizes.length).toBe(2048);
      expect(Math.min(...sizes)).toBeLessThan(2 ** -148);
      expect(Math.max(...sizes)).toBeGreaterThan(EDGE * 5.49);
      expect(sizes.filter((x) => x > 1 && x < EDGE)).toEqual([]);
    }
  });
  test("rows whose widest is the one that is called so", () => {
    const widths = ROWS.map((at) => at(1) - at(0));
    expect(widths.indexOf(Math.max(...widths))).toBe(FAR);
    expect(ROWS.map((at) => at(0.5))).toEqual([0, 0, 1000, 0]);
  });
  test("calls on windows in random order: x and y of one place, all places, and on from batch to batch", () => {
    const windows = (n: number): Elements[] => Array.from({ length: n }, (_, i) => Float32Array.of(i));
    const seen: [number, number][] = [];
    const note = (x: Elements, y: Elements): Elements => {
      seen.push([x[0] as number, y[0] as number]);
      return y;
    };
    const batch = batchOf("note(x, y)", { note });
    const [xs, ys] = [windows(16), windows(4)];
    expect(batch(200, xs, ys)).toBe(ys[seen.at(-1)?.[1] as number]);
    expect(seen.length).toBe(200);
    expect(seen.every(([x, y]) => x % 4 === y)).toBe(true);
    expect(new Set(seen.map(([x]) => x)).size).toBe(16);
    const first = seen.splice(0);
    batch(200, xs, ys);
    expect(seen).not.toEqual(first);
  });
});
