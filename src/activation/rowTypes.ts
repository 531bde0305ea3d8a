// The shapes of functions over rows.
import type { Backward, Forward, NestedArray, NoOut, Out } from "./types.js";

export interface RowOptions {
  /** Elements of a row: x is [rows, cols], and for gated units cols is even. Default: all of an array is one row; of nested arrays, each innermost one. */
  readonly cols?: number;
}

/** f(x), of x's shape. */
export type RowForward = Forward<RowOptions>;

/** The gradient with respect to x, of x's shape, from dy of the result's shape and x, or y where that is enough. */
export type RowBackward = Backward<RowOptions>;

/** An activation over rows. It has no `derivative`: that of a row is a matrix. */
export interface Rowwise extends RowForward {
  /** The gradient with respect to x. Shapes, `cols`, `out`, errors as the function itself. */
  readonly backward: RowBackward;
  /** The gradient with respect to x from y = f(x), without keeping x. */
  readonly backwardFromOutput: RowBackward;
}

/** f(x), one value a row. */
export interface RowReduction {
  (x: number, options?: RowOptions & NoOut): number;
  (x: readonly number[], options: { readonly cols: number } & NoOut): number[];
  (x: readonly number[], options?: NoOut): number;
  (x: readonly (readonly number[])[], options?: NoOut): number[];
  (x: NestedArray, options?: RowOptions & NoOut): NestedArray;
  (x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  (x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
}

/** Its gradient, of x's shape; dy has one value a row. */
export interface RowReductionBackward {
  (dy: number, x: number, options?: RowOptions & NoOut): number;
  (dy: number, x: readonly number[], options?: NoOut): number[];
  (dy: readonly number[], x: readonly number[], options: { readonly cols: number } & NoOut): number[];
  <T extends NestedArray>(dy: NestedArray, x: T, options?: RowOptions & NoOut): T;
  (dy: Float32Array, x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float32Array, x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  (dy: Float64Array, x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float64Array, x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
}

/** f(x), half as many columns as x. */
export interface HalvingForward {
  (x: readonly number[], options?: RowOptions & NoOut): number[];
  <T extends NestedArray>(x: T, options?: RowOptions & NoOut): T;
  (x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  (x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
}

/** Its gradient, of x's shape; dy has the result's. */
export interface HalvingBackward {
  (dy: readonly number[], x: readonly number[], options?: RowOptions & NoOut): number[];
  <T extends NestedArray>(dy: NestedArray, x: T, options?: RowOptions & NoOut): T;
  (dy: Float32Array, x: Float32Array, options?: RowOptions & NoOut): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float32Array, x: Float32Array, options: RowOptions & Out<Float32Array<B>>): Float32Array<B>;
  (dy: Float64Array, x: Float64Array, options?: RowOptions & NoOut): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(dy: Float64Array, x: Float64Array, options: RowOptions & Out<Float64Array<B>>): Float64Array<B>;
}

/** A gated unit: rows are [a | b]. It has no `derivative`: there are two, one for each half. */
export interface Gated extends HalvingForward {
  /** The gradient with respect to x, both halves. `options.out` takes an array of x's type and length. */
  readonly backward: HalvingBackward;
}
