// If this fails, a gated unit takes the wrong half for its gate, or rounds otherwise than its documentation says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrays, backend, type Dtype, type Floats, type Gated, gated, round, runsIts, type Unary, unary } from "./support/api.js";
import { anyFloats, patterns } from "./support/patterns.js";
import { cases, gatedCases } from "./support/truth.js";
import { ulpAt } from "./support/ulp.js";
import { generator } from "./support/values.js";

const dtypes = ["f32", "f64"] as const;
const ops = gated.map((op) => [op.definition.name, op] as const);

/** What its gate goes through. */
const activationOf = ({ definition }: Gated): Unary => unary.find((op) => op.definition.name === definition.activation.name) as Unary;

/** Gates and values of rows, each side by side. */
const halvesOf = ({ definition }: Gated, x: Floats, cols: number): { readonly gates: Floats; readonly values: Floats } => {
  const half = cols / 2;
  const first = x.filter((_: number, i: number) => i % cols < half) as Floats;
  const second = x.filter((_: number, i: number) => i % cols >= half) as Floats;
  return definition.gate === "first" ? { gates: first, values: second } : { gates: second, values: first };
};

/** Back to rows. */
const joined = ({ definition }: Gated, gates: Floats, values: Floats, cols: number): Floats => {
  const half = cols / 2;
  const [first, second] = definition.gate === "first" ? [gates, values] : [values, gates];
  return new (gates.constructor as typeof Float64Array)(2 * gates.length).map((_, i) => {
    const at = Math.floor(i / cols) * half + (i % half);
    return (i % cols < half ? first : second)[at] as number;
  });
};

const product = (dtype: Dtype, x: Floats, y: Floats): Floats =>
  x.map((value: number, i: number) => round(dtype, value * (y[i] as number))) as Floats;

test("which half is the gate", () => {
  expect(
    Object.fromEntries(ops.map(([name, { definition }]) => [name, `${definition.activation.name} of the ${definition.gate}`])),
  ).toEqual({
    glu: "sigmoid of the second",
    swiglu: "silu of the first",
    geglu: "gelu of the first",
    reglu: "relu of the first",
  });
  const of = (name: string, x: readonly number[]): unknown => ops.find(([one]) => one === name)?.[1](x);
  expect(of("glu", [6, 0])).toEqual([3]);
  expect(of("swiglu", [0, 6])).toEqual([0]);
  expect(of("reglu", [2, -3, 5, 7])).toEqual([10, 0]);
});

describe.each(gatedCases.map((one) => [one.op, one.dtype, one.halves, one] as const))(
  "exact values: %s of %s, twice %i columns",
  (name, dtype, half, one) => {
    const op = ops.find(([other]) => other === name)?.[1] as Gated;
    const { x, g, y, d } = one;
    const cols = 2 * half;
    const { gates, values } = halvesOf(op, x, cols);
    const bound = op.definition.ulp[dtype];
    /** The spacing of subnormals: what is lost where an intermediate result is one. */
    const least = ulpAt(dtype, 0);
    const errorOf = (got: number, { hi, lo }: typeof y, i: number): number =>
      Math.abs(got - (hi[i] as number) - (lo?.[i] ?? 0) * ulpAt("f64", hi[i] as number));

    test("value", () => {
      const got = op(x, { cols });
      expect(runsIts(backend)).toBe(true);
      for (const [i, value] of got.entries()) {
        const exact = y.hi[i] as number;
        const label = `gate ${gates[i]}, value ${values[i]}: ${value}, expected ${exact}`;
        expect(errorOf(value, y, i), label).toBeLessThanOrEqual(bound * ulpAt(dtype, exact) + Math.abs(values[i] as number) * least);
      }
    });

    test("gradient", () => {
      const activation = activationOf(op);
      const got = op.backward(g, x, { cols });
      const parts = {
        got: halvesOf(op, got, cols),
        hi: halvesOf(op, d.hi, cols),
        lo: d.lo && halvesOf(op, Float64Array.from(d.lo), cols),
      };
      // Where the slope is next to 0 it has an absolute error, which its own tests bound likewise.
      const floor = cases.find((other) => other.op === activation.definition.name && other.dtype === dtype)?.dFloor;
      for (const [i, upstream] of g.entries()) {
        const [gate, value] = [gates[i] as number, values[i] as number];
        const whole = Math.abs(upstream * value);
        const isNearZero = floor !== undefined && gate > floor[0] && gate < floor[1];
        const allowances = {
          values: bound * ulpAt(dtype, parts.hi.values[i] as number) + Math.abs(upstream) * least,
          // One rounding more, that of dy · value: an ULP of the result at most.
          gates:
            (bound + 1) * ulpAt(dtype, parts.hi.gates[i] as number) +
            (1 + whole) * least +
            (isNearZero ? whole * 2 * activation.definition.ulp[dtype] * ulpAt(dtype, floor[2]) : 0),
        };
        for (const which of ["values", "gates"] as const) {
          const exact = { hi: parts.hi[which] as Float64Array, lo: parts.lo && Float32Array.from(parts.lo[which]) };
          const label = `${which}, gate ${gate}, value ${value}, dy ${upstream}: ${parts.got[which][i]}, expected ${exact.hi[i]}`;
          expect(errorOf(parts.got[which][i] as number, exact, i), label).toBeLessThanOrEqual(allowances[which]);
        }
      }
    });
  },
);

