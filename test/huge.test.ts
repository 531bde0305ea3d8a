// If this fails, memory grows with the arrays that pass through, the far end of a huge one is not reached, or arrays of many MiB, which go
// in wide tiles, give something else than short ones.
import { describe, expect, test } from "vitest";
import { type Floats, type Options, relu, sigmoid, tanh, type Unary } from "./support/api.js";
import { samePatterns } from "./support/patterns.js";
import { values } from "./support/values.js";

test("200 million elements: memory does not grow with the array", () => {
  const x = new Float32Array(200_000_000).fill(-1);
  x[0] = 3;
  x[100_000_001] = 4;
  x[199_999_999] = 5;
  relu(x, { out: x });
  const before = process.memoryUsage().rss;
  relu(x, { out: x });
  expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  let [sum, positive] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    sum += x[i] as number;
    positive += (x[i] as number) > 0 ? 1 : 0;
  }
  expect([sum, positive]).toEqual([12, 3]);
});

describe.each([relu, sigmoid, tanh].map((op) => [op.name, op as unknown as Unary] as const))("%s of huge arrays", (_, op) => {
  test.each([Float32Array, Float64Array])("%o: value, gradients and derivative into an array of more than 8 MiB", (Type) => {
    const period = 1009;
    // A few elements are left after tiles of every size.
    const n = 300 * 7936 + 3;
    const [once, onceDy] = [values(Type, period, 5), values(Type, period, 6)];
    const filled = (part: Floats): Floats => new Type(n).map((_, i) => part[i % period] as number);
    const [x, dy] = [filled(once), filled(onceDy)];
    type Call = (dy: Floats, x: Floats, options?: Options<Floats>) => Floats;
    const ways: readonly Call[] = [
      (_, x, options) => op(x, options),
      (_, x, options) => op.derivative(x, options),
      (dy, x, options) => op.backward(dy, x, options),
      ...[op.backwardFromOutput ?? []].flat(),
    ];
    for (const way of ways) {
      const expected = filled(way(onceDy, once));
      expect(samePatterns(way(dy, x), expected)).toBe(true);
      const inPlace = x.slice();
      for (const [input, out] of [
        [x, new Type(n)],
        [inPlace, inPlace],
      ] as const) {
        expect(way(dy, input, { out })).toBe(out);
        expect(samePatterns(out, expected)).toBe(true);
      }
    }
  });
});

/** Elements of a wide tile. */
const WIDE = 31744;

// Views of slots are kept: what one call leaves must be no other's. Up to 20 elements have views of their own.
test.each([
  ["float64 before", Float64Array, Float32Array, 3],
  ["float32 before", Float32Array, Float64Array, 3],
  ["float64 before", Float64Array, Float32Array, 30],
  ["float32 before", Float32Array, Float64Array, 30],
])("a huge array's last few elements and short ones of the other type, %s: %o, %o, %i elements", (_, First, Second, few) => {
  const all = (value: number): number[] => Array(few).fill(value);
  const shortOf = (Type: typeof First): void => {
    const x = new Type(few).fill(2);
    expect([...relu.backward(x, x)]).toEqual(all(2));
    expect([...relu.derivative(x)]).toEqual(all(1));
    expect([...relu(x)]).toEqual(all(2));
  };
  const hugeOf = (Type: typeof First): void => {
    const x = new Type((20 * WIDE) / Type.BYTES_PER_ELEMENT + few).fill(-1);
    expect([...relu(x).subarray(-few)]).toEqual(all(0));
    expect([...relu(x, { out: new Type(x.length).fill(7) }).subarray(-few)]).toEqual(all(0));
  };
  for (const check of [shortOf, hugeOf, shortOf]) for (const Type of [First, Second]) check(Type);
});
