// If this fails, the benchmark beside others misreads its command line, or calls a contender right that is wrong.
import { afterAll, describe, expect, test } from "vitest";
import { activations } from "../bench/ops.js";
import type { Contender } from "../bench/peers/contender.js";
import { javascript } from "../bench/peers/javascript.js";
import { errorOf, faultOf, judge, questionsOf } from "../bench/peers/judge.js";
import { parsePlan } from "../bench/peers/plan.js";
import { QUICK, rounds } from "../bench/peers/rounds.js";
import { caseOf, forget, keep, recall } from "../bench/peers/store.js";
import { factorsOf, nameOf, type Task, tasks } from "../bench/peers/task.js";
import { truthOf } from "../bench/peers/truth.js";
import { asJson } from "../bench/record.js";
import type { PeerCase } from "../bench/recorded.js";
import { summary } from "../bench/summary.js";
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
      ["--record", "--peer", "numpy-ts"],
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
    expect(faultOf("∞", Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e39)).toBe("∞ → −∞");
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
  test.each<[string, Partial<Task>, (y: Float32Array, x: Float32Array) => void, readonly string[]]>([
    [
      "a slope of 0 at NaN",
      { kind: "gradient" },
      (y, x) => {
        for (const [i, v] of x.entries()) if (Number.isNaN(v)) y[i] = 0;
      },
      ["NaN → 0", "−NaN → 0"],
    ],
    [
      "−∞ in a row that makes all of it NaN",
      { op: "softmax", cols: 16 },
      (y, x) => x.includes(Number.NEGATIVE_INFINITY) && y.fill(Number.NaN),
      ["−∞ in a row → NaN"],
    ],
    [
      "∞ in a row of softmin",
      { op: "softmin", cols: 16 },
      (y, x) => x.includes(Number.POSITIVE_INFINITY) && y.fill(Number.NaN),
      ["∞ in a row → NaN"],
    ],
    ["a row's NaN that stays alone", { op: "softmax", cols: 16 }, (y, x) => Number.isNaN(x[0]) && y.fill(1, 1), ["NaN in a row → 1"]],
    ["a NaN that a sum passes over", { op: "logSumExp", cols: 16 }, (y, x) => Number.isNaN(x[0]) && y.fill(2), ["NaN in a row → 2"]],
  ])("finds %s", async (_, task, spoil, faults) => {
    const verdict = await verdictOf({ ...sigmoid, ...task }, spoil);
    expect(verdict.faults).toEqual(faults);
    expect(verdict.error).toBeLessThanOrEqual(0.5);
  });
  test("takes a row for near that is: not one whose inputs are 200 apart", async () => {
    const rows: Task = { ...sigmoid, op: "logSumExp", cols: 16 };
    const far = (x: Float32Array): boolean => x.some((a) => x.some((b) => Math.abs(a - b) > 45));
    const { error, near } = await verdictOf(rows, (y, x) => {
      for (let r = 0; r < y.length; r++) if (far(x.subarray(16 * r, 16 * r + 16))) y[r] = (y[r] as number) * 1.001;
    });
    expect(error).toBeGreaterThan(1000);
    expect(near).toBeLessThanOrEqual(0.5);
  });
  // Where gelu′ is 0 its terms cancel: what it promises there is not in ULP.
  const cancelling: Readonly<Record<string, number>> = { "gelu′, 64": 256 };
  // The truth is made of other formulas than the package is: where both agree, neither is wrong.
  const short = tasks(true).filter(({ length, cols }) => length <= (cols ? 1024 : 64));
  test.each(short.map((task) => [nameOf(task), task] as const))("finds the package within its bound: %s", async (name, task) => {
    const { ulp } = activations.get(task.op)?.definition ?? { ulp: { f32: Number.NaN } };
    const questions = questionsOf(task);
    const own = javascript(task, (peer) => peer === "relu-simd");
    expect(own.length).toBeGreaterThan(1);
    for (const each of own) {
      const { error, faults } = await judge(each, task, questions);
      each.dispose?.();
      expect(error).toBeLessThanOrEqual(cancelling[name] ?? Math.max(ulp.f32, 0.5) + task.cols);
      expect(faults).toEqual([]);
    }
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

describe("turns", () => {
  test("are in another order each time, all are told of, and times are of one call", async () => {
    const told: number[] = [];
    const order: number[] = [];
    const lanes = [3, 50, 700, 9000].map((ns, i) => ({
      call: () => {},
      time: async (calls: number) => {
        order.push(i);
        return ns * calls;
      },
    }));
    const times = await rounds(lanes, { rounds: 20, turn: 0, warmup: 0 }, () => told.push(order.length));
    expect(times.map(({ median }) => Math.round(median))).toEqual([3, 50, 700, 9000]);
    expect(told).toHaveLength(4 * 20);
    const turns = told.map((at) => order[at] as number);
    const orders = Array.from({ length: 20 }, (_, round) => turns.slice(4 * round, 4 * round + 4));
    for (const one of orders) expect([...one].sort()).toEqual([0, 1, 2, 3]);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(4);
  });
});

describe("what is kept of a run", () => {
  const runtime = "test of the store";
  const one: PeerCase = {
    name: "relu′, 16k",
    kind: "gradient",
    op: "relu",
    length: 16_384,
    rows: [
      { peer: "a", way: "resident", times: { median: 1.23456, p10: 1, p90: 2 }, error: 0.506_93, near: 0.506_91, faults: ["NaN → 0"] },
      { peer: "b", form: "wasm", way: "end to end", faults: [], why: "no such function" },
    ],
  };
  afterAll(() => forget(runtime, one.name, "11 rounds"));

  test("stands for the same case under the same conditions, until it is forgotten", () => {
    const finished = { case: one, under: "11 rounds", answer: { runtime: "Node 24", engine: "V8" } };
    expect(recall(runtime, one.name, "11 rounds")).toBeUndefined();
    keep(runtime, finished);
    expect(recall(runtime, one.name, "11 rounds")).toEqual(finished);
    expect(recall(runtime, one.name, "3 rounds")).toBeUndefined();
    // Another name, but the same file.
    expect(recall(runtime, "relu-gradient, 16k", "11 rounds")).toBeUndefined();
    forget(runtime, one.name, "11 rounds");
    expect(recall(runtime, one.name, "11 rounds")).toBeUndefined();
  });
  test("is recorded whole, in four digits", () => {
    const [a, b] = one.rows;
    expect(JSON.parse(JSON.stringify(caseOf(one)))).toEqual({
      ...one,
      rows: [{ ...a, times: { median: 1.235, p10: 1, p90: 2 }, error: 0.5069, near: 0.5069 }, b],
    });
  });
});

test("samples in three figures", () => {
  const eleven = [10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5];
  expect(summary(eleven)).toEqual({ median: 5, p10: 1, p90: 9 });
  expect(summary([100, 9])).toEqual({ median: 54.5, p10: 9 + 9.1, p90: 100 - 9.1 });
  expect(summary([7])).toEqual({ median: 7, p10: 7, p90: 7 });
});

test("what is recorded can be read again, whether it fits into a line or not", () => {
  const run = {
    command: "x",
    isNoisy: false,
    count: 0,
    commit: undefined,
    rows: Array.from({ length: 40 }, (_, i) => ({ peer: `peer ${i}`, error: null })),
  };
  expect(JSON.parse(asJson(run))).toEqual({ command: "x", isNoisy: false, count: 0, rows: run.rows });
  expect(asJson(run).split("\n")).toHaveLength(6 + 40 + 1);
});

test("factors are powers of two", () => {
  for (const factor of factorsOf({ length: 100, cols: 0 })) expect(Number.isInteger(Math.log2(Math.abs(factor)))).toBe(true);
});
