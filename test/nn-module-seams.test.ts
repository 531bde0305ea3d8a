// Where modules meet: parts that are disposed or a user's own, memory that overlaps, getters, names, forwards that fail halfway.
import { describe, expect, test } from "vitest";
import { leakyRelu, relu } from "./support/api.js";
import {
  activation,
  BatchNorm1d,
  Conv2d,
  fill,
  LayerNorm,
  Linear,
  LSTM,
  Module,
  matmul,
  Sequential,
  SGD,
  type Tensor,
  tensor,
} from "./support/nn.js";

describe("seams", () => {
  class Twice extends Module {
    override forward({ data, shape }: Tensor): Tensor {
      return { data: data.map((value) => 2 * value), shape };
    }
    override backward({ data, shape }: Tensor): Tensor {
      return { data: data.map((value) => 2 * value), shape };
    }
  }

  test("a disposed layer, however deep, is refused before anything runs", () => {
    const inner = new Sequential(new Linear(3, 3), relu);
    const model = new Sequential(inner, new Linear(3, 2)).train();
    model.forward(fill([2, 3], 1));
    (inner[0] as Module).dispose();
    for (const call of [
      () => model.forward(fill([2, 3], 1)),
      () => model.forward(fill([90, 3], 1)),
      () => model.backward(fill([2, 2], 1)),
      () => model.stateDict(),
      () => model.loadStateDict({}),
      () => model.parameters(),
      () => model.eval(),
    ])
      expect(call).toThrow(/disposed, expected a live one$/);
  });

  test("optimizers and a model say that a parameter is of a disposed module", () => {
    const layer = new Linear(2, 2);
    const optimizer = new SGD(layer.parameters(), { lr: 1 });
    layer.dispose();
    for (const method of ["step", "zeroGrad", "stateDict"] as const)
      expect(() => optimizer[method]()).toThrow(`SGD.${method}: parameters[0] is of a disposed module, expected one of a live one`);
  });

  test("sizes are the layer's own", () => {
    const size: [number, number] = [3, 3];
    const layer = new Conv2d(1, 1, size, { padding: size, stride: size });
    size.fill(7);
    expect([layer.kernelSize, layer.padding, layer.stride]).toEqual(Array(3).fill([3, 3]));
    expect(() => Object.assign(layer.kernelSize, { 0: 7 })).toThrow(TypeError);
  });

  test("out may not be what the model computes with", () => {
    const layer = new Linear(4, 4, { bias: false });
    const before = layer.weight.data.slice();
    for (const data of [layer.weight.data, layer.weight.grad])
      expect(() => layer.forward(fill([4, 4], 1), { out: { data, shape: [4, 4] } })).toThrow(
        /^Linear\.forward: out overlaps a (parameter|gradient)/,
      );
    expect(layer.weight.data).toEqual(before);
  });

  test("out is filled where a module of a user's comes last, and what that gives has to be a tensor", () => {
    const model = new Sequential(new Linear(3, 2), new Twice());
    const x = fill([2, 3], 1);
    const out: Tensor = { data: new Float32Array(4), shape: [2, 2] };
    expect(model.forward(x, { out })).toBe(out);
    expect(out.data).toEqual(model.forward(x).data);
    class Five extends Module {
      override forward(): Tensor {
        return 5 as never;
      }
    }
    expect(() => new Sequential(new Linear(3, 2), new Five()).forward(x)).toThrow("Five.forward: its result is 5, expected a tensor");
  });

  test("a forward that fails halfway leaves nothing to go back to; a part without backward is refused first", () => {
    const model = new Sequential(new Linear(3, 3), new Twice(), new Linear(3, 2)).train();
    model.forward(fill([2, 3], 1));
    expect(() => model.forward(fill([2, 3], 2), { out: fill([9], 1) })).toThrow(RangeError);
    model.forward(fill([2, 3], 1));
    (model[2] as Module).eval();
    expect(() => model.backward(fill([2, 2], 1))).toThrow(/not in training/);
    class Forward extends Module {
      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const other = new Sequential(new Forward(), new Linear(3, 2)).train();
    other.forward(fill([2, 3], 1));
    expect(() => other.backward(fill([2, 2], 1))).toThrow(/^Forward\.backward: this has a forward of its own/);
    expect(other.parameters().every(({ grad }) => grad.every((value) => value === 0))).toBe(true);
  });

  test("tensors are read once, before anything is laid out", () => {
    const layer = new Linear(2, 2).train();
    const large = new Linear(2, 2).train();
    let reads = 0;
    const out = {
      get data() {
        reads++;
        layer.forward(fill([500, 2], 1));
        large.forward(fill([500, 2], 2));
        return new Float32Array(reads === 1 ? 4 : 1);
      },
      shape: [2, 2],
    };
    layer.forward(fill([2, 2], 3), { out });
    expect(reads).toBe(1);
    class Odd extends Float32Array {
      override slice(): never {
        throw new Error("overridden");
      }
      override get length(): number {
        return 1;
      }
    }
    const odd = { data: new Odd([1, 2, 3, 4]), shape: [2, 2] };
    layer.loadStateDict({ weight: odd, bias: fill([2], 1) });
    expect(layer.weight.data).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(matmul(odd, odd).data).toEqual(Float32Array.of(7, 10, 15, 22));
  });

  test("a missing batch axis is not guessed where a layer needs it", () => {
    expect(() => new Sequential(new Linear(4, 3), new BatchNorm1d(3)).forward(fill([4], 1))).toThrow(RangeError);
    expect(new Sequential(new Linear(4, 3), relu, new LayerNorm(3)).forward(fill([4], 1)).shape).toEqual([3]);
  });

  test("names of a user's own are kept, whatever the class is called or extends", () => {
    class Own extends LSTM {
      outProj = new Linear(1, 1);
      switches = 3;
      alive = true;
    }
    const own = new Own(1, 1);
    expect(Object.keys(own.stateDict())).toEqual([
      "weight_ih_l0",
      "weight_hh_l0",
      "bias_ih_l0",
      "bias_hh_l0",
      "outProj.weight",
      "outProj.bias",
    ]);
    expect(own.train().switches).toBe(3);
    expect(() => Object.assign(own, { training: false })).toThrow(TypeError);
  });

  test("options of a prototype count", () => {
    const model = new Sequential(activation(leakyRelu, Object.create({ negativeSlope: 0.5 })));
    expect(model.forward(tensor([[-2]])).data[0]).toBe(-1);
  });

  test.each([
    [() => new (Linear as unknown as new (n: number) => Linear)(3), "Linear: outFeatures is missing, expected a whole number, 1 or more"],
    [() => new (LSTM as unknown as new (n: number) => LSTM)(3), "LSTM: hiddenSize is missing, expected a whole number, 1 or more"],
    [() => new (Conv2d as unknown as new (n: number) => Conv2d)(3), "Conv2d: outChannels is missing, expected a whole number, 1 or more"],
  ])("what is left out is named", (call, message) => {
    expect(call).toThrow(new TypeError(message));
  });

  test("variances beyond float32 are variances", () => {
    for (const scale of [3e19, 1e-21]) {
      const y = new BatchNorm1d(1, { eps: 0 }).train().forward(tensor([[scale], [-scale]]));
      expect(Array.from(y.data, (value) => Math.round(value * 1e6) / 1e6)).toEqual([1, -1]);
    }
  });

  test("products of nothing are zeros at once", () => {
    const [a, b] = [{ data: new Float32Array(0), shape: [2 ** 26, 0, 4] }, fill([4, 4], 1)];
    expect(matmul(a, b).shape).toEqual([2 ** 26, 0, 4]);
    expect(matmul(fill([2, 0], 1), fill([0, 3], 1)).data).toEqual(new Float32Array(6));
    expect(matmul.backward({ data: new Float32Array(0), shape: [2 ** 26, 0, 4] }, a, b).db.data).toEqual(new Float32Array(16));
  });
});
