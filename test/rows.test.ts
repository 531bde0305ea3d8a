// If this fails, softmax or one of its relatives is beyond its bound; or any function over rows differs in a heap, a tile or a long
// row, writes to memory that is not its own, or takes what it should refuse.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arrays,
  backend,
  type Dtype,
  type Floats,
  gated,
  Heap,
  logSoftmax,
  logSumExp,
  type Options,
  type Rowwise,
  rowwise,
  runsIts,
  softmax,
  softmin,
} from "./support/api.js";
import { fromPatterns, patterns } from "./support/patterns.js";
import { refusals, refusalsOfDy } from "./support/refusals.js";
import { exactSum, maximumOf, rowReference } from "./support/rows.js";
import { type RowCase, rowCases } from "./support/truth.js";
import { errorInUlps, ulpAt } from "./support/ulp.js";
import { generator } from "./support/values.js";

const dtypes = ["f32", "f64"] as const;
/** Half the spacing of floats above 1: the relative error of one rounding. */
const roundingOf = { f32: 2 ** -24, f64: 2 ** -53 } as const;

const ops = rowwise.map((op) => [op.definition.name, op] as const);
const reduces = (op: Rowwise): boolean => op.definition.width(2) === 1;

/** So many numbers from −spread to spread, about `offset`. */
const numbers = (dtype: Dtype, n: number, { seed = 1, spread = 8, offset = 0 } = {}): Floats => {
  const next = generator(seed);
  return new arrays[dtype](n).map(() => ((next() >>> 8) / 2 ** 23 - 1) * spread + offset);
};

/** The function, its gradient and its gradient from the output, as functions of dy and x alone. */
interface Way {
  readonly title: string;
  /** Rows have a multiple of so many elements. */
  readonly multiple: number;
  readonly takesDy: boolean;
  /** Elements of dy, and of the result, a row. */
  readonly widths: (cols: number) => { readonly dy: number; readonly y: number };
  run(dy: Floats, x: Floats, options: { readonly cols?: number; readonly out?: Floats }): Floats;
}
const ways: readonly Way[] = [...rowwise, ...gated].flatMap((op) => {
  const { name, width } = op.definition;
  const { backward, backwardFromOutput } = op as Rowwise;
  const multiple = width(1) < 1 ? 2 : 1;
  const gradient = (method: string, f: NonNullable<typeof backward>): Way => ({
    title: `${name}.${method}`,
    multiple,
    takesDy: true,
    widths: (cols) => ({ dy: width(cols), y: cols }),
    run: (dy, x, options) => f(dy, x, options as Options<Floats>),
  });
  const forward: Way = {
    title: name,
    multiple,
    takesDy: false,
    widths: (cols) => ({ dy: 0, y: width(cols) }),
    run: (_, x, options) => op(x, options as Options<Floats>),
  };
  return [forward, gradient("backward", backward), ...(backwardFromOutput ? [gradient("backwardFromOutput", backwardFromOutput)] : [])];
});
const cases = ways.flatMap((way) => dtypes.map((dtype) => [way.title, dtype, way] as const));

/** Where a value's error is measured: logSumExp has that of its two terms. */
const scaleOf = (op: Rowwise, x: Floats, value: number): number => {
  if (!reduces(op)) return value;
  const maximum = maximumOf(x);
  return Math.max(Math.abs(maximum), value - maximum);
};

/** The bound of the documentation: some ULP for the roundings, cols of them for the sum. */
const allowed = (op: Rowwise, dtype: Dtype, cols: number, scale: number): number =>
  op.definition.ulp[dtype] * ulpAt(dtype, scale) + cols * roundingOf[dtype] * Math.abs(scale);

