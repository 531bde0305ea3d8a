// What all pages share and that needs no page: numbers in words, the paths of curves, addresses that keep the backend.
import { scaleLinear } from "d3-scale";
import { afterEach, describe, expect, test, vi } from "vitest";
import { figure } from "../site/shared/dom.js";
import { sameBackend } from "../site/shared/forced.js";
import { pathOf } from "../site/shared/plot.js";

describe("a number in words", () => {
  test.each([
    [Number.NaN, 4, "NaN"],
    [Number.POSITIVE_INFINITY, 4, "∞"],
    [Number.NEGATIVE_INFINITY, 4, "−∞"],
    [0, 4, "0"],
    [-0, 4, "−0"],
    [-1.5, 4, "−1.5"],
    [1.23456, 4, "1.235"],
    [1.23456, 2, "1.2"],
    [0.0001, 4, "0.0001"],
    [0.00009996, 4, "9.996e−5"],
    [-1234567, 3, "−1.23e6"],
    [999_999, 6, "999999"],
    [1e6, 4, "1e6"],
  ])("%d to %d digits is %s", (value, digits, words) => expect(figure(value, digits)).toBe(words));
});

describe("a curve", () => {
  const [x, y] = [scaleLinear([0, 10], [0, 100]), scaleLinear([0, 10], [100, 0])];
  const drawn = (ys: readonly number[], jump?: number): string =>
    pathOf({ class: "", x: ys.map((_, i) => i), y: ys, ...(jump !== undefined && { jump }) }, x, y);

  test.each([
    ["goes up where y does", [0, 1, 2], undefined, "M0,100L10,90L20,80"],
    ["has a gap where there is no number", [0, 1, Number.NaN, 3, 4], undefined, "M0,100L10,90M30,70L40,60"],
    ["has a gap at infinity", [0, 1, Number.POSITIVE_INFINITY, 3, 4], undefined, "M0,100L10,90M30,70L40,60"],
    ["jumps where it is steeper than said", [0, 0, 5, 5], 4, "M0,100L10,100M20,50L30,50"],
    ["jumps downwards as well", [5, 5, 0, 0], 4, "M0,50L10,50M20,100L30,100"],
    ["is drawn on where it is not", [0, 0, 5, 5], 5, "M0,100L10,100L20,50L30,50"],
    ["stays near the frame", [0, 1e30], undefined, "M0,100L10,-10000"],
  ] as const)("%s", (_, ys, jump, path) => expect(drawn(ys, jump)).toBe(path));
});

describe("an address within the site", () => {
  afterEach(() => void vi.unstubAllGlobals());

  test.each([
    ["", "learn.html", "learn.html"],
    ["?backend=wasm", "learn.html", "learn.html"],
    ["?x=1&backend=js", "learn.html", "learn.html?backend=js"],
    ["?backend=js", "functions.html?f=gelu", "functions.html?f=gelu&backend=js"],
  ])("from %s: %s becomes %s", (search, address, expected) => {
    vi.stubGlobal("location", { search });
    expect(sameBackend(address)).toBe(expected);
  });
});
