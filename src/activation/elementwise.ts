// Activations that go element by element. A definition becomes the function that users call: read what came, refuse what is wrong, run.
import { arrayOf, copyInto, type Elements, F32, F64, sizeOf, typeOf } from "../engine/elements.js";
import { describe, refuse } from "../engine/errors.js";
import { type Bytes, type Functions, functionOf, type Kernel, kernelOf, scratchOf } from "../engine/kernel.js";
import { count, flatten, flattenLike, rebuild } from "../engine/nested.js";
import { apart, lengthOfAttached, like, NUMBERS } from "../engine/operands.js";
import { type Options, optionsOf } from "../engine/options.js";
import { DY, SLOT, slot, WIDE, WIDE_BYTES, X } from "../engine/scratch.js";
import { alive, heapOf, isForwarded, spaceOr } from "../engine/spaces.js";
import { isTensorLike } from "../engine/tensor.js";
import { agree, lanes } from "../engine/trial.js";
import { BACKWARD, DERIVATIVE, type Direction, FORWARD, FROM_OUTPUT, type Method, methodOf } from "./direction.js";
import { isRun } from "./ordinary.js";
import { given, type Parameters } from "./parameters.js";
import { onTensors } from "./tensors.js";
import type { Elementwise } from "./types.js";

/** f(x, a, b) or f′(x, a, b) on one number. */
export type Formula = (x: number, a: number, b: number) => number;

/**
 * y ← f(x) of n float32, y being x or apart from it. False: not done, and what there is of it changes nothing, done again.
 *
 * For arrays that are too short for a kernel, so without a branch that depends on a value, which takes 6 ns where signs are random. Each is written
 * out in its own file: V8 compiles one loop for one activation only if it is a function of its own.
 */
export type Loop = (x: Elements, y: Elements, n: number, a: number, b: number) => boolean;

/** What src/ops/<op>.ts says of an activation: all it takes to run it and to test it. */
export interface Definition {
  readonly name: string;
  readonly kernel: Bytes;
  readonly parameters?: Parameters | undefined;
  /** f on one number: the reference, and what runs where WebAssembly does not. */
  readonly f: Formula;
  /** f′ on one number; exactly 0 where the gradient stops. */
  readonly df: Formula;
  /** f′ from y, if that can be had. */
  readonly fromOutput?: Formula | undefined;
  /** f on short arrays, if JavaScript can give the kernel's bits. */
  readonly each?: Loop | undefined;
  /** Takes integer arrays too. */
  readonly integers?: boolean;
  /** f(NaN) is that very NaN, bit by bit. */
  readonly keepsNaN?: boolean;
  /** What the function has beside the usual methods. */
  readonly methods?: (op: Operation) => object;
  /** Greatest error of value and derivative in units in the last place; 0: the only right bits. */
  readonly ulp: { readonly f32: number; readonly f64: number };
}

/** An activation ready to run. */
export interface Operation extends Definition {
  readonly parameters: Parameters | undefined;
  readonly fromOutput: Formula | undefined;
  readonly each: Loop | undefined;
  /** The names that options may have. */
  readonly known: readonly string[];
  readonly defaults: readonly [a: number, b: number];
  /** Each parameter has a default. */
  readonly isComplete: boolean;
  readonly program: Kernel;
}

const operationFor = (definition: Definition): Operation => {
  const { parameters } = definition;
  const defaults = parameters ? parameters.defaults : ([0, 0] as const);
  const op: Operation = {
    // All fields in one order, so that V8 reads them without a search whichever activation it is.
    parameters: undefined,
    fromOutput: undefined,
    each: undefined,
    integers: false,
    keepsNaN: false,
    ...definition,
    known: ["out"].concat(parameters ? parameters.names : []),
    defaults,
    isComplete: !Number.isNaN(defaults[0] + defaults[1]),
    program: kernelOf(definition.name, definition.kernel, ["forward", "backward", "from_output"], (functions) => isRight(op, functions)),
  };
  return op;
};

const operations = /* @__PURE__ */ new WeakMap<object, Operation>();
/** What is behind an activation that goes element by element. */
export const operationOf = (activation: object): Operation => operations.get(activation) as Operation;

