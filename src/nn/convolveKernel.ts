// The convolution's kernel: assembly/nn/kernels/convolve.ts, or the same in JavaScript.
import type { Run } from "../engine/kernel.js";
import kernel from "../kernels/convolve.js";
import { type Plain, programOf, WORKSPACE } from "./program.js";

/** float32 that forward and gradient work in, for sums of so many terms. */
export const roomFor = (terms: number): number => 2368 + Math.ceil(terms / 8) * 8 + 8;

type Sizes = readonly number[];

/** Calls `visit(term, element of x, pixel)` for all, term by term. */
const overPatches = (x: number, sizes: Sizes, visit: (term: number, from: number, pixel: number) => void): void => {
  const [channels, height, width, outHeight, outWidth, kernelY, kernelX, strideY, strideX, dilationY, dilationX] = sizes as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let c = 0, term = 0; c < channels; c++)
    for (let i = 0; i < kernelY; i++)
      for (let j = 0; j < kernelX; j++, term++)
        for (let oy = 0, pixel = 0; oy < outHeight; oy++) {
          const row = x + (c * height + oy * strideY + i * dilationY) * width + j * dilationX;
          for (let ox = 0; ox < outWidth; ox++, pixel++) visit(term, row + ox * strideX, pixel);
        }
};

/** Sums in float64, rounded once. */
const plain: Plain = (memory) => {
  const at = (index: number): number => memory[index] as number;
  const place: Run = (
    x = 0,
    height = 0,
    width = 0,
    y = 0,
    yHeight = 0,
    yWidth = 0,
    channels = 0,
    top = 0,
    left = 0,
    strideY = 1,
    strideX = 1,
  ) => {
    const [from, to] = [x >> 2, y >> 2];
    memory.fill(0, to, to + channels * yHeight * yWidth);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++) {
          const [row, column] = [top + i * strideY, left + j * strideX];
          if (row >= 0 && row < yHeight && column >= 0 && column < yWidth)
            memory[to + (c * yHeight + row) * yWidth + column] = at(from + (c * height + i) * width + j);
        }
    return 0;
  };
  const turn: Run = (weight = 0, to = 0, outChannels = 0, channels = 0, area = 0) => {
    for (let c = 0, next = to >> 2; c < channels; c++)
      for (let o = 0; o < outChannels; o++)
        for (let i = area - 1; i >= 0; i--) memory[next++] = at((weight >> 2) + (o * channels + c) * area + i);
    return 0;
  };
  const forward: Run = (...args) => {
    const [x, channels, height, width, weight, bias, y, outChannels, outHeight, outWidth, kernelY, kernelX, ...steps] = args as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      ...number[],
    ];
    const pixels = outHeight * outWidth;
    const terms = channels * kernelY * kernelX;
    const sums = new Float64Array(outChannels * pixels);
    overPatches(x >> 2, [channels, height, width, outHeight, outWidth, kernelY, kernelX, ...steps], (term, from, pixel) => {
      const value = at(from);
      for (let o = 0; o < outChannels; o++)
        sums[o * pixels + pixel] = (sums[o * pixels + pixel] as number) + at((weight >> 2) + o * terms + term) * value;
    });
    for (let i = 0; i < sums.length; i++)
      memory[(y >> 2) + i] = (sums[i] as number) + (bias ? at((bias >> 2) + Math.floor(i / pixels)) : 0);
    return 0;
  };
  const gradient: Run = (...args) => {
    const [x, channels, height, width, dweight, dbias, dy, outChannels, outHeight, outWidth, kernelY, kernelX, ...steps] = args as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      ...number[],
    ];
    const pixels = outHeight * outWidth;
    const terms = channels * kernelY * kernelX;
    const sums = Float64Array.from({ length: outChannels * terms }, (_, i) => at((dweight >> 2) + i));
    overPatches(x >> 2, [channels, height, width, outHeight, outWidth, kernelY, kernelX, ...steps], (term, from, pixel) => {
      const value = at(from);
      for (let o = 0; o < outChannels; o++)
        sums[o * terms + term] = (sums[o * terms + term] as number) + at((dy >> 2) + o * pixels + pixel) * value;
    });
    memory.set(sums, dweight >> 2);
    for (let o = 0; dbias && o < outChannels; o++) {
      let sum = at((dbias >> 2) + o);
      for (let i = 0; i < pixels; i++) sum += at((dy >> 2) + o * pixels + i);
      memory[(dbias >> 2) + o] = sum;
    }
    return 0;
  };
  return { place, turn, forward, gradient };
};

/** Tiles and what is left of them, the direct way, strides; few enough to fit. */
export const convolveKernel = /* @__PURE__ */ programOf(
  "convolve",
  kernel,
  ["place", "turn", "forward", "gradient"],
  plain,
  ({ place, turn, forward, gradient }) => {
    place?.(16384, 5, 19, 18432, 7, 21, 2, 1, 1, 1, 1);
    place?.(16384, 3, 4, 20480, 7, 6, 2, -1, 1, 2, 2);
    place?.(16384, 3, 4, 21248, 4, 5, 1, 1, -1, 2, 2);
    turn?.(16384, 21504, 3, 5, 4);
    forward?.(18432, 2, 7, 21, 22528, 24576, 26624, 5, 5, 19, 3, 3, 1, 1, 1, 1, WORKSPACE);
    forward?.(18432, 2, 7, 21, 22528, 24576, 30720, 2, 6, 20, 2, 2, 1, 1, 1, 1, WORKSPACE);
    forward?.(18432, 2, 7, 21, 22528, 0, 32768, 1, 3, 10, 2, 3, 2, 2, 1, 1, WORKSPACE);
    gradient?.(18432, 2, 7, 21, 34816, 36864, 26624, 5, 5, 19, 3, 3, 1, 1, 1, 1, WORKSPACE);
  },
);