/** Σ|terms| of each element of the gradient. */
const termsOf = (op: Rowwise, x: Floats, g: Floats): Float64Array => {
  const p = softmaxOf(op, x);
  if (reduces(op)) return p.map((one) => Math.abs(g[0] as number) * one);
  const upstream = Float64Array.from(g, Math.abs);
  const sum = exactSum(op.definition.name === "logSoftmax" ? upstream : upstream.map((one, i) => one * (p[i] as number)));
  return p.map((one, i) =>
    op.definition.name === "logSoftmax" ? (upstream[i] as number) + one * sum : one * ((upstream[i] as number) + sum),
  );
};
const softmaxOf = (op: Rowwise, x: Floats): Float64Array =>
  rowReference(op.definition.name === "softmin" ? (x.map((v: number) => -v) as Floats) : x).softmax;

describe.each(rowCases.map((one) => [one.op, one.dtype, one.cols, one] as const))(
  "exact values: %s of %s, %i columns",
  (name, dtype, cols, one) => {
    const op = rowwise.find(({ definition }) => definition.name === name) as Rowwise;
    const { x, g, y, d, kinds }: RowCase = one;
    const rowOf = (array: Floats, r: number): Floats =>
      array.subarray((r * array.length) / kinds.length, ((r + 1) * array.length) / kinds.length);
    const errorOf = (got: number, { hi, lo }: RowCase["y"], i: number): number =>
      Math.abs(got - (hi[i] as number) - (lo?.[i] ?? 0) * ulpAt("f64", hi[i] as number));

    test("value", () => {
      const got = op(x, { cols });
      expect(runsIts(backend)).toBe(true);
      const width = got.length / kinds.length;
      for (const [i, value] of got.entries()) {
        const r = Math.floor(i / width);
        const exact = y.hi[i] as number;
        const label = `${kinds[r]}: ${value}, expected ${exact}`;
        if (!Number.isFinite(exact) || !Number.isFinite(value)) expect(errorInUlps(dtype, value, exact), label).toBe(0);
        else expect(errorOf(value, y, i), label).toBeLessThanOrEqual(allowed(op, dtype, cols, scaleOf(op, rowOf(x, r), exact)));
      }
    });

    test("gradient", () => {
      const got = op.backward(g, x, { cols });
      for (const [i, value] of got.entries()) {
        const r = Math.floor(i / cols);
        const exact = d.hi[i] as number;
        const label = `${kinds[r]}: ${value}, expected ${exact}`;
        if (Number.isNaN(exact)) expect(value, label).toBeNaN();
        else {
          const terms = termsOf(op, rowOf(x, r), rowOf(g, r))[i % cols] as number;
          // A result among the subnormals is rounded to a multiple of the least.
          expect(errorOf(value, d, i), label).toBeLessThanOrEqual((cols + 8) * roundingOf[dtype] * terms + ulpAt(dtype, 0));
        }
      }
    });
  },
);

test("there are exact values of every function over rows, of both types", () => {
  for (const [name] of ops)
    for (const dtype of dtypes) expect(rowCases.filter((one) => one.op === name && one.dtype === dtype)).not.toEqual([]);
});

const lengths = [1, 2, 3, 4, 5, 7, 8, 17, 1023, 1024, 1025, 2047, 2048, 2049, 5000, 1_000_000];

