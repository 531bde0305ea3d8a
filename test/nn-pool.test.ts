// Pooling against naive float64 over windows of every kind: values, gradients, ties, NaN and infinities, bits.
import { describe, expect, test } from "vitest";
import { AdaptiveAvgPool2d, AvgPool2d, bits, fill, MaxPool2d, product, Sequential, Sums, type Tensor } from "./support/nn.js";

type Two = readonly [number, number];
interface Windows {
  readonly kernel: Two;
  readonly stride?: Two;
  readonly padding?: Two;
  readonly dilation?: Two;
  readonly ceilMode?: boolean;
}
/** One window: elements that are inside (index into a plane, in order), and how many it has with its padding. */
interface Window {
  readonly inside: readonly number[];
  readonly padded: number;
}

/** Windows by their definition: elements that are in the padded image. */
const windowsOf = ([height, width]: Two, { kernel, stride = kernel, padding = [0, 0], dilation = [1, 1], ceilMode }: Windows) => {
  const counts = [0, 1].map((axis) => {
    const [size, k, s, p, d] = [[height, width], kernel, stride, padding, dilation].map((pair) => pair[axis]) as number[] as [
      number,
      number,
      number,
      number,
      number,
    ];
    const left = size + 2 * p - d * (k - 1) - 1;
    let count = 0;
    // In ceil mode a window may hang over, if it starts inside or in the padding before.
    while (count * s <= left || (ceilMode && (count - 1) * s < left && count * s < size + p)) count++;
    return count;
  }) as unknown as Two;
  const windows: Window[] = [];
  for (let oy = 0; oy < counts[0]; oy++)
    for (let ox = 0; ox < counts[1]; ox++) {
      const inside: number[] = [];
      let padded = 0;
      for (let i = 0; i < kernel[0]; i++)
        for (let j = 0; j < kernel[1]; j++) {
          const [y, x] = [oy * stride[0] - padding[0] + i * dilation[0], ox * stride[1] - padding[1] + j * dilation[1]];
          if (y < height + padding[0] && x < width + padding[1]) padded++;
          if (y >= 0 && y < height && x >= 0 && x < width) inside.push(y * width + x);
        }
      windows.push({ inside, padded });
    }
  return { counts, windows };
};

/** Where the maximum is; −1 if there is none. */
const winnerOf = (x: Float32Array, indices: readonly number[]): number =>
  indices.reduce((best, index) => {
    if (best < 0) return index;
    const [value, most] = [x[index] as number, x[best] as number];
    return !Number.isNaN(most) && (Number.isNaN(value) || value > most) ? index : best;
  }, -1);

type Case = [planes: Two, image: Two, windows: Windows];
const cases: Case[] = [
  [[0, 2], [4, 4], { kernel: [2, 2] }],
  [[1, 1], [1, 1], { kernel: [1, 1] }],
  [[2, 3], [5, 7], { kernel: [5, 7] }],
  // Squares of 2 × 2: four, more than four, odd images, fewer than four.
  [[2, 2], [2, 8], { kernel: [2, 2] }],
  [[2, 3], [9, 11], { kernel: [2, 2] }],
  [[1, 2], [6, 29], { kernel: [2, 2] }],
  [[3, 1], [7, 6], { kernel: [2, 2] }],
  [[1, 2], [7, 17], { kernel: [2, 2], ceilMode: true }],
  [[1, 2], [8, 10], { kernel: [2, 2], padding: [1, 1] }],
  [[2, 2], [8, 13], { kernel: [2, 2], stride: [1, 1] }],
  [[2, 2], [13, 11], { kernel: [3, 3], stride: [2, 2], padding: [1, 1] }],
  [[1, 3], [10, 23], { kernel: [3, 3], stride: [1, 1], padding: [1, 1] }],
  [[1, 2], [4, 19], { kernel: [1, 3], stride: [1, 3], padding: [0, 1] }],
  [[1, 2], [17, 5], { kernel: [5, 2], stride: [3, 1], padding: [2, 1], ceilMode: true }],
  [[2, 1], [7, 7], { kernel: [3, 3], stride: [2, 2], ceilMode: true }],
  [[1, 1], [2, 2], { kernel: [3, 3], stride: [2, 2], ceilMode: true }],
  [[1, 2], [9, 8], { kernel: [4, 3], stride: [5, 4], padding: [2, 1], ceilMode: true }],
  [[1, 1], [11, 31], { kernel: [7, 13], stride: [3, 2], padding: [3, 6] }],
];
const dilated: Case[] = [
  [[2, 2], [11, 13], { kernel: [3, 3], stride: [1, 1], dilation: [2, 2] }],
  [[1, 2], [9, 24], { kernel: [2, 3], stride: [2, 2], padding: [1, 1], dilation: [3, 2] }],
  [[1, 2], [12, 12], { kernel: [2, 2], dilation: [4, 1], ceilMode: true }],
  [[1, 2], [8, 12], { kernel: [2, 2], dilation: [1, 2] }],
  // A window of nothing but padding.
  [[1, 1], [2, 5], { kernel: [2, 2], stride: [1, 1], padding: [1, 1], dilation: [3, 3] }],
];
const title = ([planes, image, windows]: Case): string => `[${planes}, ${image}], ${JSON.stringify(windows)}`;
const named = (list: Case[]): [string, ...Case][] => list.map((one) => [title(one), ...one]);

