// If this fails, a value or a gradient is not the exact one to within the bound that the documentation states.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arrays,
  backend,
  channelwise,
  type Dtype,
  type Floats,
  gated,
  type Nested,
  parametersOf,
  round,
  rowwise,
  runsIts,
  type Unary,
  unary,
} from "./support/api.js";
import { isTaken } from "./support/domains.js";
import { fillWindow, WINDOW } from "./support/edges.js";
import { anyFloats, fromPatterns, patterns } from "./support/patterns.js";
import { directions, edgesFor, emptyTally, fillPatterns, sweeper, type Tally } from "./support/sweep.js";
import { cases, channelCases, channelSpecials, opsWithTruth } from "./support/truth.js";
import { errorInUlps, tooFar, ulpAt } from "./support/ulp.js";

const named = <Op extends { readonly definition: { readonly name: string } }>(ops: readonly Op[], name: string): Op => {
  const op = ops.find(({ definition }) => definition.name === name);
  if (!op) throw new Error(`${name} is not exported`);
  return op;
};

/**
 * The plain formulas of the JavaScript entry round up to eight times in float64, each time by at most 2⁻⁵³, which is one ULP just
 * above a power of two; the kernels carry those errors along instead. The worst in these tables is 4.2 ULP. For float32 both have
 * 29 bits to spare.
 */
const boundOf = ({ ulp }: Unary["definition"], dtype: Dtype): number =>
  backend === "js" && dtype === "f64" && ulp.f64 > 0 ? 5 : ulp[dtype];

/** A column of a table of bits, as an array. */
const column = (dtype: Dtype, rows: readonly (readonly (string | undefined)[])[], index: number): Floats =>
  fromPatterns(
    dtype,
    rows.map((row) => row[index] ?? ""),
  );

/** Bits of derivatives, whose zeros have no sign. */
const unsignedZeros = (x: Floats): Floats => x.map((value: number) => (value === 0 ? 0 : value)) as Floats;

const everyName: readonly string[] = [...unary, ...channelwise, ...rowwise, ...gated].map(({ definition }) => definition.name);

describe.each(everyName)("%s", (name) => {
  test("has exact values to be compared with, and they have it", () => {
    if (!opsWithTruth.includes(name))
      throw new Error(`${name} has no truth: write its formula into scripts/truth/formulas.ts and run \`npm run truth -- ${name}\``);
    if (unary.some(({ definition }) => definition.name === name))
      expect(new Set(cases.filter(({ op }) => op === name).map(({ dtype }) => dtype))).toEqual(new Set(["f32", "f64"]));
  });
});

test.each(opsWithTruth)("%s, which there is truth for, is exported", (name) => {
  if (!everyName.includes(name)) throw new Error(`test/vectors/${name}.json is there, and src/index.ts does not export ${name}`);
});

