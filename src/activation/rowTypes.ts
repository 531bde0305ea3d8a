// The shapes of functions over rows.
import type { Backward, FloatArray, Forward, MaybeOut, NestedArray, NoOut, Out } from "./types.js";

export interface RowOptions {
  /** Elements of a row: x is [rows, cols], and for gated units cols is even. Default: all of an array is one row; of nested arrays, each innermost one. */
  readonly cols?: number;
}

export interface AxisOptions extends RowOptions {
  /** Product of the axes behind that of `cols`: x is [rows, cols, inner]. Default 1. */
  readonly inner?: number;
}

/** f(x), of x's shape. */
export type RowForward = Forward<AxisOptions>;

/** The gradient with respect to x, of x's shape, from dy of the result's shape and x, or y where that is enough. */
export type RowBackward = Backward<AxisOptions>;

/** An activation over rows. It has no `derivative`: that of a row is a matrix. */
export interface Rowwise extends RowForward {
  /** The gradient with respect to x. Shapes, `cols`, `out`, errors as the function itself. */
  readonly backward: RowBackward;
  /** The gradient with respect to x from y = f(x), without keeping x. */
  readonly backwardFromOutput: RowBackward;
}

/** Several rows in an array that is not nested. */
type Rows = { readonly cols: number } | { readonly inner: number };

/** f(x), one value a row. */
export interface RowReduction {
  /** The result, a number. */
  (x: number, options?: AxisOptions & NoOut): number;
  /** The result, in a new array. */
  (x: readonly number[], options: AxisOptions & Rows & NoOut): number[];
  /** The result, a number. */
  (x: readonly number[], options?: NoOut): number;
  /** The result, in a new array. */
  (x: readonly (readonly number[])[], options?: NoOut): number[];
  /** The result, in a new array. */
  (x: Float32Array, options?: AxisOptions & NoOut): Float32Array<ArrayBuffer>;
  /** The result, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(x: Float32Array, options: AxisOptions & Out<Float32Array<B>>): Float32Array<B>;
  /** The result, in a new array. */
  (x: Float64Array, options?: AxisOptions & NoOut): Float64Array<ArrayBuffer>;
  /** The result, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(x: Float64Array, options: AxisOptions & Out<Float64Array<B>>): Float64Array<B>;
  /** The result, in a new array. */
  (x: NestedArray, options?: AxisOptions & NoOut): NestedArray;
  /** The result, in a new array. */
  (x: number | Float32Array, options?: AxisOptions & NoOut): number | Float32Array<ArrayBuffer>;
  /** The result, of x's type, in `options.out` or a new array. */
  <T extends FloatArray>(x: T, options?: AxisOptions & MaybeOut<T>): T;
  /**
   * One value a row, of x's type.
   * @param x  a number, numbers nested to any depth, a `Float32Array` or a `Float64Array`
   * @param options  `out`, for typed arrays: an array of x's type with one element a row, apart from x. Default: a new array.
   */
  <T extends number | NestedArray | FloatArray>(x: T, options?: AxisOptions & MaybeOut<T>): number | NestedArray | FloatArray;
}

/** Its gradient, of x's shape; dy has one value a row. */
export interface RowReductionBackward {
  /** The gradient, a number. */
  (dy: number, x: number, options?: AxisOptions & NoOut): number;
  /** The gradient, in a new array. */
  (dy: number, x: readonly number[], options?: NoOut): number[];
  /** The gradient, in a new array. */
  (dy: readonly number[], x: readonly number[], options: AxisOptions & Rows & NoOut): number[];
  /** The gradient, in a new array. */
  (dy: Float32Array, x: Float32Array, options?: AxisOptions & NoOut): Float32Array<ArrayBuffer>;
  /** The gradient, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(dy: Float32Array, x: Float32Array, options: AxisOptions & Out<Float32Array<B>>): Float32Array<B>;
  /** The gradient, in a new array. */
  (dy: Float64Array, x: Float64Array, options?: AxisOptions & NoOut): Float64Array<ArrayBuffer>;
  /** The gradient, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(dy: Float64Array, x: Float64Array, options: AxisOptions & Out<Float64Array<B>>): Float64Array<B>;
  /** The gradient, nested as x is. */
  <T extends NestedArray>(dy: NestedArray, x: T, options?: AxisOptions & NoOut): T;
  /**
   * The gradient, of x's shape and type.
   * @param dy  one value a row: the gradient with respect to the result
   * @param options  `out`: x itself, or another array of x's type and length, apart from dy. Default: a new array.
   */
  <T extends number | FloatArray>(dy: T, x: T, options?: AxisOptions & MaybeOut<T>): T;
}

/** f(x), half as many columns as x. */
export interface HalvingForward {
  /** The result, in a new array. */
  (x: readonly number[], options?: RowOptions & NoOut): number[];
  /** The result, in a new array. */
  (x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  /** The result, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  /** The result, in a new array. */
  (x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  /** The result, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
  /**
   * Half as many columns as x has, of its type.
   * @param x  rows [a | b]: numbers nested to any depth, a `Float32Array` or a `Float64Array`
   * @param options  `out`, for typed arrays: an array of x's type and half its length, apart from x. Default: a new array.
   */
  <T extends NestedArray | FloatArray>(x: T, options?: RowOptions & MaybeOut<T>): T;
}

/** Its gradient, of x's shape; dy has the result's. */
export interface HalvingBackward {
  /** The gradient, in a new array. */
  (dy: readonly number[], x: readonly number[], options?: RowOptions & NoOut): number[];
  /** The gradient, in a new array. */
  <T extends NestedArray>(dy: NestedArray, x: T, options?: RowOptions & NoOut): T;
  /** The gradient, in a new array. */
  (dy: Float32Array, x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  /** The gradient, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(dy: Float32Array, x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  /** The gradient, in a new array. */
  (dy: Float64Array, x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  /** The gradient, written to `options.out`, which is returned. */
  <B extends ArrayBufferLike>(dy: Float64Array, x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
  /**
   * The gradient, both halves, of x's shape.
   * @param dy  the gradient with respect to the result, of its shape
   * @param options  `out`, for typed arrays: x itself, or another array of its type and length, apart from dy. Default: a new array.
   */
  <T extends NestedArray | FloatArray>(dy: T, x: T, options?: RowOptions & MaybeOut<T>): T;
}

/** A gated unit: rows are [a | b]. It has no `derivative`: there are two, one for each half. */
export interface Gated extends HalvingForward {
  /** The gradient with respect to x, both halves. `options.out` takes an array of x's type and length. */
  readonly backward: HalvingBackward;
}
