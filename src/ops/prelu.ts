import { defineChannels } from "../activation/channels.js";
import type { FloatArray, MaybeOut, MaybeTensor, NestedArray, NoOut, Out } from "../activation/types.js";
import type { Tensor } from "../engine/tensor.js";
import kernel from "../kernels/prelu.js";

export interface PreluOptions {
  /** Product of the axes behind the channel axis: x is [N, C, inner]. Default 1. */
  readonly inner?: number;
}

/** What prelu.backward gives: the gradients with respect to x and to the weight, each of its operand's shape. */
export interface PreluGradients<X, W> {
  readonly dx: X;
  readonly dweight: W;
}

interface PreluForward {
  (x: number, weight: number, options?: PreluOptions & NoOut): number;
  (/** The result is a new array. */ x: readonly number[], weight: number | readonly number[], options?: PreluOptions & NoOut): number[];
  <T extends NestedArray>(
    /** Numbers nested to any depth. The result is new, nested alike. */ x: T,
    weight: number | readonly number[],
    options?: PreluOptions & NoOut,
  ): T;
  (
    /** The result is `options.out`, or a new array. */ x: Float32Array,
    weight: number | Float32Array,
    options?: PreluOptions & NoOut,
  ): Float32Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is `options.out`, or a new array. */ x: Float32Array,
    weight: number | Float32Array,
    /** `out`: of x's type and length, apart from weight; or x itself. */ options: PreluOptions & Out<Float32Array<B>>,
  ): Float32Array<B>;
  (
    /** The result is `options.out`, or a new array. */ x: Float64Array,
    weight: number | Float64Array,
    options?: PreluOptions & NoOut,
  ): Float64Array<ArrayBuffer>;
  <B extends ArrayBufferLike>(
    /** The result is `options.out`, or a new array. */ x: Float64Array,
    weight: number | Float64Array,
    /** `out`: of x's type and length, apart from weight; or x itself. */ options: PreluOptions & Out<Float64Array<B>>,
  ): Float64Array<B>;
  (/** The result is new. */ x: number | Float32Array, weight: number, options?: PreluOptions & NoOut): number | Float32Array<ArrayBuffer>;
  (
    /** Channels are along axis 1. The result is `options.out`, or a new tensor. */ x: Tensor,
    weight: number | Float32Array | Tensor,
    options?: MaybeTensor,
  ): Tensor;
  <T extends number | NestedArray | FloatArray>(
    /** A number, numbers nested to any depth, a `Float32Array` or a `Float64Array`. The result is like it: new, or `options.out`. */ x: T,
    weight: number | T,
    options?: PreluOptions & MaybeOut<T>,
  ): T;
}

interface PreluBackward {
  (
    /** The gradient with respect to f(x). */ dy: number,
    x: number,
    weight: number,
    options?: PreluOptions & NoOut,
  ): PreluGradients<number, number>;
  <T extends NestedArray>(
    /** The gradient with respect to f(x). */ dy: T,
    x: T,
    weight: number,
    options?: PreluOptions & NoOut,
  ): PreluGradients<T, number>;
  <T extends NestedArray>(
    /** The gradient with respect to f(x). */ dy: T,
    x: T,
    weight: readonly number[],
    options?: PreluOptions & NoOut,
  ): PreluGradients<T, number[]>;
  (
    /** The gradient with respect to f(x). */ dy: Float32Array,
    x: Float32Array,
    weight: number,
    options?: PreluOptions & Partial<Out<Float32Array>>,
  ): PreluGradients<Float32Array, number>;
  (
    /** The gradient with respect to f(x). */ dy: Float32Array,
    x: Float32Array,
    weight: Float32Array,
    options?: PreluOptions & Partial<Out<Float32Array>>,
  ): PreluGradients<Float32Array, Float32Array>;
  (
    /** The gradient with respect to f(x). */ dy: Float64Array,
    x: Float64Array,
    weight: number,
    options?: PreluOptions & Partial<Out<Float64Array>>,
  ): PreluGradients<Float64Array, number>;
  (
    /** The gradient with respect to f(x). */ dy: Float64Array,
    x: Float64Array,
    weight: Float64Array,
    options?: PreluOptions & Partial<Out<Float64Array>>,
  ): PreluGradients<Float64Array, Float64Array>;
  (/** The gradient with respect to f(x). */ dy: Tensor, x: Tensor, weight: number, options?: MaybeTensor): PreluGradients<Tensor, number>;
  (
    /** The gradient with respect to f(x). */ dy: Tensor,
    x: Tensor,
    weight: Float32Array,
    options?: MaybeTensor,
  ): PreluGradients<Tensor, Float32Array>;
  (/** The gradient with respect to f(x). */ dy: Tensor, x: Tensor, weight: Tensor, options?: MaybeTensor): PreluGradients<Tensor, Tensor>;
  <T extends number | NestedArray | FloatArray>(
    /** The gradient with respect to f(x). */ dy: T,
    x: T,
    weight: number | T,
    options?: PreluOptions & MaybeOut<T>,
  ): PreluGradients<T, number | T>;
}

export interface Prelu extends PreluForward {
  /**
   * `dx` = dy · (x > 0 ? 1 : weight), exactly 0 where that factor is 0; `dweight[c]` = Σ dy · x over the x of channel c that are
   * not above 0. `options.out` takes dx.
   *
   * The sums' order depends on the shape alone: the same numbers give the same bits, every time. Error of a sum of m terms:
   * f32 adds exact products in float64, 0.5 ULP of the result + m · 2⁻⁵³ · Σ|terms|; f64 (m + 1) · 2⁻⁵³ · Σ|terms|.
   */
  readonly backward: PreluBackward;
  /** ∂prelu/∂x: x > 0 ? 1 : weight. */
  readonly derivative: PreluForward;
}

/**
 * ReLU with a learnable slope below 0, one for everything or one per channel: `x > 0 ? x : weight · x`.
 *
 * Shapes: x is [N, C, inner], flat or nested; weight is a number or holds C slopes. The result has x's shape and type. Of a tensor, channels
 * are along axis 1, and `inner` follows from its shape.
 * Derivative: x > 0 ? 1 : weight.
 * @param x  number, nested array of numbers, `Float32Array`, `Float64Array` or tensor
 * @param weight  number (finite), or C slopes: an array of x's type, a plain array if x is one; beside a tensor a `Float32Array` or a tensor
 * @param options.inner  product of the axes behind the channel axis, a whole number ≥ 1. Default 1.
 * @param options.out  where to write: `x` itself or an array of x's type and length, apart from weight. Default: a new array.
 * @returns `out`, or the new value
 * @throws TypeError if x, weight or out is of another type; RangeError if lengths differ, x's length is no multiple of
 *   C · inner, or memory overlaps in part
 * Special values: prelu(−∞) = −∞ · weight, NaN → NaN. Max error: the exact value, bit by bit (f32, f64).
 * Source: He et al. 2015, arXiv:1502.01852; `torch.nn.functional.prelu`.
 * @example prelu(new Float32Array([-1, 2, -3, 4]), new Float32Array([0.5, 0.25]));   // [-0.5, 2, -1.5, 4]
 */
export const prelu: Prelu = /* @__PURE__ */ defineChannels({
  name: "prelu",
  kernel,
  f: (x, w) => (x > 0 ? x : x * w),
  df: (x, w) => (x > 0 ? 1 : w),
  dweight: (x) => (x > 0 ? 0 : x),
  ulp: { f32: 0, f64: 0 },
});
