// If this fails, what a subclass or a caller put upon a typed array is called or believed, or memory that is gone is taken for something else.
import { describe, expect, test } from "vitest";
import { arrays, type Dtype, type Floats, gated, Heap, prelu, relu, rowwise, softmax } from "./support/api.js";
import { patterns } from "./support/patterns.js";
import { values } from "./support/values.js";
import { type Variant, variants } from "./support/variants.js";

const dtypes = ["f32", "f64"] as const;
const each = variants.map((variant) => [variant.title, variant] as const);

/** A constructor that takes a length alone: what the methods of typed arrays make by it lies elsewhere. */
class Vec32 extends Float32Array {
  constructor(n: number) {
    super(n);
  }
}
class Vec64 extends Float64Array {
  constructor(n: number) {
    super(n);
  }
}
const subclasses = { f32: Vec32, f64: Vec64 } as const;

const forbidden = (name: string) => (): never => {
  throw new Error(`${name} of a subclass was called`);
};
/** The array, of a class whose methods and getters all throw. */
const hostile = <A extends Floats>(array: A): A => {
  const prototype = Object.create(Object.getPrototypeOf(array)) as object;
  for (const name of ["set", "subarray", "slice", "fill", "at", "map", "every", "keys", "values", "entries", Symbol.iterator])
    Object.defineProperty(prototype, name, { value: forbidden(String(name)) });
  for (const name of ["length", "byteLength", "byteOffset", "buffer", "constructor"])
    Object.defineProperty(prototype, name, { get: forbidden(name) });
  return Object.setPrototypeOf(array, prototype) as A;
};
const plainly = (dtype: Dtype, array: Floats): Floats => Object.setPrototypeOf(array, arrays[dtype].prototype) as Floats;

const withOut = (variant: Variant, dy: Floats, x: Floats, out: Floats): unknown => variant.run(dy, x, out);

describe.each(each)("%s", (_, variant) => {
  test.each(dtypes)("%s: arrays of a subclass as x, dy and out, of one tile and of several", (dtype) => {
    for (const n of [5, 40, 3000]) {
      const [x, dy] = [values(arrays[dtype], n, 3), values(arrays[dtype], n, 4)];
      const expected = patterns(variant.run(dy, x) as Floats);
      const of = (array: Floats): Floats => {
        const vec = new subclasses[dtype](n);
        vec.set(array);
        return vec;
      };
      const fresh = variant.run(of(dy), of(x)) as Floats;
      expect(fresh.constructor).toBe(arrays[dtype]);
      expect(patterns(fresh)).toEqual(expected);
      const out = of(x);
      expect(withOut(variant, of(dy), of(x), out)).toBe(out);
      expect(patterns(out)).toEqual(expected);
    }
  });

  test.each(dtypes)("%s: nothing that a subclass can override is called", (dtype) => {
    using heap = new Heap(1 << 18);
    const take = (n: number): Floats => (dtype === "f32" ? heap.float32(n) : heap.float64(n));
    for (const n of [5, 3000]) {
      const [x, dy] = [values(arrays[dtype], n, 3), values(arrays[dtype], n, 4)];
      const expected = patterns(variant.run(dy, x) as Floats);
      for (const make of [(): Floats => new arrays[dtype](n), (): Floats => take(n)]) {
        const [inX, inDy, out] = [make(), make(), make()];
        inX.set(x);
        inDy.set(dy);
        withOut(variant, hostile(inDy), hostile(inX), hostile(out));
        expect(patterns(plainly(dtype, out))).toEqual(expected);
      }
    }
  });

  test("what is only tagged as a Float32Array is refused, and not written", () => {
    const impostor = (): Float32Array =>
      Object.defineProperty(new Uint8Array(16), Symbol.toStringTag, { value: "Float32Array" }) as unknown as Float32Array;
    const good = Float32Array.of(1, -2, 3, -4);
    expect(() => variant.run(good, impostor())).toThrow(TypeError);
    if (variant.takesDy) expect(() => variant.run(impostor(), good)).toThrow(TypeError);
    const out = impostor();
    expect(() => variant.run(good, good, out)).toThrow(TypeError);
    expect([...out].every((value) => value === 0)).toBe(true);
  });

  test("a length that was put upon an array is not believed", () => {
    const x = Float32Array.of(1, -2, 3, -4);
    const expected = patterns(variant.run(x, x) as Floats);
    for (const length of [2, 4000]) {
      const lying = Object.defineProperty(x.slice(), "length", { value: length });
      const result = variant.run(x, lying) as Floats;
      expect(result.length).toBe(4);
      expect(patterns(result)).toEqual(expected);
      const out = Object.defineProperty(new Float32Array(4), "length", { value: length });
      variant.run(x, x, out);
      expect(patterns(new Float32Array(out.buffer))).toEqual(expected);
    }
  });

  test("arrays without memory are named as what they are", () => {
    const good = Float32Array.of(1, -2, 3, -4);
    const detached = (): Float32Array => {
      const array = new Float32Array(4);
      structuredClone(array.buffer, { transfer: [array.buffer] });
      return array;
    };
    const cutOff = (): Float32Array => {
      const buffer = new (ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer & { resize(n: number): void })(64, {
        maxByteLength: 64,
      });
      const array = new Float32Array(buffer, 32, 4);
      buffer.resize(16);
      return array;
    };
    for (const [make, what] of [
      [detached, /is detached/],
      [cutOff, /is out of bounds/],
    ] as const) {
      expect(() => variant.run(good, make())).toThrow(what);
      expect(() => variant.run(good, good, make())).toThrow(/: out /);
      expect(() => variant.run(good, good, make())).toThrow(what);
      if (variant.takesDy) {
        expect(() => variant.run(make(), good)).toThrow(/: dy /);
        expect(() => variant.run(make(), good)).toThrow(what);
      }
    }
    expect(patterns(variant.run(new Float32Array(0), new Float32Array(0)) as Floats)).toEqual([]);
  });
});

