// Keras's functional model: two branches that are added. There is no graph here: branches are plain TypeScript.
import { relu, softmax, tanh } from "relu-simd";
import { Linear, Module, manualSeed, type Tensor, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

/** layers.add([a, b]) */
const add = (a: Tensor, b: Tensor): Tensor => ({ data: a.data.map((value, i) => value + (b.data[i] as number)), shape: a.shape });

class Branches extends Module {
  wide = new Linear(784, 64);
  narrow = new Linear(784, 8);
  back = new Linear(8, 64);
  output = new Linear(64, 10);

  override forward(inputs: Tensor): Tensor {
    //                                                     inputs = keras.Input((784,))
    const a = relu(this.wide.forward(inputs)); //          a = layers.Dense(64, activation="relu")(inputs)
    let b = tanh(this.narrow.forward(inputs)); //          b = layers.Dense(8, activation="tanh")(inputs)
    b = this.back.forward(b); //                           b = layers.Dense(64)(b)
    const sum = add(a, b); //                              sum = layers.add([a, b])
    return softmax(this.output.forward(sum)); //           outputs = layers.Dense(10, activation="softmax")(sum)
  }
}

export const run = () => {
  manualSeed(42);
  const model = new Branches(); //                         model = keras.Model(inputs, outputs)
  const p = model.forward(tensor(numbers(3 * 784), [3, 784]));
  const sums = [0, 1, 2].map((row) => p.data.subarray(10 * row, 10 * row + 10).reduce((a, b) => a + b));
  return { shape: p.shape, first: Array.from(p.data.subarray(0, 10)), sums };
};

start(import.meta.url, run);
