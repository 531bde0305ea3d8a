// If this fails, a call in a heap that has been made before, and is therefore quick, lets through what the first one refuses; or arrays of a
// heap are not what they are said to be.
import { describe, expect, test } from "vitest";
import { type Floats, Heap, leakyRelu, type Params, prelu, relu, sigmoid, type Unary } from "./support/api.js";
import { patterns } from "./support/patterns.js";
import { values } from "./support/values.js";

const quick = [relu, leakyRelu, sigmoid].map((op) => [op.name, op as unknown as Unary] as const);
const run = (op: Unary, x: Floats, out: unknown): Floats => op<Floats>(x, { out } as unknown as Params);

describe.each(quick)("%s, called in a heap many times", (name, op) => {
  /** x and y in one memory, y so many elements further; the call has been made with them apart. */
  const warm = (heap: Heap): { readonly whole: Float32Array; readonly x: Float32Array; readonly far: Float32Array } => {
    const whole = heap.float32(64).fill(-2);
    const [x, far] = [whole.subarray(20, 30), whole.subarray(40, 50)];
    for (let i = 0; i < 100; i++) {
      run(op, x, far);
      run(op, far, x);
    }
    whole.fill(-2);
    return { whole, x, far };
  };

  test.each([-9, -1, 1, 9])("out %i elements further is refused, and nothing written", (by) => {
    using heap = new Heap(1024);
    const { whole, x } = warm(heap);
    const out = whole.subarray(20 + by, 30 + by);
    for (let i = 0; i < 3; i++) {
      expect(() => run(op, x, out)).toThrow(RangeError);
      expect(() => run(op, x, out)).toThrow(`${name}: out overlaps a part of x, expected the same memory or other memory`);
    }
    expect(whole.every((value) => value === -2)).toBe(true);
  });

  test.each([-10, 10])("out %i elements further lies beside x", (by) => {
    using heap = new Heap(1024);
    const { whole, x } = warm(heap);
    const out = whole.subarray(20 + by, 30 + by);
    expect(run(op, x, out)).toBe(out);
    expect([...out]).toEqual(Array(10).fill(op(Float32Array.of(-2))[0]));
    expect(whole.filter((_, i) => i < 20 + by || i >= 30 + by).every((value) => value === -2)).toBe(true);
  });

  test("out of another length or type is refused, and nothing written", () => {
    using heap = new Heap(1024);
    const { whole, x } = warm(heap);
    for (const n of [0, 9, 11]) expect(() => run(op, x, whole.subarray(40, 40 + n))).toThrow(`${name}: out has length ${n}, expected 10`);
    expect(() => run(op, x, heap.float64(10))).toThrow(`${name}: out is [object Float64Array], expected a Float32Array like x`);
    expect(() => run(op, x, heap.int32(10))).toThrow(`${name}: out is [object Int32Array], expected a Float32Array like x`);
    expect(() => run(op, x, null)).toThrow(TypeError);
    expect(whole.every((value) => value === -2)).toBe(true);
  });

  test("after dispose its arrays are refused, as x and as out, and not written", () => {
    const heap = new Heap(1024);
    const { whole, x, far } = warm(heap);
    heap.dispose();
    const gone = (argument: string): TypeError =>
      new TypeError(`${name}: ${argument} is an array of a disposed heap, expected one of a live heap, or any other`);
    for (let i = 0; i < 3; i++) {
      expect(() => run(op, x, far)).toThrow(gone("x"));
      expect(() => run(op, x, x)).toThrow(gone("x"));
      expect(() => run(op, new Float32Array(10), far)).toThrow(gone("out"));
    }
    expect(whole.every((value) => value === -2)).toBe(true);
  });
});

test("what is allocated is 0 after everything was written and freed, in any order, as any type", () => {
  using heap = new Heap(16 * 64);
  const types = ["float32", "float64", "int8", "int16", "int32"] as const;
  for (let round = 0; round < 20; round++) {
    // All of it, as bytes that no number's zero has.
    const all = heap.int8(heap.capacity);
    expect(all.every((value) => value === 0)).toBe(true);
    all.fill(-1);
    heap.free(all);
    const taken = types.flatMap((type, i) => [heap[type](1 + ((round + i) % 5)), heap[type](3 + ((7 * round + i) % 9))]);
    for (const array of taken) {
      expect([...array].every((value) => Object.is(value, 0))).toBe(true);
      array.fill(-1);
    }
    // Every other first, so that the blocks between join on both sides.
    for (const [i, array] of taken.entries()) if ((i + round) % 2) heap.free(array);
    const between = heap.float64(2);
    expect([...between]).toEqual([0, 0]);
    between.fill(-1);
    for (const [i, array] of taken.entries()) if (!((i + round) % 2)) heap.free(array);
    heap.free(between);
    expect(heap.used).toBe(0);
  }
});

