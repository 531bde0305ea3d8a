// Arithmetic on binary numbers of as many bits as are asked for, on BigInt: what the exact values of test/vectors/ are made with.

/** sign · m · 2ᵉ. Zeros have a sign too. */
export interface Real {
  readonly sign: 1 | -1;
  readonly m: bigint;
  readonly e: number;
}

/** Beyond this, eᵗ is far outside of float64 and of what a sum could notice: it counts as 2^±2²⁴. */
const GREATEST_EXPONENT = 2 ** 24;

/** At most three more than it has. */
const bitsOf = (m: bigint): number => m.toString(16).length * 4;
const shift = (m: bigint, by: number): bigint => (by >= 0 ? m << BigInt(by) : m >> BigInt(-by));

export const negate = ({ sign, m, e }: Real): Real => ({ sign: sign === 1 ? -1 : 1, m, e });
export const isZero = ({ m }: Real): boolean => m === 0n;

/** The same number: doubles are binary numbers of 53 bits. */
export const fromDouble = (x: number): Real => {
  const sign = x < 0 || Object.is(x, -0) ? -1 : 1;
  let [m, e] = [Math.abs(x), 0];
  // Multiples of a power of two are exact, and 2⁵⁴ is reached from the least subnormal in a few steps.
  while (m !== 0 && m < 2 ** 53) [m, e] = m < 2 ** -500 ? [m * 2 ** 500, e - 500] : [m * 2, e - 1];
  return { sign, m: BigInt(m), e };
};

/** Zero by definition; one that came of cancelling may still turn out to be something with more bits. */
export const ZERO: Real = { sign: 1, m: 0n, e: 0 };

/** sign · 2ᵉ, for what no double can hold. */
export const powerOf2 = (sign: 1 | -1, e: number): Real => ({ sign, m: 1n, e });

/** The nearest double, of two the even one. */
export const toDouble = ({ sign, m, e }: Real): number => {
  if (m === 0n) return sign * 0;
  const top = m.toString(2).length + e;
  if (top > 1025) return sign * Number.POSITIVE_INFINITY;
  const unit = Math.max(top - 53, -1074);
  // Two bits more, the last of which stands for all below it: then the half is told from more than half.
  const scaled = shift(m, e - unit + 2);
  const isInexact = unit - 2 > e && shift(scaled, unit - 2 - e) !== m;
  const quarters = Number((isInexact ? scaled | 1n : scaled) & 3n);
  const whole = scaled >> 2n;
  const rounded = quarters > 2 || (quarters === 2 && (whole & 1n) === 1n) ? whole + 1n : whole;
  // In two factors: 2⁻¹⁰⁷⁴ is a double, and so is each product but the last.
  return sign * Number(rounded) * 2 ** Math.max(unit, -1000) * 2 ** Math.min(unit + 1000, 0);
};

export class Reals {
  private readonly constants = new Map<string, bigint>();
  /** @param bits  kept of each result; the last few may be wrong */
  constructor(readonly bits: number) {}

  private rounded(sign: 1 | -1, m: bigint, e: number): Real {
    const excess = bitsOf(m) - this.bits;
    return excess > 0 ? { sign, m: m >> BigInt(excess), e: e + excess } : { sign, m, e };
  }

  /** A whole number in units of 2⁻ᵖ. */
  private fromFixed(fixed: bigint, p: number): Real {
    return fixed < 0n ? this.rounded(-1, -fixed, -p) : this.rounded(1, fixed, -p);
  }

  private toFixed({ sign, m, e }: Real, p: number): bigint {
    return BigInt(sign) * shift(m, e + p);
  }

  add(x: Real, y: Real): Real {
    if (isZero(x)) return isZero(y) && x.sign !== y.sign ? fromDouble(0) : y;
    if (isZero(y)) return x;
    // What is so much smaller changes nothing.
    const distance = bitsOf(x.m) + x.e - bitsOf(y.m) - y.e;
    if (Math.abs(distance) > this.bits + 8) return distance > 0 ? x : y;
    const e = Math.min(x.e, y.e);
    const sum = BigInt(x.sign) * shift(x.m, x.e - e) + BigInt(y.sign) * shift(y.m, y.e - e);
    return sum < 0n ? this.rounded(-1, -sum, e) : this.rounded(1, sum, e);
  }

