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
  /** Sets the inputs of the calls to come, which take them in random order: as many as a power of two. Not timed. */
  take?(xs: readonly Float32Array[]): void;
  /** So many calls at once, where what surrounds a call would count. */
  run?(calls: number): unknown;
  /** So many calls in another process, timed there. Nanoseconds. */
  time?(calls: number): Promise<number>;
  dispose?(): void;
}

/** A library that cannot take part, and why: it stands in the table all the same. */
export interface Absent {
  readonly peer: string;
  readonly form?: string | undefined;
  readonly way: Way;
  readonly why: string;
}

/** Who computes a layer, and how right a result of it is. */
export interface LayerRace {
  readonly contenders: readonly Contender[];
  readonly absent?: readonly Absent[] | undefined;
  /** The greatest |y − exact| as a share of (K + 4) · 2⁻²⁴ · Σ|terms|, carried through all layers. */
  check(y: Float32Array): number;
}

export interface LayerCase {
  readonly name: string;
  /** Floating-point operations of a call that no way of computing it saves. */
  readonly flops: number;
  /** Only the peers that are wanted need to be loaded. */
  make(wants: (peer: string) => boolean): Promise<LayerRace>;
}
