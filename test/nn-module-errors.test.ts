// Modules and sequences refuse what does not fit before anything is written, and all of it once they are disposed.
import { describe, expect, test } from "vitest";
import { mlp, Net } from "./support/models.js";
import { Conv2d, fill, Linear, Module, type Tensor } from "./support/nn.js";

describe("errors, before anything is written", () => {
  const layer = new Linear(4, 2);
  const x = fill([3, 4], 1);
  const out = (): Tensor => ({ data: new Float32Array(6).fill(7), shape: [3, 2] });
  test.each<[string, (out: Tensor) => unknown, ErrorConstructor, string]>([
    [
      "a wrong last axis",
      (out) => layer.forward(fill([3, 20], 1), { out }),
      RangeError,
      "Linear.forward: x has shape [3, 20], expected [..., 4] (inFeatures)",
    ],
    [
      "no axis",
      () => layer.forward({ data: Float32Array.of(1), shape: [] }),
      RangeError,
      "Linear.forward: x has shape [], expected at least one axis",
    ],
    [
      "an array",
      () => layer.forward(x.data as never),
      TypeError,
      "Linear.forward: x is [object Float32Array], expected a tensor, { data, shape }",
    ],
    [
      "float64",
      () => layer.forward({ data: new Float64Array(4), shape: [1, 4] } as never),
      TypeError,
      "Linear.forward: x.data is [object Float64Array], expected a Float32Array",
    ],
    [
      "too few elements",
      () => layer.forward({ data: new Float32Array(3), shape: [1, 4] }),
      RangeError,
      "Linear.forward: x.data has length 3, expected 4 (the length of a tensor of shape [1, 4])",
    ],
    [
      "a shape that is no list",
      () => layer.forward({ data: new Float32Array(4), shape: "4" } as never),
      TypeError,
      "Linear.forward: x.shape is [object String], expected whole numbers, 0 or more",
    ],
    ["an unknown option", (out) => layer.forward(x, { to: out } as never), TypeError, "Linear.forward: options has to, expected out"],
    [
      "out of another shape",
      (out) => layer.forward(x, { out: { ...out, shape: [2, 3] } }),
      RangeError,
      "Linear.forward: out has shape [2, 3], expected [3, 2]",
    ],
    [
      "out on x",
      () => layer.forward(x, { out: { data: x.data.subarray(0, 6), shape: [3, 2] } }),
      RangeError,
      "Linear.forward: out overlaps x, expected other memory",
    ],
    [
      "an image of two axes",
      () => new Conv2d(1, 1, 2).forward(x),
      RangeError,
      "Conv2d.forward: x has shape [3, 4], expected [N, 1, H, W] (inChannels)",
    ],
    [
      "an image smaller than the kernel",
      () => new Conv2d(1, 1, 5).forward(fill([1, 1, 4, 5], 1)),
      RangeError,
      "Conv2d.forward: x has shape [1, 1, 4, 5], expected images that, with padding, are at least [5, 5] (the kernel)",
    ],
    ["no features", () => new Linear(0, 1), RangeError, "Linear: inFeatures is 0, expected a whole number, 1 or more"],
    [
      "no number",
      () => new Linear(1, "2" as never),
      TypeError,
      "Linear: outFeatures is [object String], expected a whole number, 1 or more",
    ],
    ["a bias that is no flag", () => new Linear(1, 1, { bias: 1 } as never), TypeError, "Linear: bias is 1, expected true or false"],
    [
      "groups that do not divide",
      () => new Conv2d(4, 6, 1, { groups: 4 }),
      RangeError,
      "Conv2d: groups is 4, expected a divisor of outChannels, which is 6",
    ],
    [
      "same with a stride",
      () => new Conv2d(1, 1, 3, { padding: "same", stride: 2 }),
      RangeError,
      'Conv2d: padding is "same", expected stride 1 with it, which is [2, 2]',
    ],
    [
      "three strides",
      () => new Conv2d(1, 1, 3, { stride: [1, 2, 3] } as never),
      RangeError,
      "Conv2d: stride is [1, 2, 3], expected a whole number, 1 or more, or [height, width]",
    ],
    [
      "a module without forward",
      () => new (class Empty extends Module {})().forward(x),
      TypeError,
      "Empty.forward: this is a Module, expected one with a forward of its own",
    ],
    [
      "a forward without backward",
      () => new Net().train().backward(x),
      TypeError,
      "Net.backward: this has a forward of its own, expected a backward of its own too",
    ],
  ])("%s", (_name, call, Kind, message) => {
    const target = out();
    expect(() => call(target)).toThrow(Kind);
    expect(() => call(target)).toThrow(message);
    expect(target.data.every((value) => value === 7)).toBe(true);
    expect(x).toEqual(fill([3, 4], 1));
  });

  test.each(["forward", "backward", "parameters", "namedParameters", "stateDict", "train", "eval", "zeroGrad"] as const)(
    "%s after dispose",
    (method) => {
      const model = mlp();
      const part = model[0] as Linear;
      model.train().forward(fill([2, 6], 1));
      model.dispose();
      model.dispose();
      for (const module of [model, part])
        expect(() => (module[method] as (x: Tensor) => unknown)(fill([2, 6], 1))).toThrow(/ is disposed, expected a live one/);
      expect(() => model.loadStateDict({})).toThrow(/disposed/);
    },
  );
});
