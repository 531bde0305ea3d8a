// A kernel: from its bytes to functions in a memory, if this engine runs them, and runs them right.
import { bytesOf } from "./bytes.js";
import { suffixes } from "./elements.js";
import { record } from "./refusals.js";
import { Scratch } from "./workspace.js";

/** A module: its bytes as text, as src/kernels/ holds them; or ready, where engines compile what is deployed and nothing later. */
export type Bytes = string | WebAssembly.Module;
export type Run = (...args: number[]) => number;

/** A kernel's functions in one memory, by the order of its `kinds` and of the element types. */
export type Functions = readonly Run[];

/** The function `${kinds[kind]}_${suffixes[type]}`. */
export const functionOf = (functions: Functions, kind: number, type: number): Run => functions[kind * suffixes.length + type] as Run;

/** The engine's answer for good, unlike a full stack or a lack of memory. (Chrome up to 114 has a RangeError for a module above 4 kB.) */
const isFinal = (error: unknown): boolean => /^(Compile|Link|Eval|Runtime)Error|main thread/.test(`${error}`);

// A kernel is tried before its first call, 512 calls later, and then at intervals that are 32 times as long: V8 compiles a function
// anew after some 1,000 calls, JavaScriptCore after some 10,000. NEVER is a small integer still.
const FIRST = 512;
const TIMES = 32;
const NEVER = 2 ** 30 - 1;

let scratch: Scratch | undefined;
/** Where a kernel works that is ready, unless its arrays are in a heap. */
export const scratchOf = (): Scratch => scratch as Scratch;

export interface Kernel {
  /** Its place in every heap's list of kernels. */
  readonly id: number;
  /** Its functions in scratch; undefined if the call has to do without. To be asked once a call, since calls are counted. */
  ready(): Functions | undefined;
  /** Its functions in another memory. */
  link(memory: WebAssembly.Memory): Functions;
}

let kernels = 0;

/**
 * `kinds` is what it exports, less the type; `isRight` compares functions with JavaScript, by calls as users make them. Its state is
 * nowhere to be reached, so that freezing an activation to its depth does no harm.
 */
export const kernelOf = (name: string, bytes: Bytes, kinds: readonly string[], isRight: (functions: Functions) => boolean): Kernel => {
  let functions: Functions | undefined;
  let compiled: WebAssembly.Module | undefined;
  let calls = 0;
  let pause = FIRST;

  const link = (memory: WebAssembly.Memory): Functions => {
    if (!compiled) compiled = typeof bytes === "string" ? new WebAssembly.Module(bytesOf(bytes)) : bytes;
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    return kinds.flatMap((kind) => suffixes.map((suffix) => exports[`${kind}_${suffix}`] as Run));
  };

  const refuse = (reason: string): undefined => {
    functions = undefined;
    calls = NEVER;
    record(name, reason);
  };

  /** Trials: at the first call, and again after many, since compilers that optimise have been wrong about SIMD too. */
  const examine = (): Functions | undefined => {
    // Whatever is thrown now, the next call begins anew.
    calls = 0;
    if (typeof WebAssembly === "undefined") return refuse("there is no WebAssembly, or none was asked for");
    try {
      if (!scratch) scratch = new Scratch(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
    } catch (error) {
      // Perhaps there is memory for it at the next call.
      record(name, `${error}`);
      return undefined;
    }
    const before = functions;
    try {
      const tried = functions || link(scratch.memory);
      // While it is on trial it is called as ever.
      functions = tried;
      calls = NEVER;
      if (!isRight(tried)) return refuse("it gave wrong numbers");
    } catch (error) {
      functions = before;
      calls = 0;
      if (!isFinal(error)) throw error;
      return refuse(`${error}`);
    }
    calls = pause;
    pause = Math.min(pause * TIMES, NEVER);
    record(name);
    return functions;
  };

  return { id: kernels++, link, ready: () => (calls-- > 0 ? functions : examine()) };
};
