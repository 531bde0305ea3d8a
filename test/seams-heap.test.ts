// If this fails, a heap is slow or breaks with many blocks, does not work where little can be reserved, or an array of a disposed one is
// taken somewhere.
import { describe, expect, test } from "vitest";
import { type Floats, gated, Heap, prelu, rowwise, silu } from "./support/api.js";
import { inNode } from "./support/child.js";
import { type Call, variants } from "./support/variants.js";

describe("many blocks", () => {
  const BLOCKS = 125_000;
  const full = (): { readonly heap: Heap; readonly blocks: readonly Int8Array[] } => {
    const heap = new Heap(2 * BLOCKS * 16);
    return { heap, blocks: Array.from({ length: 2 * BLOCKS }, () => heap.int8(16)) };
  };
  /** Milliseconds. What is linear takes a tenth of a second, on a machine that is busy with other things a few; what is quadratic, minutes. */
  const LIMIT = 15_000;

  test("125,000 of them free, between others: a full heap says so in words", () => {
    const { heap, blocks } = full();
    for (let i = 0; i < blocks.length; i += 2) heap.free(blocks[i] as Int8Array);
    expect(heap.used).toBe(BLOCKS * 16);
    expect(() => heap.float32(5)).toThrow(/^Heap\.float32: 32 bytes are asked for, .*the largest block: 16/);
    expect(heap.float32(4).length).toBe(4);
    heap.dispose();
  }, 120_000);

  test.each(["in their order", "from the last on", "every other first"])(
    "100,000 and more freed %s take no time that grows with their square",
    (order) => {
      const { heap, blocks } = full();
      const all = { "in their order": [...blocks], "from the last on": [...blocks].reverse() }[order] ?? [
        ...blocks.filter((_, i) => i % 2),
        ...blocks.filter((_, i) => !(i % 2)),
      ];
      const from = performance.now();
      for (const block of all) heap.free(block);
      expect(performance.now() - from).toBeLessThan(LIMIT);
      expect(heap.used).toBe(0);
      // They joined.
      expect(heap.int8(heap.capacity).length).toBe(heap.capacity);
      heap.dispose();
    },
    120_000,
  );

  test("allocating among 125,000 free blocks that are too small is no search through all", () => {
    const heap = new Heap(2 * BLOCKS * 16 + 64 * 20_000);
    const blocks = Array.from({ length: 2 * BLOCKS }, () => heap.int8(16));
    for (let i = 0; i < blocks.length; i += 2) heap.free(blocks[i] as Int8Array);
    const from = performance.now();
    for (let i = 0; i < 20_000; i++) heap.int8(64);
    expect(performance.now() - from).toBeLessThan(LIMIT);
    heap.dispose();
  }, 120_000);
});

describe.skipIf(typeof process === "undefined" || process.platform !== "linux")("where little address space is left", () => {
  // Engines reserve 8 GiB and more for a WebAssembly memory; Node itself starts with less than 3.
  test("a small heap works, by an ordinary buffer if need be", () => {
    const result = inNode(
      `const heap = new api.Heap(1 << 16);
      const x = heap.float32(100).fill(-1);
      x[3] = 2;
      const y = api.relu(x, { out: x });
      const z = api.softmax(heap.float64(4));
      heap.free(x);
      return [y[3], y[0], [...z], heap.used];`,
      { shell: "ulimit -v 6000000" },
    );
    expect(result).toEqual([2, 0, [0.25, 0.25, 0.25, 0.25], 32]);
  });
});

describe("arrays of a disposed heap are refused in every argument, empty ones too", () => {
  const message = (argument: string): RegExp =>
    new RegExp(`: ${argument} is an array of a disposed heap, expected one of a live heap, or any other$`);
  const gone = (n: number): Float32Array => {
    const heap = new Heap(1024);
    const whole = heap.float32(16);
    const array = n === 16 ? whole : whole.subarray(4, 4 + n);
    heap.dispose();
    return array;
  };
  const sizes = [0, 1, 4, 16];

  describe.each(variants.map((variant) => [variant.title, variant] as const))("%s", (_, { method, takesDy, run }) => {
    test.each(sizes)("%i elements", (n) => {
      const good = new Float32Array(n);
      expect(() => run(good, gone(n))).toThrow(message(method === "backwardFromOutput" ? "y" : "x"));
      expect(() => run(good, good, gone(n))).toThrow(message("out"));
      if (takesDy) expect(() => run(gone(n), good)).toThrow(message("dy"));
    });
  });

  test.each([...rowwise, ...gated].map((op) => [op.definition.name, op] as const))("%s", (_, op) => {
    for (const n of sizes.filter((n) => n % 2 === 0)) {
      const width = n === 0 ? 0 : op.definition.width(n);
      expect(() => op(gone(n))).toThrow(message("x"));
      expect(() => op<Floats>(new Float32Array(n), { out: gone(width) })).toThrow(message("out"));
      expect(() => op.backward(gone(width), new Float32Array(n))).toThrow(message("dy"));
      expect(() => op.backward(new Float32Array(width), gone(n))).toThrow(message("x"));
    }
  });

  test("prelu's weight, silu's beta gradient", () => {
    expect(() => prelu(new Float32Array(16), gone(4))).toThrow(message("weight"));
    expect(() => prelu.backward(new Float32Array(16), new Float32Array(16), gone(4))).toThrow(message("weight"));
    expect(() => (prelu as unknown as Call)(new Float32Array(0), gone(4))).toThrow(message("weight"));
    for (const n of sizes) {
      expect(() => silu.betaGradient(gone(n), new Float32Array(n))).toThrow(message("dy"));
      expect(() => silu.betaGradient(new Float32Array(n), gone(n))).toThrow(message("x"));
    }
  });
});
