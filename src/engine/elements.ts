// The element types, and what an array really is. Everywhere a type is its place in `arrays`, the number that also picks its kernels.
//
// Arrays are read by the getters of %TypedArray% itself. A subclass may have another `length`, and its `subarray` and `set` may do
// anything; with a length that is not true a kernel would write over its neighbours. (6 ns a read in V8, plain reads 1 to 13.)

export type Elements = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array;

interface Constructor {
  new (length: number): Elements;
  new (elements: Elements): Elements;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Elements;
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
}

const arrays: readonly Constructor[] = [Float32Array, Float64Array, Int8Array, Int16Array, Int32Array];
/** What kernels call the types. */
export const suffixes: readonly string[] = ["f32", "f64", "i8", "i16", "i32"];
const names: readonly string[] = ["Float32Array", "Float64Array", "Int8Array", "Int16Array", "Int32Array"];
export const F32 = 0;
export const F64 = 1;
export const I8 = 2;

export const arrayOf = (type: number): Constructor => arrays[type] as Constructor;
export const nameOf = (type: number): string => names[type] as string;
const sizes: readonly number[] = [4, 8, 1, 2, 4];
/** Bytes of an element. */
export const sizeOf = (type: number): number => sizes[type] as number;

const prototype: Float32Array = /* @__PURE__ */ Object.getPrototypeOf(Float32Array.prototype);

/**
 * A getter of %TypedArray% as a function. Called, these look into the array's buffer, which takes 10 to 100 ns where it is in no cache. V8 reads
 * length and offset inline instead, out of the array alone, where
 * - it knows which getter it is: a constant here, as bundlers make a `var` of a file's constants;
 * - it knows what the array is: after an element was read in the same function, and in no branch that ended since, at a place that sees at most
 *   four types. So `x[0]` comes first where calls are short. (Reading it here, for all, gained nothing.)
 */
const getter = <T>(name: PropertyKey): ((x: unknown) => T) => {
  const get = (Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor).get as () => unknown;
  return (x) => get.call(x) as T;
};
export const lengthOf: (x: Elements) => number = /* @__PURE__ */ getter("length");
export const offsetOf: (x: Elements) => number = /* @__PURE__ */ getter("byteOffset");
export const bufferOf: (x: Elements) => ArrayBufferLike = /* @__PURE__ */ getter("buffer");
const tagOf: (x: unknown) => string | undefined = /* @__PURE__ */ getter(Symbol.toStringTag);

const method = <M extends "set" | "indexOf">(name: M): Float32Array[M] => prototype[name];
const set = /* @__PURE__ */ method("set");
const indexOf = /* @__PURE__ */ method("indexOf");

/** The type of an array; −1 for anything else. By the tag, not `instanceof`: arrays of other realms count too. */
export const typeOf = (x: unknown): number => {
  const name = tagOf(x);
  return name === "Float32Array" ? F32 : names.indexOf(name as string);
};

/** to[start …] ← all of from, bit by bit if they have one type. */
export const copyInto = (to: Elements, from: Elements, start: number): void => {
  set.call(to as Float32Array, from, start);
};

/** Elements start to start + n of x, by a plain array of its type. */
export const part = (x: Elements, type: number, start: number, n: number): Elements => {
  const Type = arrayOf(type);
  return new Type(bufferOf(x), offsetOf(x) + start * Type.BYTES_PER_ELEMENT, n);
};

/**
 * Of an array of no length: why it has none, if that is not how it was made. `indexOf` refuses arrays without memory, and changes nothing.
 * So should `keys`, but JavaScriptCore has compiled code of its own for it, which lets views pass that a resize has cut off.
 */
export const lossOf = (x: Elements): string | undefined => {
  try {
    indexOf.call(x as Float32Array, 0);
    return undefined;
  } catch {
    try {
      new Uint8Array(bufferOf(x));
      return "is out of bounds";
    } catch {
      return "is detached";
    }
  }
};
