// A kernel: from its bytes to functions in a memory, if this engine runs them, and runs them right.
import { suffixes } from "./elements.js";
import { Scratch } from "./workspace.js";

/** A module: its bytes in hexadecimal, as src/kernels/ holds them; or ready, where engines compile what is deployed and nothing later. */
export type Bytes = string | WebAssembly.Module;
export type Run = (...args: number[]) => number;

/** A kernel's functions in one memory, by the order of its `kinds` and of the element types. */
export type Functions = readonly Run[];

/** The function `${kinds[kind]}_${suffixes[type]}`. */
export const functionOf = (functions: Functions, kind: number, type: number): Run => functions[kind * suffixes.length + type] as Run;

/** Four bytes at a time: byte by byte takes 0.3 to 0.7 ms of a first call, this 0.1. */
const decode = (hex: string): Uint8Array<ArrayBuffer> => {
  const n = hex.length / 2;
  const words = new DataView(new ArrayBuffer(n + 3));
  for (let i = 0; i < n; i += 4) words.setUint32(i, Number.parseInt(hex.slice(2 * i, 2 * i + 8).padEnd(8, "0"), 16));
  return new Uint8Array(words.buffer, 0, n);
};

/**
 * Why functions run in plain JavaScript although there are kernels: by the kernel's name, in the engine's words or in ours. Empty as long
 * as every kernel that was asked for runs. `backend` is "js" as soon as there is an entry.
 *
 * @example if (backend === "js") console.warn([...refusals]);   // [["gelu", "CompileError: …"]]
 */
export const refusals: ReadonlyMap<string, string> = /* @__PURE__ */ new Map<string, string>();

/** Is told whenever a kernel was found to run, or not to. */
let listener: (() => void) | undefined;
export const listen = (to: () => void): void => {
  listener = to;
};

/** Is this the engine's answer for good? A full stack or a lack of memory is the moment's. Chrome up to 114 has a RangeError for a module of 4 kB. */
const isFinal = (error: unknown): boolean =>
  error instanceof WebAssembly.CompileError ||
  error instanceof WebAssembly.LinkError ||
  error instanceof EvalError ||
  (error instanceof RangeError && /main thread/.test(error.message));

/** Calls from one trial to the next; the first is before the first call. By then V8 and JavaScriptCore have compiled a kernel anew. */
const FIRST = 512;
const TIMES = 32;
const NEVER = 2 ** 30 - 1;

let scratch: Scratch | undefined;
/** Where a kernel works that is ready, unless its arrays are in a heap. */
export const scratchOf = (): Scratch => scratch as Scratch;

export class Kernel {
  /** In scratch, once they are needed and as long as they are right. */
  functions: Functions | undefined;
  private compiled: WebAssembly.Module | undefined;
  private calls = 0;
  private pause = FIRST;
  /** Its place in every heap's list of kernels; 0 before it was in one. */
  id = 0;

  /** `kinds` is what it exports, less the type; `isRight` compares it with JavaScript, by calls as users make them. */
  constructor(
    readonly name: string,
    private readonly bytes: Bytes,
    private readonly kinds: readonly string[],
    private readonly isRight: () => boolean,
  ) {}

  /** Does the next call run on it? To be asked once a call, since calls are counted. */
  ready(): boolean {
    return this.calls-- > 0 ? this.functions !== undefined : this.examine();
  }

  /** In another memory. */
  link(memory: WebAssembly.Memory): Functions {
    this.compiled ??= typeof this.bytes === "string" ? new WebAssembly.Module(decode(this.bytes)) : this.bytes;
    const { exports } = new WebAssembly.Instance(this.compiled, { env: { memory } });
    return this.kinds.flatMap((kind) => suffixes.map((suffix) => exports[`${kind}_${suffix}`] as Run));
  }

  /** Trials: at the first call, and again after many, since compilers that optimise have been wrong about SIMD too. */
  private examine(): boolean {
    this.calls = 0;
    try {
      if (typeof WebAssembly === "undefined") return this.refuse("there is no WebAssembly");
      try {
        scratch ??= new Scratch(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
      } catch {
        return false;
      }
      this.functions ??= this.link(scratch.memory);
    } catch (error) {
      if (!isFinal(error)) throw error;
      return this.refuse(`${error}`);
    }
    // While it is on trial it is called as ever.
    this.calls = NEVER;
    let isDone = false;
    try {
      if (!this.isRight()) return this.refuse("it gave wrong numbers");
      isDone = true;
    } finally {
      if (!isDone && this.functions) this.functions = undefined;
      if (this.functions) this.calls = this.pause;
      else if (!refusals.has(this.name)) this.calls = 0;
    }
    this.pause = Math.min(this.pause * TIMES, NEVER);
    listener?.();
    return true;
  }

  private refuse(reason: string): false {
    this.functions = undefined;
    this.calls = NEVER;
    (refusals as Map<string, string>).set(this.name, reason);
    listener?.();
    return false;
  }
}
