// Batch norm and layer norm refuse what does not fit, before any statistics are written.
import { describe, expect, test } from "vitest";
import { BatchNorm1d, BatchNorm2d, fill, LayerNorm, nn, Sequential } from "./support/nn.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

describe("errors", () => {
  const pair = new Sequential(new BatchNorm2d(2), new nn.AdaptiveAvgPool2d(1), new BatchNorm2d(2)).train();
  test.each<Thrown>([
    [
      "no features",
      () => new BatchNorm1d(bad(undefined)),
      TypeError,
      "BatchNorm1d: numFeatures is missing, expected a whole number, 1 or more",
    ],
    ["0 features", () => new BatchNorm2d(0), RangeError, "BatchNorm2d: numFeatures is 0, expected a whole number, 1 or more"],
    [
      "no shape",
      () => new LayerNorm(bad(undefined)),
      TypeError,
      "LayerNorm: normalizedShape is missing, expected a whole number, 1 or more, or a list of such",
    ],
    ["an empty shape", () => new LayerNorm([]), RangeError, "LayerNorm: normalizedShape is [], expected at least one axis"],
    ["a size of 0", () => new LayerNorm([3, 0]), RangeError, "LayerNorm: normalizedShape[1] is 0, expected a whole number, 1 or more"],
    ["eps −1", () => new LayerNorm(3, { eps: -1 }), RangeError, "LayerNorm: eps is -1, expected a number, 0 or more"],
    ["eps NaN", () => new BatchNorm1d(3, { eps: Number.NaN }), RangeError, "BatchNorm1d: eps is NaN, expected a number, 0 or more"],
    ["momentum 2", () => new BatchNorm1d(3, { momentum: 2 }), RangeError, "BatchNorm1d: momentum is 2, expected a number from 0 to 1"],
    [
      "momentum text",
      () => new BatchNorm1d(3, { momentum: bad("0.1") }),
      TypeError,
      "BatchNorm1d: momentum is [object String], expected a number from 0 to 1",
    ],
    ["affine 0", () => new LayerNorm(3, { affine: bad(0) }), TypeError, "LayerNorm: affine is 0, expected true or false"],
    ["unknown option", () => new LayerNorm(3, bad({ momentum: 1 })), TypeError, "LayerNorm: options has momentum, expected eps or affine"],
    [
      "other channels",
      () => new BatchNorm2d(3).forward(fill([2, 4, 5, 5], 1)),
      RangeError,
      "BatchNorm2d.forward: x has shape [2, 4, 5, 5], expected [N, 3, H, W] (numFeatures)",
    ],
    [
      "axes of the other",
      () => new BatchNorm1d(3).forward(fill([2, 3, 5, 5], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [2, 3, 5, 5], expected [N, 3] or [N, 3, L] (numFeatures)",
    ],
    [
      "no batch axis",
      () => new BatchNorm1d(3).forward(fill([3], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [3], expected [N, 3] or [N, 3, L] (numFeatures)",
    ],
    [
      "other last axes",
      () => new LayerNorm([3, 4]).forward(fill([2, 3, 5], 1)),
      RangeError,
      "LayerNorm.forward: x has shape [2, 3, 5], expected [..., 3, 4] (normalizedShape)",
    ],
    [
      "too few axes",
      () => new LayerNorm([3, 4]).forward(fill([3], 1)),
      RangeError,
      "LayerNorm.forward: x has shape [3], expected [..., 3, 4] (normalizedShape)",
    ],
    [
      "one value a channel",
      () => new BatchNorm1d(3).train().forward(fill([1, 3], 1)),
      RangeError,
      "BatchNorm1d.forward: x has shape [1, 3], expected more than one value for each channel in training",
    ],
    [
      "no value",
      () => new BatchNorm2d(3).train().forward(fill([0, 3, 2, 2], 1)),
      RangeError,
      "BatchNorm2d.forward: x has shape [0, 3, 2, 2], expected more than one value for each channel in training",
    ],
    [
      "one value, behind others",
      () => pair.forward(fill([1, 2, 3, 3], 1)),
      RangeError,
      "Sequential.forward: x has shape [1, 2, 1, 1], expected more than one value for each channel in training",
    ],
    [
      "backward in eval",
      () => new BatchNorm1d(3).backward(fill([2, 3], 1)),
      TypeError,
      "BatchNorm1d.backward: BatchNorm1d is not in training, expected train() before forward and backward",
    ],
  ])("%s", (_, call, Kind, message) => {
    const error = caught(call);
    expect(error).toBeInstanceOf(Kind);
    expect((error as Error).message).toBe(message);
  });

  test("nothing is written before: statistics of layers before the one that refuses", () => {
    expect(() => pair.forward(fill([1, 2, 3, 3], 1))).toThrow("more than one value");
    expect([...(pair[0] as BatchNorm2d).numBatchesTracked.data]).toEqual([0]);
    // A plan that larger batches made is not another way.
    const norm = new BatchNorm1d(2).train();
    norm.forward(fill([4, 2], 1));
    expect(() => norm.forward(fill([1, 2], 1))).toThrow("more than one value");
    expect([...norm.numBatchesTracked.data]).toEqual([1]);
  });
});
