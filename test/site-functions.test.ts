// What the explorer shows is what the package computes; a formula that it calls usual is what it says.
import { describe, expect, test } from "vitest";
import { describedFunctions } from "../scripts/site/functions.js";
import { usual, usualCode } from "../scripts/site/usual.js";
import type { Described } from "../site/functions/described.js";
import { type Usual, ulps, ulpsInWords } from "../site/functions/errors.js";
import { callOf, errorsAt, products, slopesOf, startOf, valuesOf } from "../site/functions/model.js";
import { rowAt, rowCall, usualRow } from "../site/functions/rows.js";
import { activations, api } from "./support/api.js";

const functions = describedFunctions();
const described = (name: string): Described => functions.find((each) => each.name === name) as Described;
const curves = functions.filter(({ kind }) => kind !== "row" && kind !== "reduction");
const rows = functions.filter(({ kind }) => kind === "row" || kind === "reduction");

/** The code that the site is built with. */
const usualOf = (name: string): Usual => {
  const words = usual[name] as string;
  return { words, f: new Function("r", `return ${usualCode(words)}`)(Math.fround) as Usual["f"] };
};

test("every activation is described once, with all that its definition says", () => {
  expect(functions.map(({ name }) => name).sort()).toEqual(activations.map(([name]) => name));
  for (const { name, parameters } of functions)
    for (const parameter of parameters) expect(Number.isFinite(parameter.start), `${name} ${parameter.name}`).toBe(true);
  expect(described("softplus").parameters).toMatchObject([{ name: "beta", start: 1, above: 0, usual: "1" }]);
  expect(described("celu").parameters).toMatchObject([{ name: "alpha", not: 0 }]);
  expect(described("glu")).toMatchObject({ kind: "gated", gate: "second" });
  expect(described("logSumExp").kind).toBe("reduction");
});

describe("curves", () => {
  const x = Float32Array.of(-20, -3, -0.5, 0, 0.25, 1, 4);

  test.each(curves.map((of) => [of.name, of] as const))("%s: as many values and slopes as x, all from the package", (_, of) => {
    const start = startOf(of);
    expect(valuesOf(of, x, start)).toHaveLength(x.length);
    const [up, down] = [valuesOf(of, Float64Array.of(0.7 + 1e-6), start), valuesOf(of, Float64Array.of(0.7 - 1e-6), start)];
    // Nothing that is drawn has a kink at 0.7.
    expect(slopesOf(of, Float64Array.of(0.7), start)[0]).toBeCloseTo(((up[0] as number) - (down[0] as number)) / 2e-6, 6);
  });

  test("parameters and the other half of a gated unit are used", () => {
    expect([...valuesOf(described("leakyRelu"), Float32Array.of(-2), { negativeSlope: 0.5 })]).toEqual([-1]);
    expect([...valuesOf(described("prelu"), Float32Array.of(-2), { weight: 0.25 })]).toEqual([-0.5]);
    expect([...valuesOf(described("reglu"), Float32Array.of(2), { other: 3 })]).toEqual([6]);
    expect([...slopesOf(described("reglu"), Float32Array.of(2), { other: 3 })]).toEqual([3]);
    expect([...valuesOf(described("glu"), Float32Array.of(0), { other: 3 })]).toEqual([1.5]);
    expect(() => valuesOf(described("celu"), x, { alpha: 0 })).toThrow(/celu: alpha is 0/);
  });

  test.each(curves.map((of) => [of.name, of] as const))("%s: our errors are within what is promised", (_, of) => {
    const many = Float32Array.from({ length: 400 }, (_, i) => (i - 200) / 9);
    const { ours } = errorsAt(of, usualOf(of.name), many, startOf(of));
    // A product with the other half adds to those of the gate.
    expect(Math.max(...ours)).toBeLessThanOrEqual(of.kind === "gated" ? 2.5 : 1);
  });
});

test("errors are those of parameters as float32 has them", () => {
  const { ours } = errorsAt(described("leakyRelu"), usualOf("leakyRelu"), Float32Array.of(-1), { negativeSlope: 0.1 });
  expect([...ours]).toEqual([0]);
});