export const define = <A extends Elementwise<never, boolean>>(definition: Definition): A => {
  const op = operationFor(definition);
  const { defaults, isComplete } = op;
  const [a, b] = defaults;
  const unary = (direction: Direction) => {
    const method = methodOf(op.name, direction);
    return (x: unknown, options?: unknown, list?: unknown): unknown =>
      typeof x === "number" && options === undefined && isComplete
        ? ofNumber(op, method, undefined, x, a, b)
        : call(op, method, undefined, x, options, list);
  };
  const binary = (direction: Direction) => {
    const method = methodOf(op.name, direction);
    return (dy: unknown, x: unknown, options?: unknown): unknown => call(op, method, dy, x, options, undefined);
  };
  const activation = Object.assign(
    unary(FORWARD),
    { backward: binary(BACKWARD), derivative: unary(DERIVATIVE) },
    op.fromOutput && { backwardFromOutput: binary(FROM_OUTPUT) },
    definition.methods?.(op),
  );
  operations.set(activation, op);
  return Object.defineProperties(activation, { name: { value: op.name }, definition: { value: definition } }) as unknown as A;
};

/** Options first, each read once, then what they go with; nothing is written before everything is checked. `own`: instead of their `out`. */
const call = (op: Operation, method: Method, dy: unknown, x: unknown, options: unknown, list: unknown, own?: Options): unknown => {
  const { where, input, takesDy } = method;
  const { parameters } = op;
  const read = optionsOf(where, options, op.known, x, list);
  const type = typeOf(x);
  const { out } = own || read;
  if (type < 0 && isTensorLike(x)) return ofTensor(op, method, dy, x, out, read);
  let a = 0;
  let b = 0;
  if (parameters) {
    const first = given(parameters, 0, read);
    const second = given(parameters, 1, read);
    if (first === undefined && second === undefined && op.isComplete && method.direction === FORWARD) {
      const { defaults } = op;
      a = type === F32 ? Math.fround(defaults[0]) : defaults[0];
      b = type === F32 ? Math.fround(defaults[1]) : defaults[1];
    } else {
      a = parameters.check(where, 0, first, type === F32);
      b = parameters.check(where, 1, second, type === F32);
      parameters.checkBoth(where, a, b, method.direction === FROM_OUTPUT);
    }
  }
  // An integer array is known to the heap as well, so the type has to be one that this function takes.
  if (out !== undefined && type === F32 && method.direction === FORWARD)
    if (isRun(op, x as Elements, out, a, b) || isForwarded(op.program, x, out, a, b)) return out;
  if (type < 0) {
    if (out !== undefined) refuse(where, "out", describe(out), `none, as ${input} is no typed array`);
    return typeof x === "number" ? ofNumber(op, method, dy, x, a, b) : ofList(op, method, dy, x, a, b);
  }
  if (type > F64 && (!op.integers || method.direction !== FORWARD)) refuse(where, input, describe(x), NUMBERS);

  const array = x as Elements;
  const n = lengthOfAttached(where, input, array);
  const upstream = takesDy ? like(where, "dy", dy, type, n, input) : undefined;
  const isHuge = method.direction === FORWARD && n * sizeOf(type) >= HUGE;
  let y: Elements;
  if (out === undefined && isHuge) {
    // A copy's memory is not set to 0 before: a tenth of the time at 1M and 4M elements.
    alive(where, input, array);
    y = new (arrayOf(type))(array);
    run(op, method, type, undefined, y, y, n, a, b);
    return y;
  }
  if (out === undefined) y = type === F32 ? new Float32Array(n) : new (arrayOf(type))(n);
  else {
    y = out === array ? array : like(where, "out", out, type, n, input);
    const bytes = n * sizeOf(type);
    if (y !== array) apart(where, input, array, y, bytes);
    if (upstream !== undefined && y !== upstream) apart(where, "dy", upstream, y, bytes);
  }
  run(op, method, type, upstream, array, y, n, a, b);
  return y;
};

/** Apart from `call`, which would make a context for what this closure holds. */
const ofTensor = (op: Operation, method: Method, dy: unknown, x: unknown, out: unknown, read: Options): unknown =>
  onTensors(method, dy, x, out, (upstream, data, y) => call(op, method, upstream, data, read, undefined, { out: y }));

/** A number is an array of one, always the same one: arrays are dear to make. No code of a user's runs while it is in use. */
const cell = /* @__PURE__ */ new Float64Array(1);
const upstreamCell = /* @__PURE__ */ new Float64Array(1);