/** Every element of y: which plane, and which window. */
const overWindows = (planes: Two, windows: readonly Window[], visit: (y: number, plane: number, window: Window) => void): void => {
  for (let plane = 0, y = 0; plane < planes[0] * planes[1]; plane++) for (const window of windows) visit(y++, plane, window);
};
const optionsOf = ({ stride, padding, dilation, ceilMode }: Windows) =>
  JSON.parse(JSON.stringify({ stride, padding, dilation, ceilMode })) as object;

type Pool = MaxPool2d | AvgPool2d | AdaptiveAvgPool2d;
/** The same bits twice, in training, in `out`, and each example alone. */
const expectSameBits = (make: () => Pool, x: Tensor, dy: Tensor): void => {
  const [layer, learner] = [make(), make().train()];
  const y = layer.forward(x);
  expect(y.shape).toEqual(dy.shape);
  const out = { data: new Float32Array(y.data.length).fill(9), shape: y.shape };
  expect(layer.forward(x, { out })).toBe(out);
  expect(bits(out.data)).toEqual(bits(y.data));
  expect(bits(learner.forward(x).data)).toEqual(bits(y.data));
  const dx = learner.backward(dy);
  expect(dx.shape).toEqual(x.shape);
  expect(bits(learner.backward(dy).data)).toEqual(bits(dx.data));
  const rowOf = ({ data, shape }: Tensor, i: number): Tensor => {
    const size = data.length / (shape[0] as number);
    return { data: data.slice(i * size, (i + 1) * size), shape: [1, ...shape.slice(1)] };
  };
  for (let i = 0; i < (x.shape[0] as number); i++) {
    expect(bits(layer.forward(rowOf(x, i)).data)).toEqual(bits(rowOf(y, i).data));
    learner.forward(rowOf(x, i));
    expect(bits(learner.backward(rowOf(dy, i)).data)).toEqual(bits(rowOf(dx, i).data));
  }
};

test("in ceilMode no window begins behind the image", () => {
  expect(new MaxPool2d(2, { stride: 3, ceilMode: true }).forward(fill([1, 1, 3, 3], 1)).shape).toEqual([1, 1, 1, 1]);
});

describe("MaxPool2d", () => {
  // Few different numbers, so that there are equal ones; then some that are none.
  const kinds: [string, (x: Float32Array) => void][] = [
    ["numbers", () => {}],
    ["equal ones and both zeros", (x) => x.set(x.map((value) => (value > 0.5 ? 1 : value > 0 ? 0 : value > -0.5 ? -0 : -1)))],
    [
      "NaN and infinities",
      (x) => x.set(x.map((value) => (value > 0.8 ? Number.NaN : value < -0.3 ? -1 / 0 : value > 0.6 ? 1 / 0 : value))),
    ],
    ["−∞ alone", (x) => x.fill(-1 / 0)],
  ];
  describe.each(kinds)("%s", (_, change) => {
    test.each(named([...cases, ...dilated]))("%s", (_, planes, image, how) => {
      const { counts, windows } = windowsOf(image, how);
      const make = (): MaxPool2d => new MaxPool2d(how.kernel, optionsOf(how));
      const [x, dy] = [fill([...planes, ...image], 1), fill([...planes, ...counts], 2)];
      change(x.data);
      const y = new Float32Array(dy.data.length);
      const dx = new Sums(x.data.length);
      const size = product(image);
      overWindows(planes, windows, (i, plane, { inside }) => {
        const winner = winnerOf(
          x.data,
          inside.map((index) => plane * size + index),
        );
        y[i] = winner < 0 ? -1 / 0 : (x.data[winner] as number);
        if (winner >= 0) dx.add(winner, dy.data[i] as number);
      });
      const layer = make().train();
      // Signs of zeros too; NaN is NaN.
      expect([...layer.forward(x).data]).toEqual([...y]);
      dx.expectNear(layer.backward(dy).data);
      expectSameBits(make, x, dy);
    });
  });

  test("gradients that are NaN or infinite reach the maximum only", () => {
    const layer = new MaxPool2d(2).train();
    layer.forward(fill([1, 1, 2, 10], 3));
    const dx = layer.backward({ data: Float32Array.of(Number.NaN, 1 / 0, 1, 2, 3), shape: [1, 1, 1, 5] });
    expect([...dx.data].filter((value) => value === 0).length).toBe(15);
  });

  test("sizes that hardly fit 32 bits", () => {
    const x = fill([1, 1, 3, 4], 4);
    expect(new MaxPool2d(1, { stride: 2 ** 40, dilation: 2 ** 40 }).forward(x).data[0]).toBe(x.data[0]);
    const most = Math.max(...x.data);
    expect([...new MaxPool2d(2 ** 40, { stride: 2 ** 41, ceilMode: true }).forward(x).data]).toEqual([most]);
    expect([
      ...new AvgPool2d(2 ** 40, { stride: 2 ** 41, ceilMode: true }).forward({ data: new Float32Array(12).fill(2), shape: [1, 1, 3, 4] })
        .data,
    ]).toEqual([2]);
  });
});

