// The element types. Everywhere a type is its place in `arrays`, the number that also picks its kernels.

export type Elements = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array;

interface Constructor {
  new (length: number): Elements;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Elements;
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
}

const arrays: readonly Constructor[] = [Float32Array, Float64Array, Int8Array, Int16Array, Int32Array];
/** What kernels call the types. */
export const suffixes: readonly string[] = ["f32", "f64", "i8", "i16", "i32"];
const names = /* @__PURE__ */ arrays.map(({ name }) => name);
export const F32 = 0;
export const F64 = 1;

export const arrayOf = (type: number): Constructor => arrays[type] as Constructor;

/** The type of an array; −1 for anything else. By the tag, not `instanceof`: arrays of other realms count too. */
export const typeOf = (x: unknown): number => (ArrayBuffer.isView(x) ? names.indexOf((x as Elements)[Symbol.toStringTag]) : -1);
