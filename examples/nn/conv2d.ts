// Keras's Conv2D with relu: 32 filters of 2 × 2 on images of 28 × 28 × 1.
import { relu } from "relu-simd";
import { Conv2d, manualSeed, Sequential, sparsity, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

export const run = () => {
  manualSeed(42);
  const model = new Sequential(
    //                                                     keras.Sequential([keras.Input((28, 28, 1)),
    new Conv2d(1, 32, 2), //                                   layers.Conv2D(32, (2, 2), activation="relu")])
    relu,
  );
  // Channels first, as in PyTorch: [1, 1, 28, 28], where Keras has (1, 28, 28, 1).
  const y = model.forward(tensor(numbers(28 * 28), [1, 1, 28, 28]));
  return { weight: model.parameters()[0]?.shape, shape: y.shape, first: Array.from(y.data.subarray(0, 5)), zeros: sparsity(y) };
};

start(import.meta.url, run);
