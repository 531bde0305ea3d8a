// The shapes of functions over rows.
import type { Tensor } from "../engine/tensor.js";
import type { Backward, FloatArray, Forward, MaybeOut, MaybeTensor, NestedArray, NoOut, Out } from "./types.js";

export interface RowOptions {
  /** Elements of a row: x is [rows, cols], and for gated units cols is even. Default: all of an array is one row; of nested arrays, each innermost one. */
  readonly cols?: number;
}

export interface AxisOptions extends RowOptions {
  /** Product of the axes behind that of `cols`: x is [rows, cols, inner]. Default 1. */
  readonly inner?: number;
}

/** f(x), of x's shape. Rows of a tensor are along its last axis. */
export type RowForward = Forward<AxisOptions, false, unknown>;

/** The gradient with respect to x, of x's shape, from dy of the result's shape and x, or y where that is enough. */
export type RowBackward = Backward<AxisOptions, false, unknown>;

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
  (x: number, options?: AxisOptions & NoOut): number;
  (/** Rows. The result is new. */ x: readonly number[], options: AxisOptions & Rows & NoOut): number[];
  (/** Rows. The result is new. */ x: readonly number[], options?: NoOut): number;
  (/** Rows. The result is new. */ x: readonly (readonly number[])[], options?: NoOut): number[];
  (/** Rows. The result is `options.out`, or a new array. */ x: Float32Array, options?: AxisOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** Rows. The result is `options.out`, or a new array. */ x: Float32Array,
    /** `out`: of x's type and the result's length, apart from x. */ options: AxisOptions & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** Rows. The result is `options.out`, or a new array. */ x: Float64Array, options?: AxisOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** Rows. The result is `options.out`, or a new array. */ x: Float64Array,
    /** `out`: of x's type and the result's length, apart from x. */ options: AxisOptions & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** Rows. The result is new. */ x: NestedArray, options?: AxisOptions & NoOut): NestedArray;
  (/** The result is new. */ x: number | Float32Array, options?: AxisOptions & NoOut): number | Float32Array<ArrayBuffer>;
  (/** Along the last axis, which the result does not have: `options.out`, or a new tensor. */ x: Tensor, options?: MaybeTensor): Tensor;
  <T extends FloatArray>(/** Rows. The result is `options.out`, or a new array. */ x: T, options?: AxisOptions & MaybeOut<T>): T;
  <T extends number | NestedArray | FloatArray>(
    /** Rows: numbers nested to any depth, a `Float32Array` or a `Float64Array`. The result is of its type: new, or `options.out`. */ x: T,
    options?: AxisOptions & MaybeOut<T>,
  ): number | NestedArray | FloatArray;
}

/** Its gradient, of x's shape; dy has one value a row. */
export interface RowReductionBackward {
  (/** The gradient with respect to f(x). */ dy: number, x: number, options?: AxisOptions & NoOut): number;
  (/** The gradient with respect to f(x). */ dy: number, x: readonly number[], options?: NoOut): number[];
  (/** The gradient with respect to f(x). */ dy: readonly number[], x: readonly number[], options: AxisOptions & Rows & NoOut): number[];
  (/** The gradient with respect to f(x). */ dy: Float32Array, x: Float32Array, options?: AxisOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float32Array,
    x: Float32Array,
    /** `out`: of x's type and length, apart from dy; or x itself. */ options: AxisOptions & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** The gradient with respect to f(x). */ dy: Float64Array, x: Float64Array, options?: AxisOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float64Array,
    x: Float64Array,
    /** `out`: of x's type and length, apart from dy; or x itself. */ options: AxisOptions & Out<Float64Array<B>>,
  ): Float64Array<B>;
  <T extends NestedArray>(/** The gradient with respect to f(x). */ dy: NestedArray, x: T, options?: AxisOptions & NoOut): T;
  (/** The gradient with respect to f(x). */ dy: Tensor, x: Tensor, options?: MaybeTensor): Tensor;
  <T extends number | FloatArray>(/** The gradient with respect to f(x). */ dy: T, x: T, options?: AxisOptions & MaybeOut<T>): T;
}

/** f(x), half as many columns as x. */
export interface HalvingForward {
  (/** Rows. The result is new. */ x: readonly number[], options?: RowOptions & NoOut): number[];
  (/** Rows. The result is `options.out`, or a new array. */ x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** Rows. The result is `options.out`, or a new array. */ x: Float32Array,
    /** `out`: of x's type and the result's length, apart from x. */ options: RowOptions & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** Rows. The result is `options.out`, or a new array. */ x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** Rows. The result is `options.out`, or a new array. */ x: Float64Array,
    /** `out`: of x's type and the result's length, apart from x. */ options: RowOptions & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** Along the last axis, of which the result has half: `options.out`, or a new tensor. */ x: Tensor, options?: MaybeTensor): Tensor;
  <T extends NestedArray | FloatArray>(
    /** Rows: numbers nested to any depth, a `Float32Array` or a `Float64Array`. The result is of its type: new, or `options.out`. */ x: T,
    options?: RowOptions & MaybeOut<T>,
  ): T;
}

/** Its gradient, of x's shape; dy has the result's. */
export interface HalvingBackward {
  (/** The gradient with respect to f(x). */ dy: readonly number[], x: readonly number[], options?: RowOptions & NoOut): number[];
  <T extends NestedArray>(/** The gradient with respect to f(x). */ dy: NestedArray, x: T, options?: RowOptions & NoOut): T;
  (/** The gradient with respect to f(x). */ dy: Float32Array, x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float32Array,
    x: Float32Array,
    /** `out`: of x's type and length, apart from dy; or x itself. */ options: RowOptions & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (/** The gradient with respect to f(x). */ dy: Float64Array, x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The gradient with respect to f(x). */ dy: Float64Array,
    x: Float64Array,
    /** `out`: of x's type and length, apart from dy; or x itself. */ options: RowOptions & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** The gradient with respect to f(x). */ dy: Tensor, x: Tensor, options?: MaybeTensor): Tensor;
  <T extends NestedArray | FloatArray>(/** The gradient with respect to f(x). */ dy: T, x: T, options?: RowOptions & MaybeOut<T>): T;
}

/** A gated unit: rows are [a | b]. It has no `derivative`: there are two, one for each half. */
export interface Gated extends HalvingForward {
  /** The gradient with respect to x, both halves. `options.out` takes an array of x's type and length. */
  readonly backward: HalvingBackward;
}