describe.each(cases.map((one) => [one.op, one.dtype, JSON.stringify(one.params), one] as const))("%s of %s, %s", (name, dtype, _, one) => {
  const { params, x, y, d, yFloor, dFloor, specials } = one;
  const op = named(unary, name);
  const { definition } = op;
  const bound = boundOf(definition, dtype);

  test("value", () => {
    const got = op(x, params);
    expect(runsIts(backend)).toBe(true);
    expect(bound === 0, "a bound of 0 where there is one right answer, and only there").toBe(one.exact === true);
    if (one.exact) expect(patterns(got)).toEqual(patterns(new arrays[dtype](y.hi)));
    else expect(tooFar(one, got, y, bound, yFloor, true)).toEqual([]);
  });

  test("derivative", () => {
    expect(tooFar(one, op.derivative(x, params), d, bound, dFloor, false)).toEqual([]);
  });

  test("zeros, infinities and NaNs", () => {
    const special = column(dtype, specials, 0);
    const value = op(special, params);
    expect(patterns(value)).toEqual(specials.map(([, result]) => (result === "keep" ? "nan" : result)));
    if (definition.keepsNaN) expect(patterns(value, "kept")).toEqual(specials.map(([bits, result]) => (result === "keep" ? bits : result)));
    expect(specials.some(([, result]) => result === "keep")).toBe(definition.keepsNaN === true);

    expect(patterns(unsignedZeros(op.derivative(special, params)))).toEqual(patterns(unsignedZeros(column(dtype, specials, 2))));
  });

  // That is all that is to know of a gradient: f′ is right to within its bound, and one rounding follows.
  test("the gradient is dy · f′(x), rounded once, and 0 where f′ is 0, whatever dy is", () => {
    const all = new arrays[dtype]([...x, ...column(dtype, specials, 0)]);
    const slopes = op.derivative(all, params);
    fc.assert(
      fc.property(anyFloats(dtype, all.length), (dy) => {
        const expected = slopes.map((slope: number, i: number) => (slope === 0 ? 0 : round(dtype, (dy[i] as number) * slope))) as Floats;
        const got = op.backward(dy, all, params);
        expect(patterns(got.map((value: number, i: number) => (slopes[i] === 0 && value === 0 ? 0 : value)) as Floats)).toEqual(
          patterns(expected),
        );
        if (!op.backwardFromOutput || !isTaken(definition, params, dtype, true)) return;
        const y = op(all, params);
        const fromOutput = op.backwardFromOutput(dy, y, params);
        // Where y tells the slope exactly; elsewhere what y tells, by the formula in float64.
        if (one.exact) expect(patterns(fromOutput)).toEqual(patterns(got));
        else {
          const [a, b] = parametersOf(definition, params, dtype);
          const told = y.map((value: number) => definition.fromOutput?.(value, a, b) ?? Number.NaN) as Floats;
          const product = told.map((slope: number, i: number) => (slope === 0 ? 0 : (dy[i] as number) * slope)) as Floats;
          expect(patterns(unsignedZeros(fromOutput))).toEqual(patterns(unsignedZeros(product)));
        }
      }),
      { numRuns: 10 },
    );
  });

  if (dtype === "f64")
    test("numbers and nested arrays have the bits of arrays", () => {
      const numbers = Array.from(x);
      const rows = [numbers.slice(0, 7), [numbers.slice(7, 50), []], numbers.slice(50)] as const;
      const dy = x.map((_: number, i: number) => (i % 5) - 2) as Floats;
      const dyRows = [[...dy.slice(0, 7)], [[...dy.slice(7, 50)], []], [...dy.slice(50)]] as const;
      const flat = (nested: unknown): Floats => Float64Array.from((nested as readonly unknown[]).flat(3) as readonly number[]);
      const ways = [
        [op(x, params), (value: number) => op(value, params), op(rows, params)],
        [op.derivative(x, params), (value: number) => op.derivative(value, params), op.derivative(rows, params)],
        [
          op.backward(dy, x, params),
          (value: number, i: number) => op.backward(dy[i] as number, value, params),
          op.backward(dyRows, rows, params),
        ],
      ] as const;
      for (const [array, ofNumber, nested] of ways) {
        expect(patterns(Float64Array.from(numbers, ofNumber))).toEqual(patterns(array));
        expect(patterns(flat(nested))).toEqual(patterns(array));
      }
    });

  if (one.torch.length)
    test("PyTorch", () => {
      const input = column(dtype, one.torch, 0);
      const theirs = { y: column(dtype, one.torch, 1), d: column(dtype, one.torch, 2) };
      const ours = { y: op(input, params), d: op.derivative(input, params) };
      // PyTorch is within 4 ULP of the exact value, and has all bits right where there is nothing to round.
      const slack = one.exact ? 0 : 4;
      for (const [i, [bits, , , differs]] of one.torch.entries()) {
        const at = input[i] as number;
        const distance = (which: "y" | "d"): number =>
          errorInUlps(dtype, ours[which][i] as number, theirs[which][i] as number, {
            x: at,
            floor: which === "y" ? yFloor : dFloor,
            signedZero: which === "y",
          });
        const label = `x = ${at} (${bits}) ${differs}`;
        const ulps = {
          y: /y: PyTorch is (\S+) ulp/.exec(differs ?? "")?.[1],
          d: /gradient: PyTorch is (\S+) ulp/.exec(differs ?? "")?.[1],
        };
        if (differs === undefined) {
          expect(distance("y"), label).toBeLessThanOrEqual(slack + bound);
          expect(distance("d"), label).toBeLessThanOrEqual(slack + bound);
        } else if (ulps.y === undefined && ulps.d === undefined)
          // Ours is in the tables above. If it became PyTorch's, the note would be out of date.
          expect(distance("y") > slack + bound || distance("d") > slack + bound, label).toBe(true);
        // Not all of these points are in the tables, but how far PyTorch is from the exact value is known, to three digits.
        else
          for (const which of ["y", "d"] as const) {
            const known = Number(ulps[which]);
            const mine = ours[which][i] as number;
            const off = Math.abs((theirs[which][i] as number) - mine) / ulpAt(dtype, mine);
            if (ulps[which] !== undefined) expect(Math.abs(off - known), label).toBeLessThanOrEqual(bound + known / 200);
          }
      }
    });

  if (dtype === "f32")
    describe.each(directions)("%s, against the reference in double", (direction) => {
      const expectWithin = (tally: Tally): void => {
        expect(tally.ulp, `bits ${tally.worst.toString(16)}`).toBeLessThanOrEqual(bound);
        if (bound === 0) expect(tally.misrounded).toBe(0);
      };

      // Of further sets of parameters a quarter, as there are many; of plain JavaScript too, where one formula in double goes all ways.
      const isFirst = backend === "wasm" && cases.find((other) => other.op === name && other.dtype === dtype) === one;
      test(`${isFirst ? "a million" : "262,144"} inputs, every exponent among them`, () => {
        const tally = emptyTally();
        const inputs = new Float32Array(2 ** (isFirst ? 20 : 18));
        // Odd, hence coprime to 2³²: all patterns are different, and the last bits of the significands take all values.
        fillPatterns(inputs, 1, isFirst ? 4095 : 16_381);
        sweeper(op, direction, one)(inputs, tally);
        expectWithin(tally);
      });

      test("all floats beside kinks, saturation, overflow and underflow", () => {
        const tally = emptyTally();
        const sweep = sweeper(op, direction, one);
        const window = new Float32Array(WINDOW);
        for (const edge of edgesFor(op, direction, one)) {
          fillWindow(window, edge);
          sweep(window, tally);
        }
        expectWithin(tally);
      });
    });
});

