// What the layers' types allow, and what they do not.
import { describe, expectTypeOf, test } from "vitest";
import { elu, leakyRelu, logSumExp, relu, softmax, swiglu } from "../src/index.js";
import {
  type Activation,
  activation,
  Conv2d,
  crossEntropy,
  flatten,
  type Layer,
  Linear,
  LSTM,
  Module,
  matmul,
  type Parameter,
  RNN,
  readSafetensors,
  Sequential,
  SGD,
  type Tensor,
  tensor,
} from "../src/nn/index.js";

const x = tensor([[1, 2]]);

describe("tensors", () => {
  test("go through activations and layers", () => {
    expectTypeOf(x).toEqualTypeOf<Tensor>();
    expectTypeOf(relu(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(softmax(new Linear(2, 3).forward(x))).toEqualTypeOf<Tensor>();
    expectTypeOf(flatten(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(matmul(x, x, { transposeB: true })).toEqualTypeOf<Tensor>();
    expectTypeOf(matmul.backward(x, x, x)).toEqualTypeOf<{ da: Tensor; db: Tensor }>();
    // A tensor by hand is one too.
    expectTypeOf(new Linear(1, 1).forward({ data: new Float32Array(1), shape: [1, 1] })).toEqualTypeOf<Tensor>();
    // @ts-expect-error: float64
    tensor({ data: new Float64Array(1), shape: [1] });
    // @ts-expect-error: no shape
    new Linear(1, 1).forward(new Float32Array(1));
  });
});

describe("models", () => {
  test("are made of layers, activations, and activations with options", () => {
    expectTypeOf(new Sequential(new Linear(1, 4), relu, new Conv2d(1, 1, [2, 2]), softmax, swiglu, logSumExp)).toExtend<Module>();
    expectTypeOf(activation(leakyRelu, { negativeSlope: 0.2 })).toEqualTypeOf<Layer>();
    expectTypeOf(activation(elu)).toEqualTypeOf<Layer>();
    expectTypeOf(relu).toExtend<Activation>();
    // @ts-expect-error: no such option
    activation(leakyRelu, { slope: 0.2 });
    // @ts-expect-error: no activation
    new Sequential((value: number) => value);
  });

  test("of one's own have their own forward", () => {
    class Net extends Module {
      fc = new Linear(1, 2);
      override forward(input: Tensor, mask: Tensor): Tensor {
        return this.fc.forward(mask ?? input);
      }
    }
    expectTypeOf(new Net().train()).toEqualTypeOf<Net>();
    expectTypeOf(new Net().parameters()).toEqualTypeOf<Parameter[]>();
    new Net().loadStateDict(readSafetensors(new Uint8Array(8)), { strict: false });
    // @ts-expect-error: no such option
    new Net().loadStateDict({}, { strictly: false });
  });

  test("with a state", () => {
    const lstm = new LSTM(3, 4, { returnSequences: false });
    expectTypeOf(lstm.forward(x, { state: { h: x, c: x } })).toEqualTypeOf<Tensor>();
    // @ts-expect-error: no c
    lstm.forward(x, { state: { h: x } });
    new RNN(3, 4, { nonlinearity: "relu" }).forward(x, { state: { h: x } });
    // @ts-expect-error: no such nonlinearity
    new RNN(3, 4, { nonlinearity: "gelu" });
  });
});

test("losses and optimizers", () => {
  expectTypeOf(crossEntropy(x, [0]).loss).toEqualTypeOf<number>();
  expectTypeOf(crossEntropy(x, new Uint8Array(1), { reduction: "none" }).loss).toEqualTypeOf<Tensor>();
  const optimizer = new SGD(new Linear(1, 1).parameters(), { lr: 0.1 });
  optimizer.lr = 0.01;
  // @ts-expect-error: lr is missing
  new SGD(new Linear(1, 1).parameters(), {});
  // @ts-expect-error: it is the model's to change
  new Linear(1, 1).weight.data = new Float32Array(1);
});
