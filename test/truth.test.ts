// If this fails, test/vectors/ holds something else than what the formulas of scripts/truth/ give, or those formulas are wrong.
import { describe, expect, test } from "vitest";
import { evaluateElements } from "../scripts/truth/evaluate.js";
import { readFile } from "../scripts/truth/file.js";
import { differences, makeFile, opsWithFormula } from "../scripts/truth/make.js";
import { fromDouble, type Real, Reals, toDouble } from "../scripts/truth/reals.js";
import { split } from "../scripts/truth/settle.js";

describe.each(opsWithFormula)("%s", (op) => {
  test("its exact values are those of its formula", () => {
    const committed = readFile(op);
    if (!committed) throw new Error(`${op} has a formula and no truth: run \`npm run truth -- ${op}\``);
    expect(differences(committed, makeFile(op))).toEqual([]);
  });
});

describe("arithmetic", () => {
  const reals = new Reals(200);
  const digits = (value: Real, places: number): string => String((value.m * 10n ** BigInt(places)) >> BigInt(-value.e));

  // Published decimals, cut off.
  test.each([
    ["π", reals.pi(), "3141592653589793238462643383279502884197"],
    ["e", reals.exp(fromDouble(1)), "2718281828459045235360287471352662497757"],
    ["ln 10", reals.log(fromDouble(10)), "2302585092994045684017991454684364207601"],
    ["√2", reals.sqrt(fromDouble(2)), "1414213562373095048801688724209698078569"],
    ["e − 1", reals.expm1(fromDouble(1)), "1718281828459045235360287471352662497757"],
    ["erfc ½", reals.erfc(fromDouble(0.5)), "479500122186953462317253346108035471263"],
  ] as const)("%s", (_, value, expected) => {
    expect(digits(value, 39)).toBe(expected);
  });

  test("doubles are read and written without loss, ties go to even", () => {
    for (const x of [0, -0, 1, -1.5, 5e-324, -5e-324, 2 ** -1022, Number.MAX_VALUE, 1 / 3, 2 ** -1022 - 5e-324])
      expect(toDouble(fromDouble(x))).toBe(x);
    const between = (numerator: bigint): number => toDouble({ sign: 1, m: numerator, e: -54 });
    expect([2n ** 54n + 1n, 2n ** 54n + 2n, 2n ** 54n + 3n, 2n ** 54n + 6n].map(between)).toEqual([1, 1, 1 + 2 ** -52, 1 + 2 ** -51]);
    expect(toDouble({ sign: 1, m: 1n, e: -1075 })).toBe(0);
    expect(toDouble({ sign: 1, m: 3n, e: -1076 })).toBe(5e-324);
    expect(toDouble({ sign: -1, m: 1n, e: 1024 })).toBe(Number.NEGATIVE_INFINITY);
  });

  test("what is left of a value beside its double", () => {
    const third = new Reals(300).divide(fromDouble(1), fromDouble(3));
    // ⅓ = 0.0101… in binary: behind its 53 bits another third of the last place remains.
    expect(split(third)).toEqual([1 / 3, Math.fround(1 / 3)]);
  });
});

test("a result that cancels to the last of its first hundred digits is right nevertheless", () => {
  // x − tanh x = x³/3 · (1 − 0.4 x²): at 10⁻⁹⁰ all but 2⁻⁶⁰⁰ of x cancels.
  const { y, d } = evaluateElements("tanhshrink", "f64", {}, [1e-90]);
  expect(Math.abs((y.hi[0] as number) / (1e-270 / 3) - 1)).toBeLessThan(2 ** -50);
  expect(Math.abs((d.hi[0] as number) / 1e-180 - 1)).toBeLessThan(2 ** -50);
});
