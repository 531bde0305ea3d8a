// Layer norm's kernel: assembly/nn/kernels/layerNorm.ts, or the same in JavaScript.
import kernel from "../kernels/layerNorm.js";
import { type Plain, programOf, WORKSPACE } from "./program.js";

/** float32 that `forward` leaves for `gradient`, for each row. */
export const KEPT = 4;

/** float32 that `gradient` works in. */
export const roomFor = (cols: number): number => 4 * cols + 16;

/** Sums in float64. */
const plain: Plain = (memory) => {
  const at = (address: number, i: number): number => memory[(address >>> 2) + i] as number;
  return {
    forward: (x = 0, y = 0, rows = 0, cols = 0, eps = 0, weight = 0, bias = 0, stats = 0) => {
      for (let row = 0; row < rows; row++) {
        const from = row * cols;
        let [sum, squares] = [0, 0];
        for (let i = 0; i < cols; i++) sum += at(x, from + i);
        const mean = sum / cols;
        for (let i = 0; i < cols; i++) squares += (at(x, from + i) - mean) ** 2;
        const scale = 1 / Math.sqrt(squares / cols + eps);
        memory.set([mean, mean - Math.fround(mean), scale], (stats >>> 2) + KEPT * row);
        for (let i = 0; i < cols; i++) {
          const z = (at(x, from + i) - mean) * scale;
          memory[(y >>> 2) + from + i] = weight ? z * at(weight, i) + at(bias, i) : z;
        }
      }
      return 0;
    },
    gradient: (dy = 0, x = 0, dx = 0, rows = 0, cols = 0, stats = 0, weight = 0, dweight = 0, dbias = 0) => {
      const [products, sums] = [new Float64Array(cols), new Float64Array(cols)];
      for (let row = 0; row < rows; row++) {
        const from = row * cols;
        const [near, rest, scale] = [0, 1, 2].map((i) => at(stats, KEPT * row + i)) as [number, number, number];
        const z = (i: number): number => (at(x, from + i) - near - rest) * scale;
        const g = (i: number): number => at(dy, from + i) * (weight ? at(weight, i) : 1);
        let [shift, slope] = [0, 0];
        for (let i = 0; i < cols; i++) {
          products[i] = (products[i] as number) + at(dy, from + i) * z(i);
          sums[i] = (sums[i] as number) + at(dy, from + i);
          shift += g(i) / cols;
          slope += (g(i) * z(i)) / cols;
        }
        for (let i = 0; i < cols; i++) memory[(dx >>> 2) + from + i] = scale * (g(i) - shift - z(i) * slope);
      }
      for (let i = 0; weight && i < cols; i++) {
        memory[(dweight >>> 2) + i] = at(dweight, i) + (products[i] as number);
        memory[(dbias >>> 2) + i] = at(dbias, i) + (sums[i] as number);
      }
      return 0;
    },
  };
};

/** Vectors in eights and what is left of them, with a weight and without. */
export const layerNormKernel = /* @__PURE__ */ programOf("layerNorm", kernel, ["forward", "gradient"], plain, ({ forward, gradient }) => {
  forward?.(16384, 18432, 3, 23, 0.01, 20480, 20736, 21504);
  forward?.(16384, 19456, 2, 9, 0.01, 0, 0, 21760);
  gradient?.(22528, 16384, 24576, 3, 23, 21504, 20480, 26624, 26880, WORKSPACE);
  gradient?.(22528, 16384, 27648, 2, 9, 21760, 0, 0, 0, WORKSPACE);
});
