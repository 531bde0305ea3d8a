// Keras's Sequential: Dense 64 with relu, Dense 10 with softmax. An activation is a layer of its own here.
import { relu, softmax } from "relu-simd";
import { Linear, manualSeed, Sequential, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

export const run = () => {
  manualSeed(42); //                                       keras.utils.set_random_seed(42)
  const model = new Sequential(
    //                                                     model = keras.Sequential([
    new Linear(784, 64), //                                    keras.Input((784,)),
    relu, //                                                   layers.Dense(64, activation="relu"),
    new Linear(64, 10), //
    softmax, //                                                layers.Dense(10, activation="softmax")])
  );
  const x = tensor(numbers(3 * 784), [3, 784]);
  const p = model.forward(x); //                           p = model.predict(x)
  const sums = [0, 1, 2].map((row) => p.data.subarray(10 * row, 10 * row + 10).reduce((a, b) => a + b));
  return { shape: p.shape, first: Array.from(p.data.subarray(0, 10)), sums };
};

start(import.meta.url, run);
