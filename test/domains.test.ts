// If this fails, a parameter that an activation takes makes results miss their bounds: one of another sign or size than networks have.
import { describe, expect, test } from "vitest";
import { evaluateElements, evaluateRows } from "../scripts/truth/evaluate.js";
import { fromDouble, Reals, toDouble } from "../scripts/truth/reals.js";
import {
  arrays,
  backend,
  type Dtype,
  inWords,
  type Nested,
  type Params,
  parametersOf,
  type Rowwise,
  round,
  rowwise,
  silu,
  type Unary,
  unary,
} from "./support/api.js";
import { finiteDomainOf, inputsFor } from "./support/domains.js";
import { patterns } from "./support/patterns.js";
import { roundingOf } from "./support/rowways.js";
import { tooFar, ulpAt } from "./support/ulp.js";

const dtypes = ["f32", "f64"] as const;

/** As in accuracy.test.ts, and 5 ULP of plain JavaScript. */
const boundOf = ({ definition }: Unary, dtype: Dtype): number =>
  backend === "js" && dtype === "f64" && definition.ulp.f64 > 0 ? 5 : definition.ulp[dtype];

const withParameters = unary.filter(({ definition }) => definition.parameters);

describe.each(withParameters.flatMap((op) => dtypes.map((dtype) => [op.definition.name, dtype, op] as const)))(
  "%s of %s, all over the domain of its parameters",
  (name, dtype, op) => {
    test("value and derivative", () => {
      const domain = finiteDomainOf(op.definition, dtype);
      expect(domain.length).toBeGreaterThan(10);
      const wrong = domain.flatMap(({ params, dFloor }) => {
        const [a, b] = parametersOf(op.definition, params, dtype);
        const x = inputsFor(dtype, a, b);
        const { y, d } = evaluateElements(name, dtype, params, x);
        const title = (found: readonly string[]): readonly string[] => found.map((one) => `${inWords(params)}: ${one}`);
        const bound = boundOf(op, dtype);
        const value = op(x, params);
        // Where there is one right answer, it is that.
        if (bound === 0) {
          const [got, exact] = [patterns(value), patterns(new arrays[dtype](y.hi))];
          const i = got.findIndex((bits, at) => bits !== exact[at]);
          return title([
            ...(i < 0 ? [] : [`x = ${x[i]}: ${value[i]}, expected ${y.hi[i]}`]),
            ...tooFar({ dtype, x }, op.derivative(x, params), d, 0, undefined, false),
          ]);
        }
        return title([
          ...tooFar({ dtype, x }, value, y, bound, undefined, true),
          ...tooFar({ dtype, x }, op.derivative(x, params), d, bound, dFloor, false),
        ]);
      });
      expect(wrong.slice(0, 10)).toEqual([]);
    });
  },
);

type Row = readonly [name: string, dtype: Dtype, x: number, params: Params];
const { f32, f64 } = { f32: "f32", f64: "f64" } as const;

// Each was beyond its bound once.
const rows: readonly Row[] = [
  ["celu", f32, -1000, { alpha: -1 }],
  ["celu", f64, -1000, { alpha: -1 }],
  ["celu", f64, -1e-305, { alpha: 1e10 }],
  ["celu", f64, -0.3444053082066712, { alpha: -0.99 }],
  ["celu", f64, -5.1988151133752599e262, { alpha: -1.3985656741856361e263 }],
  ["elu", f32, -150, { alpha: 1e10 }],
  ["elu", f64, -900, { alpha: 1e308 }],
  ["elu", f64, -743.18, { alpha: 25.66 }],
  ["hardsigmoid", f64, -2.249999507247906, { alpha: 0.2, beta: 0.5 }],
  ["hardsigmoid", f64, -9999995.5, { alpha: 0.1, beta: 1e6 }],
  ["hardsigmoid", f32, 1, { alpha: 1, beta: -1e-20 }],
  ["hardsigmoid", f64, 1, { alpha: 1, beta: -1e-20 }],
  ["hardsigmoid", f64, 1e-200, { alpha: 1e-200, beta: 0 }],
  ["hardsigmoid", f64, -0.48676539113188383, { alpha: 0.9751358313799342, beta: 0.4746623743683684 }],
  ["hardsigmoid", f64, -0.6102505144838589, { alpha: 0.9751358313799342, beta: 0.5950771427912503 }],
  ["hardsigmoid", f64, -7.0466233294815539e-310, { alpha: 1.7976931348623157e308, beta: 0.12667666383369636 }],
  ["hardsigmoid", f64, -1.0343575816880956e-161, { alpha: 6.0844537516397357e-164, beta: 1 }],
  ["hardsigmoid", f32, -8e-45, { alpha: 1 / 6, beta: 1e-45 }],
  ["tanhshrink", f64, -0.7743244327200511, {}],
  ["tanhshrink", f64, 0.99255949208657257, {}],
  ["gelu", f64, -1.8223246446343688, {}],
  ["gelu", f64, -1.4244296640202143, {}],
  ["gelu", f64, -1.8375008236830892, {}],
  ["gelu", f64, 0.21144287595447475, {}],
  ["gelu", f64, 0.66474240662564976, {}],
  ["softplus", f64, -1e292, { beta: 1e-285 }],
  ["softplus", f64, -7.4e12, { beta: 1e-10 }],
  ["silu", f64, -1e285, { beta: 1.31e-282 }],
  ["silu", f64, -1.4e285, { beta: 1e-282 }],
];

