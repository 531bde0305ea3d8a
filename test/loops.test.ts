// If this fails, a value depends on where it stands: on the array's length, the tail, the tile, the alignment, the heap; or
// something beside the result was written.
import { describe, expect, test } from "vitest";
import { type Floats, Heap } from "./support/api.js";
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

const guardsHold = (array: Floats): boolean => {
  const bytes = new Uint8Array(array.buffer);
  for (let i = 0; i < array.byteOffset; i++) if (bytes[i] !== GUARD) return false;
  for (let i = array.byteOffset + array.byteLength; i < bytes.length; i++) if (bytes[i] !== GUARD) return false;
  return true;
};

/** Values repeat after so many: no multiple of a vector or a tile, so each stands in every place of either. */
const PERIOD = 311;
const repeated = (once: Floats, n: number): Floats => new (once.constructor as Type)(n).map((_, i) => once[i % PERIOD] as number);

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

const heap = new Heap(1 << 20);
const other = new Heap(1 << 18);

describe.each(cases)("%s of %s", (title, _, variant, Type) => {
  const tile = 8192 / Type.BYTES_PER_ELEMENT;
  const once = { x: values(Type, PERIOD, 1), dy: values(Type, PERIOD, 2) };
  const [pool, gradients, expected] = [once.x, once.dy, alone(variant, once.dy, once.x)].map((part) => repeated(part, 2 * tile + 40)) as [
    Floats,
    Floats,
    Floats,
  ];
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
    if (variant.run(dy, x, out) !== out) expect.unreachable("another array than out was returned");
    expectBits(out, at);
    if (![x, dy, apart].every(guardsHold)) expect.unreachable(`${n} elements at ${offset}: memory beside them was written`);
    if (out !== x) expectPatterns(x, before.x, "kept");
    if (out !== dy) expectPatterns(dy, before.dy, "kept");
  };

  test("every length to 40, at offsets of every remainder", () => {
    for (let n = 0; n <= 40; n++) for (const [i, place] of places.entries()) check(n, (5 * n + 3 * i) % ROOM, (n * 13 + i) % 40, place);
  });

  test("lengths around one and two tiles", () => {
    for (const n of [tile - 1, tile, tile + 1, tile + 13, 2 * tile - 1, 2 * tile, 2 * tile + 1])
      for (const place of places) check(n, n % ROOM, n % 7, place);
  });

  test("without out", () => {
    for (const n of [1, 5, 13, 100, 2 * tile + 5]) expectBits(variant.run(gradients.slice(0, n), pool.slice(0, n)) as Floats, 0);
  });

  test.each([0, 1, 7, 12, 13, 16, 37, tile + 3])("%i elements in a heap, at every alignment, and between heaps and elsewhere", (n) => {
    const take = (from: Heap, size: number): Floats => (Type === Float32Array ? from.float32(size) : from.float64(size));
    const taken = [heap, heap, heap, other].map((from) => take(from, n + 2 * ROOM));
    const [frames, elsewhere] = [taken.slice(0, 3), (taken[3] as Floats).subarray(0, n)];
    for (let offset = 0; offset < 16 / Type.BYTES_PER_ELEMENT; offset++) {
      const source = { x: pool.slice(offset, offset + n), dy: gradients.slice(offset, offset + n) };
      const from = (i: number): number => (offset * (2 * i + 1)) % ROOM;
      const [x, dy, y] = frames.map((frame, i) => frame.fill(-77).subarray(from(i), from(i) + n)) as [Floats, Floats, Floats];
      for (const [input, upstream, to] of [
        [x, dy, y],
        [x, dy, x],
        [x, dy, elsewhere],
        [x, dy, new Type(n)],
        [source.x, dy, y],
        [x, source.dy, y],
        [elsewhere, source.dy, y],
      ] as const) {
        input.set(source.x);
        upstream.set(source.dy);
        if (variant.run(upstream, input, to) !== to) expect.unreachable("another array than out was returned");
        expectBits(to, offset);
      }
      for (const [i, frame] of frames.entries())
        for (let j = 0; j < frame.length; j++)
          if ((j < from(i) || j >= from(i) + n) && frame[j] !== -77)
            expect.unreachable(`element ${j - from(i)} beside an array was written`);
    }
    for (const [i, array] of taken.entries()) (i < 3 ? heap : other).free(array);
  });

  test("one number is an array of one in float64", () => {
    if (Type === Float32Array) return;
    const singles = Array.from(pool.subarray(0, 200), (value, i) => variant.run(gradients[i], value) as number);
    expect(patterns(Float64Array.from(singles))).toEqual(patterns(variant.run(gradients.slice(0, 200), pool.slice(0, 200)) as Floats));
  });
});
