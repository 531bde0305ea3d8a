// If this fails, a heap loses memory, gives the same memory out twice, or lets misuse through.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heap, prelu, relu } from "./support/api.js";
import { residentBytes } from "./support/host.js";

test("allocates zeros, 16-aligned, of every type, and counts what it gives", () => {
  using heap = new Heap(1000);
  expect(heap.capacity).toBe(1008);
  const arrays = [heap.float32(3), heap.float64(3), heap.int8(17), heap.int16(1), heap.int32(0)];
  expect(arrays.map((array) => [array.constructor, array.length, array.byteOffset % 16, [...array].every((v) => v === 0)])).toEqual([
    [Float32Array, 3, 0, true],
    [Float64Array, 3, 0, true],
    [Int8Array, 17, 0, true],
    [Int16Array, 1, 0, true],
    [Int32Array, 0, 0, true],
  ]);
  expect(heap.used).toBe(16 + 32 + 32 + 16 + 16);
  for (const array of arrays) heap.free(array);
  expect(heap.used).toBe(0);
});

test("freed memory is used again, at once and zeroed, and neighbours join", () => {
  using heap = new Heap(64);
  const [a, b, c] = [heap.float32(4), heap.float32(4), heap.float32(8)];
  a.fill(1);
  b.fill(2);
  c.fill(3);
  expect(() => heap.float32(1)).toThrow(RangeError);
  heap.free(a);
  const again = heap.float32(4);
  expect([again.byteOffset, ...again]).toEqual([a.byteOffset, 0, 0, 0, 0]);
  heap.free(again);
  heap.free(c);
  heap.free(b);
  expect(heap.float64(8).byteOffset).toBe(a.byteOffset);
});

test("any order of allocating and freeing: blocks never overlap, nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(200)), { maxLength: 120 }), (steps) => {
      const heap = new Heap(4096);
      const live: Float32Array<ArrayBuffer>[] = [];
      for (const [allocate, size] of steps) {
        if (!allocate && live.length > 0) heap.free(live.splice(size % live.length, 1)[0] as Float32Array);
        else
          try {
            live.push(heap.float32(size).fill(live.length + 1));
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        const taken = live.map(
          ({ byteOffset, byteLength }) => [byteOffset, byteOffset + Math.max(16, Math.ceil(byteLength / 16) * 16)] as const,
        );
        taken.sort(([p], [q]) => p - q);
        for (let i = 1; i < taken.length; i++)
          expect((taken[i] as readonly [number, number])[0]).toBeGreaterThanOrEqual((taken[i - 1] as readonly [number, number])[1]);
        expect(heap.used).toBe(taken.reduce((sum, [from, to]) => sum + to - from, 0));
      }
      for (const array of live) heap.free(array);
      expect(heap.used).toBe(0);
      expect(heap.float32(1024)).toHaveLength(1024);
    }),
  );
});

test("a block that fits is found behind nine of like size that do not", () => {
  using heap = new Heap(9 * (1024 + 16) + 1120);
  const small = Array.from({ length: 9 }, () => {
    const block = heap.int8(1024);
    heap.int8(16);
    return block;
  });
  const fitting = heap.int8(1120);
  for (const block of [...small, fitting]) heap.free(block);
  expect(heap.int8(1120).byteOffset).toBe(fitting.byteOffset);
});