  subtract(x: Real, y: Real): Real {
    return this.add(x, negate(y));
  }

  multiply(x: Real, y: Real): Real {
    return this.rounded(x.sign === y.sign ? 1 : -1, x.m * y.m, x.e + y.e);
  }

  divide(x: Real, y: Real): Real {
    const more = Math.max(0, this.bits + 4 + bitsOf(y.m) - bitsOf(x.m));
    return this.rounded(x.sign === y.sign ? 1 : -1, (x.m << BigInt(more)) / y.m, x.e - more - y.e);
  }

  /** −1, 0 or 1: how x compares with y. Exact. */
  compare(x: Real, y: Real): number {
    const difference = this.subtract(x, y);
    return isZero(difference) ? 0 : difference.sign;
  }

  sqrt({ m, e }: Real): Real {
    if (m === 0n) return fromDouble(0);
    let more = Math.max(0, 2 * this.bits + 8 - bitsOf(m));
    if ((e - more) % 2 !== 0) more++;
    const square = m << BigInt(more);
    // Newton from above: the first that does not get smaller is the root.
    let root = 1n << BigInt(Math.ceil(bitsOf(square) / 2));
    for (let next = (root + square / root) >> 1n; next < root; next = (root + square / root) >> 1n) root = next;
    return this.rounded(1, root, (e - more) / 2);
  }

  /** Σ 1/((2k + 1) · n^(2k + 1)) with signs all + or alternating, in units of 2⁻ᵖ. */
  private static inverseSeries(n: bigint, p: number, sign: 1n | -1n): bigint {
    let [term, sum] = [(1n << BigInt(p)) / n, 0n];
    for (let k = 1n, s = 1n; term !== 0n; k += 2n, s *= sign) {
      sum += (s * term) / k;
      term /= n * n;
    }
    return sum;
  }

  private constant(name: string, p: number, make: (p: number) => bigint): bigint {
    const key = `${name} ${p}`;
    const kept = this.constants.get(key) ?? make(p + 16) >> 16n;
    this.constants.set(key, kept);
    return kept;
  }

  /** ln 2 = 18 artanh 1/26 − 2 artanh 1/4801 + 8 artanh 1/8749. */
  private ln2(p: number): bigint {
    const artanh = (n: bigint, at: number): bigint => Reals.inverseSeries(n, at, 1n);
    return this.constant("ln2", p, (at) => 18n * artanh(26n, at) - 2n * artanh(4801n, at) + 8n * artanh(8749n, at));
  }

  /** π = 16 arctan 1/5 − 4 arctan 1/239. */
  pi(): Real {
    const p = this.bits + 8;
    const fixed = this.constant("pi", p, (at) => 16n * Reals.inverseSeries(5n, at, -1n) - 4n * Reals.inverseSeries(239n, at, -1n));
    return this.fromFixed(fixed, p);
  }

  exp(t: Real): Real {
    if (isZero(t)) return fromDouble(1);
    if (bitsOf(t.m) + t.e > 24) return powerOf2(1, t.sign * GREATEST_EXPONENT);
    // eᵗ = 2ᵏ · (e^(r/2ʰ))^(2ʰ): halved h times the series is short, and each squaring doubles the error.
    const h = Math.ceil(Math.sqrt(this.bits));
    const p = this.bits + h + 40;
    const [fixed, ln2] = [this.toFixed(t, p), this.ln2(p)];
    const k = fixed / ln2;
    const r = (fixed - k * ln2) >> BigInt(h);
    let [sum, term] = [1n << BigInt(p), 1n << BigInt(p)];
    for (let n = 1n; term !== 0n && term !== -1n; n++) {
      term = ((term * r) >> BigInt(p)) / n;
      sum += term;
    }
    for (let i = 0; i < h; i++) sum = (sum * sum) >> BigInt(p);
    return this.rounded(1, sum, Number(k) - p);
  }

