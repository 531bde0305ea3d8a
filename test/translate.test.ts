// What docs/translate.md tells people to write would give another result than what they had.
import { compileFunction } from "node:vm";
import { describe, expect, test } from "vitest";
import { chapters } from "../scripts/docs/translations.js";
import { api } from "./support/api.js";
import { nn } from "./support/nn.js";

const scope = { ...nn, ...api };

/** Statements, of which the last is the result. */
const run = (code: string, x: Float32Array): unknown => {
  const lines = code.split("\n");
  const body = `${lines.slice(0, -1).join("\n")}\nreturn ${lines.at(-1)};`;
  return compileFunction(body, [...Object.keys(scope), "x"])(...Object.values(scope), x);
};

// In float32 exactly, and beside every bend that the rows have.
const USUAL = [-7, -3, -1.5, -1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1, 1.5, 2.25, 3, 5.5, 6, 7, 8];

describe.each(chapters)("$title", ({ rows }) => {
  test.each(rows)("$there", ({ here, formula, input = USUAL }) => {
    const result = run(here, Float32Array.from(input));
    const got = typeof result === "number" ? [result] : Array.from(result as Float32Array);
    const expected = formula(input);
    expect(got.length).toBe(expected.length);
    // A few float32 roundings of parameters and of what is done around the call.
    for (const [i, value] of expected.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1e-6 * Math.abs(value) + 1e-7);
  });
});
