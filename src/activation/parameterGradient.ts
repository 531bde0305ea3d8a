// The gradient with respect to a parameter that is one number for all elements: Σ dy · ∂f/∂a.
//
// Taken in pieces of a scratch slot, summed in turn, wherever the arrays lie, so that the same numbers give the same bits.
import { checkAttached, checkLike, checkOptions, type Options } from "../engine/checks.js";
import { type Elements, F32, F64, typeOf } from "../engine/elements.js";
import { describe, refuser } from "../engine/errors.js";
import { type Run, SLOT, slot } from "../engine/kernel.js";
import { flatten } from "../engine/nested.js";
import { attempt, FORWARD, type Formula, type Linkable, link, type Operation, residence, view } from "../engine/run.js";
import type { Parameters } from "./parameters.js";

/** The method `name` for an activation; `kind` is what its kernel calls it, `term` is ∂f/∂a on one number. */
export const parameterGradient = (
  op: Operation & { readonly parameters: Parameters },
  name: string,
  kind: string,
  term: Formula,
): ((dy: unknown, x: unknown, options?: object) => number) => {
  const own: Linkable & { name: string } = { name: `${op.name}.${name}`, kernel: op.kernel, runs: undefined, id: 0 };
  const names = [kind];

  return (dy, x, options) => {
    const refuse = refuser(own, FORWARD);
    const isPlain = typeof x === "number" || Array.isArray(x);
    const array = isPlain ? (flatten(x) ?? refuse("x", "holds other things", "numbers and arrays of numbers")) : (x as Elements);
    const type = typeOf(array);
    if (type < 0 || type > F64) refuse("x", describe(x), "numbers, a Float32Array or a Float64Array");
    const known = op.parameters.names;
    if (options !== undefined) checkOptions(refuse, options, known);
    if ((options as Options | undefined)?.["out"] !== undefined) refuse("options", "has out", known.join(" or "));
    const [a, b] = op.parameters.read(refuse, FORWARD, options as Options | undefined, type === F32);
    checkAttached(refuse, "x", array);
    const upstream = isPlain ? (flatten(dy, x) ?? refuse("dy", describe(dy), "numbers nested as in x")) : dy;
    const gradient = checkLike(refuse, "dy", upstream, type, array.length, "x");

    // That the engine runs the kernel is tried by f.
    const linked = link(op) && attempt(own, names, () => true);
    const home = residence?.home(own, FORWARD, { x: array, dy: gradient });
    let sum = 0;
    if (!linked) for (let i = 0; i < array.length; i++) sum += (gradient[i] as number) * term(array[i] as number, a, b);
    else {
      const run = (home ? home.runs(own, names) : linked)[type] as Run;
      const size = array.BYTES_PER_ELEMENT;
      const at = (from: Elements, index: number, i: number, m: number): number => {
        if (home) return from.byteOffset + i * size;
        view(type, index, m).set(from.subarray(i, i + m));
        return slot(index);
      };
      for (let i = 0; i < array.length; i += SLOT / size) {
        const m = Math.min(SLOT / size, array.length - i);
        sum += run(at(gradient, 0, i, m), at(array, 1, i, m), m, a) as number;
      }
    }
    return sum;
  };
};
