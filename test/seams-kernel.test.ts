// If this fails, kernels are tried once and never again, or so often that it costs; or what a later trial finds changes nothing.
import { describe, expect, test, vi } from "vitest";
import { F32 } from "../src/engine/elements.js";
import { functionOf, kernelOf } from "../src/engine/kernel.js";
import { listen, refusals } from "../src/engine/refusals.js";
import { agree } from "../src/engine/trial.js";
import bytes from "../src/kernels/relu.js";

/** A kernel whose trials give what `outcome` says; and which of its calls were on trial. */
const tried = (name: string, outcome: (trial: number) => boolean) => {
  const at: number[] = [];
  let calls = 0;
  const kernel = kernelOf(name, bytes, ["forward"], () => {
    at.push(calls);
    return outcome(at.length);
  });
  const call = () => {
    calls++;
    return kernel.ready();
  };
  return { at, call };
};

const times = (n: number, call: () => unknown): void => {
  for (let i = 0; i < n; i++) call();
};

describe("trials", () => {
  test("at the first call, after 512 more, and then each time after 32 times as many", () => {
    const { at, call } = tried("again", () => true);
    times(600_000, call);
    expect(at).toEqual([1, 514, 16_899, 541_188]);
    expect(refusals.has("again")).toBe(false);
  });

  test("a kernel that is wrong later is used no more, nor tried, and the reason is on record", () => {
    const heard = vi.fn();
    listen(heard);
    const { at, call } = tried("later", (trial) => trial < 2);
    times(513, () => expect(call()).toBeDefined());
    expect(refusals.has("later")).toBe(false);
    expect(heard).toHaveBeenCalledTimes(1);
    times(1000, () => expect(call()).toBeUndefined());
    expect(at).toEqual([1, 514]);
    expect(refusals.get("later")).toBe("it gave wrong numbers");
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test("an accident in a later trial throws, and the next call tries again with the functions there were", () => {
    const { at, call } = tried("accident", (trial) => {
      if (trial === 2) throw new RangeError("Maximum call stack size exceeded");
      return true;
    });
    const first = call();
    times(512, call);
    expect(call).toThrow(RangeError);
    expect(refusals.has("accident")).toBe(false);
    expect(call()).toBe(first);
    expect(functionOf(first ?? [], 0, F32)).toBeTypeOf("function");
    expect(at).toEqual([1, 514, 515]);
  });

  test("what an engine says for good in a later trial is believed", () => {
    const { at, call } = tried("trap", (trial) => {
      if (trial === 2) throw new WebAssembly.RuntimeError("unreachable");
      return true;
    });
    times(513, call);
    times(1000, () => expect(call()).toBeUndefined());
    expect(at).toEqual([1, 514]);
    expect(refusals.get("trap")).toBe("RuntimeError: unreachable");
  });
});

test("a thousandth off is wrong, the last bits are not; NaN, zeros and infinities are told apart", () => {
  const same = (got: number, expected: number) => agree(Float32Array.of(1, got), Float32Array.of(1, expected));
  expect([same(3, 3.000001), same(Number.NaN, Number.NaN), same(-1 / 0, -1 / 0)]).toEqual([true, true, true]);
  for (const [got, expected] of [
    [3, 3.003],
    [3, -3],
    [Number.NaN, 0],
    [0, Number.NaN],
    [1e-3, 0],
  ] as const)
    expect(same(got, expected), `${got} for ${expected}`).toBe(false);
});