describe.each(dtypes)("rows of every length and offset, %s", (dtype) => {
  test.each(lengths.flatMap((cols) => [0, 1e4, -1e4].map((offset) => [cols, offset] as const)))("%i columns about %d", (cols, offset) => {
    const x = numbers(dtype, cols, { seed: cols, offset });
    const { maximum, logarithm, softmax: p, logSoftmax: l } = rowReference(x);
    const minima = rowReference(x.map((v: number) => -v) as Floats).softmax;
    const expected = { softmax: p, softmin: minima, logSoftmax: l, logSumExp: Float64Array.of(maximum + logarithm) };
    for (const [name, op] of ops) {
      const right = expected[name as keyof typeof expected];
      let worst = 0;
      for (const [i, value] of op(x).entries()) {
        const exact = right[i] as number;
        const scale = scaleOf(op, x, exact);
        // 3 float64 ULP more for the reference's own error.
        worst = Math.max(worst, Math.abs(value - exact) / (allowed(op, dtype, cols, scale) + 3 * ulpAt("f64", scale)));
      }
      expect(worst, name).toBeLessThanOrEqual(1);
    }
  });

  test.each([3, 2049, 5000])("gradients of rows of %i columns", (cols) => {
    const x = numbers(dtype, cols, { seed: cols, offset: 100 });
    const g = numbers(dtype, cols, { seed: cols + 1, spread: 2 });
    for (const [name, op] of ops) {
      const sign = name === "softmin" ? -1 : 1;
      const p = softmaxOf(op, x);
      const sum = exactSum(name === "logSoftmax" ? g : g.map((one: number, i: number) => one * (p[i] as number)));
      const dy = reduces(op) ? (g.subarray(0, 1) as Floats) : g;
      const terms = termsOf(op, x, dy);
      for (const [i, value] of op.backward(dy, x).entries()) {
        const [one, upstream] = [p[i] as number, g[i] as number];
        const exact = reduces(op) ? (dy[0] as number) * one : name === "logSoftmax" ? upstream - one * sum : sign * one * (upstream - sum);
        expect(Math.abs(value - exact), name).toBeLessThanOrEqual((cols + 8) * roundingOf[dtype] * (terms[i] as number));
      }
    }
  });
});

const GUARD = -77;
/** n elements with guards on both sides, `offset` elements further than they have to be. */
const framed = (frame: Floats, n: number, offset: number): Floats => frame.fill(GUARD).subarray(offset, offset + n) as Floats;
const guardsHold = (frame: Floats, n: number, offset: number): boolean =>
  frame.every((value: number, i: number) => (i >= offset && i < offset + n) || value === GUARD);

