// If this fails, a network is said to be sparser or deader than it is.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { deadUnits, sparsity } from "../src/nn/metrics.js";

const tensor = (data: Iterable<number>, shape: readonly number[]): Tensor => ({ data: Float32Array.from(data), shape });
const { NaN: nan, MIN_VALUE: tiny } = Number;

test.each([
  [[0, 1, 0, 2], [4], 0.5],
  [[0, -0, nan, 2 ** -149], [2, 2], 0.5],
  [[tiny], [1], 1],
  [[3], [], 0],
  [[0], [], 1],
  [[], [0, 3], nan],
] as [number[], number[], number][])("sparsity of %j, shape %j: %d", (data, shape, expected) => {
  expect(sparsity(tensor(data, shape))).toBe(expected);
});

test.each([
  ["[N, C]", [1, 0, 0, 0, 0, 2], [2, 3], [1]],
  ["none", [1, 0, 0, 1], [2, 2], []],
  ["all", [0, -0, 0, 0], [2, 2], [0, 1]],
  ["NaN lives", [nan, 0], [1, 2], [1]],
  ["[N, C, H, W]: alive at one place of one row", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [2, 2, 2, 2], [0]],
  ["[N, C, L], at its first place", [0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0], [2, 3, 2], [0, 2]],
  ["an empty batch", [], [0, 3], []],
  ["no units", [], [3, 0], []],
  ["units of no elements", [], [2, 3, 0], []],
] as [string, number[], number[], number[]][])("dead units: %s", (_, data, shape, expected) => {
  expect(deadUnits(tensor(data, shape))).toEqual(expected);
});

test("dead units are those no element of which is anything but 0", () => {
  const sizes = fc.tuple(fc.nat(4), fc.nat(5), fc.nat(3));
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.constantFrom(0, 0, 0, 0, -0, 1)), ([n, c, l], stream) => {
      const y = tensor(stream.take(n * c * l), [n, c, l]);
      const expected: number[] = [];
      for (let unit = 0; n * l > 0 && unit < c; unit++)
        if (y.data.every((value, i) => Math.floor(i / l) % c !== unit || value === 0)) expected.push(unit);
      expect(deadUnits(y)).toEqual(expected);
    }),
  );
});

describe("refuses", () => {
  const bad = (value: unknown): never => value as never;
  test.each([
    [
      "an array",
      () => sparsity(bad(Float32Array.of(0))),
      TypeError,
      "sparsity: y is [object Float32Array], expected a tensor, { data, shape }",
    ],
    ["nothing", () => deadUnits(bad(undefined)), TypeError, "deadUnits: y is missing, expected a tensor, { data, shape }"],
    [
      "what does not fit",
      () => sparsity(tensor([1], [2])),
      RangeError,
      "sparsity: y.data has length 1, expected 2 (the length of a tensor of shape [2])",
    ],
    ["one axis", () => deadUnits(tensor([0], [1])), RangeError, "deadUnits: y has shape [1], expected two axes or more, [N, C, …]"],
  ])("%s", (_, call, Kind, message) => {
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
  });
});
