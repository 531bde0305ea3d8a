// What a library has to say to take part.
import type { Way } from "../recorded.js";

/** One way of computing a case with one library. Everything that is done once is done when it is made; `call` is what is timed. */
export interface Contender {
  readonly peer: string;
  readonly form?: string | undefined;
  readonly way: Way;
  /** Once. End to end: from an ordinary array, to one. May be asynchronous where the library is. */
  call(): unknown;
  /** What the last call came to, whatever that takes. Not timed. */
  result(): Float32Array | Promise<Float32Array>;
  /** Sets the input of the calls to come. Not timed. */
  give?(x: Float32Array): void;
  dispose?(): void;
}
