// The shapes of the public functions. What goes in decides what comes out: number → number, nested array → array of the same
// nesting, typed array → typed array of the same type, tensor → tensor (a new one, or `out`).
//
// The order of the overloads is for readers of errors: compilers report the last one that takes as many arguments. It is the one that
// takes everything, so that the error is about the argument that is wrong. It also takes what is one of several types.
//
// Words are on parameters, for signature help. On a signature they would, where editors show a call's, hide those of the activation itself.

import type { Tensor } from "../engine/tensor.js";

/** Arrays of numbers, nested to any depth. */
export interface NestedArray extends ReadonlyArray<number | NestedArray> {}

/** The arrays that kernels compute on. */
export type FloatArray = Float32Array | Float64Array;

/** No `out`: the result is a new array. */
export interface NoOut {
  readonly out?: undefined;
}

/** Where to write the result: the input itself, or any other array of its type and length. */
export interface Out<A> {
  readonly out: A;
}

/** Where to write the result, if it is not to be a new array; for typed arrays only. */
export interface MaybeOut<X> {
  readonly out?: (X & FloatArray) | undefined;
}

/** Where to write the result, if it is not to be a new tensor: of the result's shape. */
export interface MaybeTensor {
  readonly out?: Tensor | undefined;
}

/** The options argument: left out if all of it may be. */
export type Given<O, Required> = Required extends true ? [options: O] : [options?: O];

/** f(x). `O`: the op's parameters; `R`: whether they must be given; `P`: those beside a tensor. */
export interface Forward<O, R = false, P = O> {
  (x: number, ...options: Given<O & NoOut, R>): number;
  (/** The result is a new array. */ x: readonly number[], ...options: Given<O & NoOut, R>): number[];
  (/** The result is `options.out`, or a new array. */ x: Float32Array, ...options: Given<O & NoOut, R>): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is `options.out`, or a new array. */ x: Float32Array,
    /** `out`: of x's type and length; or x itself. */ options: O & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** The result is `options.out`, or a new array. */ x: Float64Array, ...options: Given<O & NoOut, R>): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is `options.out`, or a new array. */ x: Float64Array,
    /** `out`: of x's type and length; or x itself. */ options: O & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** The result is new. */ x: number | Float32Array, ...options: Given<O & NoOut, R>): number | Float32Array<ArrayBuffer>;
  (/** The result is `options.out`, or a new tensor. */ x: Tensor, ...options: Given<P & MaybeTensor, R>): Tensor;
  <T extends number | NestedArray | FloatArray>(
    /** A number, numbers nested to any depth, a `Float32Array` or a `Float64Array`. The result is like it: new, or `options.out`. */ x: T,
    ...options: Given<O & MaybeOut<T>, R>
  ): T;
}

/** dy · f′(x), from dy and x (or y, where f′ is a function of y). */
export interface Backward<O, R = false, P = O> {
  (/** The gradient with respect to f(x). */ dy: number, x: number, ...options: Given<O & NoOut, R>): number;
  (/** The gradient with respect to f(x). */ dy: readonly number[], x: readonly number[], ...options: Given<O & NoOut, R>): number[];
  (/** The gradient with respect to f(x). */ dy: Float32Array, x: Float32Array, ...options: Given<O & NoOut, R>): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float32Array,
    x: Float32Array,
    /** `out`: of x's type and length; or dy or x itself. */ options: O & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** The gradient with respect to f(x). */ dy: Float64Array, x: Float64Array, ...options: Given<O & NoOut, R>): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float64Array,
    x: Float64Array,
    /** `out`: of x's type and length; or dy or x itself. */ options: O & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** The gradient with respect to f(x). */ dy: Tensor, x: Tensor, ...options: Given<P & MaybeTensor, R>): Tensor;
  <T extends number | NestedArray | FloatArray>(
    /** The gradient with respect to f(x). */ dy: T,
    x: T,
    ...options: Given<O & MaybeOut<T>, R>
  ): T;
}

/** Called by `array.map(f)`. It comes last: of several signatures, compilers take the result's type from that one. */
export type Mapped = (x: number, index: number, array: readonly number[]) => number;

/** An activation, applied element by element, that has to be told its parameters. */
export interface Elementwise<O, R> extends Forward<O, R> {
  /** The gradient with respect to x: dy · f′(x), and exactly 0 where f′ is 0, whatever dy is. Shapes, `out`, errors as the function itself. */
  readonly backward: Backward<O, R>;
  /** f′(x), element by element. Shapes, `out`, errors as the function itself. */
  readonly derivative: Forward<O, R>;
}

/** An activation, applied element by element. */
export interface Activation<O = unknown> extends Elementwise<O, false>, Mapped {}

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
  (/** The result is new, or `options.out`. */ x: Int8Array, options?: NoOut): Int8Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is new, or `options.out`. */ x: Int8Array,
    /** `out`: of x's type and length; or x itself. */ options: Out<Int8Array<B>>,
  ): Int8Array<B>;
  (/** The result is new, or `options.out`. */ x: Int16Array, options?: NoOut): Int16Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is new, or `options.out`. */ x: Int16Array,
    /** `out`: of x's type and length; or x itself. */ options: Out<Int16Array<B>>,
  ): Int16Array<B>;
  (/** The result is new, or `options.out`. */ x: Int32Array, options?: NoOut): Int32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is new, or `options.out`. */ x: Int32Array,
    /** `out`: of x's type and length; or x itself. */ options: Out<Int32Array<B>>,
  ): Int32Array<B>;
}
