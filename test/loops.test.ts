// If this fails, a value depends on where it stands: on the array's length, the tail, the tile, the alignment, the heap; or
// something beside the result was written.
import { describe, expect, test } from "vitest";
import { backend, type Floats, Heap } from "./support/api.js";
import { patterns, samePatterns } from "./support/patterns.js";
import { values } from "./support/values.js";
import { type Variant, variants } from "./support/variants.js";

const GUARD = 0xa5;
/** Room on both sides of a guarded array, in elements: any offset up to 15 fits. */
const ROOM = 16;

type Type = Float32ArrayConstructor | Float64ArrayConstructor;

/** An array of n elements in the middle of guard bytes, `offset` elements further than it has to be. */
const guarded = (Type: Type, n: number, offset: number): Floats => {
  const bytes = new Uint8Array((n + 3 * ROOM) * Type.BYTES_PER_ELEMENT).fill(GUARD);
  return new Type(bytes.buffer, (ROOM + offset) * Type.BYTES_PER_ELEMENT, n);
};

const guardsHold = (array: Floats): boolean =>
  new Uint8Array(array.buffer).every((byte, i) => (i >= array.byteOffset && i < array.byteOffset + array.byteLength) || byte === GUARD);

/** What each element gives when it is alone. */
const alone = (variant: Variant, dy: Floats, x: Floats): Floats => {
  const y = x.slice();
  for (let i = 0; i < x.length; i++) y.set(variant.run(dy.slice(i, i + 1), x.slice(i, i + 1)) as Floats, i);
  return y;
};

const expectPatterns = (got: Floats, expected: Floats, nan: "folded" | "kept"): void => {
  if (!samePatterns(got, expected, nan)) expect(patterns(got, nan)).toEqual(patterns(expected, nan));
};

const types = [Float32Array, Float64Array] as const;
const cases = variants.flatMap((variant) => types.map((Type) => [variant.title, Type.name, variant, Type] as const));

describe.each(cases)("%s of %s", (title, _, variant, Type) => {
  const tile = 8192 / Type.BYTES_PER_ELEMENT;
  const pool = values(Type, 2 * tile + 40, 1);
  const gradients = values(Type, pool.length, 2);
  const expected = alone(variant, gradients, pool);
  const places = variant.takesDy ? (["apart", "on x", "on dy"] as const) : (["apart", "on x"] as const);

  const expectBits = (y: Floats, at: number): void => {
    // relu has to keep the bits of NaNs too.
    expectPatterns(y, expected.subarray(at, at + y.length), title === "relu" ? "kept" : "folded");
  };

  const check = (n: number, offset: number, at: number, place: (typeof places)[number]): void => {
    const x = guarded(Type, n, offset);
    const dy = guarded(Type, n, (offset * 7) % ROOM);
    const apart = guarded(Type, n, (offset * 5 + 3) % ROOM);
    x.set(pool.subarray(at, at + n));
    dy.set(gradients.subarray(at, at + n));
    const before = { x: x.slice(), dy: dy.slice() };
    const out = place === "apart" ? apart : place === "on x" ? x : dy;
    expect(variant.run(dy, x, out)).toBe(out);
    expectBits(out, at);
    expect([x, dy, apart].every(guardsHold)).toBe(true);
    if (out !== x) expectPatterns(x, before.x, "kept");
    if (out !== dy) expectPatterns(dy, before.dy, "kept");
  };

  test("every length to 40 at every offset", () => {
    for (let n = 0; n <= 40; n++)
      for (let offset = 0; offset < ROOM; offset++)
        check(n, offset, (n * 13 + offset) % 40, places[(n + offset) % places.length] ?? "apart");
  });

  test("lengths around one and two tiles", () => {
    for (const n of [tile - 1, tile, tile + 1, tile + 13, 2 * tile - 1, 2 * tile, 2 * tile + 1])
      for (const place of places) check(n, n % ROOM, n % 7, place);
  });

  test("without out", () => {
    for (const n of [1, 5, 13, 100, 2 * tile + 5]) expectBits(variant.run(gradients.slice(0, n), pool.slice(0, n)) as Floats, 0);
  });

  test.each([0, 1, 7, 12, 13, 16, 37, 100, tile + 3])("%i elements in a heap, at every offset, and between heaps and elsewhere", (n) => {
    const heap = new Heap(8 << 20);
    const other = new Heap(1 << 20);
    const take = (from: Heap, size: number): Floats => (Type === Float32Array ? from.float32(size) : from.float64(size));
    for (let offset = 0; offset < (n < 40 ? ROOM : 3); offset++) {
      const source = { x: pool.slice(offset, offset + n), dy: gradients.slice(offset, offset + n) };
      const frames = [0, 1, 2].map(() => take(heap, n + 2 * ROOM).fill(-77));
      const [x, dy, y] = frames.map((frame, i) => frame.subarray((offset * (2 * i + 1)) % ROOM).subarray(0, n)) as [Floats, Floats, Floats];
      for (const [from, upstream, to] of [
        [x, dy, y],
        [x, dy, x],
        [x, dy, take(other, n)],
        [x, dy, new Type(n)],
        [source.x, dy, y],
        [x, source.dy, y],
        [take(other, n), source.dy, y],
      ] as const) {
        from.set(pool.subarray(offset, offset + n));
        upstream.set(gradients.subarray(offset, offset + n));
        expect(variant.run(upstream, from, to)).toBe(to);
        expectBits(to, offset);
      }
      frames.forEach((frame, i) => {
        const from = (offset * (2 * i + 1)) % ROOM;
        expect(frame.every((value, j) => (j >= from && j < from + n) || value === -77)).toBe(true);
      });
    }
    heap.dispose();
    other.dispose();
  });

  test("one number is an array of one in float64", () => {
    if (Type === Float32Array) return;
    const singles = Array.from(pool.subarray(0, 200), (value, i) => variant.run(gradients[i], value) as number);
    expect(patterns(Float64Array.from(singles))).toEqual(patterns(variant.run(gradients.slice(0, 200), pool.slice(0, 200)) as Floats));
  });
});

test("the backend that is meant was tested", () => {
  expect(["wasm", "js"]).toContain(backend);
});
