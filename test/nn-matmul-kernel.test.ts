// If this fails, the matrix product's kernel adds to y what is not the product, or gives a row other bits alone than in a batch.
import { expect, test } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import kernel from "../src/kernels/matmul.js";

const memory = new WebAssembly.Memory({ initial: 4 });
const floats = new Float32Array(memory.buffer);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernel as string)), { env: { memory } });
const product = exports["product_f32"] as (...args: readonly number[]) => void;

const [A, B, BIAS, Y, WORKSPACE] = [0, 1 << 16, 3 << 15, 1 << 17, 3 << 16] as const;
const TRANSPOSED_B = 2;
const ADD = 4;

/** y ← [y +] a · bᵀ + bias of numbers that are the same for each m. */
const rows = (m: number, n: number, k: number, mode: number): Float32Array => {
  const fill = (at: number, length: number, seed: number): void => {
    for (let i = 0; i < length; i++) floats[at / 4 + i] = Math.sin(i * 12.9898 + seed);
  };
  fill(A, m * k, 1);
  fill(B, n * k, 2);
  fill(BIAS, n, 3);
  fill(Y, m * n, 4);
  product(A, k, B, k, BIAS, Y, n, m, n, k, mode, WORKSPACE);
  return floats.slice(Y / 4, Y / 4 + n);
};

// One row goes by eights of b's rows where k is a multiple of 4, several rows by fours; 256 terms are a block.
test.each([
  [8, 4],
  [16, 256],
  [11, 260],
  [9, 516],
  [8, 7],
])("b of %i rows, %i terms", (n, k) => {
  for (const mode of [TRANSPOSED_B, TRANSPOSED_B | ADD]) {
    const alone = rows(1, n, k, mode);
    const before = Array.from({ length: n }, (_, i) => (mode & ADD ? Math.fround(Math.sin(i * 12.9898 + 4)) : 0));
    for (let j = 0; j < n; j++) {
      let [sum, size] = [before[j] as number, Math.abs(before[j] as number)];
      for (let i = 0; i < k; i++) {
        const term = (floats[A / 4 + i] as number) * (floats[B / 4 + j * k + i] as number);
        sum += term;
        size += Math.abs(term);
      }
      sum += floats[BIAS / 4 + j] as number;
      size += Math.abs(floats[BIAS / 4 + j] as number);
      // Each addition and product rounds once: the bound of docs/nn.md.
      expect(Math.abs((alone[j] as number) - sum)).toBeLessThanOrEqual((k + 5) * 2 ** -24 * size);
    }
    for (const m of [2, 3, 17]) expect([...rows(m, n, k, mode)]).toEqual([...alone]);
  }
});
