// If this fails, the benchmark beside others misreads its command line, or calls a contender right that is wrong.
import { describe, expect, test } from "vitest";
import type { Contender } from "../bench/peers/contender.js";
import { errorOf, faultOf, judge, questionsOf } from "../bench/peers/judge.js";
import { parsePlan } from "../bench/peers/plan.js";
import { QUICK, rounds } from "../bench/peers/rounds.js";
import { factorsOf, nameOf, type Task, tasks } from "../bench/peers/task.js";
import { truthOf } from "../bench/peers/truth.js";
import { UsageError } from "../bench/usage.js";

const plan = (...args: string[]) => parsePlan(args, "22.23.3", ["relu-simd", "numpy-ts"]);

describe("the command line", () => {
  test("runs in this Node and in Node 24, and once where they are the same", () => {
    expect(plan()?.runtimes).toEqual(["node 22", "node 24"]);
    expect(parsePlan([], "24.1.0", [])?.runtimes).toEqual(["node 24"]);
    expect(plan("--runtime", "bun", "--runtime", "node 20")?.runtimes).toEqual(["bun", "node 20"]);
  });
  test("refuses what there is not, and records whole runs only", () => {
    for (const args of [
      ["--runtime", "node 4"],
      ["--peer", "numpy"],
      ["--record", "--quick"],
      ["--record", "--case", "relu"],
    ])
      expect(() => plan(...args)).toThrow(UsageError);
    expect(() => plan("--what")).toThrow(TypeError);
    expect(plan("--help")).toBeUndefined();
  });
});

describe("the cases", () => {
  test("have names of their own, and whole rows", () => {
    for (const all of [false, true]) {
      const some = tasks(all);
      expect(new Set(some.map(nameOf)).size).toBe(some.length);
      for (const { length, cols } of some) expect(cols ? length % cols : 0).toBe(0);
    }
    expect(tasks(true).length).toBeGreaterThan(tasks(false).length);
    expect(tasks(false).map(nameOf)).toContain("softmax of 1000 columns, 16k");
  });
  test("have a truth each", () => {
    for (const task of tasks(true).filter(({ length }) => length <= 1024)) {
      const { y } = truthOf(task, new Float32Array(task.length).fill(0.5));
      expect(y.length).toBeGreaterThan(0);
      expect(y.every(Number.isFinite), nameOf(task)).toBe(true);
    }
  });
});

describe("what is wrong", () => {
  test("special values, by name", () => {
    expect(faultOf("−NaN", Number.NaN, 0, Number.NaN)).toBe("−NaN → 0");
    expect(faultOf("−0", -0, 0, -0)).toBe("−0 → 0");
    expect(faultOf("−∞", Number.NEGATIVE_INFINITY, Number.NaN, 0)).toBe("−∞ → NaN");
    expect(faultOf("tail", -100, 0, 3.8e-44)).toBe("tail → 0");
    expect(faultOf("tiny", -1e-8, -1.1e-8, -1e-8)).toBe("tiny → −1.1e−8");
    expect(faultOf("huge", 3e38, 3e38, 4e38)).toBe("huge → 3e+38");
  });
  test("and what is not: signs of zeros that underflowed, and last digits", () => {
    expect(faultOf("tail", -1000, -0, 0)).toBeUndefined();
    expect(faultOf("tail", -100, 2.8e-44, 3.8e-44)).toBeUndefined();
    expect(faultOf("∞", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1e39)).toBeUndefined();
  });
  test("ULP, of gradual underflow or of what cancels", () => {
    expect(errorOf(1 + 2 ** -22, 1)).toBe(2);
    expect(errorOf(2 ** -148, 2 ** -149)).toBe(1);
    expect(errorOf(2 ** -24, 0, 1)).toBe(0.5);
    expect(errorOf(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

/** By the truth itself, but for what `spoil` does. */
const contender = (task: Task, spoil: (y: Float32Array, x: Float32Array) => void): Contender => {
  let x = new Float32Array(0);
  return {
    peer: "test",
    way: "end to end",
    take: ([given]) => {
      x = new Float32Array(given ?? []);
    },
    call: () => {},
    result: () => {
      const y = Float32Array.from(truthOf(task, x).y);
      spoil(y, x);
      return y;
    },
  };
};

describe("the judge", () => {
  const sigmoid: Task = { kind: "value", op: "sigmoid", length: 64, cols: 0 };
  const verdictOf = (task: Task, spoil: (y: Float32Array, x: Float32Array) => void) =>
    judge(contender(task, spoil), task, questionsOf(task));

  test("finds nothing wrong with what is rounded once", async () => {
    for (const task of [sigmoid, { ...sigmoid, kind: "gradient" as const }, { ...sigmoid, op: "softmax", cols: 16 }]) {
      const { error, faults } = await verdictOf(task, () => {});
      expect(error).toBeLessThanOrEqual(0.5);
      expect(faults).toEqual([]);
    }
  });
  test("finds a flushed tail, beyond and not within what is near", async () => {
    const { error, near, faults } = await verdictOf(sigmoid, (y, x) => {
      for (let i = 0; i < x.length; i++) if ((x[i] as number) < -50) y[i] = 0;
    });
    expect(error).toBeGreaterThan(1e6);
    expect(near).toBeLessThanOrEqual(0.5);
    expect(faults).toEqual(["tail → 0"]);
  });
  test("finds one wrong element of a row", async () => {
    const { near } = await verdictOf({ ...sigmoid, op: "softmax", cols: 16 }, (y) => {
      y[5] = (y[5] as number) * 1.001;
    });
    expect(near).toBeGreaterThan(1000);
  });
});

test("asynchronous calls are waited for, and all have their turns", async () => {
  let open = 0;
  const asynchronous = {
    call: async () => {
      expect(++open).toBe(1);
      await null;
      open--;
    },
  };
  const times = await rounds([asynchronous, { call: () => 1, run: (calls: number) => calls }], QUICK, () => {});
  for (const { median, p10, p90 } of times) expect(p10 <= median && median <= p90).toBe(true);
});

test("factors are powers of two", () => {
  for (const factor of factorsOf({ length: 100, cols: 0 })) expect(Number.isInteger(Math.log2(Math.abs(factor)))).toBe(true);
});