describe("misuse", () => {
  test("the constructor", () => {
    expect(() => new Heap("64" as unknown as number)).toThrow(new TypeError("Heap: bytes is [object String], expected a number"));
    for (const bytes of [0, -1, 1.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY])
      expect(() => new Heap(bytes)).toThrow(new RangeError(`Heap: bytes is ${bytes}, expected a whole number from 1 to 4294867968`));
  });

  test("lengths", () => {
    using heap = new Heap(64);
    for (const length of ["3", undefined, null])
      expect(() => heap.float32(length as unknown as number)).toThrow(
        new TypeError(
          `Heap.float32: values ${length === undefined ? "is missing" : `is ${Object.prototype.toString.call(length)}`}, expected a number of elements, or an array of numbers`,
        ),
      );
    for (const length of [-1, 0.5, Number.NaN])
      expect(() => heap.float32(length)).toThrow(`Heap.float32: length is ${length}, expected a whole number of elements, 0 or more`);
    expect(heap.used).toBe(0);
  });

  test("a full heap says what was asked, used and free", () => {
    using heap = new Heap(64);
    heap.float32(8);
    expect(() => heap.float64(5)).toThrow(
      new RangeError(
        "Heap.float64: 48 bytes are asked for, 32 of 64 are used, 32 are free (the largest block: 32), expected enough free memory",
      ),
    );
    expect(heap.float64(4)).toHaveLength(4);
  });

  test("free: twice, of a part, of a stranger, of another heap's", () => {
    using heap = new Heap(256);
    using other = new Heap(256);
    const a = heap.float32(4);
    const b = heap.float32(4);
    const wrong = /^Heap.free: array is not a live array of this heap/;
    for (const stranger of [a.subarray(0, 4), a.subarray(1), new Float32Array(4), other.float32(4), undefined, 5])
      expect(() => heap.free(stranger as Float32Array)).toThrow(wrong);
    heap.free(a);
    expect(() => heap.free(a)).toThrow(wrong);
    expect(heap.used).toBe(16);
    b.fill(7);
    expect([...heap.float32(4), ...b]).toEqual([0, 0, 0, 0, 7, 7, 7, 7]);
  });

  test("after dispose: the heap throws, its arrays are refused, other heaps live on", () => {
    const heap = new Heap(1024);
    const other = new Heap(1024);
    const [a, b] = [heap.float32(100), other.float32(100).fill(-1)];
    const short = a.subarray(0, 3);
    a.fill(-1);
    heap.dispose();
    heap.dispose();
    expect(heap.used).toBe(0);
    expect(() => heap.float32(1)).toThrow(new TypeError("Heap.float32: the heap is disposed, expected a live one"));
    expect(() => heap.free(a)).toThrow(new TypeError("Heap.free: the heap is disposed, expected a live one"));
    const gone = (fn: string, argument: string): TypeError =>
      new TypeError(`${fn}: ${argument} is an array of a disposed heap, expected one of a live heap, or any other`);
    for (const array of [a, short]) {
      const fresh = new Float32Array(array.length);
      expect(() => relu(array)).toThrow(gone("relu", "x"));
      expect(() => relu(array, { out: fresh })).toThrow(gone("relu", "x"));
      expect(() => relu(fresh, { out: array })).toThrow(gone("relu", "out"));
      expect(() => relu.backward(array, fresh)).toThrow(gone("relu.backward", "dy"));
      expect(() => prelu(array, 0.25)).toThrow(gone("prelu", "x"));
      expect(() => prelu.backward(array, fresh, 0.25)).toThrow(gone("prelu.backward", "dy"));
    }
    expect(a.every((value) => value === -1)).toBe(true);
    expect(relu(b, { out: b })[99]).toBe(0);
    expect([...relu(new Float32Array([-1, 2]))]).toEqual([0, 2]);
    other.dispose();
  });
});

test("a gigabyte can be reserved without being touched, and its far end used", () => {
  const before = residentBytes();
  using heap = new Heap(2 ** 30 + 4096);
  if (before !== undefined) expect((residentBytes() as number) - before).toBeLessThan(64 << 20);
  const most = heap.int8(2 ** 30);
  expect(most.length).toBe(2 ** 30);
  const last = heap.float32(100).fill(-1);
  expect([...relu(last, { out: last })]).toEqual(Array(100).fill(0));
});

test("methods refuse to be another object's", () => {
  using heap = new Heap(64);
  const array = heap.float32(1);
  for (const call of [
    () => Heap.prototype.float32.call({}, 1),
    () => Heap.prototype.free.call(Object.create(heap), array),
    () => Heap.prototype.dispose.call(array),
    () => Reflect.get(Heap.prototype, "used"),
  ])
    expect(call).toThrow(/^Heap\.\w+: this is .*, expected a Heap, made by `new Heap\(bytes\)`$/);
  expect(heap.used).toBe(16);
});
