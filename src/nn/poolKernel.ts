// Pooling's kernel: assembly/nn/kernels/pool.ts, or the same in JavaScript; and how many windows there are.
import { refuse } from "../engine/errors.js";
import type { Run } from "../engine/kernel.js";
import { written } from "../engine/tensor.js";
import kernel from "../kernels/pool.js";
import { batchShape } from "./layer.js";
import type { Place, Plan } from "./plan.js";
import { type Plain, programOf } from "./program.js";
import type { Pair } from "./sizes.js";

/** What kernels count with is 32 bits wide. */
const MOST = 2 ** 30;

/** The size of one plane of x, [N, C, H, W]; everything else is refused. */
export const planeOf = (plan: Plan, x: Place): Pair => {
  const [, height = 0, width = 0] = x.shape;
  if (x.shape.length !== 3) refuse(plan.where, "x", `has shape ${written(batchShape(plan, x))}`, "[N, C, H, W]", RangeError);
  if (height < 1 || width < 1)
    refuse(plan.where, "x", `has shape ${written(batchShape(plan, x))}`, "images of at least [1, 1] (H and W)", RangeError);
  return [height, width];
};

export interface Windows {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;
}

/** Windows on both axes, and all sizes as the kernel takes them: kernel, stride, padding and dilation, y before x. */
export const windowsOf = (plan: Plan, x: Place, { kernelSize, stride, padding, dilation, ceilMode }: Windows) => {
  const plane = planeOf(plan, x);
  const axes = [0, 1].map((axis) => {
    const [size, k, s, p, d] = [plane, kernelSize, stride, padding, dilation].map((pair) => pair[axis as 0 | 1]) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const left = size + 2 * p - d * (k - 1) - 1;
    let out = (ceilMode ? Math.ceil(left / s) : Math.floor(left / s)) + 1;
    // The last one starts inside, or in the padding before.
    if (ceilMode && (out - 1) * s >= size + p) out--;
    if (out < 1 || size + 2 * p > MOST)
      refuse(
        plan.where,
        "x",
        `has shape ${written(batchShape(plan, x))}`,
        out < 1
          ? `images that, with padding ${written(padding)}, hold a window of ${written(kernelSize)}${d > 1 ? ` with dilation ${d}` : ""}`
          : `at most 2³⁰ on an axis, with padding ${written(padding)}`,
        RangeError,
      );
    return [out, Math.min(k, MOST), out === 1 ? 1 : s, p, k === 1 ? 1 : Math.min(d, MOST)] as const;
  });
  const [y, across] = axes as [(typeof axes)[0], (typeof axes)[0]];
  const sizes = [1, 2, 3, 4].flatMap((i) => [y[i] as number, across[i] as number]);
  return { plane, out: [y[0], across[0]] as const, sizes };
};

/** Padding that reaches at most half a kernel. */
export const paddingWithin = (where: string, padding: Pair, kernelSize: Pair): Pair => {
  if (padding.some((size, axis) => 2 * size > (kernelSize[axis] as number)))
    refuse(where, "padding", `is ${written(padding)}`, `at most half the kernel, which is ${written(kernelSize)}`, RangeError);
  return padding;
};

type Sizes = [number, number, number, number, number, number, number, number];

/** From where to where a window reaches, and how many elements count. */
interface Reach {
  readonly from: number;
  readonly end: number;
  readonly count: number;
}

/** One axis of a mean: window i. */
type Axis = (i: number) => Reach;

const stepping =
  (size: number, kernelSize: number, stride: number, padding: number, countsPadding: number): Axis =>
  (i) => {
    const start = i * stride - padding;
    const stop = Math.min(start + kernelSize, size + padding);
    const [from, end] = [Math.max(0, start), Math.min(stop, size)];
    return { from, end, count: countsPadding ? stop - start : end - from };
  };

const evenly =
  (size: number, out: number): Axis =>
  (i) => {
    const [from, end] = [Math.floor((i * size) / out), Math.ceil(((i + 1) * size) / out)];
    return { from, end, count: end - from };
  };

