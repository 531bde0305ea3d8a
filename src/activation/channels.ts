// Activations with a learnable weight per channel: x is [N, C, inner], weight is [C]. What elementwise.ts is to the others, with one
// operand more.
//
// The work goes in pieces that fit a slot, in an order that depends on the shape alone, so that the sums of the weight's gradient have
// the same bits wherever the arrays lie.
import { arrayOf, type Elements, F32, F64, lengthOf, nameOf, part, sizeOf, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { type Bytes, functionOf, type Kernel, kernelOf, type Run } from "../engine/kernel.js";
import { count, flatten, flattenLike, rebuild } from "../engine/nested.js";
import { apart, countOf, lengthOfAttached, like, NUMBERS, separate } from "../engine/operands.js";
import { type Options, optionsOf } from "../engine/options.js";
import { DY, OTHER, SLOT, STATE, slot, X } from "../engine/scratch.js";
import { alive, heapOf, spaceOr } from "../engine/spaces.js";
import { elementsOf, isTensorLike, tensorOf, written } from "../engine/tensor.js";
import { agree, lanes } from "../engine/trial.js";
import type { Workspace } from "../engine/workspace.js";
import { BACKWARD, DERIVATIVE, type Direction, FORWARD, type Method, methodOf } from "./direction.js";
import type { Formula } from "./elementwise.js";
import { onTensors, refuseGiven } from "./tensors.js";

export interface ChannelDefinition {
  readonly name: string;
  readonly kernel: Bytes;
  /** f(x, w) */
  readonly f: Formula;
  /** ∂f/∂x; exactly 0 where the gradient stops. */
  readonly df: Formula;
  /** ∂f/∂w */
  readonly dweight: Formula;
  readonly ulp: { readonly f32: number; readonly f64: number };
}

/** The functions of its kernel. */
const kinds = ["forward_channels", "backward_channels"];

interface Op extends ChannelDefinition {
  readonly program: Kernel;
}

export const defineChannels = <A extends object>(definition: ChannelDefinition): A => {
  const op: Op = { ...definition, program: kernelOf(definition.name, definition.kernel, kinds, () => isRight(op)) };
  const [forward, backward, derivative] = ([FORWARD, BACKWARD, DERIVATIVE] as const).map((direction) => methodOf(op.name, direction)) as [
    Method,
    Method,
    Method,
  ];
  return Object.defineProperties(
    Object.assign((x: unknown, weight: unknown, options?: unknown) => call(op, forward, undefined, x, weight, options), {
      backward: (dy: unknown, x: unknown, weight: unknown, options?: unknown) => call(op, backward, dy, x, weight, options),
      derivative: (x: unknown, weight: unknown, options?: unknown) => call(op, derivative, undefined, x, weight, options),
    }),
    { name: { value: op.name }, definition: { value: definition } },
  ) as unknown as A;
};

const known = ["inner", "out"];

/** Options first, each read once, then what they go with; nothing is written before everything is checked. */
const call = (op: Op, method: Method, dy: unknown, x: unknown, weight: unknown, options: unknown): unknown => {
  const { where, direction } = method;
  const read = optionsOf(where, options, known);
  const isPlain = typeOf(x) < 0;
  if (isPlain && isTensorLike(x)) return ofTensor(op, method, dy, x, weight, read);
  const [out, given] = [read["out"], read["inner"]];
  const inner = countOf(where, "inner", given, 1);
  const array = isPlain ? numbersOf(where, x) : (x as Elements);
  const type = typeOf(array);
  if (type > F64) refuse(where, "x", describe(x), NUMBERS);
  const length = lengthOfAttached(where, "x", array);
  const weights = weightsOf(where, weight, type, isPlain);
  const channels = lengthOf(weights);
  const row = channels * inner;
  if (length % row !== 0)
    refuse(where, "x", `has length ${length}`, `a multiple of ${row} (${channels} weights × inner ${inner})`, RangeError);

  const upstream =
    direction === BACKWARD ? (isPlain ? numbersLike(where, dy, x, length) : like(where, "dy", dy, type, length, "x")) : undefined;
  let y: Elements;
  if (out === undefined) y = type === F32 ? new Float32Array(length) : new Float64Array(length);
  else {
    if (isPlain) refuse(where, "out", describe(out), "none, as x is no typed array");
    y = like(where, "out", out, type, length, "x");
    const bytes = length * sizeOf(type);
    apart(where, "x", array, y, bytes);
    if (upstream !== undefined) apart(where, "dy", upstream, y, bytes);
    separate(where, "weight", weights, channels * sizeOf(type), y, bytes);
  }
  alive(where, "weight", weights);

  const dweight = direction === BACKWARD ? new (arrayOf(type))(channels) : undefined;
  run(op, method, type, upstream, array, weights, channels, inner, y, length, dweight);
  const result = !isPlain ? y : Array.isArray(x) ? rebuild(x, y as Float64Array) : y[0];
  if (dweight === undefined) return result;
  return { dx: result, dweight: typeof weight === "number" ? dweight[0] : Array.isArray(weight) ? Array.from(dweight) : dweight };
};

/** Channels are along axis 1; one slope is for all of x, whatever its shape. */
const ofTensor = (op: Op, method: Method, dy: unknown, x: unknown, weight: unknown, read: Options): unknown => {
  const { where, direction } = method;
  const slopes = isTensorLike(weight) ? tensorOf(where, "weight", weight) : undefined;
  const weights = slopes ? slopes.data : weight;
  let inner: number | undefined;
  let dweight: unknown;
  refuseGiven(method, read, known);
  const result = onTensors(
    method,
    dy,
    x,
    read["out"],
    (upstream, data, out) => {
      const y = call(op, method, upstream, data, weights, { out, inner });
      if (direction !== BACKWARD) return y;
      const gradients = y as { dx: unknown; dweight: unknown };
      dweight = gradients.dweight;
      return gradients.dx;
    },
    (shape) => {
      // What is no weight at all is refused by the call.
      const channels = typeOf(weights) === F32 ? lengthOf(weights as Elements) : 1;
      const due = shape.length > 1 ? shape[1] : 1;
      if ((channels > 1 && channels !== due) || (slopes && slopes.shape.length > 1))
        refuse(
          where,
          "weight",
          slopes ? `has shape ${written(slopes.shape)}` : `has length ${channels}`,
          `one slope${due === 1 ? "" : ` or ${due}, one for each of axis 1`} (x has shape ${written(shape)})`,
          RangeError,
        );
      if (channels > 1) inner = elementsOf(shape.slice(2)) || 1;
      return shape;
    },
  );
  if (direction !== BACKWARD) return result;
  return { dx: result, dweight: slopes ? { data: dweight, shape: slopes.shape } : dweight };
};

const numbersOf = (where: string, x: unknown): Float64Array => {
  if (typeof x === "number") return Float64Array.of(x);
  if (!Array.isArray(x)) return refuse(where, "x", describe(x), NUMBERS);
  return flatten(x, count(where, "x", x));
};

const numbersLike = (where: string, dy: unknown, x: unknown, length: number): Float64Array => {
  if (Array.isArray(x)) return flattenLike(where, "dy", dy, x, "x", length);
  return typeof dy === "number" ? Float64Array.of(dy) : refuse(where, "dy", describe(dy), "a number like x");
};

const weightsOf = (where: string, weight: unknown, type: number, isPlain: boolean): Elements => {
  if (typeof weight === "number") {
    const one = new (arrayOf(type))(1).fill(weight);
    if (!Number.isFinite(one[0])) refuse(where, "weight", describe(weight), "a finite number", RangeError);
    return one;
  }
  const weights = isPlain && Array.isArray(weight) ? flatten(weight, count(where, "weight", weight)) : weight;
  if (isPlain && Array.isArray(weight))
    for (let c = 0; c < weight.length; c++)
      if (typeof weight[c] !== "number") refuse(where, `weight[${c}]`, describe(weight[c]), "a number");
  if (typeOf(weights) !== type)
    refuse(where, "weight", describe(weight), `a number or ${isPlain ? "an array of numbers" : `a ${nameOf(type)} like x`}`);
  if (!lengthOfAttached(where, "weight", weights as Elements))
    refuse(where, "weight", "has length 0", "a weight for each channel", RangeError);
  return weights as Elements;
};

/** Sums are float64: this many fit a slot. (A literal: bundlers keep what is computed.) */
const SUMS = 1024;

/** y ← what is asked for; dweight too, if it is wanted. */
const run = (
  op: Op,
  { where, direction }: Method,
  type: number,
  dy: Elements | undefined,
  x: Elements,
  weights: Elements,
  channels: number,
  inner: number,
  y: Elements,
  length: number,
  dweight: Elements | undefined,
): void => {
  const heap = heapOf(where, "x", x, y, dy);
  const functions = op.program.ready();
  if (!functions) {
    plain(op, direction, dy, x, weights, inner, y, dweight);
    return;
  }
  const space = spaceOr(heap);
  const kernel = functionOf(space.functionsOf(op.program, functions), direction === FORWARD ? 0 : 1, type);
  const room = SLOT / sizeOf(type);
  if (direction === DERIVATIVE) space.view(type, DY, room).fill(1);
  // One channel is one run. Rows of few single elements are joined to rows of 64 or more, with the weights repeated.
  const width = channels === 1 ? length : inner;
  const times = width === 1 && channels < 64 ? Math.ceil(64 / channels) : 1;
  const group = Math.max(1, Math.min(channels, SUMS, Math.floor(room / width)));
  const rows = length / (channels * width);

  for (let c = 0; c < channels; c += group) {
    const m = Math.min(group, channels - c);
    bring(space, type, weights, c, m, times);
    if (group === channels && width <= room) {
      const row = channels * width;
      const most = Math.floor(room / (row * times)) * times;
      for (let r = 0; r < rows; r += most) {
        const here = Math.min(most, rows - r);
        const joined = Math.floor(here / times);
        piece(space, kernel, direction, type, dy, x, y, r * row, joined, channels * times, width);
        piece(space, kernel, direction, type, dy, x, y, (r + joined * times) * row, 1, channels * (here % times), width);
      }
    } else {
      for (let r = 0; r < rows; r++) {
        const start = (r * channels + c) * width;
        for (let k = 0; k < width; k += room) piece(space, kernel, direction, type, dy, x, y, start + k, 1, m, Math.min(room, width - k));
      }
    }
    if (dweight) take(space, dweight, c, m, times);
  }
};

/** x[start …] as [rows, channels, inner]. */
const piece = (
  space: Workspace,
  kernel: Run,
  direction: Direction,
  type: number,
  dy: Elements | undefined,
  x: Elements,
  y: Elements,
  start: number,
  rows: number,
  channels: number,
  inner: number,
): void => {
  const n = rows * channels * inner;
  if (!n) return;
  const from = space.read(x, type, X, start, n);
  const to = space.target(y, type, X, start, n);
  if (direction === FORWARD) kernel(from, slot(OTHER), to, rows, channels, inner);
  else kernel(dy === undefined ? slot(DY) : space.read(dy, type, DY, start, n), from, slot(OTHER), to, slot(STATE), rows, channels, inner);
  space.flush(y, type, X, start, n);
};

/** Weights c to c + m to their slot, so many times in a row; their sums are 0. */
const bring = (space: Workspace, type: number, weights: Elements, c: number, m: number, times: number): void => {
  const here = space.view(type, OTHER, times * m);
  for (let i = 0; i < m; i++) here[i] = weights[c + i] as number;
  for (let t = 1; t < times; t++) here.copyWithin(t * m, 0, m);
  space.view(F64, STATE, times * m).fill(0);
};

/** What the sums came to. */
const take = (space: Workspace, dweight: Elements, c: number, m: number, times: number): void => {
  const sums = space.view(F64, STATE, times * m);
  for (let j = 0; j < m; j++) {
    let sum = 0;
    for (let t = 0; t < times; t++) sum += sums[t * m + j] as number;
    dweight[c + j] = sum;
  }
};

/** Without WebAssembly. Each sum in the order of x. */
const plain = (
  op: Op,
  direction: Direction,
  dy: Elements | undefined,
  x: Elements,
  weights: Elements,
  inner: number,
  y: Elements,
  dweight: Elements | undefined,
): void => {
  const n = lengthOf(x);
  const channels = lengthOf(weights);
  const sums = new Float64Array(channels);
  for (let i = 0, channel = 0, left = inner; i < n; i++) {
    const [value, weight] = [x[i] as number, weights[channel] as number];
    if (direction === FORWARD) y[i] = op.f(value, weight, 0);
    else {
      const upstream = dy === undefined ? 1 : (dy[i] as number);
      const slope = op.df(value, weight, 0);
      y[i] = slope === 0 ? 0 : upstream * slope;
      if (!(value > 0)) sums[channel] = (sums[channel] as number) + upstream * op.dweight(value, weight, 0);
    }
    if (!--left) {
      left = inner;
      channel = channel + 1 === channels ? 0 : channel + 1;
    }
  }
  dweight?.set(sums);
};

/** Both functions, with three weights for runs of two and for single elements. */
const isRight = (op: Op): boolean =>
  [F32, F64].every((type) =>
    [1, 2].every((inner) =>
      ([FORWARD, BACKWARD] as const).every((direction) => {
        const x = part(lanes(type), type, 0, 18);
        const weights = part(lanes(type), type, 0, 3);
        const dy = direction === FORWARD ? undefined : new (arrayOf(type))(18).fill(-1.5);
        const [got, expected, sums, expectedSums] = [18, 18, 3, 3].map((n) => new (arrayOf(type))(n)) as [
          Elements,
          Elements,
          Elements,
          Elements,
        ];
        run(op, methodOf(op.name, direction), type, dy, x, weights, 3, inner, got, 18, sums);
        plain(op, direction, dy, x, weights, inner, expected, expectedSums);
        return agree(got, expected) && (direction === FORWARD || agree(sums, expectedSums));
      }),
    ),
  );
