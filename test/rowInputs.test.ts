// If this fails, a function over rows takes nested arrays, plain ones or numbers otherwise than said, or takes what it should refuse.
import { describe, expect, test } from "vitest";
import type { Floats } from "./support/api.js";
import { refusals, refusalsOfDy } from "./support/refusals.js";
import { ops, reduces, ways } from "./support/rowways.js";
import type { Call } from "./support/variants.js";

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
    run(new Float32Array(2 * dyCols), x, { cols: 4, out: whole.subarray(16, 16 + n) });
    if (takesDy) {
      const dy = whole.subarray(8, 8 + 2 * dyCols);
      run(dy, new Float32Array(8), { cols: 4, out: whole.subarray(8 - n, 8) });
      run(dy, new Float32Array(8), { cols: 4, out: whole.subarray(8 + 2 * dyCols, 8 + 2 * dyCols + n) });
    }
    if (yCols !== 4)
      expect(() => run(new Float32Array(2 * dyCols), x, { cols: 4, out: x.subarray(0, n) })).toThrow(
        /: out overlaps x, expected other memory$/,
      );
  });
});

test.each(ops)("%s: inner without cols has to divide x's length", (name, op) => {
  for (const x of [new Float32Array(6), Array(6).fill(0)])
    expect(() => (op as unknown as Call)(x, { inner: 4 })).toThrow(
      new RangeError(`${name}: x has length 6, expected a multiple of 4 (inner)`),
    );
});
