// A definition becomes the function that users call: look at what came, refuse what is wrong, then run.
import { checkApart, checkAttached, checkLike, checkOptions, mayOverlap, type Options } from "../engine/checks.js";
import { arrayOf, type Elements, F32, F64, typeOf } from "../engine/elements.js";
import { describe, refuser } from "../engine/errors.js";
import type { Kernel } from "../engine/kernel.js";
import {
  BACKWARD,
  DERIVATIVE,
  type Direction,
  FORWARD,
  type Formula,
  FROM_OUTPUT,
  type Operation,
  residence,
  run,
  single,
} from "../engine/run.js";
import type { Parameters } from "./parameters.js";
import type { Elementwise } from "./types.js";

/** What src/ops/<op>.ts says of an activation: all it takes to run it and to test it. */
export interface Definition {
  readonly name: string;
  readonly kernel: Kernel;
  readonly parameters?: Parameters;
  /** f on one number: the reference, and what runs where WebAssembly does not. */
  readonly f: Formula;
  /** f′ on one number; exactly 0 where the gradient stops. */
  readonly df: Formula;
  /** f′ from y, if that can be had. */
  readonly fromOutput?: Formula;
  /** Takes integer arrays too. */
  readonly integers?: boolean;
  /** f(NaN) is that very NaN, bit by bit. */
  readonly keepsNaN?: boolean;
  /** What the function has beside the usual methods. */
  readonly methods?: (op: Operation & { readonly parameters: Parameters }) => object;
  /** Greatest error of value and derivative in units in the last place; 0: the only right bits. */
  readonly ulp: { readonly f32: number; readonly f64: number };
}

type Checked = Operation & { readonly parameters: Parameters | undefined; readonly integers: boolean };

export const define = <A extends Elementwise<never, boolean>>(definition: Definition): A => {
  // All fields in one order, so that V8 reads them without a search whichever activation it is.
  const op: Checked = {
    parameters: undefined,
    fromOutput: undefined,
    integers: false,
    keepsNaN: false,
    runs: undefined,
    id: 0,
    ...definition,
  };
  return Object.defineProperties(
    Object.assign(
      (x: unknown, options?: Options) => (options ? glance(op, x, options) : number(op, x)) ?? call(op, FORWARD, undefined, x, options),
      {
        backward: (dy: unknown, x: unknown, options?: Options) => call(op, BACKWARD, dy, x, options),
        derivative: (x: unknown, options?: Options) => call(op, DERIVATIVE, undefined, x, options),
      },
      op.fromOutput && { backwardFromOutput: (dy: unknown, y: unknown, options?: Options) => call(op, FROM_OUTPUT, dy, y, options) },
      definition.methods?.(op as Operation & { readonly parameters: Parameters }),
    ),
    { name: { value: op.name }, definition: { value: op } },
  ) as unknown as A;
};

/** The commonest call, a Float32Array into a given array with no parameter given, known in 10 to 20 ns. Undefined if it is another one. */
const glance = (op: Checked, x: unknown, options: Options): Elements | undefined => {
  let a = 0;
  let b = 0;
  if (op.parameters) {
    for (const key in options) if (key !== "out") return undefined;
    const { usual } = op.parameters;
    a = Math.fround(usual[0]);
    b = Math.fround(usual[1]);
    // Those that must be given
    if (Number.isNaN(a + b)) return undefined;
  }
  const out = options["out"] as Elements;
  // Not before the op has run in scratch: there it is found out whether this engine runs it at all.
  if (out !== alone && op.runs && residence?.quick(op, x as Elements, out, a, b)) return out;
  if (!ArrayBuffer.isView(x) || !ArrayBuffer.isView(out)) return undefined;
  const { length } = out;
  const isOrdinary =
    (x as Elements)[Symbol.toStringTag] === "Float32Array" &&
    out[Symbol.toStringTag] === "Float32Array" &&
    (x as Elements).length === length &&
    length;
  if (!isOrdinary) return undefined;
  if (x !== out && out !== alone && mayMeet(x as Elements, out)) return undefined;
  run(op, FORWARD, F32, undefined, x as Elements, out, a, b, true);
  return out;
};

/** f of a number with no parameter given, by a kernel that is linked; undefined if it is another call. */
const number = (op: Checked, x: unknown): number | undefined => {
  if (typeof x !== "number" || !op.runs) return undefined;
  const usual = op.parameters === undefined ? none : op.parameters.usual;
  return Number.isNaN(usual[0] + usual[1]) ? undefined : single(op, x, usual[0], usual[1]);
};

const none = [0, 0] as const;

let alone: Elements;
let calls = 0;

/**
 * Not known to be apart. A short array that is all there is of its buffer can't be overlapped in part by one of its length: calls with
 * it are spared the reading of offsets, 20 ns in V8 11. `.buffer` has its price too: asked every 64th time. At most 128 bytes are kept.
 */
const mayMeet = (x: Elements, out: Elements): boolean => {
  if (!(++calls & 63) && out.length < 33) {
    const { byteLength, resizable, growable } = out.buffer as ArrayBuffer & { resizable?: boolean; growable?: boolean };
    if (byteLength === out.byteLength && !resizable && !growable) alone = out;
  }
  return mayOverlap(x, out);
};

/** Any call. Nothing is written before everything is checked. */
const call = (op: Checked, direction: Direction, dy: unknown, x: unknown, options: Options | undefined): unknown => {
  const { parameters } = op;
  const refuse = refuser(op, direction);
  const input = direction === FROM_OUTPUT ? "y" : "x";
  const wantsDy = direction === BACKWARD || direction === FROM_OUTPUT;
  if (Array.isArray(x)) {
    if (wantsDy && !(Array.isArray(dy) && dy.length === x.length)) refuse("dy", describe(dy), `an array nested like ${input}`);
    return Array.from(x, (part, i) => call(op, direction, wantsDy && (dy as unknown[])[i], part, options));
  }
  const isNumber = typeof x === "number";
  if (isNumber && wantsDy && typeof dy !== "number") refuse("dy", describe(dy), `a number like ${input}`);
  const array = isNumber ? Float64Array.of(x) : (x as Elements);
  const type = typeOf(array);
  if (type < 0 || (type > F64 && (direction || !op.integers))) refuse(input, describe(x), "numbers, a Float32Array or a Float64Array");

  if (options !== undefined) checkOptions(refuse, options, ["out", ...(parameters?.names ?? [])]);
  const out = options?.["out"];
  if (isNumber && out !== undefined) refuse("out", describe(out), `none, as ${input} is no typed array`);
  const [a, b] = parameters ? parameters.read(refuse, direction, options, type === F32) : [0, 0];
  const { length } = array;
  checkAttached(refuse, input, array);
  const upstream = wantsDy ? checkLike(refuse, "dy", isNumber ? Float64Array.of(dy as number) : dy, type, length, input) : undefined;
  if (out !== undefined) {
    checkApart(refuse, input, array, checkLike(refuse, "out", out, type, length, input));
    if (upstream) checkApart(refuse, "dy", upstream, out as Elements);
  }
  // By name: a constructor in a variable costs 20 ns more.
  const y = (out ?? (type === F32 ? new Float32Array(length) : new (arrayOf(type))(length))) as Elements;
  run(op, direction, type, upstream, array, y, a, b, out !== undefined);
  return isNumber ? y[0] : y;
};
