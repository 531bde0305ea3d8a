// Linear, Conv2d and matmul: every sum within (K + 4) · 2⁻²⁴ · Σ|terms| of float64, forward and backward, whatever the shape; and the same
// bits for a row alone and in a batch.
import { describe, expect, test } from "vitest";
import { type Bilinear, bits, Conv2d, exchanged, fill, forwardOf, Linear, matmul, product, slopeOf, type Tensor } from "./support/nn.js";

const twice =
  (terms: Bilinear): Bilinear =>
  (visit) => {
    terms(visit);
    terms(visit);
  };
const overBias =
  (length: number, biasOf: (i: number) => number): Bilinear =>
  (visit) => {
    for (let i = 0; i < length; i++) visit(i, biasOf(i), 0);
  };

interface Case {
  readonly name: string;
  readonly make: () => Linear | Conv2d;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** a is the weight, b is x. */
  readonly terms: Bilinear;
  /** Which element of the bias goes to y[i]. */
  readonly biasOf: (i: number) => number;
}

const linear = (lead: readonly number[], k: number, n: number, bias = true): Case => ({
  name: `Linear(${k}, ${n}${bias ? "" : ", no bias"}) of [${lead}]`,
  make: () => new Linear(k, n, { bias }),
  x: [...lead, k],
  y: [...lead, n],
  terms: (visit) => {
    for (let row = 0; row < product(lead); row++)
      for (let o = 0; o < n; o++) for (let i = 0; i < k; i++) visit(row * n + o, o * k + i, row * k + i);
  },
  biasOf: (i) => i % n,
});

type Two = readonly [number, number];
interface Convolution {
  readonly stride?: Two;
  readonly padding?: Two | "same";
  readonly dilation?: Two;
  readonly groups?: number;
  readonly bias?: boolean;
}
const conv = (n: number, channels: number, image: Two, out: number, kernel: Two, options: Convolution = {}): Case => {
  const { stride = [1, 1], padding = [0, 0], dilation = [1, 1], groups = 1 } = options;
  const reach = [0, 1].map((d) => (dilation[d] as number) * ((kernel[d] as number) - 1));
  const before = padding === "same" ? reach.map((r) => Math.floor(r / 2)) : padding;
  const around = padding === "same" ? reach : padding.map((p) => 2 * p);
  const [h, w] = [0, 1].map(
    (d) => Math.floor(((image[d] as number) + (around[d] as number) - (reach[d] as number) - 1) / (stride[d] as number)) + 1,
  ) as [number, number];
  const [inGroup, outGroup] = [channels / groups, out / groups];
  return {
    name: `Conv2d(${channels}, ${out}, [${kernel}], ${JSON.stringify(options)}) of ${n} × [${image}]`,
    make: () => new Conv2d(channels, out, kernel, options),
    x: [n, channels, ...image],
    y: [n, out, h, w],
    terms: (visit) => {
      for (let b = 0; b < n; b++)
        for (let o = 0; o < out; o++)
          for (let oy = 0; oy < h; oy++)
            for (let ox = 0; ox < w; ox++)
              for (let c = 0; c < inGroup; c++)
                for (let i = 0; i < kernel[0]; i++)
                  for (let j = 0; j < kernel[1]; j++) {
                    const y = oy * stride[0] + i * dilation[0] - (before[0] as number);
                    const x = ox * stride[1] + j * dilation[1] - (before[1] as number);
                    if (y < 0 || x < 0 || y >= image[0] || x >= image[1]) continue;
                    const channel = Math.floor(o / outGroup) * inGroup + c;
                    visit(
                      ((b * out + o) * h + oy) * w + ox,
                      ((o * inGroup + c) * kernel[0] + i) * kernel[1] + j,
                      ((b * channels + channel) * image[0] + y) * image[1] + x,
                    );
                  }
    },
    biasOf: (i) => Math.floor(i / (h * w)) % out,
  };
};