describe.each(cases)("%s of %s", (_, dtype, way) => {
  const { run, widths, takesDy, multiple } = way;
  const Type = arrays[dtype];
  /** Softmax of x gives no row of NaN, so that what is compared says something; a few rows are special. */
  const operands = (rows: number, cols: number): { readonly x: Floats; readonly dy: Floats } => {
    const x = numbers(dtype, rows * cols, { seed: cols });
    for (const [i, special] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].entries())
      if (rows > 4 + 2 * i) x[(4 + 2 * i) * cols + (i % cols)] = special;
    return { x, dy: numbers(dtype, rows * widths(cols).dy, { seed: cols + 7, spread: 2 }) };
  };

  test("each row by itself, in a matrix, in place, at any offset, in a heap: the same bits, and nothing else is touched", () => {
    const heap = new Heap(1 << 20);
    const allocate = (n: number): Floats => (dtype === "f32" ? heap.float32(n) : heap.float64(n));
    for (const cols of [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 17, 33].map((n) => n * multiple))
      for (const rows of [1, 2, 11, 150]) {
        const { x, dy } = operands(rows, cols);
        const { dy: dyCols, y: yCols } = widths(cols);
        const alone = Array.from({ length: rows }, (_, r) =>
          run(dy.slice(r * dyCols, (r + 1) * dyCols), x.slice(r * cols, (r + 1) * cols), { cols }),
        ).flatMap((row) => patterns(row));
        expect(patterns(run(dy, x, { cols }))).toEqual(alone);
        const n = rows * yCols;
        const [frame, xFrame, dyFrame] = [n, x.length, dy.length].map((length) => allocate(length + 16)) as [Floats, Floats, Floats];
        for (let offset = 0; offset < 16; offset += rows > 2 ? 5 : 1) {
          for (const place of ["plain", "heap", "on x", "on dy"]) {
            if (place === "on x" && yCols !== cols) continue;
            if (place === "on dy" && yCols !== dyCols) continue;
            const inHeap = place !== "plain";
            const [xAt, dyAt] = inHeap ? [(offset * 3) % 16, (offset * 7) % 16] : [0, 0];
            const [from, upstream] = inHeap ? [framed(xFrame, x.length, xAt), framed(dyFrame, dy.length, dyAt)] : [x.slice(), dy.slice()];
            from.set(x);
            upstream.set(dy);
            const whole = inHeap ? frame : new Type(n + 16);
            const out = place === "on x" ? from : place === "on dy" ? upstream : framed(whole, n, offset);
            expect(run(upstream, from, { cols, out })).toBe(out);
            expect(patterns(out)).toEqual(alone);
            expect(place.startsWith("on ") || guardsHold(whole, n, offset)).toBe(true);
            expect(!inHeap || (guardsHold(xFrame, x.length, xAt) && guardsHold(dyFrame, dy.length, dyAt))).toBe(true);
            if (out !== from) expect(patterns(from)).toEqual(patterns(x));
            if (takesDy && out !== upstream) expect(patterns(upstream)).toEqual(patterns(dy));
          }
        }
        for (const one of [frame, xFrame, dyFrame]) heap.free(one);
      }
    heap.dispose();
  });

  test.each([1023, 1024, 1025, 2047, 2048, 2049, 5000, 8197])(
    "rows of %i, or twice as many: pieces through scratch or at once in a heap",
    (n) => {
      const cols = n * multiple;
      const heap = new Heap(1 << 23);
      const other = new Heap(1 << 20);
      const take = (from: Heap, array: Floats): Floats => {
        const taken = (dtype === "f32" ? from.float32(array.length) : from.float64(array.length)) as Floats;
        taken.set(array);
        return taken;
      };
      const { x, dy } = operands(3, cols);
      const length = 3 * widths(cols).y;
      const expected = patterns(run(dy, x, { cols }));
      const offset = new Type(length + 3).subarray(3);
      for (const [from, upstream, out] of [
        [take(heap, x), take(heap, dy), take(heap, new Type(length))],
        [take(heap, x), dy, new Type(length)],
        [x, dy, take(heap, new Type(length))],
        [x, take(other, dy), offset],
      ] as const) {
        expect(patterns(run(upstream, from, { cols, out }))).toEqual(expected);
      }
      if (widths(cols).y === cols) {
        const [inPlace, inHeap] = [x.slice(), take(heap, x)];
        expect(patterns(run(dy, inPlace, { cols, out: inPlace }))).toEqual(expected);
        expect(patterns(run(dy, inHeap, { cols, out: inHeap }))).toEqual(expected);
      }
      if (takesDy && widths(cols).dy === cols)
        for (const onDy of [dy.slice(), take(heap, dy)]) expect(patterns(run(onDy, take(heap, x), { cols, out: onDy }))).toEqual(expected);
      if (takesDy && widths(cols).dy === cols) {
        const all = take(heap, x);
        expect(patterns(run(all, all, { cols, out: all }))).toEqual(patterns(run(x.slice(), x.slice(), { cols })));
      }
      heap.dispose();
      other.dispose();
    },
  );

  test("shared and resizable buffers", () => {
    const { x, dy } = operands(7, 6);
    const expected = patterns(run(dy, x, { cols: 6 }));
    const Resizable = ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer;
    for (const buffer of [new SharedArrayBuffer(8 * 100), new Resizable(8 * 100, { maxByteLength: 1000 })]) {
      const view = new Type(buffer as ArrayBuffer, 8, 42);
      view.set(x);
      const y = run(dy, view, { cols: 6 });
      expect(y.buffer).toBeInstanceOf(ArrayBuffer);
      expect(patterns(y)).toEqual(expected);
    }
  });

  test("empty arrays", () => {
    expect(run(new Type(0), new Type(0), {})).toEqual(new Type(0));
    expect(run(new Type(0), new Type(0), { cols: 6 })).toEqual(new Type(0));
  });

  test("an array of a heap that is gone", () => {
    const heap = new Heap(1024);
    const x = dtype === "f32" ? heap.float32(8) : heap.float64(8);
    const { dy, y } = widths(8);
    heap.dispose();
    expect(() => run(new Type(dy), x, {})).toThrow(/: [xy] is an array of a disposed heap, expected/);
    expect(() => run(new Type(dy), new Type(8), { out: x.subarray(0, y) as Floats })).toThrow(/: out is an array of a disposed heap/);
  });
});

