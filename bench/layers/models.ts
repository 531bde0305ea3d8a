// The layers that are measured, by relu-simd/nn.
import { relu, softmax } from "relu-simd";
import { Conv2d, crossEntropy, Linear, LSTM, MaxPool2d, type Module, RNN, Sequential, SGD, type Tensor } from "relu-simd/nn";
import { LEARNING_RATE, MLP, RECURRENT, type Shape, targetsOf } from "./shapes.js";

export type { Tensor } from "relu-simd/nn";
export { matmul } from "relu-simd/nn";

/** All but the matrix product, which is a function. */
export type Layered = Exclude<Shape, { kind: "product" }>;

/** What all of them are: their results may go where there is room already. */
export type Model = Module & { forward(x: Tensor, options?: { readonly out?: Tensor | undefined }): Tensor };

export const modelOf = (shape: Layered): Model => {
  switch (shape.kind) {
    case "linear":
      return new Linear(shape.from, shape.to);
    case "mlp":
      return new Sequential(new Linear(MLP.inputs, MLP.hidden), relu, new Linear(MLP.hidden, MLP.classes), softmax);
    case "training":
      return new Sequential(new Linear(MLP.inputs, MLP.hidden), relu, new Linear(MLP.hidden, MLP.classes));
    case "conv": {
      const layer = new Conv2d(shape.from, shape.to, 3, { padding: 1, groups: shape.groups });
      return shape.isRelu ? new Sequential(layer, relu) : layer;
    }
    case "pool":
      return new MaxPool2d(2);
    case "RNN":
      return new RNN(RECURRENT.inputs, RECURRENT.hidden);
    case "LSTM":
      return new LSTM(RECURRENT.inputs, RECURRENT.hidden);
  }
};

/** A step: zero gradients, forward, loss, backward, update. Gives the loss. */
export const stepOf = (model: Module, rows: number): ((x: Tensor) => number) => {
  model.train();
  const optimizer = new SGD(model.parameters(), { lr: LEARNING_RATE });
  const targets = targetsOf(rows);
  return (x) => {
    optimizer.zeroGrad();
    const { loss, gradient } = crossEntropy(model.forward(x), targets);
    model.backward(gradient);
    optimizer.step();
    return loss;
  };
};