// 0 rows, 1, primes, both sides of where another loop takes over (4 and 16 rows, 8 columns, 256 terms), more axes, one axis.
const cases: readonly Case[] = [
  linear([0], 3, 2),
  linear([1], 1, 1),
  linear([1], 10, 1),
  linear([], 7, 5),
  linear([2, 3], 5, 4),
  // One row of x, over several blocks of terms, by eights of W's rows and what is left of them.
  linear([1], 516, 19),
  linear([1], 256, 8),
  linear([1], 1028, 16, false),
  linear([3], 257, 9),
  linear([5], 13, 31, false),
  linear([15], 64, 17),
  linear([16], 11, 8),
  linear([17], 259, 13),
  linear([67], 29, 23),
  linear([130], 515, 6),
  linear([300], 9, 129, false),
  conv(0, 2, [5, 5], 3, [2, 2]),
  conv(1, 1, [1, 1], 1, [1, 1]),
  conv(1, 1, [28, 28], 32, [2, 2]),
  conv(2, 3, [7, 5], 4, [3, 3], { padding: [1, 1] }),
  conv(2, 3, [5, 7], 5, [5, 7]),
  conv(1, 2, [5, 4], 6, [3, 2], { padding: [2, 3] }),
  conv(3, 4, [9, 11], 7, [3, 2], { stride: [2, 3], padding: [1, 0] }),
  conv(1, 4, [13, 12], 8, [3, 3], { dilation: [2, 3], padding: "same" }),
  conv(2, 2, [6, 6], 3, [2, 4], { padding: "same", bias: false }),
  conv(2, 6, [9, 17], 12, [3, 3], { groups: 3, padding: [1, 1] }),
  conv(2, 5, [17, 19], 5, [3, 3], { groups: 5, padding: [1, 1] }),
  conv(1, 4, [10, 33], 8, [3, 3], { groups: 4, stride: [2, 2], padding: [1, 1] }),
  conv(1, 3, [20, 16], 3, [4, 1], { groups: 3, dilation: [3, 1] }),
  conv(1, 30, [6, 7], 9, [3, 3], { padding: [1, 1] }),
  conv(1, 8, [7, 7], 16, [1, 1], { stride: [2, 2] }),
  conv(1, 3, [23, 18], 2, [3, 3], { stride: [3, 2], padding: [1, 2], dilation: [2, 2] }),
  // Padding wider than the kernel: a border of y sees zeros alone.
  conv(1, 2, [4, 5], 4, [2, 2], { padding: [3, 2] }),
  // A kernel smaller than its padding, with a stride: of dy, the first column that counts is not the first.
  conv(1, 2, [5, 7], 3, [1, 1], { padding: [1, 1], stride: [2, 2], bias: false }),
];

describe.each(cases)("$name", ({ make, x: xShape, y: yShape, terms, biasOf }) => {
  const x = fill(xShape, 1);
  const dy = fill(yShape, 2);
  const fresh = (): Linear | Conv2d => {
    const layer = make();
    for (const [i, parameter] of layer.parameters().entries()) parameter.data.set(fill(parameter.shape, 3 + i, 0.5).data);
    return layer;
  };

  test("value, gradients, and their sum over two calls", () => {
    const layer = fresh().train();
    const { weight, bias } = layer;
    const y = layer.forward(x);
    expect(y.shape).toEqual(yShape);
    const exact = forwardOf(terms, product(yShape), weight.data, x.data);
    if (bias) for (let i = 0; i < exact.length; i++) exact.add(i, bias.data[biasOf(i)] as number);
    exact.expectNear(y.data);

    const dx = layer.backward(dy);
    expect(dx.shape).toEqual(xShape);
    slopeOf(exchanged(terms), product(xShape), dy.data, weight.data).expectNear(dx.data);
    const dweight = slopeOf(terms, weight.data.length, dy.data, x.data);
    dweight.expectNear(weight.grad);
    const dbias = bias && slopeOf(overBias(dy.data.length, biasOf), bias.data.length, dy.data, [1]);
    dbias?.expectNear(bias?.grad ?? []);

    layer.backward(dy);
    slopeOf(twice(terms), weight.data.length, dy.data, x.data).expectNear(weight.grad);
    layer.zeroGrad();
    expect(weight.grad.every((value) => value === 0)).toBe(true);
  });

  test("the same bits twice, in training, in `out`, and row by row", () => {
    const layer = fresh();
    const y = layer.forward(x);
    expect(bits(layer.forward(x).data)).toEqual(bits(y.data));
    const out: Tensor = { data: new Float32Array(product(yShape)).fill(Number.NaN), shape: yShape };
    expect(layer.forward(x, { out })).toBe(out);
    expect(bits(out.data)).toEqual(bits(y.data));
    const learner = fresh().train();
    expect(bits(learner.forward(x).data)).toEqual(bits(y.data));
    const dx = learner.backward(dy);
    if (xShape.length < 2) return;
    const rows = xShape[0] as number;
    const rowOf = (t: Tensor, i: number): Tensor => {
      const size = t.data.length / rows;
      return { data: t.data.slice(i * size, (i + 1) * size), shape: [1, ...t.shape.slice(1)] };
    };
    for (let i = 0; i < rows; i++) {
      expect(bits(layer.forward(rowOf(x, i)).data)).toEqual(bits(rowOf(y, i).data));
      learner.forward(rowOf(x, i));
      expect(bits(learner.backward(rowOf(dy, i)).data)).toEqual(bits(rowOf(dx, i).data));
    }
  });
});

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}
const products: readonly Product[] = [
  { a: [1, 1], b: [1, 1] },
  { a: [3, 5], b: [5, 7] },
  { a: [2, 0], b: [0, 3] },
  { a: [0, 4], b: [4, 3] },
  { a: [70, 300], b: [300, 33] },
  { a: [2, 3, 9, 6], b: [6, 10] },
  { a: [4, 6], b: [3, 6, 2] },
  { a: [2, 1, 5, 3], b: [4, 3, 19] },
  { a: [3, 17, 8], b: [3, 8, 17] },
];
const ways = products.flatMap((way) => [
  way,
  ...[
    [true, false],
    [false, true],
    [true, true],
  ].map(([transposeA, transposeB]) => ({
    a: transposeA ? swap(way.a) : way.a,
    b: transposeB ? swap(way.b) : way.b,
    transposeA: transposeA as boolean,
    transposeB: transposeB as boolean,
  })),
]);
function swap(shape: readonly number[]): number[] {
  return [...shape.slice(0, -2), shape[shape.length - 1] as number, shape[shape.length - 2] as number];
}