// More channels than there are sums or weights in scratch, of either type.
describe.each([1, 3])("1,500 channels of %i in a heap", (inner) => {
  test.each(["float32", "float64"] as const)("%s: the same bits as outside, and every channel its own weight", (type) => {
    const Type = { float32: Float32Array, float64: Float64Array }[type];
    const [channels, rows] = [1500, 2];
    using heap = new Heap(1 << 20);
    const n = rows * channels * inner;
    const ordinary = (count: number, seed: number): Floats =>
      values(Type, count, seed).map((v: number) => (Math.abs(v) < 50 ? v : -1)) as Floats;
    const [x, dy, weight] = [ordinary(n, 1), ordinary(n, 2), ordinary(channels, 3)] as [Float32Array, Float32Array, Float32Array];
    const into = (array: Float32Array): Float32Array => {
      const taken = heap[type](array.length) as Float32Array;
      taken.set(array);
      return taken;
    };
    const [inX, inDy, inWeight] = [into(x), into(dy), into(weight)];
    const channelOf = (i: number): number => Math.floor(i / inner) % channels;
    const slope = (i: number): number => ((x[i] as number) > 0 ? 1 : (weight[channelOf(i)] as number));

    const expected = x.map((v, i) => v * slope(i));
    expect(patterns(prelu(x, weight, { inner }))).toEqual(patterns(expected));
    for (const w of [inWeight, weight]) {
      expect(patterns(prelu(inX, w, { inner }))).toEqual(patterns(expected));
      const out = into(x);
      expect(prelu(out, w, { inner, out })).toBe(out);
      expect(patterns(out)).toEqual(patterns(expected));
      const { dx, dweight } = prelu.backward(inDy, inX, w, { inner });
      // Zeros of a gradient have no sign.
      expect(Array.from(dx, (v) => v + 0)).toEqual(
        Array.from(
          dy.map((g, i) => g * slope(i)),
          (v) => v + 0,
        ),
      );
      expect(Array.from(prelu.derivative(inX, w, { inner }), (v) => v + 0)).toEqual(Array.from(x, (_, i) => slope(i) + 0));
      const sums = new Float64Array(channels);
      for (let i = 0; i < n; i++)
        if (!((x[i] as number) > 0)) sums[channelOf(i)] = (sums[channelOf(i)] as number) + (dy[i] as number) * (x[i] as number);
      // Six terms at most of less than 50 · 50, in another order.
      for (const [c, sum] of sums.entries())
        expect(Math.abs((dweight[c] as number) - sum)).toBeLessThanOrEqual(type === "float32" ? 1e-3 : 1e-11);
    }
  });
});

test.each(quick)("%s.derivative of more than all slots hold: the same bits in a heap, and nothing beside them touched", (_, op) => {
  using heap = new Heap(1 << 20);
  for (const take of [(n: number): Floats => heap.float32(n), (n: number): Floats => heap.float64(n)]) {
    const [before, x, out] = [heap.float32(8).fill(7), take(20_000), take(20_000)];
    x.set(values(Float32Array, 20_000, 5));
    const expected = patterns(op.derivative(x.slice() as Floats));
    op.derivative<Floats>(x, { out } as unknown as Params);
    expect(patterns(out)).toEqual(expected);
    expect([...before]).toEqual(Array(8).fill(7));
  }
});

// Only where all arrays are in one heap do kernels run there.
test.each(quick)("%s.backward of arrays that are in a heap, in another, or in none: always the same bits", (_, op) => {
  using heap = new Heap(1 << 12);
  using other = new Heap(1 << 12);
  const [x, dy] = [values(Float32Array, 50, 5), values(Float32Array, 50, 6)];
  const expected = patterns(op.backward(dy, x));
  const places = [() => new Float32Array(50), () => heap.float32(50), () => other.float32(50)];
  for (const forX of places)
    for (const forDy of places)
      for (const forOut of places) {
        const [inX, inDy, out] = [forX(), forDy(), forOut()];
        inX.set(x);
        inDy.set(dy);
        op.backward<Floats>(inDy, inX, { out } as unknown as Params);
        expect(patterns(out)).toEqual(expected);
        for (const array of [inX, inDy, out])
          for (const owner of [heap, other]) if (array.buffer === owner.float32(0).buffer) owner.free(array);
      }
});