describe("special rows", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const softmaxes = [
    [[1, nan, 2], [nan, nan, nan], nan],
    [[1, inf, 2], [nan, nan, nan], inf],
    [[inf, nan, -inf], [nan, nan, nan], nan],
    [[-inf, nan, -inf], [nan, nan, nan], nan],
    [[-inf, -inf, -inf], [nan, nan, nan], -inf],
    [[inf, inf, inf], [nan, nan, nan], inf],
    [[-inf, 0, 0], [0, 0.5, 0.5], Math.LN2],
    [[-inf, 5, -inf], [0, 1, 0], 5],
    [[7, 7, 7], [1 / 3, 1 / 3, 1 / 3], 7 + Math.log(3)],
    [[1e300, -1e300, 0], [1, 0, 0], 1e300],
    [[-1.5e308, 1.5e308, -inf], [0, 1, 0], 1.5e308],
  ] as const;
  test.each(softmaxes)("%j", (row, p, sum) => {
    const close = (got: Iterable<number>, expected: readonly number[]): void => {
      for (const [i, value] of [...got].entries())
        expect(errorInUlps("f64", value, expected[i] as number, { signedZero: false })).toBeLessThanOrEqual(2);
    };
    close(softmax(row), p);
    close(softmin(row.map((v) => -v)), p);
    close(
      logSoftmax(row),
      p.map((one, i) =>
        one === 1 / 3
          ? -Math.log(3)
          : one === 0.5
            ? -Math.LN2
            : one === 0 && (row[i] ?? 0) > -1e308
              ? (row[i] as number) - sum
              : Math.log(one),
      ),
    );
    expect(errorInUlps("f64", logSumExp(row), sum)).toBeLessThanOrEqual(2);
    // Three and more columns, hence whole vectors too.
    const wide = [...row, ...Array<number>(14).fill(-inf)];
    close(softmax(wide).slice(0, 3), p);
    close(softmax(Float32Array.from(row).map(Math.fround)), Array.from(softmax([...Float32Array.from(row)])).map(Math.fround));
  });

  test("the logarithm of an element that dominates is small, not 0", () => {
    expect(logSoftmax([0, -700])[0]).toBe(-Math.exp(-700));
    expect(logSoftmax(Float32Array.of(50, 0, 0))[0]).toBe(Math.fround(-Math.log1p(2 * Math.exp(-50))));
    expect(logSumExp([0, -700])).toBe(Math.exp(-700));
  });

  test("the least results are those of gradual underflow", () => {
    const least = softmax(Float32Array.of(0, -103, -87.5));
    expect(errorInUlps("f32", least[1] as number, Math.exp(-103))).toBeLessThanOrEqual(1);
    expect(errorInUlps("f32", least[2] as number, Math.exp(-87.5))).toBeLessThanOrEqual(1);
    expect(softmax([0, -744])[1]).toBe(5e-324 * Math.round(Math.exp(-744) / 5e-324));
    expect(softmax([0, -800])[1]).toBe(0);
  });
});

