// What an activation is to a kernel: formulas over one vector, blind to memory.
//
// `T` is the element type of the lanes (f32 or f64); x holds 16 bytes of them. a and b are the op's parameters, already
// splatted. An op is a `@final class … implements Activation` and is called as `changetype<Op>(0).f(…)`: the class has no
// fields, so no object exists and every call inlines into the loop that makes it.

export interface Activation {
  /** f(x) */
  f(x: v128, a: v128, b: v128): v128;

  /**
   * dy · f′(x). A product alone would let dy = NaN or ∞ through a dead unit, so where f is flat this masks instead; for
   * the same reason the loop asks for the gradient, not for f′. f′(x) itself is gradient(1, x).
   */
  gradient(dy: v128, x: v128, a: v128, b: v128): v128;

  /** Is it a handful of instructions, so that memory sets the pace? Then the loops unroll. A constant: it costs nothing. */
  light(): bool;
}
