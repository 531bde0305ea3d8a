// A page's address says all of its state, and nothing in an address breaks a page.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flag, format, listOf, number, oneOf, parse } from "../site/shared/state.js";

const fields = {
  name: oneOf("relu", ["relu", "gelu"]),
  x: number(1, { min: -10, max: 10 }),
  layers: number(2, { min: 1, max: 6, isWhole: true }),
  isRunning: flag(true),
  units: listOf(number(4, { min: 1, isWhole: true }), [4, 2], { min: 1, max: 3 }),
};
const usual = { name: "relu", x: 1, layers: 2, isRunning: true, units: [4, 2] } as const;

test("defaults leave the address empty", () => {
  expect(parse(fields, "")).toEqual(usual);
  expect(format(fields, usual)).toBe("");
});

test("what is written is read again", () => {
  const state = fc.record({
    name: fc.constantFrom("relu" as const, "gelu" as const),
    x: fc.double({ min: -10, max: 10, noNaN: true }).map((x) => x + 0),
    layers: fc.integer({ min: 1, max: 6 }),
    isRunning: fc.boolean(),
    units: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(state, (wanted) => {
      expect(parse(fields, format(fields, wanted))).toEqual({ ...wanted });
    }),
  );
});

describe("what is not understood is the default", () => {
  test.each([
    ["?name=tanh", "another word"],
    ["?x=11", "beyond the range"],
    ["?x=", "nothing"],
    ["?x=1e", "no number"],
    ["?x=NaN", "NaN"],
    ["?layers=2.5", "no whole number"],
    ["?isRunning=yes", "no flag"],
    ["?units=", "too few"],
    ["?units=1,2,3,4", "too many"],
    ["?units=1,0", "one that is out of range"],
  ])("%s: %s", (query) => expect(parse(fields, query)).toEqual(usual));

  test("whatever it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(fields)), fc.string(), (key, text) => {
        const read = parse(fields, `?${new URLSearchParams({ [key]: text })}`);
        expect(read.x).toBeGreaterThanOrEqual(-10);
        expect(["relu", "gelu"]).toContain(read.name);
        expect(Number.isInteger(read.layers)).toBe(true);
      }),
    );
  });
});

test("what others wrote into the address stays, and commas are readable", () => {
  expect(format(fields, { ...usual, units: [1, 2] }, "?backend=js&x=5")).toBe("?backend=js&units=1,2");
});