describe.each(channelCases.map((one) => [one.op, one.dtype, one.shape.join(" × "), one] as const))(
  "%s of %s, %s",
  (name, dtype, _, one) => {
    const { x, dy, weight, y, dx, dweight, dweightAbs } = one;
    const [rows, , inner] = one.shape;
    const op = named(channelwise, name);
    const gradients = op.backward(dy, x, weight, { inner });

    test("value and gradient with respect to x, bit by bit", () => {
      expect(runsIts(backend)).toBe(true);
      expect(op.definition.ulp).toEqual({ f32: 0, f64: 0 });
      expect(patterns(op(x, weight, { inner }))).toEqual(patterns(new arrays[dtype](y.hi)));
      expect(patterns(unsignedZeros(gradients.dx))).toEqual(patterns(unsignedZeros(new arrays[dtype](dx.hi))));
      const slopes = op.derivative(x, weight, { inner });
      expect(patterns(unsignedZeros(slopes.map((slope: number, i: number) => slope * (dy[i] as number)) as Floats))).toEqual(
        patterns(unsignedZeros(gradients.dx)),
      );
    });

    test("gradient with respect to the weight", () => {
      // A float64 sum of n terms, in whatever order, errs by n · 2⁻⁵³ · Σ|terms| at most, the rounding of the terms included;
      // terms of float32 are exact, and their sum is rounded to float32 at the end.
      const terms = x.length / weight.length;
      for (const [c, got] of gradients.dweight.entries()) {
        const hi = dweight.hi[c] as number;
        const bound = terms * 2 ** -53 * (dweightAbs[c] as number) + (dtype === "f32" ? ulpAt("f32", hi) / 2 : 0);
        const error = Math.abs(got - hi - (dweight.lo?.[c] ?? 0) * ulpAt("f64", hi));
        expect(error, `channel ${c}: ${got}, expected ${hi}`).toBeLessThanOrEqual(bound);
      }
    });

    if (weight.length === 1)
      test("a number for the weight is an array of one", () => {
        const number = weight[0] as number;
        expect(patterns(op(x, number))).toEqual(patterns(op(x, weight, { inner })));
        const { dx, dweight } = op.backward(dy, x, number);
        expect(patterns(dx)).toEqual(patterns(gradients.dx));
        expect(dweight).toBe(gradients.dweight[0]);
      });

    if (dtype === "f64")
      test("nested arrays have the bits of arrays", () => {
        const nest = (array: Floats): readonly number[][] =>
          Array.from({ length: rows }, (_, r) => Array.from(array.subarray((r * array.length) / rows, ((r + 1) * array.length) / rows)));
        const flat = (nested: Nested): Floats => Float64Array.from((nested as readonly number[][]).flat());
        expect(patterns(flat(op<Nested>(nest(x), [...weight], { inner })))).toEqual(patterns(op(x, weight, { inner })));
        const { dx, dweight } = op.backward<Nested, readonly number[]>(nest(dy), nest(x), [...weight], { inner });
        expect(patterns(flat(dx))).toEqual(patterns(gradients.dx));
        expect(patterns(Float64Array.from(dweight))).toEqual(patterns(gradients.dweight));
      });
  },
);

describe.each(channelSpecials.map((one) => [one.op, one.dtype, one] as const))("%s of %s", (name, dtype, { points }) => {
  test("zeros, infinities, NaNs, the greatest and the least", () => {
    const op = named(channelwise, name);
    const one = new arrays[dtype]([1]);
    const results = points.map(([x, weight, , ,]) => {
      const [at, slope] = [fromPatterns(dtype, [x]), fromPatterns(dtype, [weight])];
      const { dx, dweight } = op.backward(one, at, slope);
      // Nothing leaks through a dead unit.
      for (const dy of [Number.NaN, Number.POSITIVE_INFINITY])
        if (dx[0] === 0) expect(op.backward(new arrays[dtype]([dy]), at, slope).dx[0] === 0).toBe(true);
      return [x, weight, ...[op(at, slope), unsignedZeros(dx), unsignedZeros(dweight)].flatMap((result) => patterns(result))];
    });
    const unsigned = (bits: string): string => (/^[08]0+$/.test(bits) ? bits.replace("8", "0") : bits);
    expect(results).toEqual(points.map(([x, weight, y, dx, dweight]) => [x, weight, y, unsigned(dx), unsigned(dweight)]));
  });
});
