// If this fails, the kernel of recurrent layers and the same in JavaScript differ, or it reads or writes beyond its arrays.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import kernel from "../src/kernels/recurrent.js";
import { plain } from "../src/nn/recurrentKernel.js";
import { numbers } from "./support/recurrentLayers.js";

describe("the kernel", () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernel)), { env: { memory } });
  const got = new Float32Array(memory.buffer);
  /** What each function takes, in order: arrays [rows, cols] with a stride, blocks of gates, sizes. */
  const signatures: Record<string, string> = {
    copy: "array stride array stride rows cols",
    multiply: "array array array stride rows cols",
    lstm_cell: "gates array array n",
    gru_candidate: "gates n",
    gru_cell: "gates array stride array stride rows cols",
    rnn_gradient: "array stride array array stride rows cols flag",
    lstm_gradient: "gates array array array stride array gates4 stride4 rows cols flag",
    gru_gradient: "gates array stride array stride gates4 gates4 stride4 array stride flag rows cols",
  };

  test("exports what the plain functions are", () => {
    expect(Object.keys(exports).sort()).toEqual(
      Object.keys(plain(got))
        .map((name) => `${name}_f32`)
        .sort(),
    );
    expect(Object.keys(signatures).sort()).toEqual(Object.keys(plain(got)).sort());
  });

  test.each(Object.entries(signatures))("%s computes as in JavaScript, up to the memory's last byte and no further", (name, signature) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 21 }),
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        (rows, cols, gap, flag, shift) => {
          const stride = cols + gap;
          // From the memory's end downwards, one array behind the other, at any multiple of four bytes.
          let end = got.length - shift;
          if (shift === 3) end = got.length;
          const take = (length: number): number => {
            end -= length;
            return 4 * end;
          };
          const strided = (width: number, pitch: number): number => take(rows ? (rows - 1) * pitch + width : 0);
          const args = signature.split(" ").map((word): number => {
            if (word === "array") return strided(cols, stride);
            if (word === "stride") return stride;
            if (word === "gates") return take(4 * rows * cols);
            if (word === "gates4") return strided(4 * cols, 4 * cols + gap);
            if (word === "stride4") return 4 * cols + gap;
            if (word === "n") return rows * cols;
            if (word === "flag") return Number(flag);
            return word === "rows" ? rows : cols;
          });
          got.set(numbers(got.length, rows + 7 * cols));
          const expected = got.slice();
          (exports[`${name}_f32`] as (...args: number[]) => void)(...args);
          plain(expected)[name]?.(...args);
          for (let i = 0; i < got.length; i++) {
            const [value, exact] = [got[i] as number, expected[i] as number];
            if (!(Math.abs(value - exact) <= 2 ** -21)) expect.fail(`${name}(${args}): ${value} at ${4 * i}, expected ${exact}`);
          }
        },
      ),
    );
  });
});
