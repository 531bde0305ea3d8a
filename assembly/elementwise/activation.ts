// What an activation is to a kernel: formulas over one vector that know nothing of memory.
//
// `T` is the element type of the lanes; x holds 16 bytes of them. a and b are the op's parameters in every lane. A formula is a
// method of a `@final class`, called as `changetype<Op>(0).f(…)`: the class has no fields, so no object exists and every call
// inlines into the loop that makes it. The build exports functions for the classes that an op's file exports, by the interfaces
// they implement (scripts/build/exports.mjs).

export interface Value {
  /** f(x) */
  f(x: v128, a: v128, b: v128): v128;
  /**
   * How many vectors are computed side by side, a constant for each T: 1, or 2 or 4 where that is worth its bytes; 0 of a handful of
   * instructions, where memory sets the pace and the loops only unroll.
   */
  abreast(): i32;
}

export interface Gradient {
  /**
   * dy · f′(x). A product alone would let dy = NaN or ∞ through a dead unit, so where f is flat this masks instead; for
   * the same reason the loop asks for the gradient, not for f′. f′(x) itself is gradient(1, x).
   */
  gradient(dy: v128, x: v128, a: v128, b: v128): v128;
  /** As of values. */
  gradientsAbreast(): i32;
}

/** A gradient that is the same function of y = f(x) as it is of x. */
export interface GradientOfEither {
  gradient(dy: v128, x: v128, a: v128, b: v128): v128;
}

/** Values of i8, i16 and i32. */
export interface IntegerValue {
  f(x: v128, a: v128, b: v128): v128;
  abreast(): i32;
}

/** A way to the values that is better for some parameters, chosen once a call. */
export interface SpecialValue {
  applies(a: f64, b: f64): bool;
  f(x: v128, a: v128, b: v128): v128;
  abreast(): i32;
}

/** A quicker way to the very same values for some parameters, for whole turns of the loop; the rest goes the way of all. */
export interface SameValue {
  applies(a: f64, b: f64): bool;
  f(x: v128, a: v128, b: v128): v128;
  abreast(): i32;
}

/** A special way to the gradient. */
export interface SpecialGradient {
  applies(a: f64, b: f64): bool;
  gradient(dy: v128, x: v128, a: v128, b: v128): v128;
  gradientsAbreast(): i32;
}