const ofNumber = (op: Operation, method: Method, dy: unknown, x: number, a: number, b: number): number => {
  const { where, input, takesDy } = method;
  if (takesDy && typeof dy !== "number") refuse(where, "dy", describe(dy), `a number like ${input}`);
  const functions = method.direction === FORWARD ? op.program.ready() : undefined;
  if (functions) {
    const few = scratchOf().few(F64, X);
    few[0] = x;
    functionOf(functions, FORWARD, F64)(slot(X), slot(X), 1, a, b);
    return few[0];
  }
  upstreamCell[0] = dy as number;
  cell[0] = x;
  run(op, method, F64, takesDy ? upstreamCell : undefined, cell, cell, 1, a, b);
  return cell[0];
};

/** All its numbers in one call. */
const ofList = (op: Operation, method: Method, dy: unknown, x: unknown, a: number, b: number): unknown => {
  const { where, input, takesDy } = method;
  if (!Array.isArray(x)) return refuse(where, input, describe(x), NUMBERS);
  const length = count(where, input, x);
  const upstream = takesDy ? flattenLike(where, "dy", dy, x, input, length) : undefined;
  const flat = flatten(x, length);
  run(op, method, F64, upstream, flat, flat, length, a, b);
  return rebuild(x, flat);
};

/** From so many bytes on, arrays are in no cache near. */
const HUGE = 1 << 19;

/**
 * y ← f(x), f′(x) or dy · f′(x). The arrays have one type and length; y is x or dy or overlaps neither. However short they are, the
 * values come from the kernel, so a value always has the same bits.
 */
const run = (
  op: Operation,
  { where, direction, input }: Method,
  type: number,
  dy: Elements | undefined,
  x: Elements,
  y: Elements,
  n: number,
  a: number,
  b: number,
): void => {
  const heap = heapOf(where, input, x, y, dy);
  const functions = op.program.ready();
  if (!functions) {
    plain(op, direction, dy, x, y, n, a, b);
    return;
  }
  const space = spaceOr(heap);
  const kernel = functionOf(space.functionsOf(op.program, functions), direction === DERIVATIVE ? BACKWARD : direction, type);
  // The ones that a derivative multiplies by stand in a slot.
  const isDerivative = direction === DERIVATIVE;
  const size = sizeOf(type);
  const isWide = heap === undefined && direction === FORWARD && n * size >= HUGE;
  const place = isWide ? WIDE : X;
  const room = ((isDerivative ? SLOT : isWide ? WIDE_BYTES : space.room) / size) | 0;
  if (isDerivative) space.view(type, DY, Math.min(n, room)).fill(1);
  for (let i = 0; i < n; i += room) {
    const m = Math.min(room, n - i);
    const from = space.read(x, type, place, i, m);
    const to = space.target(y, type, place, i, m);
    if (direction === FORWARD) kernel(from, to, m, a, b);
    else kernel(dy === undefined ? slot(DY) : space.read(dy, type, DY, i, m), from, to, m, a, b);
    space.flush(y, type, place, i, m);
  }
};

/** Without WebAssembly. Stores round to the element type; f′ is rounded to it before the product, as in the kernels. */
const plain = (
  op: Operation,
  direction: Direction,
  dy: Elements | undefined,
  x: Elements,
  y: Elements,
  n: number,
  a: number,
  b: number,
): void => {
  const { f, keepsNaN } = op;
  if (direction === FORWARD) {
    if (keepsNaN && x !== y) copyInto(y, x, 0);
    for (let i = 0; i < n; i++) {
      const value = x[i] as number;
      if (!keepsNaN || !Number.isNaN(value)) y[i] = f(value, a, b);
    }
    return;
  }
  const slope = (direction === FROM_OUTPUT && op.fromOutput) || op.df;
  for (let i = 0; i < n; i++) {
    const upstream = dy === undefined ? 1 : (dy[i] as number);
    y[i] = slope(x[i] as number, a, b);
    y[i] = y[i] === 0 ? 0 : upstream * (y[i] as number);
  }
};

/** Every function of the kernel. */
const isRight = (op: Operation, functions: Functions): boolean => {
  const [a, b] = op.defaults.map((value) => (Number.isNaN(value) ? 1 : value)) as [number, number];
  return [F32, F64, 2, 3, 4].every((type) =>
    ([FORWARD, BACKWARD, FROM_OUTPUT] as const).every((direction) => {
      if (direction === FROM_OUTPUT ? !op.fromOutput || type > F64 : type > F64 && (direction !== FORWARD || !op.integers)) return true;
      if (!functionOf(functions, direction, type)) return false;
      const [x, got, expected] = [lanes(type), lanes(type), lanes(type)];
      run(op, methodOf("", direction), type, x, x, got, x.length, a, b);
      plain(op, direction, x, x, expected, x.length, a, b);
      return agree(got, expected);
    }),
  );
};
