// Pooling refuses what does not fit.
import { describe, expect, test } from "vitest";
import { AdaptiveAvgPool2d, AvgPool2d, fill, MaxPool2d } from "./support/nn.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

describe("errors", () => {
  const image = fill([1, 2, 4, 5], 1);
  test.each<Thrown>([
    [
      "no kernel",
      () => new MaxPool2d(bad(undefined)),
      TypeError,
      "MaxPool2d: kernelSize is missing, expected a whole number, 1 or more, or [height, width]",
    ],
    ["kernel 0", () => new AvgPool2d(0), RangeError, "AvgPool2d: kernelSize is 0, expected a whole number, 1 or more, or [height, width]"],
    [
      "kernel of three",
      () => new MaxPool2d(bad([1, 2, 3])),
      RangeError,
      "MaxPool2d: kernelSize is [1, 2, 3], expected a whole number, 1 or more, or [height, width]",
    ],
    [
      "stride 1.5",
      () => new MaxPool2d(2, { stride: 1.5 }),
      RangeError,
      "MaxPool2d: stride is 1.5, expected a whole number, 1 or more, or [height, width]",
    ],
    [
      "dilation text",
      () => new MaxPool2d(2, { dilation: bad("2") }),
      TypeError,
      "MaxPool2d: dilation is [object String], expected a whole number, 1 or more, or [height, width]",
    ],
    [
      "padding −1",
      () => new AvgPool2d(2, { padding: -1 }),
      RangeError,
      "AvgPool2d: padding is -1, expected a whole number, 0 or more, or [height, width]",
    ],
    [
      "padding too wide",
      () => new MaxPool2d([4, 3], { padding: 2 }),
      RangeError,
      "MaxPool2d: padding is [2, 2], expected at most half the kernel, which is [4, 3]",
    ],
    ["ceilMode 1", () => new MaxPool2d(2, { ceilMode: bad(1) }), TypeError, "MaxPool2d: ceilMode is 1, expected true or false"],
    [
      "countIncludePad null",
      () => new AvgPool2d(2, { countIncludePad: bad(null) }),
      TypeError,
      "AvgPool2d: countIncludePad is [object Null], expected true or false",
    ],
    [
      "unknown option",
      () => new AvgPool2d(2, bad({ dilation: 2 })),
      TypeError,
      "AvgPool2d: options has dilation, expected stride or padding or ceilMode or countIncludePad",
    ],
    [
      "no outputSize",
      () => new AdaptiveAvgPool2d(bad(undefined)),
      TypeError,
      "AdaptiveAvgPool2d: outputSize is missing, expected a whole number, 1 or more, or [height, width]",
    ],
    [
      "no batch axis",
      () => new MaxPool2d(2).forward(fill([2, 4, 5], 1)),
      RangeError,
      "MaxPool2d.forward: x has shape [2, 4, 5], expected [N, C, H, W]",
    ],
    [
      "an empty image",
      () => new AdaptiveAvgPool2d(2).forward(fill([1, 2, 0, 5], 1)),
      RangeError,
      "AdaptiveAvgPool2d.forward: x has shape [1, 2, 0, 5], expected images of at least [1, 1] (H and W)",
    ],
    [
      "too small",
      () => new AvgPool2d([5, 2], { padding: [0, 1] }).forward(image),
      RangeError,
      "AvgPool2d.forward: x has shape [1, 2, 4, 5], expected images that, with padding [0, 1], hold a window of [5, 2]",
    ],
    [
      "too small, dilated",
      () => new MaxPool2d(3, { dilation: 2 }).forward(image),
      RangeError,
      "MaxPool2d.forward: x has shape [1, 2, 4, 5], expected images that, with padding [0, 0], hold a window of [3, 3] with dilation 2",
    ],
    [
      "too large",
      () => new AvgPool2d(2 ** 31, { padding: 2 ** 30 }).forward(image),
      RangeError,
      "AvgPool2d.forward: x has shape [1, 2, 4, 5], expected at most 2³⁰ on an axis, with padding [1073741824, 1073741824]",
    ],
    [
      "backward in eval",
      () => new MaxPool2d(2).backward(image),
      TypeError,
      "MaxPool2d.backward: MaxPool2d is not in training, expected train() before forward and backward",
    ],
  ])("%s", (_, call, Kind, message) => {
    const error = caught(call);
    expect(error).toBeInstanceOf(Kind);
    expect((error as Error).message).toBe(message);
  });
});
