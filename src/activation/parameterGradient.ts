// The gradient with respect to a parameter that is one number for all elements: Σ dy · ∂f/∂a.
//
// Taken in pieces of a slot, summed in turn, wherever the arrays lie, so that the same numbers give the same bits.
import { arrayOf, type Elements, F32, F64, sizeOf, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { type Bytes, functionOf, type Kernel, kernelOf } from "../engine/kernel.js";
import { count, flatten, flattenLike } from "../engine/nested.js";
import { lengthOfAttached, like, NUMBERS } from "../engine/operands.js";
import { optionsOf } from "../engine/options.js";
import { DY, SLOT, X } from "../engine/scratch.js";
import { heapOf, spaceOr } from "../engine/spaces.js";
import { isTensorLike } from "../engine/tensor.js";
import { agree, lanes } from "../engine/trial.js";
import { given, type Parameters } from "./parameters.js";
import { onTensors } from "./tensors.js";

/** dy may make something of a slope that is below the least number, hence it takes part. */
type Term = (dy: number, x: number, a: number, b: number) => number;

/** The method `name` of an activation; `kind` is what its kernel calls it, `term` is dy · ∂f/∂a on one number. */
export const parameterGradient = (
  name: string,
  bytes: Bytes,
  kind: string,
  parameters: Parameters,
  term: Term,
): ((dy: unknown, x: unknown, options?: unknown) => number) => {
  const kernel: Kernel = kernelOf(name, bytes, [kind], () =>
    [F32, F64].every((type) => {
      // Limits are told apart by tests; a sum of them would be NaN.
      const x = lanes(type).map((value) => (Number.isFinite(value) ? value : 1)) as Elements;
      const dy = new (arrayOf(type))(x.length).fill(-1.5);
      const [got, expected] = [run(type, dy, x, x.length, 1, 0), plain(dy, x, x.length, 1, 0)].map((sum) =>
        new (arrayOf(type))(1).fill(sum),
      );
      return agree(got as Elements, expected as Elements);
    }),
  );

  const run = (type: number, dy: Elements, x: Elements, n: number, a: number, b: number): number => {
    const heap = heapOf(name, "x", x, x, dy);
    const functions = kernel.ready();
    if (!functions) return plain(dy, x, n, a, b);
    const space = spaceOr(heap);
    const gradient = functionOf(space.functionsOf(kernel, functions), 0, type);
    const room = SLOT / sizeOf(type);
    let sum = 0;
    for (let i = 0; i < n; i += room) {
      const m = Math.min(room, n - i);
      sum += gradient(space.read(dy, type, DY, i, m), space.read(x, type, X, i, m), m, a);
    }
    return sum;
  };

  /** Without WebAssembly. */
  const plain = (dy: Elements, x: Elements, n: number, a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += term(dy[i] as number, x[i] as number, a, b);
    return sum;
  };

  const gradient = (dy: unknown, x: unknown, options: unknown): number => {
    const read = optionsOf(name, options, parameters.names);
    const type = typeOf(x);
    if (type < 0 && isTensorLike(x)) {
      let sum = 0;
      onTensors({ where: name, input: "x", takesDy: true }, dy, x, undefined, (upstream, data) => {
        sum = gradient(upstream, data, options);
      });
      return sum;
    }
    const [first, second] = [given(parameters, 0, read), given(parameters, 1, read)];
    const a = parameters.check(name, 0, first, type === F32);
    const b = parameters.check(name, 1, second, type === F32);
    if (typeof x === "number")
      return typeof dy === "number"
        ? run(F64, Float64Array.of(dy), Float64Array.of(x), 1, a, b)
        : refuse(name, "dy", describe(dy), "a number like x");
    if (Array.isArray(x)) {
      const length = count(name, "x", x);
      return run(F64, flattenLike(name, "dy", dy, x, "x", length), flatten(x, length), length, a, b);
    }
    if (type < 0 || type > F64) refuse(name, "x", describe(x), NUMBERS);
    const n = lengthOfAttached(name, "x", x as Elements);
    return run(type, like(name, "dy", dy, type, n, "x"), x as Elements, n, a, b);
  };
  return gradient;
};