  /** eᵗ − 1, by its series where the difference would lose more than eight bits. */
  expm1(t: Real): Real {
    if (isZero(t)) return t;
    if (bitsOf(t.m) + t.e > -8) return this.subtract(this.exp(t), fromDouble(1));
    let [sum, term] = [t, t];
    for (let n = 2; !isZero(term) && n * 8 < this.bits + 16; n++) {
      term = this.divide(this.multiply(term, t), fromDouble(n));
      sum = this.add(sum, term);
    }
    return sum;
  }

  /** log x, x > 0: Halley's steps from the double, each of which triples the digits. */
  log(x: Real): Real {
    const k = bitsOf(x.m) + x.e;
    const f = { ...x, e: x.e - k };
    let y = fromDouble(Math.log(toDouble(f)));
    for (let right = 48; right < this.bits + 16; right *= 3) {
      const e = this.exp(y);
      const step = this.divide(this.subtract(f, e), this.add(f, e));
      y = this.add(y, this.multiply(step, fromDouble(2)));
    }
    const p = this.bits + 32;
    return this.add(y, this.multiply(fromDouble(k), this.fromFixed(this.ln2(p), p)));
  }

  /** log(1 + x): 2 artanh(x/(2 + x)) by its series where 1 + x would lose more than eight bits. */
  log1p(x: Real): Real {
    if (isZero(x)) return x;
    if (bitsOf(x.m) + x.e > -8) return this.log(this.add(fromDouble(1), x));
    const s = this.divide(x, this.add(fromDouble(2), x));
    const square = this.multiply(s, s);
    let [sum, power] = [s, s];
    for (let n = 3; !isZero(power) && (n - 1) * 8 < this.bits + 16; n += 2) {
      power = this.multiply(power, square);
      sum = this.add(sum, this.divide(power, fromDouble(n)));
    }
    return this.multiply(sum, fromDouble(2));
  }

  /** 2/√π · e^(−x²), the slope of erf. */
  erfSlope(x: Real): Real {
    const bell = this.exp(negate(this.multiply(x, x)));
    return this.divide(this.multiply(bell, fromDouble(2)), this.sqrt(this.pi()));
  }

  /** 1 − erf x. The difference loses 1.44 x² bits for x > 0, up to where the asymptotic series has all of them. */
  erfc(x: Real): Real {
    const square = this.multiply(x, x);
    if (this.compare(square, fromDouble(this.bits * 0.75)) > 0) {
      const tail = this.erfcTail({ ...x, sign: 1 }, square);
      return x.sign === 1 ? tail : this.subtract(fromDouble(2), tail);
    }
    // erf x = 2/√π · e^(−x²) · x · Σ (2x²)ⁿ/(1 · 3 · … · (2n + 1)): all terms of one sign.
    const p = this.bits + 32;
    const twice = this.toFixed(square, p) * 2n;
    let [sum, term] = [1n << BigInt(p), 1n << BigInt(p)];
    for (let n = 3n; term !== 0n; n += 2n) {
      term = ((term * twice) >> BigInt(p)) / n;
      sum += term;
    }
    const erf = this.multiply(this.multiply(this.erfSlope(x), x), this.fromFixed(sum, p));
    return this.subtract(fromDouble(1), erf);
  }

  /** e^(−x²)/(x√π) · (1 − 1/(2x²) + 1 · 3/(2x²)² − …). Its terms get smaller up to e^(−x²) of the first. */
  private erfcTail(x: Real, square: Real): Real {
    const twice = this.multiply(square, fromDouble(2));
    let [sum, term] = [fromDouble(1), fromDouble(1)];
    for (let n = 1; !isZero(term) && bitsOf(term.m) + term.e > -this.bits; n += 2) {
      term = negate(this.divide(this.multiply(term, fromDouble(n)), twice));
      sum = this.add(sum, term);
    }
    return this.divide(this.multiply(this.erfSlope(x), sum), this.multiply(x, fromDouble(2)));
  }
}