describe.each(ops)("%s: kinds of input", (name, op) => {
  const x = [1, 2, 4, -1, 0, 0.5];
  const flat = Float64Array.from(x);
  const nested = [
    [1, 2, 4],
    [-1, 0, 0.5],
  ];

  test("nested arrays: the innermost are rows", () => {
    const expected = [...op(flat, { cols: 3 })];
    const rows = (list: readonly number[]): unknown => (reduces(op) ? list : [list.slice(0, 3), list.slice(3)]);
    expect(op(nested)).toEqual(rows(expected));
    expect(op([nested, nested])).toEqual([rows(expected), rows(expected)]);
    expect(op([[1], [2, 3]])).toEqual([[1], [2, 3]].map((row) => op(row)));
    expect(op([[], [1]])).toEqual([reduces(op) ? Number.NEGATIVE_INFINITY : [], op([1])]);
    const g = reduces(op)
      ? [0.5, -2]
      : [
          [1, 0, 2],
          [0.5, 0, -1],
        ];
    const dx = [...op.backward(Float64Array.from(g.flat()), flat, { cols: 3 })];
    expect(op.backward(g, nested)).toEqual([dx.slice(0, 3), dx.slice(3)]);
  });

  test("a plain array is one row, or rows of cols", () => {
    const whole = [...op(flat)];
    expect(op(x)).toEqual(reduces(op) ? whole[0] : whole);
    expect(op(x, { cols: 3 })).toEqual([...op(flat, { cols: 3 })]);
    expect(op(x, { cols: 6 })).toEqual(whole);
    const dy = Float64Array.from(reduces(op) ? [0.5] : [1, 0, 2, 0.5, 0, -1]);
    expect(op.backward(reduces(op) ? 0.5 : [...dy], x)).toEqual([...op.backward(dy, flat)]);
    expect(op.backward([...dy], x, { cols: 6 })).toEqual([...op.backward(dy, flat)]);
  });

  test("a number is a row of one; nothing gives nothing", () => {
    expect(op(3)).toBe({ softmax: 1, softmin: 1, logSoftmax: 0, logSumExp: 3 }[name]);
    expect(Math.abs(op.backward(2, 3))).toBe(reduces(op) ? 2 : 0);
    expect(op([])).toEqual(reduces(op) ? Number.NEGATIVE_INFINITY : []);
    expect(op.backward(reduces(op) ? 1 : [], [])).toEqual([]);
  });

  test("no derivative", () => {
    expect("derivative" in op).toBe(false);
    expect(op.name).toBe(name);
  });
});

