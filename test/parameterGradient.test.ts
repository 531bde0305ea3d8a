// If this fails, silu's gradient with respect to beta is not the slope of Σ dy · silu(x, beta), depends on where the arrays lie,
// or takes what it should refuse.
import { describe, expect, test } from "vitest";
import { arrays, backend, Heap, runsIts, silu } from "./support/api.js";
import { values } from "./support/values.js";

const dtypes = ["f32", "f64"] as const;
const betas = [1, 1.5, -0.75, 0] as const;

/** Finite, of ordinary size. */
const ordinary = (Type: Float32ArrayConstructor | Float64ArrayConstructor, n: number, seed: number): Float32Array | Float64Array =>
  values(Type, n, seed).map((v: number) => (Math.abs(v) < 100 ? v : 1)) as Float32Array | Float64Array;

/** x² · σ(1 − σ), by an e that is at most 1 and so loses nothing. */
const term = (x: number, beta: number): number => {
  const e = Math.exp(-Math.abs(beta * x));
  return (x * x * e) / (1 + e) ** 2;
};

describe.each(dtypes)("%s", (dtype) => {
  const Type = arrays[dtype];

  test.each(betas)("beta %d: Σ dy · x² · σ(1 − σ), of any length", (beta) => {
    for (const n of [0, 1, 2, 3, 4, 5, 7, 100, 1024, 2048, 2049, 5000]) {
      const [x, dy] = [ordinary(Type, n, 3), ordinary(Type, n, 4)];
      let [sum, size] = [0, 0];
      for (const [i, v] of x.entries()) {
        const part = (dy[i] as number) * term(v, beta);
        sum += part;
        size += Math.abs(part);
      }
      // As documented; the sum here errs by n · 2⁻⁵³ of its own.
      const bound = (dtype === "f32" ? 2 ** -28 : (n + 8) * 2 ** -53) + n * 2 ** -53;
      expect(Math.abs(silu.betaGradient(dy, x, { beta }) - sum), `n = ${n}`).toBeLessThanOrEqual(bound * size);
    }
    expect(runsIts(backend)).toBe(true);
  });

  // Where e^−|βx| is smaller than any rounding error beside 1, and down to e⁻²⁸³⁰, below which the kernel has 0.
  test.each([1, -2, 0.5])("beta %d: one term each, with |βx| from 60 to 689", (beta) => {
    for (const t of [60, 60.5, -61, 64.25, -80, 87, -88.5, 100, -200, 350.5, 500, -650, 689]) {
      const x = t / beta;
      const [got, exact] = [silu.betaGradient(new Type([1]), new Type([x]), { beta }), term(x, beta)];
      // x and βx are exact in both types, the sum is a float64 number of one term: exp errs by one ULP there and here, the rest by four.
      expect(Math.abs(got - exact) / exact, `βx = ${t}`).toBeLessThanOrEqual(dtype === "f32" ? 2 ** -28 : 2 ** -49);
    }
  });

  test("the same bits in a heap, at every offset, and with one operand there", () => {
    using heap = new Heap(1 << 20);
    const take = (n: number): Float32Array | Float64Array => (dtype === "f32" ? heap.float32(n) : heap.float64(n));
    for (const n of [1, 5, 1000, 3001])
      for (let offset = 0; offset < 4; offset++) {
        const [x, dy] = [ordinary(Type, n, 5), ordinary(Type, n, 6)];
        const [inX, inDy] = [take(n + 4).subarray(offset, offset + n), take(n + 4).subarray(1, 1 + n)];
        inX.set(x);
        inDy.set(dy);
        const expected = silu.betaGradient(dy, x, { beta: 0.5 });
        expect(silu.betaGradient(inDy, inX, { beta: 0.5 })).toBe(expected);
        expect(silu.betaGradient(dy, inX, { beta: 0.5 })).toBe(expected);
      }
  });

  test("limits, not NaN, at ±∞; NaN where there is one", () => {
    const at = (x: number, beta: number): number => silu.betaGradient(new Type([1]), new Type([x]), { beta });
    expect([at(Number.POSITIVE_INFINITY, 1), at(Number.NEGATIVE_INFINITY, 1), at(Number.NEGATIVE_INFINITY, -2)]).toEqual([0, 0, 0]);
    expect(at(Number.NaN, 1)).toBeNaN();
    expect(silu.betaGradient(new Type([Number.NaN]), new Type([1]))).toBeNaN();
  });
});

test("is the slope of the sum", () => {
  const [x, dy] = [Float64Array.from(ordinary(Float64Array, 50, 7)), ordinary(Float64Array, 50, 8)];
  const weighted = (y: Float64Array): number => y.reduce((sum, v, i) => sum + v * (dy[i] as number), 0);
  const loss = (beta: number): number => weighted(silu(x, { beta }));
  const h = 2 ** -16;
  const size = x.reduce((sum, v, i) => sum + Math.abs((dy[i] as number) * v), 0);
  // A central difference errs by h²/6 of a third derivative, |x|⁴/8 at most here 100⁴/8, where σ(1 − σ) has long faded: 2⁻¹⁶ is ample.
  expect(Math.abs(silu.betaGradient(dy, x, { beta: 0.8 }) - (loss(0.8 + h) - loss(0.8 - h)) / (2 * h))).toBeLessThan(size * 2 ** -16);
});

test("numbers and nested arrays", () => {
  expect(silu.betaGradient(2, 1)).toBeCloseTo(2 * term(1, 1), 15);
  expect(silu.betaGradient([[1, 2], [3]], [[1, -1], [2]])).toBe(silu.betaGradient(Float64Array.of(1, 2, 3), Float64Array.of(1, -1, 2)));
  expect(silu.betaGradient([], [])).toBe(0);
});

test("swish is silu", async () => {
  const api = await import("./support/api.js");
  expect(api.swish).toBe(silu);
});

const unsafe = silu.betaGradient as (...args: readonly unknown[]) => number;
const x = new Float32Array(2);
test.each([
  [[x, "x"], TypeError, "silu.betaGradient: x is [object String], expected numbers, a Float32Array, a Float64Array or a tensor"],
  [
    [x, new Int32Array(2)],
    TypeError,
    "silu.betaGradient: x is [object Int32Array], expected numbers, a Float32Array, a Float64Array or a tensor",
  ],
  [[undefined, x], TypeError, "silu.betaGradient: dy is missing, expected a Float32Array like x"],
  [[new Float32Array(3), x], RangeError, "silu.betaGradient: dy has length 3, expected 2 (the length of x)"],
  [[[1], [1, 2]], TypeError, "silu.betaGradient: dy is [object Array], expected numbers nested like x"],
  [[x, x, { beta: "1" }], TypeError, "silu.betaGradient: beta is [object String], expected a number"],
  [[x, x, { beta: Number.NaN }], RangeError, "silu.betaGradient: beta is NaN, expected a finite float32"],
  [[x, x, { out: x }], TypeError, "silu.betaGradient: options has out, expected beta"],
  [[x, x, 1], TypeError, "silu.betaGradient: options is 1, expected an object"],
] as const)("%j is refused", (args, Kind, message) => {
  expect(() => unsafe(...args)).toThrow(new Kind(message));
});
