// The matrix product's kernel: assembly/nn/kernels/matmul.ts, or the same in JavaScript.
import kernel from "../kernels/matmul.js";
import { type Plain, programOf, WORKSPACE } from "./program.js";

/** Of `product`'s mode. */
export const TRANSPOSED_A = 1;
export const TRANSPOSED_B = 2;
export const ADD = 4;

/** float32 that `product` works in: without and with a transposed. */
export const ROOM = 2112;
export const ROOM_TRANSPOSED = 18496;

/** Sums in float64, rounded once. */
const plain: Plain = (memory) => ({
  product: (a = 0, lda = 0, b = 0, ldb = 0, bias = 0, y = 0, ldy = 0, m = 0, n = 0, k = 0, mode = 0): number => {
    const [A, B, Y, shift] = [a >> 2, b >> 2, y >> 2, bias >> 2];
    const [aRow, aTerm] = mode & TRANSPOSED_A ? [1, lda] : [lda, 1];
    const sums = new Float64Array(n);
    for (let i = 0; i < m; i++) {
      const from = A + i * aRow;
      const to = Y + i * ldy;
      for (let j = 0; j < n; j++) sums[j] = mode & ADD ? (memory[to + j] as number) : 0;
      if (mode & TRANSPOSED_B) {
        for (let j = 0; j < n; j++) {
          const row = B + j * ldb;
          let sum = 0;
          for (let term = 0; term < k; term++) sum += (memory[from + term * aTerm] as number) * (memory[row + term] as number);
          sums[j] = (sums[j] as number) + sum;
        }
      } else {
        for (let term = 0; term < k; term++) {
          const value = memory[from + term * aTerm] as number;
          const row = B + term * ldb;
          for (let j = 0; j < n; j++) sums[j] = (sums[j] as number) + value * (memory[row + j] as number);
        }
      }
      for (let j = 0; j < n; j++) memory[to + j] = (sums[j] as number) + (shift ? (memory[shift + j] as number) : 0);
    }
    return 0;
  },
  columns: (x = 0, m = 0, n = 0, y = 0): number => {
    for (let j = 0; j < n; j++) {
      let sum = memory[(y >> 2) + j] as number;
      for (let i = 0; i < m; i++) sum += memory[(x >> 2) + i * n + j] as number;
      memory[(y >> 2) + j] = sum;
    }
    return 0;
  },
});

/** Every way through it: few rows and many, along and across, transposed, added to, with ends of tiles. */
const ways = [
  [1, 7, 9, 0],
  [3, 17, 6, 2],
  [17, 9, 21, 2],
  [5, 17, 9, 0],
  [6, 9, 5, 1],
  [18, 6, 5, 6],
] as const;

export const matmulKernel = /* @__PURE__ */ programOf("matmul", kernel, ["product", "columns"], plain, ({ product, columns }) => {
  for (const [i, [m, n, k, mode]] of ways.entries())
    product?.(16384, mode & 1 ? m : k, 20480, mode & 2 ? k : n, 24576, 28672 + 2048 * i, n, m, n, k, mode, WORKSPACE);
  columns?.(16384, 6, 11, 40960);
});
