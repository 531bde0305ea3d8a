// If this fails, a function over rows gives other bits in a heap, a tile or a long row, or writes to memory that is not its own.
import { describe, expect, test } from "vitest";
import { arrays, type Floats, Heap } from "./support/api.js";
import { patterns, samePatterns } from "./support/patterns.js";
import { dtypes, numbers, ways } from "./support/rowways.js";

const cases = ways.flatMap((way) => dtypes.map((dtype) => [way.title, dtype, way] as const));

const expectSame = (got: Floats, expected: Floats): void => {
  if (!samePatterns(got, expected)) expect(patterns(got)).toEqual(patterns(expected));
};

const GUARD = -77;
/** n elements with guards on both sides, `offset` elements further than they have to be. */
const framed = (frame: Floats, n: number, offset: number): Floats => frame.fill(GUARD).subarray(offset, offset + n) as Floats;
const guardsHold = (frame: Floats, n: number, offset: number): boolean => {
  for (let i = 0; i < offset; i++) if (frame[i] !== GUARD) return false;
  for (let i = offset + n; i < frame.length; i++) if (frame[i] !== GUARD) return false;
  return true;
};

describe.each(cases)("%s of %s", (_, dtype, way) => {
  const { run, widths, takesDy, multiple } = way;
  const Type = arrays[dtype];
  /** Softmax of x gives no row of NaN, so that what is compared says something; a few rows are special. */
  const operands = (rows: number, cols: number): { readonly x: Floats; readonly dy: Floats } => {
    const x = numbers(dtype, rows * cols, { seed: cols });
    // Far from 0 another loop takes float32 rows: between others that are near, and one after the other.
    for (const far of [1, 6, 7]) for (let i = far * cols; i < Math.min(rows, far + 1) * cols; i++) x[i] = (x[i] as number) + 1000;
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
        const n = rows * yCols;
        const alone = new Type(n) as Floats;
        for (let r = 0; r < rows; r++)
          alone.set(run(dy.slice(r * dyCols, (r + 1) * dyCols), x.slice(r * cols, (r + 1) * cols), { cols }), r * yCols);
        expectSame(run(dy, x, { cols }), alone);
        const [frame, xFrame, dyFrame] = [n, x.length, dy.length].map((length) => allocate(length + 16)) as [Floats, Floats, Floats];
        for (let offset = 0; offset < 16; offset += rows > 2 ? 5 : 3) {
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
            expectSame(out, alone);
            expect(place.startsWith("on ") || guardsHold(whole, n, offset)).toBe(true);
            expect(!inHeap || (guardsHold(xFrame, x.length, xAt) && guardsHold(dyFrame, dy.length, dyAt))).toBe(true);
            if (out !== from) expectSame(from, x);
            if (takesDy && out !== upstream) expectSame(upstream, dy);
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
      const expected = run(dy, x, { cols });
      const offset = new Type(length + 3).subarray(3);
      for (const [from, upstream, out] of [
        [take(heap, x), take(heap, dy), take(heap, new Type(length))],
        [take(heap, x), dy, new Type(length)],
        [x, dy, take(heap, new Type(length))],
        [x, take(other, dy), offset],
      ] as const) {
        expectSame(run(upstream, from, { cols, out }), expected);
      }
      if (widths(cols).y === cols) {
        const [inPlace, inHeap] = [x.slice(), take(heap, x)];
        expectSame(run(dy, inPlace, { cols, out: inPlace }), expected);
        expectSame(run(dy, inHeap, { cols, out: inHeap }), expected);
      }
      if (takesDy && widths(cols).dy === cols)
        for (const onDy of [dy.slice(), take(heap, dy)]) expectSame(run(onDy, take(heap, x), { cols, out: onDy }), expected);
      if (takesDy && widths(cols).dy === cols) {
        const all = take(heap, x);
        expectSame(run(all, all, { cols, out: all }), run(x.slice(), x.slice(), { cols }));
      }
      heap.dispose();
      other.dispose();
    },
  );

  test("shared and resizable buffers", () => {
    const { x, dy } = operands(7, 6);
    const expected = run(dy, x, { cols: 6 });
    const Resizable = ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer;
    for (const buffer of [new SharedArrayBuffer(8 * 100), new Resizable(8 * 100, { maxByteLength: 1000 })]) {
      const view = new Type(buffer as ArrayBuffer, 8, 42);
      view.set(x);
      const y = run(dy, view, { cols: 6 });
      expect(y.buffer).toBeInstanceOf(ArrayBuffer);
      expectSame(y, expected);
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