test.each(rows.map(([name, dtype, x, params]) => [name, dtype, x, inWords(params), params] as const))(
  "%s of %s at %d, %s",
  (name, dtype, at, _, params) => {
    const op = unary.find(({ definition }) => definition.name === name) as Unary;
    const x = new arrays[dtype]([at]);
    const { y, d } = evaluateElements(name, dtype, params, x);
    expect(tooFar({ dtype, x }, op(x, params), y, boundOf(op, dtype), undefined, true)).toEqual([]);
    expect(tooFar({ dtype, x }, op.derivative(x, params), d, boundOf(op, dtype), undefined, false)).toEqual([]);
  },
);

// 20 digits of dy · x² · σ(1 − σ); one term, hence 9 · 2⁻⁵³ of it at most.
test.each([
  [1, 27.289925831420689, 20],
  [1, -231.17982039137641, 3],
  [1, 1e150, 7e-148],
  [1e300, 1e-10, 8e12],
  [1e-300, 1e200, 5e-198],
  [-1e308, 1e100, 1.9e-97],
  [4.7706361258595355e33, 1.998641957525664e166, 6.821468108927944e-165],
] as const)("silu.betaGradient(%d, %d, { beta: %d })", (dy, x, beta) => {
  const expected = exactBetaTerm(dy, x, beta);
  expect(Math.abs(silu.betaGradient(dy, x, { beta }) - expected)).toBeLessThanOrEqual(10 * 2 ** -53 * Math.abs(expected));
});

/** σ′ by the derivative of σ(βx) with respect to x, which is β times it; all in exact numbers but for three roundings. */
const exactBetaTerm = (dy: number, x: number, beta: number): number => {
  const reals = new Reals(400);
  const [one, z] = [fromDouble(1), reals.multiply(fromDouble(x), fromDouble(beta))];
  const e = reals.exp({ ...z, sign: -1 });
  const sum = reals.add(one, e);
  const slope = reals.divide(e, reals.multiply(sum, sum));
  const square = reals.multiply(fromDouble(x), fromDouble(x));
  return toDouble(reals.multiply(fromDouble(dy), reals.multiply(square, slope)));
};

// Probabilities below the least number of the type, made something by dy.
const softmaxRows: readonly (readonly [name: string, dtype: Dtype, dy: readonly number[], x: readonly number[]])[] = [
  ["softmax", f32, [1e30, 0], [-103.9, 0]],
  ["softmin", f32, [1e30, 0, -3], [103.9, 0, 1]],
  ["softmax", f32, [1e25, 0, 2], [-120, 0, -1e9]],
  ["softmax", f64, [1e300, 0], [-745, 0]],
  ["softmin", f64, [1e300, 0, 5], [745, 0, 2]],
  ["softmax", f64, [1e200, 0, 1e300], [-1000, 0, -1e9]],
  ["logSumExp", f64, [1e300], [-745, 0]],
  ["logSumExp", f64, [-3], [-744, 0, 1]],
  ["logSoftmax", f64, [1e300, 0, 0], [0, -740, -745]],
];

test.each(softmaxRows)("%s of %s, gradient of %j at %j", (name, dtype, dy, x) => {
  const op = rowwise.find(({ definition }) => definition.name === name) as Rowwise;
  const [g, v] = [dy, x].map((list) => new arrays[dtype](list.map((one) => round(dtype, one))));
  if (!g || !v) return;
  const { d } = evaluateRows(name, v, g, v.length);
  const got = op.backward(g, v);
  for (const [i, value] of got.entries()) {
    const exact = d.hi[i] as number;
    // The terms are multiples of the result here, but for dy itself in logSoftmax.
    const scale = Math.abs(exact) + (name === "logSoftmax" ? Math.abs(g[i] as number) : 0);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual((v.length + 8) * roundingOf[dtype] * scale * 2 + ulpAt(dtype, 0));
  }
});

test("logSumExp: what is −∞ has no part in it, whatever dy is", () => {
  const op = rowwise.find(({ definition }) => definition.name === "logSumExp") as Rowwise;
  for (const dy of [Number.POSITIVE_INFINITY, Number.NaN])
    expect((op.backward<Nested>([dy], [[Number.NEGATIVE_INFINITY, 0]]) as readonly number[][])[0]?.[0]).toBe(0);
});
