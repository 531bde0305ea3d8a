// What is timed, as source text: in Node it is compiled at once, a page that allows no `eval` gets it in its bundle.
//
// V8 keeps what it learns of types and branches per function literal, so loops that shared one would be slower, or faster, than
// the loop that a user writes.
import type { Elements } from "./ops.js";

/** Makes that many calls on windows in random order. Returns the last call's result. */
export type Batch = (calls: number, xs: readonly Elements[], ys: readonly Elements[]) => Elements;

export interface Code {
  /** What the text refers to. */
  readonly names: Readonly<Record<string, unknown>>;
  /** The body of a function of these names, which returns a `Batch`. */
  readonly body: string;
}

/**
 * A loop of calls around `expression`, which is in terms of x, y and `names`. The walk over the windows goes on from batch to
 * batch; starting it anew, the branch predictor would learn a batch by heart. It takes 1 to 2 ns a call, the same for all.
 */
export const codeOf = (expression: string, names: Code["names"] = {}, prelude = ""): Code => ({
  names,
  body: `"use strict";
    ${prelude}
    let state = 1;
    return (calls, xs, ys) => {
      const xMask = xs.length - 1;
      const yMask = ys.length - 1;
      let s = state;
      let result;
      for (let k = 0; k < calls; k++) {
        s = (Math.imul(s, 1664525) + 1013904223) | 0;
        const x = xs[(s >>> 16) & xMask];
        const y = ys[(s >>> 16) & yMask];
        result = ${expression};
      }
      state = s;
      return result;
    };`,
});

export const compile = ({ names, body }: Code): Batch => new Function(...Object.keys(names), body)(...Object.values(names));

export const batchOf = (...parts: Parameters<typeof codeOf>): Batch => compile(codeOf(...parts));
