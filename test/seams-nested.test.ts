// If this fails, an array of arrays is half checked, half written, or never answered for.
import { describe, expect, test } from "vitest";
import { leakyRelu, relu, softmax, swiglu } from "./support/api.js";
import { inNode } from "./support/child.js";
import { argumentsOf, type Call, variants } from "./support/variants.js";

const each = variants.map((variant) => [variant.title, variant] as const);
const unsafe = <F>(f: F): Call => f as unknown as Call;

/** What the operand is called in messages. */
const nameOf = (method: string): string => (method === "backwardFromOutput" ? "y" : "x");

/** So many ones, and nothing at 1. */
const withHole = (n: number): readonly number[] => {
  const list = new Array<number>(n);
  for (let i = 0; i < n; i++) if (i !== 1) list[i] = 1;
  return list;
};
/** A good upstream gradient for a list with something wrong in it. */
const onesLike = (value: unknown): unknown => (Array.isArray(value) ? Array.from(value, onesLike) : 1);

const messageOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
};

describe.each(each)("%s", (title, { name, method, takesDy, call }) => {
  const x = nameOf(method);
  const run = (value: unknown, options: object = {}, dy: unknown = value): unknown => {
    const result = call(...argumentsOf(name, takesDy ? [dy, value] : [value], options));
    return name === "prelu" && takesDy ? (result as { readonly dx: unknown }).dx : result;
  };

  test("out beside a list is refused, and nothing is written, whatever the list holds", () => {
    const out = new Float32Array(2).fill(7);
    for (const list of [[], [1, 2], [[1], [2]], [Float32Array.of(1, 2), "x"], [Float32Array.of(1, 2), Float32Array.of(3, 4)]])
      expect(() => run(list, { out })).toThrow(TypeError);
    expect([...out]).toEqual([7, 7]);
  });

  test("options are looked at though there is nothing to compute", () => {
    for (const empty of [[], [[]], [[], [[]]]]) {
      expect(() => run(empty, { misspelt: 1 })).toThrow(`${title}: options has misspelt`);
      expect(() => run(empty, { out: 5 })).toThrow(`${title}: out `);
      expect(run(empty)).toEqual(empty);
    }
  });

  test("the element that is wrong is named by its place", () => {
    const wrong: readonly (readonly [value: unknown, place: string])[] = [
      [[1, "2"], "[1]"],
      [[[1], [1, 2, "3"]], "[1][2]"],
      [
        [
          [[0]],
          [
            [1, 2],
            [3, null],
          ],
        ],
        "[1][1][1]",
      ],
      [[1, undefined], "[1]"],
      [[{}], "[0]"],
      [[1, 2n], "[1]"],
    ];
    for (const [value, place] of wrong) {
      expect(() => run(value, {}, onesLike(value))).toThrow(TypeError);
      expect(messageOf(() => run(value, {}, onesLike(value)))).toContain(`${title}: ${x}${place} is `);
    }
  });

  test("a hole is no number", () => {
    for (const [value, place] of [
      [withHole(3), "[1]"],
      [[[1], withHole(2)], "[1][1]"],
      [new Array(3), "[0]"],
    ] as const) {
      expect(() => run(value, {}, onesLike(value))).toThrow(TypeError);
      expect(messageOf(() => run(value, {}, onesLike(value)))).toContain(`${title}: ${x}${place} is `);
    }
  });

  test("dy that is nested in another way is named by its place", () => {
    if (!takesDy) return;
    expect(messageOf(() => run([[1, 2], [3]], {}, [[1, 2], ["3"]]))).toContain(`${title}: dy[1][0] is `);
    expect(messageOf(() => run([[1, 2], [3]], {}, [[1, 2], 3]))).toContain(`${title}: dy[1] is `);
    for (const dy of [[[1], [3]], [[1, 2]], [[1, 2], [3], [4]], 1, [[1, [2]], [3]]])
      expect(messageOf(() => run([[1, 2], [3]], {}, dy))).toMatch(new RegExp(`^${title.replace(".", "\\.")}: dy`));
  });

  test("1,900 levels are walked, 2,001 and a cycle refused in words", () => {
    const nested = (depth: number): unknown => {
      let value: unknown = 1;
      for (let i = 0; i < depth; i++) value = [value];
      return value;
    };
    let result = run(nested(1900));
    for (let i = 0; i < 1900; i++) result = (result as readonly unknown[])[0];
    expect(typeof result).toBe("number");
    const cycle: unknown[] = [1];
    cycle.push([2, cycle]);
    for (const value of [nested(2001), nested(100_000), cycle]) {
      expect(() => run(value)).toThrow(RangeError);
      expect(messageOf(() => run(value))).toContain("nested deeper than 2000 levels");
    }
  });
});

describe("over rows", () => {
  test.each([
    ["softmax", softmax],
    ["swiglu", swiglu],
  ] as const)("%s: holes, wrong elements, cycles, out beside a list", (name, op) => {
    const call = unsafe(op);
    expect(() => call(withHole(4))).toThrow(TypeError);
    expect(() => call(new Array(4))).toThrow(TypeError);
    expect(
      messageOf(() =>
        call([
          [1, 2],
          [3, "4"],
        ]),
      ),
    ).toContain(`${name}: x[1][1] is `);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => call(cycle)).toThrow(RangeError);
    expect(messageOf(() => call(cycle))).toContain("nested deeper than 2000 levels");
    const out = new Float64Array(4).fill(7);
    expect(() => call([1, 2, 3, 4], { out })).toThrow(TypeError);
    expect([...out]).toEqual([7, 7, 7, 7]);
    expect(() => call([], { misspelt: 1 })).toThrow(`${name}: options has misspelt`);
  });
});

test("parameters of an empty list are looked at", () => {
  expect(() => unsafe(leakyRelu)([], { negativeSlope: "1" })).toThrow(/^leakyRelu: negativeSlope is /);
  expect(() => unsafe(relu)([], null)).toThrow(/^relu: options is /);
});

// A list that claims four thousand million elements: in a process of its own, which can be ended.
test.each(["relu", "sigmoid", "softmax", "logSumExp"])("%s(new Array(2 ** 32 - 1)) is answered at once", (name) => {
  const result = inNode(
    `const from = performance.now();
    let error;
    try { api.${name}(new Array(2 ** 32 - 1)); } catch (thrown) { error = thrown; }
    return [error?.name, error?.message.slice(0, ${name.length + 1}), performance.now() - from < 1000];`,
    { timeout: 5000 },
  );
  expect(result).toEqual(["TypeError", `${name}:`, true]);
});
