// The names that the examples of our texts use: what the package exports, and the data that a reader has.
import * as library from "relu-simd";
import * as nn from "relu-simd/nn";

export const scope = (): Readonly<Record<string, unknown>> => ({
  ...library,
  ...nn,
  /** Weights of the README's model, in a file. */
  bytes: nn.writeSafetensors({
    "0.weight": nn.tensor(new Float32Array(16 * 9).fill(0.1), [16, 1, 3, 3]),
    "0.bias": nn.tensor(new Float32Array(16), [16]),
    "4.weight": nn.tensor(new Float32Array(10 * 16 * 14 * 14).fill(0.001), [10, 16 * 14 * 14]),
    "4.bias": nn.tensor(new Float32Array(10), [10]),
  }),
  pixels: new Float32Array(28 * 28).fill(0.5),
  /** Images to train with, and their classes. */
  x: nn.tensor(new Float32Array(4 * 28 * 28).fill(0.5), [4, 1, 28, 28]),
  targets: [0, 1, 2, 3],
});