describe("AvgPool2d", () => {
  const both = named(cases).flatMap(([name, ...one]) =>
    [true, false].map((countIncludePad) => [`${name}, countIncludePad ${countIncludePad}`, countIncludePad, ...one] as const),
  );
  test.each(both)("%s", (_, countIncludePad, planes, image, how) => {
    const { counts, windows } = windowsOf(image, how);
    const make = (): AvgPool2d => new AvgPool2d(how.kernel, { ...optionsOf(how), countIncludePad });
    const [x, dy] = [fill([...planes, ...image], 5), fill([...planes, ...counts], 6)];
    const [y, dx] = [new Sums(dy.data.length), new Sums(x.data.length)];
    const size = product(image);
    overWindows(planes, windows, (i, plane, { inside, padded }) => {
      for (const index of inside) {
        const count = countIncludePad ? padded : inside.length;
        y.add(i, (x.data[plane * size + index] as number) / count);
        dx.add(plane * size + index, (dy.data[i] as number) / count);
      }
    });
    const layer = make().train();
    y.expectNear(layer.forward(x).data);
    dx.expectNear(layer.backward(dy).data);
    expectSameBits(make, x, dy);
  });

  test("NaN and infinities go where their windows are; sums do not overflow", () => {
    const x = { data: new Float32Array(20).fill(3.4e38), shape: [1, 1, 2, 10] };
    expect([...new AvgPool2d(2).forward(x).data]).toEqual(Array(5).fill(Math.fround(3.4e38)));
    x.data.set([Number.NaN, 1, 1 / 0, 1, 1 / 0, -1 / 0]);
    expect([...new AvgPool2d(2).forward(x).data]).toEqual([Number.NaN, 1 / 0, Number.NaN, Math.fround(3.4e38), Math.fround(3.4e38)]);
    expect([...new AvgPool2d([2, 10]).forward(x).data]).toEqual([Number.NaN]);
  });
});

describe("AdaptiveAvgPool2d", () => {
  test.each<[planes: Two, image: Two, out: Two]>([
    [
      [0, 2],
      [3, 3],
      [2, 2],
    ],
    [
      [2, 3],
      [7, 7],
      [1, 1],
    ],
    [
      [1, 2],
      [1, 1],
      [3, 2],
    ],
    [
      [2, 2],
      [8, 6],
      [4, 3],
    ],
    [
      [1, 2],
      [7, 11],
      [3, 5],
    ],
    [
      [1, 1],
      [5, 3],
      [11, 7],
    ],
    [
      [1, 2],
      [13, 37],
      [2, 5],
    ],
  ])("[%s] × [%s] → [%s]", (planes, image, out) => {
    const [x, dy] = [fill([...planes, ...image], 7), fill([...planes, ...out], 8)];
    const [y, dx] = [new Sums(dy.data.length), new Sums(x.data.length)];
    const ends = (i: number, axis: 0 | 1): Two => [
      Math.floor((i * image[axis]) / out[axis]),
      Math.ceil(((i + 1) * image[axis]) / out[axis]),
    ];
    for (let plane = 0, to = 0; plane < product(planes); plane++)
      for (let oy = 0; oy < out[0]; oy++)
        for (let ox = 0; ox < out[1]; ox++, to++) {
          const [[top, bottom], [left, right]] = [ends(oy, 0), ends(ox, 1)];
          const count = (bottom - top) * (right - left);
          for (let i = top; i < bottom; i++)
            for (let j = left; j < right; j++) {
              const from = (plane * image[0] + i) * image[1] + j;
              y.add(to, (x.data[from] as number) / count);
              dx.add(from, (dy.data[to] as number) / count);
            }
        }
    const make = (): AdaptiveAvgPool2d => new AdaptiveAvgPool2d(out);
    const layer = make().train();
    y.expectNear(layer.forward(x).data);
    dx.expectNear(layer.backward(dy).data);
    expectSameBits(make, x, dy);
  });
});

test("in a sequence, a batch in pieces", () => {
  const model = new Sequential(new MaxPool2d(2), new AvgPool2d(3, { stride: 1, padding: 1 }), new AdaptiveAvgPool2d([2, 3]));
  const x = fill([67, 5, 30, 31], 9);
  const y = model.forward(x);
  expect(y.shape).toEqual([67, 5, 2, 3]);
  const alone = [new MaxPool2d(2), new AvgPool2d(3, { stride: 1, padding: 1 }), new AdaptiveAvgPool2d([2, 3])].reduce<Tensor>(
    (value, layer) => layer.forward(value),
    x,
  );
  expect(bits(alone.data)).toEqual(bits(y.data));
});