describe.each(ways)(
  "matmul of [$a] and [$b], transposeA $transposeA, transposeB $transposeB",
  ({ a, b, transposeA = false, transposeB = false }) => {
    const [rows, inner] = (transposeA ? swap(a) : a).slice(-2) as [number, number];
    const columns = (transposeB ? swap(b) : b).at(-1) as number;
    const depth = Math.max(a.length, b.length) - 2;
    const leadOf = (shape: readonly number[]): number[] => [...Array(depth - shape.length + 2).fill(1), ...shape.slice(0, -2)];
    const lead = leadOf(a).map((size, i) => Math.max(size, leadOf(b)[i] as number));
    const shape = [...lead, rows, columns];
    const placeOf = (own: readonly number[], index: number): number => {
      let [rest, place, stride] = [index, 0, 1];
      for (let i = lead.length - 1; i >= 0; i--) {
        const size = leadOf(own)[i] as number;
        if (size > 1) place += (rest % (lead[i] as number)) * stride;
        stride *= size;
        rest = Math.floor(rest / (lead[i] as number));
      }
      return place;
    };
    const terms: Bilinear = (visit) => {
      for (let l = 0; l < product(lead); l++) {
        const [fromA, fromB] = [placeOf(a, l) * rows * inner, placeOf(b, l) * inner * columns];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            for (let k = 0; k < inner; k++)
              visit(
                (l * rows + i) * columns + j,
                fromA + (transposeA ? k * rows + i : i * inner + k),
                fromB + (transposeB ? j * inner + k : k * columns + j),
              );
      }
    };
    const [x, w, dy] = [fill(a, 5), fill(b, 6), fill(shape, 7)];

    test("value and gradients", () => {
      const y = matmul(x, w, { transposeA, transposeB });
      expect(y.shape).toEqual(shape);
      forwardOf(terms, product(shape), x.data, w.data).expectNear(y.data);
      const out: Tensor = { data: new Float32Array(product(shape)).fill(Number.NaN), shape };
      expect(matmul(x, w, { transposeA, transposeB, out })).toBe(out);
      expect(bits(out.data)).toEqual(bits(y.data));
      const { da, db } = matmul.backward(dy, x, w, { transposeA, transposeB });
      expect([da.shape, db.shape]).toEqual([a, b]);
      slopeOf(terms, product(a), dy.data, w.data).expectNear(da.data);
      slopeOf(exchanged(terms), product(b), dy.data, x.data).expectNear(db.data);
    });

    if (transposeA || a.length > 2 || b.length > 2) return;
    test("a row has the same bits alone", () => {
      const y = matmul(x, w, { transposeB });
      for (let i = 0; i < rows; i++) {
        const row = { data: x.data.slice(i * inner, (i + 1) * inner), shape: [1, inner] };
        expect(bits(matmul(row, w, { transposeB }).data)).toEqual(bits(y.data.slice(i * columns, (i + 1) * columns)));
      }
    });
  },
);
