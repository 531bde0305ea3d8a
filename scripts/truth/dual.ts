// Numbers that carry their slope: a formula of x in these gives f′(x) beside f(x), by the rules of differentiation and not by a
// second formula that could be wrong.
import { fromDouble, isZero, negate, type Real, type Reals } from "./reals.js";

export class Dual {
  constructor(
    private readonly reals: Reals,
    readonly value: Real,
    readonly slope: Real,
  ) {}

  private of(value: Real, slope: Real): Dual {
    return new Dual(this.reals, value, slope);
  }

  private operand(y: Dual | number): Dual {
    return typeof y === "number" ? this.constant(y) : y;
  }

  /** A number that does not depend on x. */
  constant(value: number): Dual {
    return this.of(fromDouble(value), fromDouble(0));
  }

  /** A constant by its decimal digits, of which there may be more than a double has. */
  decimal(text: string): Dual {
    const [whole = "", fraction = ""] = text.split(".");
    const numerator: Real = { sign: 1, m: BigInt(whole + fraction), e: 0 };
    return this.of(this.reals.divide(numerator, { sign: 1, m: 10n ** BigInt(fraction.length), e: 0 }), fromDouble(0));
  }

  pi(): Dual {
    return this.of(this.reals.pi(), fromDouble(0));
  }

  /** The value, as one that does not depend on x. */
  flat(): Dual {
    return this.of(this.value, fromDouble(0));
  }

  negate(): Dual {
    return this.of(negate(this.value), negate(this.slope));
  }

  plus(other: Dual | number): Dual {
    const y = this.operand(other);
    return this.of(this.reals.add(this.value, y.value), this.reals.add(this.slope, y.slope));
  }

  minus(other: Dual | number): Dual {
    return this.plus(this.operand(other).negate());
  }

  times(other: Dual | number): Dual {
    const { reals, value, slope } = this;
    const y = this.operand(other);
    return this.of(reals.multiply(value, y.value), reals.add(reals.multiply(slope, y.value), reals.multiply(value, y.slope)));
  }

  over(other: Dual | number): Dual {
    const { reals, value, slope } = this;
    const y = this.operand(other);
    const numerator = reals.subtract(reals.multiply(slope, y.value), reals.multiply(value, y.slope));
    return this.of(reals.divide(value, y.value), reals.divide(numerator, reals.multiply(y.value, y.value)));
  }

  sqrt(): Dual {
    const root = this.reals.sqrt(this.value);
    return this.of(root, isZero(this.slope) ? this.slope : this.reals.divide(this.slope, this.reals.add(root, root)));
  }

  exp(): Dual {
    const value = this.reals.exp(this.value);
    return this.of(value, this.reals.multiply(value, this.slope));
  }

  expm1(): Dual {
    return this.of(this.reals.expm1(this.value), this.exp().slope);
  }

  log1p(): Dual {
    const { reals, value, slope } = this;
    return this.of(reals.log1p(value), reals.divide(slope, reals.add(fromDouble(1), value)));
  }

  erfc(): Dual {
    const { reals, value, slope } = this;
    return this.of(reals.erfc(value), negate(reals.multiply(reals.erfSlope(value), slope)));
  }

  /** |x|, whose slope at 0 is 1. */
  abs(): Dual {
    return this.isBelow(0) ? this.negate() : this;
  }

  isAbove(y: number): boolean {
    return this.reals.compare(this.value, fromDouble(y)) > 0;
  }

  isBelow(y: number): boolean {
    return this.reals.compare(this.value, fromDouble(y)) < 0;
  }

  isZero(): boolean {
    return isZero(this.value);
  }

  // What several activations are made of, in forms that keep their digits in the tails.

  /** 1/(1 + e⁻ˣ) */
  sigmoid(): Dual {
    const e = this.abs().negate().exp();
    return (this.isBelow(0) ? e : this.constant(1)).over(e.plus(1));
  }

  /** e/(e + 2) with e = expm1(2x), of the negative x, so that nothing overflows. */
  tanh(): Dual {
    if (this.isAbove(0)) return this.negate().tanh().negate();
    const e = this.times(2).expm1();
    return e.over(e.plus(2));
  }

  /** log(1 + eˣ) */
  softplus(): Dual {
    return this.isAbove(0) ? this.plus(this.negate().exp().log1p()) : this.exp().log1p();
  }

  /** Φ(x), the normal distribution. */
  normal(): Dual {
    return this.over(this.constant(2).sqrt()).negate().erfc().over(2);
  }
}