/** Sums in float64, rounded once. */
const plain: Plain = (memory) => {
  const at = (index: number): number => memory[index] as number;

  /** Where the maximum of a window is; −1 if it has nothing but padding. */
  const winner = (x: number, height: number, width: number, top: number, left: number, sizes: Sizes): number => {
    const [kernelY, kernelX, , , , , dilationY, dilationX] = sizes;
    let best = -1;
    for (let i = 0, row = top; i < kernelY && row < height; i++, row += dilationY) {
      if (row < 0) continue;
      for (let j = 0, column = left; j < kernelX && column < width; j++, column += dilationX) {
        if (column < 0) continue;
        const index = x + row * width + column;
        if (best < 0 || !(at(index) <= at(best))) best = index;
        if (Number.isNaN(at(best))) return best;
      }
    }
    return best;
  };
  const overMaxima = (args: readonly number[], visit: (from: number, y: number) => void): void => {
    const [x, planes, height, width, y, outHeight, outWidth, ...sizes] = args as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      ...Sizes,
    ];
    const [, , strideY, strideX, paddingY, paddingX] = sizes;
    for (let plane = 0, to = y >>> 2; plane < planes; plane++)
      for (let oy = 0; oy < outHeight; oy++)
        for (let ox = 0; ox < outWidth; ox++, to++) {
          const from = (x >>> 2) + plane * height * width;
          visit(winner(from, height, width, oy * strideY - paddingY, ox * strideX - paddingX, sizes), to);
        }
  };
  const maximum: Run = (...args) => {
    overMaxima(args, (from, y) => {
      memory[y] = from < 0 ? Number.NEGATIVE_INFINITY : at(from);
    });
    return 0;
  };
  const maximum_gradient: Run = (...args) => {
    const [x, planes, height, width] = args as [number, number, number, number];
    const to = (args[15] as number) >>> 2;
    memory.fill(0, to, to + planes * height * width);
    overMaxima(args, (from, dy) => {
      const index = from - (x >>> 2) + to;
      if (from >= 0) memory[index] = at(index) + at(dy);
    });
    return 0;
  };

  const mean = (x: number, planes: number, height: number, width: number, y: number, out: Pair, down: Axis, across: Axis): void => {
    for (let plane = 0, to = y >>> 2; plane < planes; plane++)
      for (let oy = 0; oy < out[0]; oy++) {
        const rows = down(oy);
        for (let ox = 0; ox < out[1]; ox++) {
          const columns = across(ox);
          let sum = 0;
          for (let i = rows.from; i < rows.end; i++)
            for (let j = columns.from; j < columns.end; j++) sum += at((x >>> 2) + (plane * height + i) * width + j);
          memory[to++] = sum / (rows.count * columns.count);
        }
      }
  };
  const spread = (dy: number, planes: number, height: number, width: number, dx: number, out: Pair, down: Axis, across: Axis): void => {
    const to = dx >>> 2;
    memory.fill(0, to, to + planes * height * width);
    for (let plane = 0, from = dy >>> 2; plane < planes; plane++)
      for (let oy = 0; oy < out[0]; oy++) {
        const rows = down(oy);
        for (let ox = 0; ox < out[1]; ox++) {
          const columns = across(ox);
          const value = at(from++) / (rows.count * columns.count);
          for (let i = rows.from; i < rows.end; i++)
            for (let j = columns.from; j < columns.end; j++) {
              const index = to + (plane * height + i) * width + j;
              memory[index] = at(index) + value;
            }
        }
      }
  };
  const along =
    (go: typeof mean): Run =>
    (x = 0, planes = 0, height = 0, width = 0, y = 0, outHeight = 0, outWidth = 0, ...sizes) => {
      const [kernelY, kernelX, strideY, strideX, paddingY, paddingX, countsPadding] = sizes as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const down = stepping(height, kernelY, strideY, paddingY, countsPadding);
      go(x, planes, height, width, y, [outHeight, outWidth], down, stepping(width, kernelX, strideX, paddingX, countsPadding));
      return 0;
    };
  const adapted =
    (go: typeof mean): Run =>
    (x = 0, planes = 0, height = 0, width = 0, y = 0, outHeight = 0, outWidth = 0) => {
      go(x, planes, height, width, y, [outHeight, outWidth], evenly(height, outHeight), evenly(width, outWidth));
      return 0;
    };
  return {
    maximum,
    maximum_gradient,
    average: along(mean),
    average_gradient: along(spread),
    adaptive: adapted(mean),
    adaptive_gradient: adapted(spread),
  };
};

const kinds = ["maximum", "maximum_gradient", "average", "average_gradient", "adaptive", "adaptive_gradient"];

/** Halving and what is none, padded, dilated, overlapping; rows longer than a vector. */
export const poolKernel = /* @__PURE__ */ programOf("pool", kernel, kinds, plain, (functions) => {
  const { maximum, maximum_gradient, average, average_gradient, adaptive, adaptive_gradient } = functions;
  const halving = [2, 2, 2, 2, 0, 0] as const;
  const wide = [3, 6, 2, 1, 1, 3] as const;
  maximum?.(16384, 2, 5, 11, 18432, 2, 5, ...halving, 1, 1);
  maximum?.(16384, 2, 5, 11, 19456, 2, 2, ...wide, 1, 2);
  maximum_gradient?.(16384, 2, 5, 11, 20480, 2, 5, ...halving, 1, 1, 22528);
  maximum_gradient?.(16384, 2, 5, 11, 20480, 2, 2, ...wide, 1, 2, 24576);
  average?.(16384, 2, 5, 11, 26624, 2, 5, ...halving, 0);
  average?.(16384, 2, 5, 11, 27648, 3, 12, ...wide, 1);
  average_gradient?.(20480, 2, 5, 11, 28672, 3, 12, ...wide, 0);
  average_gradient?.(20480, 2, 5, 11, 29696, 2, 5, ...halving, 1);
  adaptive?.(16384, 2, 5, 11, 30720, 2, 3);
  adaptive_gradient?.(20480, 2, 5, 11, 32768, 7, 2);
});
