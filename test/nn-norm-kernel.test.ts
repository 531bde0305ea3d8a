// The kernels of batch norm and layer norm leave the same numbers as the same functions in JavaScript.
import { describe, test } from "vitest";
import batchKernel from "../src/kernels/batchNorm.js";
import layerKernel from "../src/kernels/layerNorm.js";
import { batchNormKernel, roomFor } from "../src/nn/batchNormKernel.js";
import { layerNormKernel, roomFor as roomForLayer } from "../src/nn/layerNormKernel.js";
import { expectSame, numbersFrom } from "./support/kernels.js";

describe("the kernels and the same in JavaScript", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))("sizes of seed %i", (seed) => {
    const random = numbersFrom(seed);
    const [rows, cols, inner] = [random(1, 5), random(1, 40), seed % 3 === 0 ? 1 : random(1, 20)];
    const channels = inner === 1 ? cols : random(1, 7);
    for (const affine of [0, 1]) {
      const given = (address = 0): number => affine * address;
      expectSame(layerNormKernel, layerKernel, {
        name: "forward",
        arrays: [rows * cols, rows * cols, 4 * rows, cols, cols],
        args: ([x = 0, y = 0, stats = 0, weight, bias]) => [x, y, rows, cols, 0.01, given(weight), given(bias), stats],
      });
      expectSame(layerNormKernel, layerKernel, {
        name: "gradient",
        arrays: [rows * cols, rows * cols, rows * cols, 4 * rows, cols, cols, cols],
        workspace: roomForLayer(cols),
        args: ([dy = 0, x = 0, dx = 0, stats = 0, weight, dweight, dbias], workspace) => [
          ...[dy, x, dx, rows, cols, stats],
          ...[given(weight), given(dweight), given(dbias), workspace],
        ],
      });
      const count = rows * channels * inner;
      expectSame(batchNormKernel, batchKernel, {
        name: "moments",
        arrays: [count, 4 * channels],
        workspace: roomFor(channels),
        args: ([x = 0, stats = 0], workspace) => [x, rows, channels, inner, stats, workspace],
      });
      expectSame(batchNormKernel, batchKernel, {
        name: "normalise",
        arrays: [count, count, 4 * channels, channels, channels],
        args: ([x = 0, y = 0, stats = 0, weight, bias]) => [x, y, rows, channels, inner, stats, given(weight), given(bias)],
      });
      expectSame(batchNormKernel, batchKernel, {
        name: "gradient",
        arrays: [count, count, count, 4 * channels, channels, channels, channels],
        workspace: roomFor(channels),
        args: ([dy = 0, x = 0, dx = 0, stats = 0, weight, dweight, dbias], workspace) => [
          ...[dy, x, dx, rows, channels, inner, stats],
          ...[given(weight), given(dweight), given(dbias), workspace],
        ],
      });
    }
  });
});
