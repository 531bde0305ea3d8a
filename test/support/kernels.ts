// A layer's kernel and the same functions in JavaScript, in memories of the same numbers: what one leaves the other leaves, everywhere.
import { expect } from "vitest";
import { bytesOf } from "../../src/engine/bytes.js";
import type { Arena } from "../../src/nn/arena.js";
import type { Program } from "../../src/nn/program.js";

const BYTES = 65536;
/** Where a workspace is; what is left in it is nobody's business. */
const WORKSPACE = 1024;

/** Whole numbers that look random, the same each time: from `least` to `most`. */
export const numbersFrom = (seed: number) => {
  let state = seed;
  return (least: number, most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + ((state >>> 8) % (most - least + 1));
  };
};

export interface KernelCall {
  readonly name: string;
  /** float32 of each array. */
  readonly arrays: readonly number[];
  /** float32 of the workspace. */
  readonly workspace?: number;
  readonly args: (addresses: readonly number[], workspace: number) => number[];
}

/** As often as there are arrays, each once the one that ends where the memory does: what reads or writes beyond it traps. */
export const expectSame = (program: Program, text: string, { name, arrays, workspace = 0, args }: KernelCall): void => {
  const module = new WebAssembly.Module(bytesOf(text));
  for (let last = 0; last < arrays.length; last++) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const got = new Float32Array(memory.buffer);
    for (let i = 0; i < got.length; i++) got[i] = ((i * 7919) % 1009) / 512 - 1;
    const expected = got.slice();
    const addresses: number[] = [];
    let end = BYTES;
    for (let i = 0; i < arrays.length; i++) {
      const which = (last + i) % arrays.length;
      addresses[which] = end - 4 * (arrays[which] as number);
      end = (addresses[which] as number) - 4;
    }
    expect(end).toBeGreaterThan(WORKSPACE + 4 * workspace);
    const given = args(addresses, WORKSPACE);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    (exports[`${name}_f32`] as (...numbers: number[]) => void)(...given);
    // To an arena that is no WebAssembly memory, JavaScript is what a program gives.
    program.in({ space: { isPlain: true }, floats: expected } as unknown as Arena)[name]?.(...given);
    for (let i = 0; i < got.length; i++) {
      if (4 * i >= WORKSPACE && 4 * i < WORKSPACE + 4 * workspace) continue;
      const [a, b] = [got[i] as number, expected[i] as number];
      if (!(Object.is(a, b) || Math.abs(a - b) <= 1e-5 * (1 + Math.abs(b))))
        throw new Error(`${name}(${given}): ${a} at ${4 * i}, in JavaScript ${b}; arrays at ${addresses}`);
    }
  }
};