describe("usual formulas", () => {
  test("each curve has one, and only those", () => expect(Object.keys(usual).sort()).toEqual(curves.map(({ name }) => name).sort()));

  test.each(curves.map((of) => [of.name, of] as const))("%s: it is the same function, but for its last digits", (_, of) => {
    const start = startOf(of);
    const { f } = usualOf(of.name);
    for (const x of [-1.5, -0.75, 0.25, 0.75, 1.5, 3]) {
      const [exact = 0] = valuesOf(of, Float64Array.of(x), start);
      expect(Math.abs(f(x, start) - exact)).toBeLessThan(1e-6);
    }
  });

  test("each step is rounded", () => {
    const { f } = { f: new Function("r", `return ${usualCode("x + 1e-9 - x")}`)(Math.fround) as Usual["f"] };
    expect(f(1, {})).toBe(0);
    expect(usualOf("sigmoid").f(-100, {})).toBe(0);
    expect(usualOf("gelu").f(-6, {})).toBe(-0);
  });

  test("what it does not know is refused", () => {
    expect(() => usualCode("Math.random()")).toThrow(/nothing that is known/);
    expect(() => usualCode("x; x")).toThrow(/gives nothing a name/);
  });
});

describe("rows", () => {
  test.each(rows.map(({ name }) => [name]))("%s: the package's, within its bound, whatever is added", (name) => {
    const { y, x, error } = rowAt(name, [2, 1, 0.5, -1, -2], 100, 2);
    expect(y).toEqual((api as unknown as Record<string, (x: Float32Array) => Float32Array>)[name]?.(x));
    expect(x[0]).toBe(51);
    expect(error).toBeLessThanOrEqual(2.01);
  });

  test("the usual formula overflows where ours does not", () => {
    expect(usualRow("softmax", Float32Array.of(1, 2))[1]).toBeCloseTo(0.731, 3);
    expect(usualRow("softmin", Float32Array.of(1, 2))[0]).toBeCloseTo(0.731, 3);
    expect(usualRow("logSoftmax", Float32Array.of(1, 2))[0]).toBeCloseTo(-1.313, 3);
    expect(usualRow("logSumExp", Float32Array.of(1, 2))).toEqual([expect.closeTo(2.313, 3)]);
    expect(rowAt("softmax", [1, 2], 100, 1)).toMatchObject({ usualError: Number.POSITIVE_INFINITY });
  });
});

describe("the call to copy", () => {
  const run = (code: string): unknown => new Function("relu", code)(undefined);

  test("has the parameters that are not at their defaults, and the others not", () => {
    expect(callOf(described("silu"), { beta: 1 })).toContain("silu(x);");
    expect(callOf(described("silu"), { beta: 2 })).toContain("silu.derivative(x, { beta: 2 });");
    expect(callOf(described("threshold"), startOf(described("threshold")))).toContain("{ threshold: 1, value: -0.5 }");
    expect(callOf(described("prelu"), { weight: 0.5 })).toContain("prelu(x, 0.5)");
    expect(callOf(described("glu"), { other: 3 })).toContain("[other, x]");
  });

  test.each([
    [0, 1, "(logits)"],
    [10, 1, "(logits.map((logit) => logit + 10))"],
    [0, 2, "(logits.map((logit) => logit / 2))"],
    [10, 2, "(logits.map((logit) => (logit + 10) / 2))"],
  ])("a row with %d added, divided by %d: %s", (shift, temperature, call) =>
    expect(rowCall("softmax", [1, 2], shift, temperature)).toContain(`softmax${call};`),
  );

  test.each(functions.map((of) => [of.name, of] as const))("%s: it runs", (name, of) => {
    const text = of.kind === "row" || of.kind === "reduction" ? rowCall(name, [1, 2, 3], 10, 2) : callOf(of, startOf(of));
    const [first = "", ...rest] = text.split("\n");
    expect(first).toBe(`import { ${name} } from "relu-simd";`);
    const given = /const \[?.*\bx\b.*\] =|const logits/.test(text) ? "" : "const x = new Float32Array([-1, 2]);";
    const f = new Function(name, `${given} ${rest.join("\n")} return y;`);
    expect(f((api as unknown as Record<string, unknown>)[name])).toBeInstanceOf(Float32Array);
    expect(run("return relu")).toBeUndefined();
  });
});

test("ten layers multiply ten slopes", () => {
  expect(products(0.25)[9]).toBe(0.25 ** 10);
  expect(products(1)).toEqual(Array.from({ length: 10 }, () => 1));
});

test("errors in words", () => {
  expect([0, 0.001, 0.5, 12.34, 512.34, 1234.5, 2 ** 24, Number.POSITIVE_INFINITY].map(ulpsInWords)).toEqual([
    "0",
    "< 0.01",
    "0.5",
    "12.3",
    "512",
    "1,235",
    "no digit is right",
    "no number or infinite",
  ]);
  expect(ulps(1 + 2 ** -23, 1)).toBe(1);
});
