// Calls of functions over rows: what comes is read and checked, lists are taken apart. rows.ts and gated.ts compute.
import { arrayOf, type Elements, F64, lengthOf, sizeOf, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { count, flatten, type List } from "../engine/nested.js";
import { apart, countOf, lengthOfAttached, like, NUMBERS, separate } from "../engine/operands.js";
import { type Options, optionsOf } from "../engine/options.js";
import { alive } from "../engine/spaces.js";
import { elementsOf, isTensorLike, type Shape, written } from "../engine/tensor.js";
import { BACKWARD, type Direction, FORWARD, FROM_OUTPUT, type Method, methodOf } from "./direction.js";
import { flattenRows, type RowWidth, rebuildRows, rowLengthOf } from "./rowLists.js";
import { onTensors, refuseGiven } from "./tensors.js";

/** How many elements a row of `cols` results in; one of these. */
export type Width = (cols: number) => number;
export const ALL: Width = (cols) => cols;
export const ONE: Width = () => 1;
/** Then cols is even. */
export const HALF: Width = (cols) => cols / 2;

/** y ← what is asked for, of [rows, cols]. dy is x where there is none; y may be x or dy if it has its length, otherwise it is apart from it. */
export type Compute = (method: Method, type: number, dy: Elements, x: Elements, y: Elements, rows: number, cols: number) => void;
/** The same of an op of its own kind; what is asked for by its method or, once everything is checked, by its direction. */
export type ComputeOf<Op, M = Method> = (
  op: Op,
  method: M,
  type: number,
  dy: Elements,
  x: Elements,
  y: Elements,
  rows: number,
  cols: number,
) => void;

export interface Rows {
  readonly name: string;
  readonly width: Width;
  /** The names that options may have. */
  readonly known: readonly string[];
  readonly compute: Compute;
}

/** The function that users call, and its methods. */
export const functionOfRows = <A extends object>(op: Rows, hasFromOutput: boolean, definition: object): A => {
  const forward = methodOf(op.name, FORWARD);
  const binary = (direction: Direction) => {
    const method = methodOf(op.name, direction);
    return (dy: unknown, x: unknown, options?: unknown): unknown => call(op, method, dy, x, options, undefined);
  };
  return Object.defineProperties(
    Object.assign(
      (x: unknown, options?: unknown, list?: unknown) => call(op, forward, undefined, x, options, list),
      { backward: binary(BACKWARD) },
      hasFromOutput && { backwardFromOutput: binary(FROM_OUTPUT) },
    ),
    { name: { value: op.name }, definition: { value: definition } },
  ) as unknown as A;
};

/** Options first, each read once, then what they go with; nothing is written before everything is checked. */
const call = (op: Rows, method: Method, dy: unknown, x: unknown, options: unknown, list: unknown): unknown => {
  const { where, input, takesDy } = method;
  const { width } = op;
  const read = optionsOf(where, options, op.known, x, list);
  const type = typeOf(x);
  if (type < 0 && isTensorLike(x)) return ofTensor(op, method, dy, x, read);
  const [out, givenCols, givenInner] = [read["out"], read["cols"], read["inner"]];
  const inner = countOf(where, "inner", givenInner, 1);
  if (type < 0) {
    if (out !== undefined) refuse(where, "out", describe(out), `none, as ${input} is no typed array`);
    if (typeof x === "number" && width !== HALF) return ofNumber(op, method, dy, x, givenCols, inner);
    return ofList(op, method, dy, x, givenCols, inner);
  }
  if (type > F64) refuse(where, input, describe(x), `${width === HALF ? "arrays of " : ""}${NUMBERS}`);

  const array = x as Elements;
  const length = lengthOfAttached(where, input, array);
  const cols = colsOf(op, where, givenCols, input, length, inner);
  const resultLength = (length / cols) * width(cols);
  const yLength = takesDy ? length : resultLength;
  // What a length that is not x's stands for.
  const share = width === HALF ? "half the length" : "the rows";
  const upstream = takesDy ? like(where, "dy", dy, type, resultLength, input, resultLength === length ? undefined : share) : undefined;
  let y: Elements;
  if (out === undefined) y = new (arrayOf(type))(yLength);
  else {
    y = like(where, "out", out, type, yLength, input, yLength === length ? undefined : share);
    const size = sizeOf(type);
    checkOverlap(where, input, array, length * size, y, yLength * size);
    if (upstream) checkOverlap(where, "dy", upstream, resultLength * size, y, yLength * size);
  }
  compute(op, method, type, upstream ?? array, array, y, length, cols, inner);
  return y;
};

/** Rows along the last axis. */
const ofTensor = (op: Rows, method: Method, dy: unknown, x: unknown, read: Options): unknown => {
  const { where, input } = method;
  let cols: number | undefined;
  refuseGiven(method, read, op.known);
  return onTensors(
    method,
    dy,
    x,
    read["out"],
    (upstream, data, out, shape) => (cols ? call(op, method, upstream, data, { out, cols }, undefined) : ofNothing(where, shape, out)),
    (shape) => {
      cols = shape[shape.length - 1];
      if (cols === undefined) return refuse(where, input, "has shape []", "an axis at least", RangeError);
      if (op.width === HALF && cols % 2)
        refuse(where, input, `has shape ${written(shape)}`, "an even number of elements in the last axis, two halves", RangeError);
      if (op.width === ALL) return shape;
      return shape.slice(0, -1).concat(op.width === ONE ? [] : op.width(cols));
    },
  );
};

/** Of rows without elements: nothing, but where each row has a value that is log Σ over nothing. */
const ofNothing = (where: string, shape: Shape, out: Float32Array | undefined): Elements => {
  const y = out || new Float32Array(elementsOf(shape));
  alive(where, "out", y);
  for (let i = 0; i < lengthOf(y); i++) y[i] = Number.NEGATIVE_INFINITY;
  return y;
};

const checkOverlap = (where: string, argument: string, x: Elements, xBytes: number, y: Elements, yBytes: number): void => {
  if (xBytes === yBytes) apart(where, argument, x, y, yBytes);
  else separate(where, argument, x, xBytes, y, yBytes);
};

const colsOf = ({ width }: Rows, where: string, given: unknown, input: string, length: number, inner: number): number => {
  const multiple = width === HALF ? 2 : 1;
  const expected = multiple === 2 ? "an even whole number, 2 or more" : "a whole number, 1 or more";
  if (given === undefined) {
    if (length % multiple) refuse(where, input, `has length ${length}`, "an even number of elements, two halves", RangeError);
    if (length % inner) refuse(where, input, `has length ${length}`, `a multiple of ${inner} (inner)`, RangeError);
    return length / inner || multiple;
  }
  const cols = countOf(where, "cols", given, multiple, expected);
  if (cols % multiple) refuse(where, "cols", describe(cols), expected, RangeError);
  if (length % (cols * inner))
    refuse(where, input, `has length ${length}`, `a multiple of ${cols * inner} (cols${inner > 1 ? ` × inner ${inner}` : ""})`, RangeError);
  return cols;
};

/** A row of one. */
const ofNumber = (op: Rows, method: Method, dy: unknown, x: number, givenCols: unknown, inner: number): number => {
  const { where, input, takesDy } = method;
  if (takesDy && typeof dy !== "number") refuse(where, "dy", describe(dy), `a number like ${input}`);
  const cols = colsOf(op, where, givenCols, input, 1, inner);
  const array = Float64Array.of(x);
  const y = new Float64Array(1);
  op.compute(method, F64, takesDy ? Float64Array.of(dy as number) : array, array, y, 1, cols);
  return y[0] as number;
};

/** Every innermost list is a row, or several of `cols`: all in one call if they are of one length. */
const ofList = (op: Rows, method: Method, dy: unknown, x: unknown, givenCols: unknown, inner: number): unknown => {
  const { where, input, takesDy } = method;
  if (!Array.isArray(x)) return refuse(where, input, describe(x), `${op.width === HALF ? "arrays of " : ""}${NUMBERS}`);
  const length = count(where, input, x);
  const row = rowLengthOf(x);
  if (row === undefined) return refuse(where, input, "holds numbers beside arrays", "rows of numbers, all nested alike");
  if (inner > 1 && length !== x.length) refuse(where, "inner", describe(inner), `1, as ${input} is nested`, RangeError);
  if (row < 0) {
    if (takesDy && !(Array.isArray(dy) && dy.length === x.length)) refuse(where, "dy", describe(dy), `numbers nested like ${input}`);
    const upstream = takesDy ? (dy as List) : x;
    return Array.from({ length: x.length }, (_, i) => ofList(op, method, upstream[i], x[i], givenCols, inner));
  }

  const cols = colsOf(op, where, givenCols, input, row, inner);
  // One row without cols has one value, not a list of one.
  const width: RowWidth = op.width === ONE && givenCols === undefined && inner === 1 ? undefined : (n) => (n / cols) * op.width(cols);
  const lists = row ? length / row : 0;
  const resultLength = lists * (row / cols) * op.width(cols);
  const upstream = takesDy ? flattenRows(where, dy, x, input, width, resultLength) : undefined;
  const flat = flatten(x, length);
  const y = new Float64Array(takesDy ? length : resultLength);
  compute(op, method, F64, upstream ?? flat, flat, y, length, cols, inner);
  return rebuildRows(x, row || takesDy || width ? y : emptied(x), takesDy ? ALL : width);
};

/** What rows of no elements come to: log Σ over nothing. */
const emptied = (x: List): Float64Array => new Float64Array(1 + countOfLists(x)).fill(Number.NEGATIVE_INFINITY);
const countOfLists = (x: List): number => x.reduce<number>((sum, part) => sum + 1 + countOfLists(part as List), 0);

/** Along another axis than the last, rows are laid side by side before and after: what comes is the same as along the last. */
const compute = (
  op: Rows,
  method: Method,
  type: number,
  dy: Elements,
  x: Elements,
  y: Elements,
  length: number,
  cols: number,
  inner: number,
): void => {
  if (inner === 1) {
    op.compute(method, type, dy, x, y, length / cols, cols);
    return;
  }
  // Copies go on from here, so it is asked here whether the heaps of the arrays are alive.
  alive(method.where, method.input, x);
  alive(method.where, "out", y);
  if (method.takesDy) alive(method.where, "dy", dy);
  const width = op.width(cols);
  const blocks = length / (cols * inner);
  const [dyCols, yCols] = method.takesDy ? [width, cols] : [cols, width];
  const moved = transposed(x, type, blocks, cols, inner);
  const result = new (arrayOf(type))(blocks * inner * yCols);
  op.compute(method, type, method.takesDy ? transposed(dy, type, blocks, dyCols, inner) : moved, moved, result, blocks * inner, cols);
  transpose(result, y, blocks, inner, yCols);
};

const transposed = (x: Elements, type: number, blocks: number, rows: number, cols: number): Elements => {
  const y = new (arrayOf(type))(blocks * rows * cols);
  transpose(x, y, blocks, rows, cols);
  return y;
};

/** y [blocks, cols, rows] ← x [blocks, rows, cols] */
const transpose = (x: Elements, y: Elements, blocks: number, rows: number, cols: number): void => {
  for (let block = 0, from = 0; block < blocks; block++)
    for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) y[(block * cols + c) * rows + r] = x[from++] as number;
};
