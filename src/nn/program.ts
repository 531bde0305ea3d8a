// A layer's kernel: its functions in an arena, from WebAssembly where the engine has it right, else from JavaScript with the same
// parameters (addresses in bytes, into one memory of float32).
import { F32 } from "../engine/elements.js";
import type { HeapMemory } from "../engine/heapMemory.js";
import { type Bytes, functionOf, kernelOf, type Run, scratchOf } from "../engine/kernel.js";
import type { Arena } from "./arena.js";

/** The same functions in JavaScript, by name without type. */
export type Plain = (memory: Float32Array) => Readonly<Record<string, Run>>;

export interface Program {
  /** Of its module, and of that module's functions, without the type. */
  readonly name: string;
  readonly kinds: readonly string[];
  /** The functions there, as they are to be called now. To be asked once a call of a layer. */
  in(arena: Arena): Functions;
}
export type Functions = Readonly<Record<string, Run>>;

/** float32 of scratch, and where in it trials may have a kernel's workspace, in which anything may be left. */
const TRIAL = 16384;
export const WORKSPACE = 45056;

/**
 * `trial` calls each function with what fits the first 64 KiB of a memory, which is filled with numbers; WebAssembly and JavaScript have to
 * leave the same in it, but for last bits.
 */
export const programOf = (
  name: string,
  bytes: Bytes,
  kinds: readonly string[],
  plain: Plain,
  trial: (functions: Functions, memory: Float32Array) => void,
): Program => {
  const linked = new WeakMap<HeapMemory, Functions>();
  const interpreted = new WeakMap<HeapMemory, Functions>();
  const byName = (of: (kind: number) => Run): Functions => Object.fromEntries(kinds.map((kind, i) => [kind, of(i)]));

  const isRight = (functions: readonly Run[]): boolean => {
    const got = new Float32Array(scratchOf().memory.buffer);
    const saved = got.slice();
    const expected = new Float32Array(TRIAL);
    for (let i = 256; i < TRIAL; i++) expected[i] = ((i * 37) % 101) / 64 - 0.75;
    got.set(expected);
    trial(
      byName((kind) => functionOf(functions, kind, F32)),
      got,
    );
    trial(plain(expected), expected);
    const isSame = expected.every((value, i) => 4 * i >= WORKSPACE || Math.abs(value - (got[i] as number)) <= 1e-4 * (1 + Math.abs(value)));
    got.set(saved);
    return isSame;
  };
  const kernel = kernelOf(name, bytes, kinds, isRight);

  return {
    name,
    kinds,
    in: (arena) => {
      const { space } = arena;
      const own = kernel.ready();
      const known = own && !space.isPlain ? linked : interpreted;
      let functions = known.get(space);
      if (!functions) {
        if (known === linked) {
          const there = space.functionsOf(kernel);
          functions = byName((kind) => functionOf(there, kind, F32));
        } else functions = plain(arena.floats);
        known.set(space, functions);
      }
      return functions;
    },
  };
};