describe("weights", () => {
  test.each([3, 1500])("%i weights of a subclass, also in a heap, with nothing beside them touched", (channels) => {
    const ordinary = (n: number, seed: number): Float32Array =>
      values(Float32Array, n, seed).map((v: number) => (v > -9 && v < 9 ? v : 1)) as Float32Array;
    const [x, dy, weight] = [ordinary(2 * channels, 1), ordinary(2 * channels, 2), ordinary(channels, 3)];
    const vec = new Vec32(channels);
    vec.set(weight);
    const expected = patterns(prelu(x, weight));
    expect(patterns(prelu(x, vec))).toEqual(expected);
    expect(patterns(prelu(x, hostile(weight.slice())))).toEqual(expected);
    expect(patterns(prelu.backward(dy, x, vec).dweight)).toEqual(patterns(prelu.backward(dy, x, weight).dweight));
    using heap = new Heap(1 << 17);
    const [before, inHeap, after, inX] = [heap.float32(8), heap.float32(channels), heap.float32(8), heap.float32(2 * channels)];
    before.fill(7);
    after.fill(7);
    inHeap.set(weight);
    inX.set(x);
    expect(patterns(prelu(inX, Object.setPrototypeOf(inHeap, Vec32.prototype) as Float32Array))).toEqual(expected);
    expect([...before, ...after]).toEqual(Array(16).fill(7));
  });
});

describe.each([...rowwise, ...gated].map((op) => [op.definition.name, op] as const))("%s", (_, op) => {
  test("arrays of a subclass in rows, of one tile and of several", () => {
    for (const cols of [4, 3000]) {
      const x = values(Float32Array, 2 * cols, 3).map((v: number) => (Math.abs(v) < 9 ? v : 1)) as Float32Array;
      const vec = new Vec32(2 * cols);
      vec.set(x);
      const expected = op<Floats>(x, { cols });
      expect(patterns(op<Floats>(vec, { cols }))).toEqual(patterns(expected));
      expect(patterns(op<Floats>(hostile(x.slice()), { cols }))).toEqual(patterns(expected));
      expect(patterns(op.backward<Floats>(hostile(expected.slice() as Floats), hostile(x.slice()), { cols }))).toEqual(
        patterns(op.backward<Floats>(expected, x, { cols })),
      );
    }
  });
});

describe("getters are asked before any length is", () => {
  type Growable = ArrayBuffer & { resize(bytes: number): void };
  const resizable = (bytes: number): Growable =>
    new (ArrayBuffer as unknown as new (bytes: number, options: object) => Growable)(bytes, { maxByteLength: 4096 });
  const shared = (bytes: number): SharedArrayBuffer & { grow(bytes: number): void } =>
    new (SharedArrayBuffer as unknown as new (bytes: number, options: object) => SharedArrayBuffer & { grow(bytes: number): void })(bytes, {
      maxByteLength: 4096,
    });
  const unsafe = <F>(f: F): ((...args: readonly unknown[]) => Floats) => f as unknown as (...args: readonly unknown[]) => Floats;

  test("a shared buffer that grows meanwhile: the result is as long as x is then", () => {
    const buffer = shared(16);
    const x = new Float32Array(buffer);
    x.fill(-1);
    const options = {
      get out(): undefined {
        buffer.grow(64);
        return undefined;
      },
    };
    expect([...unsafe(relu)(x, options)]).toEqual(Array(16).fill(0));
  });

  test.each([
    ["softmax", softmax, "cols", []],
    ["prelu", prelu, "inner", [0.5]],
  ] as const)("%s: a buffer that shrinks meanwhile is noticed", (_, op, name, more) => {
    const buffer = resizable(64);
    const x = new Float32Array(buffer, 0, 16);
    const options = Object.defineProperty({}, name, {
      enumerable: true,
      get: () => {
        buffer.resize(8);
        return 1;
      },
    });
    expect(() => unsafe(op)(x, ...more, options)).toThrow(/: x is out of bounds/);
  });

  test("and one that grows is taken as it is then", () => {
    const buffer = resizable(16);
    const x = new Float32Array(buffer);
    const options = {
      get cols(): number {
        buffer.resize(32);
        return 8;
      },
    };
    expect([...unsafe(softmax)(x, options)]).toEqual(Array(8).fill(1 / 8));
  });
});
