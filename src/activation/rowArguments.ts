// Calls of functions over rows: what comes is checked, what is nested taken apart. rows.ts and gated.ts compute.
import { checkApart, checkAttached, checkLike, checkOptions, checkSeparate, type Options } from "../engine/checks.js";
import { arrayOf, type Elements, F64, typeOf } from "../engine/elements.js";
import { describe, type Refuse, refuser } from "../engine/errors.js";
import { flatten } from "../engine/nested.js";
import { BACKWARD, type Direction, FORWARD, FROM_OUTPUT } from "../engine/run.js";

/** How many elements a row of `cols` results in; one of these. */
export type Width = (cols: number) => number;
export const ALL: Width = (cols) => cols;
export const ONE: Width = () => 1;
/** Then cols is even. */
export const HALF: Width = (cols) => cols / 2;

interface Op {
  readonly name: string;
  readonly width: Width;
}

/** y ← what is asked for. dy is x where there is none; y may be x or dy if it has its length, otherwise it is apart from it. */
export type RowApply<O> = (op: O, direction: Direction, type: number, dy: Elements, x: Elements, y: Elements, cols: number) => void;

/** The function that users call, and its methods. */
export const methodsOf = <A extends object, O extends Op>(op: O, hasFromOutput: boolean, apply: RowApply<O>): A => {
  const method =
    (direction: Direction) =>
    (dy: unknown, x: unknown, options?: Options): unknown =>
      call(op, apply, direction, dy, x, options);
  return Object.defineProperties(
    Object.assign(
      (x: unknown, options?: Options) => call(op, apply, FORWARD, undefined, x, options),
      { backward: method(BACKWARD) },
      hasFromOutput && { backwardFromOutput: method(FROM_OUTPUT) },
    ),
    { name: { value: op.name }, definition: { value: op } },
  ) as unknown as A;
};

/** Nothing is written before everything is checked. */
const call = <O extends Op>(op: O, apply: RowApply<O>, direction: Direction, dy: unknown, x: unknown, options: Options = {}): unknown => {
  const refuse = refuser(op, direction);
  const { width } = op;
  const input = direction === FROM_OUTPUT ? "y" : "x";
  const isList = Array.isArray(x);
  if (isList && x.some(Array.isArray)) {
    if (!x.every(Array.isArray)) refuse(input, "holds other things beside arrays", "rows of numbers, all nested alike");
    if (direction && !(Array.isArray(dy) && dy.length === x.length)) refuse("dy", describe(dy), `an array nested like ${input}`);
    return x.map((part, i) => call(op, apply, direction, direction && (dy as unknown[])[i], part, options));
  }
  const isPlain = isList || (typeof x === "number" && width !== HALF);
  const array = isPlain ? (flatten(x) ?? refuse(input, "holds other things", "numbers and arrays of numbers")) : (x as Elements);
  const type = typeOf(array);
  if (type < 0 || type > F64) refuse(input, describe(x), `${width === HALF ? "arrays of " : ""}numbers, a Float32Array or a Float64Array`);
  checkOptions(refuse, options, ["cols", "out"]);
  const { out } = options;
  if (isPlain && out !== undefined) refuse("out", describe(out), `none, as ${input} is no typed array`);
  checkAttached(refuse, input, array);
  const { length } = array;
  const cols = colsOf(refuse, options["cols"], input, length, width === HALF ? 2 : 1);

  const dyLength = (length / cols) * width(cols);
  const yLength = direction ? length : dyLength;
  const like = (argument: string, value: unknown, expected: number): Elements =>
    checkLike(
      refuse,
      argument,
      value,
      type,
      expected,
      input,
      expected === length ? undefined : width === HALF ? "half the length" : "the rows",
    );
  // One row without cols has one value, not an array of one.
  const isSingle = isPlain && (!isList || (width === ONE && options["cols"] === undefined));
  const upstream = direction ? (isPlain ? numbersOf(refuse, dy, isSingle, input, isList, dyLength) : like("dy", dy, dyLength)) : undefined;
  const y = out === undefined ? new (arrayOf(type))(yLength) : like("out", out, yLength);
  if (out !== undefined) {
    (yLength === length ? checkApart : checkSeparate)(refuse, input, array, y);
    if (upstream) (yLength === dyLength ? checkApart : checkSeparate)(refuse, "dy", upstream, y);
  }

  if (length) apply(op, direction, type, upstream ?? array, array, y, cols);
  if (!isPlain) return y;
  return isSingle && !(isList && direction) ? (y[0] ?? Number.NEGATIVE_INFINITY) : Array.from(y);
};

const colsOf = (refuse: Refuse, cols: unknown, input: string, length: number, multiple: 1 | 2): number => {
  const expected = multiple === 2 ? "an even whole number, 2 or more" : "a whole number, 1 or more";
  if (cols === undefined) {
    if (length % multiple) refuse(input, `has length ${length}`, "an even number of elements, two halves", RangeError);
    return length || multiple;
  }
  if (typeof cols !== "number") return refuse("cols", describe(cols), expected);
  if (!Number.isInteger(cols / multiple) || cols < 1) refuse("cols", describe(cols), expected, RangeError);
  if (length % cols) refuse(input, `has length ${length}`, `a multiple of ${cols} (cols)`, RangeError);
  return cols;
};

/** An upstream gradient of numbers: one, or a list of them. */
const numbersOf = (refuse: Refuse, dy: unknown, isOne: boolean, input: string, isList: boolean, length: number): Elements => {
  if (isOne ? typeof dy !== "number" : !Array.isArray(dy) || dy.length !== length)
    refuse(
      "dy",
      describe(dy),
      isOne ? (isList ? "a number, as there is one row" : `a number like ${input}`) : `an array of ${length} numbers`,
    );
  return flatten(dy, isOne ? 1 : (dy as unknown[]).map(() => 1)) ?? refuse("dy", "holds other things", "numbers");
};
