// If this fails, a call on tensors takes something that does not fit, or writes before it refuses.
import { describe, expect, test } from "vitest";
import type { Tensor } from "./support/api.js";
import { elementsOf, hasRows, type Options, type Shape, tensor, ways, written } from "./support/tensorWays.js";
import { caught } from "./support/thrown.js";

describe.each(ways.map((way) => [way.title, way] as const))("%s", (title, way) => {
  const { takesDy, input, resultOf } = way;
  const whole = new Float32Array(40);
  const shape = [2, 4];
  const result = resultOf(shape);
  const yShape = takesDy ? shape : result;
  const same = (a: Shape, b: Shape): boolean => a.join() === b.join();
  const ofX = `the shape of ${input}`;
  const yOf = same(yShape, shape) ? ofX : "the shape of f(x)";
  const good = tensor(shape);
  const elements = elementsOf(yShape);
  const inside = (start: number): Tensor => ({ data: whole.subarray(start, start + 8), shape });
  const detached = new Float32Array(8);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });

  type Case = readonly [title: string, operands: { dy?: unknown; x?: unknown; options?: Options }, Kind: typeof TypeError, message: string];
  const cases: Case[] = [
    [
      "a shape that does not fit",
      { x: { data: new Float32Array(7), shape } },
      RangeError,
      `${input}.data has length 7, expected 8 (the length of a tensor of shape [2, 4])`,
    ],
    [
      "data of float64",
      { x: { data: new Float64Array(8), shape } },
      TypeError,
      `${input}.data is [object Float64Array], expected a Float32Array like a tensor of shape [2, 4]`,
    ],
    [
      "data that are a list",
      { x: { data: [1, 2], shape: [2] } },
      TypeError,
      `${input}.data is [object Array], expected a Float32Array like a tensor of shape [2]`,
    ],
    ["data that are gone", { x: { data: detached, shape } }, TypeError, `${input}.data is detached, expected memory that is still there`],
    [
      "a negative size",
      { x: { data: good.data, shape: [-2, -4] } },
      RangeError,
      `${input}.shape is [-2, -4], expected whole numbers, 0 or more`,
    ],
    [
      "half a size",
      { x: { data: good.data, shape: [0.5, 16] } },
      RangeError,
      `${input}.shape is [0.5, 16], expected whole numbers, 0 or more`,
    ],
    [
      "a size that is a string",
      { x: { data: good.data, shape: ["2", 4] } },
      RangeError,
      `${input}.shape is [2, 4], expected whole numbers, 0 or more`,
    ],
    [
      "a shape with a hole",
      { x: { data: good.data, shape: new Array(1) } },
      RangeError,
      `${input}.shape is [], expected whole numbers, 0 or more`,
    ],
    ["a shape that is a number", { x: { data: good.data, shape: 8 } }, TypeError, `${input}.shape is 8, expected whole numbers, 0 or more`],
    [
      "no shape",
      { x: { data: good.data }, options: { out: undefined } },
      TypeError,
      `${input} is [object Object], expected ${way.family === "halving" ? "arrays of " : ""}numbers, a Float32Array, a Float64Array or a tensor`,
    ],
    [
      "out an array",
      { options: { out: new Float32Array(elements) } },
      TypeError,
      "out is [object Float32Array], expected a tensor, { data, shape }",
    ],
    ["out null", { options: { out: null } }, TypeError, "out is [object Null], expected a tensor, { data, shape }"],
    [
      "out of other data",
      { options: { out: { data: new Float64Array(elements), shape: yShape } } },
      TypeError,
      `out.data is [object Float64Array], expected a Float32Array like a tensor of shape ${written(yShape)}`,
    ],
    [
      "out of another shape, as many elements",
      { options: { out: { data: new Float32Array(elements), shape: [elements, 1, 1] } } },
      RangeError,
      `out has shape [${elements}, 1, 1], expected ${written(yShape)} (${yOf})`,
    ],
    [
      "out for data, a tensor",
      { dy: tensor(result).data, x: good.data, options: { out: tensor(yShape), ...(hasRows(way) && { cols: 4 }) } },
      TypeError,
      `out is [object Object], expected a Float32Array like ${input}`,
    ],
    ["an unknown option", { options: { dim: 1 } }, TypeError, "options has dim, expected "],
  ];
  if (same(yShape, shape))
    cases.push([
      "out across the edge of x",
      { x: inside(10), options: { out: inside(13) } },
      RangeError,
      `out overlaps a part of ${input}, expected the same memory or other memory`,
    ]);
  if (takesDy)
    cases.push(
      ["dy missing", { dy: undefined }, TypeError, "dy is missing, expected a tensor, { data, shape }"],
      ["dy an array", { dy: tensor(result).data }, TypeError, "dy is [object Float32Array], expected a tensor, { data, shape }"],
      ["dy a number", { dy: 1 }, TypeError, "dy is 1, expected a tensor, { data, shape }"],
      [
        "dy of another shape",
        { dy: tensor([2, 20]) },
        RangeError,
        `dy has shape [2, 20], expected ${written(result)} (${same(result, shape) ? ofX : "the shape of f(x)"})`,
      ],
      [
        "dy of another shape, as many elements",
        { dy: tensor([...result, 1]) },
        RangeError,
        `dy has shape ${written([...result, 1])}, expected ${written(result)} (`,
      ],
      [
        "dy of other data",
        { dy: { data: new Int32Array(elementsOf(result)), shape: result } },
        TypeError,
        `dy.data is [object Int32Array], expected a Float32Array`,
      ],
      ["dy a tensor beside an array", { x: good.data }, TypeError, `dy is [object Object], expected a Float32Array like ${input}`],
      ["dy a tensor beside a list", { x: [1, 2], options: { out: undefined } }, TypeError, "dy is [object Object], expected "],
    );
  if (hasRows(way))
    cases.push(
      ["cols", { options: { cols: 4 } }, TypeError, `cols is 4, expected none, as ${input} is a tensor`],
      ["no axis", { x: tensor([]), dy: tensor([]) }, RangeError, `${input} has shape [], expected an axis at least`],
    );
  if (way.family === "rows" || way.family === "reduction" || way.family === "channels")
    cases.push(["inner", { options: { inner: 1 } }, TypeError, `inner is 1, expected none, as ${input} is a tensor`]);
  if (way.family === "halving")
    cases.push([
      "an odd axis",
      { x: tensor([2, 3]), dy: tensor([2, 1]) },
      RangeError,
      "x has shape [2, 3], expected an even number of elements in the last axis, two halves",
    ]);

  test.each(cases)("%s is refused", (_, operands, Kind, message) => {
    whole.fill(-7);
    const out =
      operands.options && "out" in operands.options ? operands.options["out"] : { data: new Float32Array(elements), shape: yShape };
    const target = (out as { data?: Float32Array } | null | undefined)?.data ?? (out as Float32Array | null | undefined) ?? [];
    const before = Array.from(target);
    const dy = "dy" in operands ? operands.dy : tensor(result, 2);
    const args = way.argumentsOf(dy, "x" in operands ? operands.x : good, { out, ...operands.options });
    const thrown = caught(() => way.call(...args));
    expect(thrown).toBeInstanceOf(Kind);
    expect((thrown as Error).message.slice(0, title.length + 2 + message.length)).toBe(`${title}: ${message}`);
    expect(Array.from(target)).toEqual(before);
    expect(whole.every((value) => value === -7)).toBe(true);
  });
});
