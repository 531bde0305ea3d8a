// The shapes of the public functions. What goes in decides what comes out: number → number, nested array → array of the same
// nesting, typed array → typed array of the same type (a new one, or `out`).

/** Arrays of numbers, nested to any depth. */
export interface NestedArray extends ReadonlyArray<number | NestedArray> {}

/** No `out`: the result is a new array. */
export interface NoOut {
  readonly out?: undefined;
}

/** Where to write the result: the input itself, or any other array of its type and length. */
export interface Out<A> {
  readonly out: A;
}

/** The options argument: left out if all of it may be. */
export type Given<O, Required> = Required extends true ? [options: O] : [options?: O];

/** f(x). `O`: the op's parameters; `R`: whether they must be given. */
export interface Forward<O, R = false> {
  (x: number, ...options: Given<O & NoOut, R>): number;
  (x: readonly number[], ...options: Given<O & NoOut, R>): number[];
  <T extends NestedArray>(x: T, ...options: Given<O & NoOut, R>): T;
  (x: Float32Array, ...options: Given<O & NoOut, R>): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float32Array, options: O & Out<Float32Array<B>>): Float32Array<B>;
  (x: Float64Array, ...options: Given<O & NoOut, R>): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float64Array, options: O & Out<Float64Array<B>>): Float64Array<B>;
}

/** dy · f′(x), from dy and x (or y, where f′ is a function of y). */
export interface Backward<O, R = false> {
  (dy: number, x: number, ...options: Given<O & NoOut, R>): number;
  (dy: readonly number[], x: readonly number[], ...options: Given<O & NoOut, R>): number[];
  <T extends NestedArray>(dy: T, x: T, ...options: Given<O & NoOut, R>): T;
  (dy: Float32Array, x: Float32Array, ...options: Given<O & NoOut, R>): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float32Array, x: Float32Array, options: O & Out<Float32Array<B>>): Float32Array<B>;
  (dy: Float64Array, x: Float64Array, ...options: Given<O & NoOut, R>): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float64Array, x: Float64Array, options: O & Out<Float64Array<B>>): Float64Array<B>;
}

/** An activation, applied element by element. */
export interface Activation<O = unknown, R = false> extends Forward<O, R> {
  /** The gradient with respect to x: dy · f′(x), and exactly 0 where f′ is 0, whatever dy is. Shapes, `out`, errors as the function itself. */
  readonly backward: Backward<O, R>;
  /** f′(x), element by element. Shapes, `out`, errors as the function itself. */
  readonly derivative: Forward<O, R>;
}

/** An activation whose derivative can be had from its result. */
export interface Invertible<O = unknown> extends Activation<O> {
  /**
   * The gradient with respect to x from y = f(x), without keeping x: f′ as a function of y, rounded as in `backward`. The same bits as
   * `backward(dy, x)` where y tells the slope exactly (the rectifiers); else as far off as y was rounded.
   */
  readonly backwardFromOutput: Backward<O>;
}

/** The integer arrays that `relu` takes beside the floats. */
export interface IntegerForward {
  (x: Int8Array, options?: NoOut): Int8Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Int8Array, options: Out<Int8Array<B>>): Int8Array<B>;
  (x: Int16Array, options?: NoOut): Int16Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Int16Array, options: Out<Int16Array<B>>): Int16Array<B>;
  (x: Int32Array, options?: NoOut): Int32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Int32Array, options: Out<Int32Array<B>>): Int32Array<B>;
}