describe.each(ways.map((way) => [way.title, way] as const))("%s refuses", (title, { run, takesDy, widths }) => {
  const whole = new Float32Array(40);
  const call = run as unknown as (dy: unknown, x: unknown, options: unknown) => unknown;

  test.each([...refusals, ...(takesDy ? refusalsOfDy : [])])("%s", (_, given, Kind, message) => {
    const { x, dy, options } = { x: new Float32Array(4).fill(2), dy: new Float32Array(widths(4).dy), options: {}, ...given } as Record<
      string,
      unknown
    >;
    const out = (options as { out?: Floats }).out;
    let thrown: unknown;
    try {
      call(dy, x, options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Kind);
    const text = (thrown as Error).message;
    expect(text.startsWith(`${title}: `)).toBe(true);
    expect(text.slice(title.length + 2)).toMatch(message);
    if (out) expect(out.every((value: number) => value === 0)).toBe(true);
  });

  test("out across an edge of x or dy", () => {
    const { dy: dyCols, y: yCols } = widths(4);
    whole.fill(3);
    const x = whole.subarray(8, 16);
    const n = 2 * yCols;
    // One element of it is x's.
    expect(() => run(new Float32Array(2 * dyCols), x, { cols: 4, out: whole.subarray(9 - n, 9) })).toThrow(
      /: out overlaps (a part of )?[xy], expected/,
    );
    if (takesDy) {
      const dy = whole.subarray(8, 8 + 2 * dyCols);
      expect(() => run(dy, new Float32Array(8), { cols: 4, out: whole.subarray(9 - n, 9) })).toThrow(
        /: out overlaps (a part of )?dy, expected/,
      );
    }
    expect(whole.every((value) => value === 3)).toBe(true);
    // Side by side is no overlap.
    run(new Float32Array(2 * dyCols), x, { cols: 4, out: whole.subarray(8 - n, 8) });
    if (yCols !== 4)
      expect(() => run(new Float32Array(2 * dyCols), x, { cols: 4, out: x.subarray(0, n) })).toThrow(
        /: out overlaps x, expected other memory$/,
      );
  });
});

describe("properties", () => {
  const row = fc.array(fc.integer({ min: -4096, max: 4096 }), { minLength: 1, maxLength: 70 }).map((list) => list.map((v) => v / 256));

  test("rows of softmax and softmin sum to 1; logSoftmax is the logarithm of softmax", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dtypes), row, (dtype, list) => {
        const x = new arrays[dtype](list) as Float32Array;
        const bound = (list.length + 4) * roundingOf[dtype];
        for (const p of [softmax(x), softmin(x)]) {
          expect(Math.abs(exactSum(p) - 1)).toBeLessThanOrEqual(bound);
          expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
        // A logarithm's relative error is an absolute one of what it is of; logarithms are below 64 here.
        const p = softmax(x);
        for (const [i, l] of logSoftmax(x).entries())
          expect(Math.abs(Math.exp(l) / (p[i] as number) - 1)).toBeLessThanOrEqual(bound + 64 * 2 * roundingOf[dtype]);
      }),
    );
  });

  test("adding the same to all of a row changes no bit but those of logSumExp", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dtypes), row, fc.integer({ min: -1024, max: 1024 }), (dtype, list, by) => {
        // Multiples of 2⁻⁸ below 2¹¹: their sums and differences are exact in both types.
        const [x, shifted] = [new arrays[dtype](list), new arrays[dtype](list.map((v) => v + by))];
        for (const [, op] of ops) if (!reduces(op)) expect(patterns(op(shifted))).toEqual(patterns(op(x)));
        const [before, after] = [logSumExp(x as Float64Array)[0] as number, logSumExp(shifted as Float64Array)[0] as number];
        expect(Math.abs(after - before - by)).toBeLessThanOrEqual(4 * ulpAt(dtype, 2048));
      }),
    );
  });

  test("softmin is softmax of −x, bit by bit", () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 1, maxLength: 40 }), (words) => {
        const x = fromPatterns(
          "f32",
          Array.from(words, (word) => word.toString(16)),
        ) as Float32Array;
        expect(patterns(softmin(x))).toEqual(patterns(softmax(x.map((v) => -v))));
      }),
    );
  });

  test("the gradient from the output is that from x", () => {
    fc.assert(
      fc.property(row, (list) => {
        const x = Float64Array.from(list);
        const g = numbers("f64", list.length, { seed: list.length, spread: 2 });
        for (const [, op] of ops) {
          if (!op.backwardFromOutput) continue;
          const [fromX, fromY] = [op.backward(g, x), op.backwardFromOutput(g, op(x))];
          const terms = termsOf(op, x, g);
          // y is rounded, and of a logarithm the rounding error is multiplied by it, 64 at most.
          for (const [i, value] of fromY.entries())
            expect(Math.abs(value - (fromX[i] as number))).toBeLessThanOrEqual(
              (list.length + 8 + 64) * 2 * 2 ** -53 * (terms[i] as number),
            );
        }
      }),
    );
  });

  test("the gradient is the slope of Σ dy · f", () => {
    // (f(x + h) − f(x − h))/2h errs by h²/6 · |f‴| < 2⁻²⁰ · 2 and by rounding, 2⁻⁵³ · 2⁷/h = 2⁻³⁶, for each of 9 terms of |dy| ≤ 2.
    const h = 2 ** -10;
    const few = fc.array(fc.integer({ min: -1024, max: 1024 }), { minLength: 1, maxLength: 9 }).map((list) => list.map((v) => v / 256));
    fc.assert(
      fc.property(few, (list) => {
        const x = Float64Array.from(list);
        for (const [, op] of ops) {
          const g = numbers("f64", reduces(op) ? 1 : x.length, { seed: x.length, spread: 2 });
          const loss = (i: number, by: number): number =>
            exactSum(op(x.map((v, j) => (i === j ? v + by : v))).map((v: number, j: number) => v * (g[j] as number)));
          for (const [i, value] of op.backward(g, x).entries())
            expect(Math.abs(value - (loss(i, h) - loss(i, -h)) / (2 * h))).toBeLessThanOrEqual(9 * 2 * 2 ** -19);
        }
      }),
      { numRuns: 50 },
    );
  });
});
