// The kernel of pooling leaves the same numbers as the same functions in JavaScript.
import { describe, test } from "vitest";
import kernel from "../src/kernels/pool.js";
import { poolKernel } from "../src/nn/poolKernel.js";
import { expectSame, numbersFrom } from "./support/kernels.js";
import { product } from "./support/nn.js";

describe("the kernel and the same in JavaScript", () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))("sizes of seed %i", (seed) => {
    const random = numbersFrom(seed);
    const planes = random(1, 2);
    const isHalving = seed % 4 === 0;
    const axes = [0, 1].map(() => {
      const size = random(1, 25);
      const kernel = isHalving ? 2 : random(1, Math.min(5, size));
      const padding = isHalving ? 0 : random(0, Math.floor(kernel / 2));
      const dilation = isHalving || kernel === 1 ? 1 : random(1, 2);
      const [stride, reach] = [isHalving ? 2 : random(1, 4), dilation * (kernel - 1) + 1];
      const outOf = (span: number): number => Math.max(0, Math.floor((size + 2 * padding - span) / stride) + 1);
      return { size, kernel, stride, padding, dilation, out: outOf(reach), mean: outOf(kernel), adaptive: random(1, 9) };
    });
    const both = (name: "size" | "kernel" | "stride" | "padding" | "dilation" | "out" | "mean" | "adaptive"): number[] =>
      axes.map((axis) => axis[name]);
    const windows = [...both("kernel"), ...both("stride"), ...both("padding")];
    const x = planes * product(both("size"));
    const call = (name: string, out: number[], more: readonly number[], isGradientOfMaximum = false): void => {
      const y = planes * product(out);
      const arrays = isGradientOfMaximum ? [x, y, x] : name.endsWith("gradient") ? [y, x] : [x, y];
      expectSame(poolKernel, kernel, {
        name,
        arrays,
        args: ([a = 0, b = 0, c = 0]) => [a, planes, ...both("size"), b, ...out, ...more, ...(isGradientOfMaximum ? [c] : [])],
      });
    };
    call("maximum", both("out"), [...windows, ...both("dilation")]);
    call("maximum_gradient", both("out"), [...windows, ...both("dilation")], true);
    for (const countsPadding of [0, 1]) {
      call("average", both("mean"), [...windows, countsPadding]);
      call("average_gradient", both("mean"), [...windows, countsPadding]);
    }
    call("adaptive", both("adaptive"), []);
    call("adaptive_gradient", both("adaptive"), []);
  });
});
