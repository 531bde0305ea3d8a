// If this fails, what holds of an array or a list along its last axis does not hold along another one, or of a list with methods of its own.
import { describe, expect, test } from "vitest";
import { Heap, leakyRelu, logSumExp, prelu, relu, rowwise, softmax } from "./support/api.js";
import type { Call } from "./support/variants.js";

const unsafe = <F>(f: F): Call => f as unknown as Call;

describe.each(rowwise.map((op) => [op.definition.name, op] as const))("%s along another axis", (_, op) => {
  const options = { cols: 2, inner: 2 };

  test("arrays of a disposed heap are refused", () => {
    const heap = new Heap(1024);
    const gone = heap.float32(4);
    const short = heap.float32(op.definition.width(2) * 2);
    heap.dispose();
    expect(() => op(gone, options)).toThrow(/x is an array of a disposed heap/);
    expect(() => op<Float32Array>(new Float32Array(4), { ...options, out: short } as never)).toThrow(/out is an array of a disposed heap/);
    expect(() => op.backward(short, new Float32Array(4), options)).toThrow(/dy is an array of a disposed heap/);
  });

  test("is not told of nested arrays, nor of a number", () => {
    expect(() =>
      op(
        [
          [1, 2],
          [3, 4],
        ] as never,
        { inner: 2 },
      ),
    ).toThrow(/inner is 2, expected 1, as x is nested/);
    expect(() => op(5, { inner: 7 })).toThrow(RangeError);
  });
});

test("a ragged dy has as many rows as x", () => {
  expect(() => softmax.backward([[1, 2], [3], [9, 9]], [[1, 2], [3]])).toThrow(/dy is \[object Array\], expected numbers nested like x/);
  expect(() => unsafe(logSumExp.backward)(5, [[1, 2], [3]])).toThrow(/dy is 5, expected numbers nested like x/);
});

test("lists with methods of their own are read by index", () => {
  const odd = (list: unknown[]): unknown[] => Object.assign(list, { every: null, map: null, some: null, forEach: null });
  const list = odd([odd([1, 2]), odd([3, 4])]);
  expect(unsafe(softmax)(list)).toEqual(
    softmax([
      [1, 2],
      [3, 4],
    ]),
  );
  expect(unsafe(softmax.backward)(list, list)).toEqual(
    softmax.backward(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ),
  );
  expect(unsafe(relu)(list)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("what stands on Object.prototype changes nothing where no options are given", () => {
  const prototype = Object.prototype as { negativeSlope?: number };
  prototype.negativeSlope = 5;
  try {
    expect(leakyRelu([-1])).toEqual([-0.01]);
    expect(leakyRelu(-1)).toBe(-0.01);
  } finally {
    delete prototype.negativeSlope;
  }
});

test("prelu's weights are one list, a third argument that is no list is none", () => {
  expect(() => unsafe(prelu)([1, 2], [[1], [2]])).toThrow(/weight\[0\] is \[object Array\], expected a number/);
  expect(() => unsafe(relu)(-1, 5, null)).toThrow(/options is 5, expected an object/);
});