test("there are exact values of every gated unit, of both types", () => {
  for (const [name] of ops)
    for (const dtype of dtypes) expect(gatedCases.filter((one) => one.op === name && one.dtype === dtype)).not.toEqual([]);
});

describe.each(ops.flatMap(([name, op]) => dtypes.map((dtype) => [name, dtype, op] as const)))("%s of %s", (_, dtype, op) => {
  const activation = activationOf(op);

  test("bit by bit the activation's value times the other half, and its gradient for dy times that", () => {
    // Rows that fit a slot of scratch together, alone, and not.
    const shape = fc.oneof(
      fc.record({ rows: fc.integer({ min: 1, max: 40 }), half: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ rows: fc.integer({ min: 1, max: 3 }), half: fc.constantFrom(511, 512, 513, 1023, 1024, 1025, 2048, 2049) }),
    );
    const operands = shape.chain(({ rows, half }) =>
      fc.record({ cols: fc.constant(2 * half), x: anyFloats(dtype, 2 * rows * half), dy: anyFloats(dtype, rows * half) }),
    );
    fc.assert(
      fc.property(operands, ({ cols, x, dy }) => {
        const { gates, values } = halvesOf(op, x, cols);
        const opened = activation(gates);
        expect(patterns(op(x, { cols }))).toEqual(patterns(product(dtype, opened, values)));
        const right = joined(op, activation.backward(product(dtype, dy, values), gates), product(dtype, dy, opened), cols);
        expect(patterns(op.backward(dy, x, { cols }))).toEqual(patterns(right));
      }),
      { numRuns: 30 },
    );
  });

  if (dtype === "f64")
    test("the gradient is the slope of Σ dy · f", () => {
      // As for the activations alone: the difference quotient errs by h²/6 · |f‴| < 2⁻²⁰ · 16 and by rounding, 2⁻⁵³ · 2⁶/h.
      const h = 2 ** -10;
      const next = generator(5);
      for (let run = 0; run < 100; run++) {
        // No gate within h of relu's kink.
        const x = Float64Array.from({ length: 6 }, () => (Math.round((next() / 2 ** 32) * 256 - 128) + 0.5) / 32);
        const dy = Float64Array.from({ length: 3 }, () => next() / 2 ** 31 - 1);
        const loss = (i: number, by: number): number =>
          op(x.map((v, j) => (i === j ? v + by : v))).reduce((sum: number, v: number, j: number) => sum + v * (dy[j] as number), 0);
        for (const [i, value] of op.backward(dy, x).entries())
          expect(Math.abs(value - (loss(i, h) - loss(i, -h)) / (2 * h))).toBeLessThanOrEqual(2 ** -16);
      }
    });

  test("nothing leaks through a gate whose slope is 0", () => {
    if (activation.definition.name !== "relu") return;
    const x = new arrays[dtype]([-1, 0, Number.NaN, Number.POSITIVE_INFINITY]);
    const dx = op.backward(new arrays[dtype]([Number.NaN, 1]), x);
    expect([dx[0], dx[1]]).toEqual([0, 0]);
  });
});

describe.each(ops)("%s: kinds of input", (_, op) => {
  const x = [1, 2, 4, -1, 0, 0.5, 3, -2];
  const flat = Float64Array.from(x);

  test("a plain array is one row, or rows of cols; of nested ones the innermost are rows", () => {
    expect(op(x)).toEqual([...op(flat)]);
    expect(op(x, { cols: 4 })).toEqual([...op(flat, { cols: 4 })]);
    const y = [...op(flat, { cols: 4 })];
    expect(op([x.slice(0, 4), x.slice(4)])).toEqual([y.slice(0, 2), y.slice(2)]);
    const dy = [1, -1, 0.5, 2];
    const dx = [...op.backward(Float64Array.from(dy), flat, { cols: 4 })];
    expect(op.backward(dy, x, { cols: 4 })).toEqual(dx);
    expect(op.backward([dy.slice(0, 2), dy.slice(2)], [x.slice(0, 4), x.slice(4)])).toEqual([dx.slice(0, 4), dx.slice(4)]);
    expect(op([])).toEqual([]);
    expect("derivative" in op).toBe(false);
  });

  test("rows that have no halves are refused", () => {
    const call = op as unknown as (x: unknown, options?: object) => unknown;
    for (const odd of [[1], [1, 2, 3], new Float32Array(5)])
      expect(() => call(odd)).toThrow(
        new RangeError(`${op.name}: x has length ${odd.length}, expected an even number of elements, two halves`),
      );
    expect(() => call(new Float32Array(6), { cols: 3 })).toThrow(
      new RangeError(`${op.name}: cols is 3, expected an even whole number, 2 or more`),
    );
    expect(() => call(3)).toThrow(
      new TypeError(`${op.name}: x is 3, expected arrays of numbers, a Float32Array, a Float64Array or a tensor`),
    );
  });
});
