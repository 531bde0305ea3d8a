// What contenders of activations have in common: inputs taken in random order, and the two ways of calling a library.
import type { Contender } from "./contender.js";

/** As bench/contenders.ts walks its windows: on and on, so that the branch predictor learns no order. */
class Walk<T> {
  #items: readonly T[] = [];
  #state = 1;
  #at = 0;
  set(items: readonly T[]): readonly T[] {
    const before = this.#items;
    this.#items = items;
    return before;
  }
  next(): T {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    this.#at = (this.#state >>> 16) & (this.#items.length - 1);
    return this.current();
  }
  current(): T {
    const item = this.#items[this.#at];
    if (item === undefined) throw new Error("a call before there are inputs");
    return item;
  }
}

type Eventually<T> = T | Promise<T>;

/** From an ordinary array to an ordinary array. */
export const endToEnd = (
  { peer, form }: Pick<Contender, "peer" | "form">,
  compute: (x: Float32Array) => Eventually<Float32Array>,
): Contender => {
  const inputs = new Walk<Float32Array>();
  let last: Eventually<Float32Array> = new Float32Array(0);
  return {
    peer,
    form,
    way: "end to end",
    take: (xs) => void inputs.set(xs),
    call: () => {
      last = compute(inputs.next());
      return last;
    },
    result: () => last,
  };
};

/** Where a library wants its data, and how it is told that it may forget. */
export interface Residence<T> {
  place(x: Float32Array): T;
  /** Without reading the result, but with all that it takes until it is there. */
  compute(x: T): unknown;
  read(x: T): Eventually<Float32Array>;
  free(x: T): void;
}

/** So many are enough that no branch predictor learns their signs, and few enough for small memories. */
const RESIDENTS = 16;

export const resident = <T>({ peer, form }: Pick<Contender, "peer" | "form">, { place, compute, read, free }: Residence<T>): Contender => {
  const inputs = new Walk<T>();
  return {
    peer,
    form,
    way: "resident",
    take: (xs) => {
      for (const x of inputs.set(xs.slice(0, RESIDENTS).map(place))) free(x);
    },
    call: () => compute(inputs.next()),
    result: () => read(inputs.current()),
    dispose: () => {
      for (const x of inputs.set([])) free(x);
    },
  };
};
