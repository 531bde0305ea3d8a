// What a layer comes to, exactly, and how far from it a float32 library may be.
//
// Values are computed in float64, whose own error is half a billion times smaller than what is asked. Beside each stands a bound: a sum
// of K terms, computed in float32 in any order, is within (K + 4) · 2⁻²⁴ · Σ|terms| of the exact one; and what its terms were wrong by
// already comes on top, multiplied as they are. A function of one value counts as a sum of one term, and carries the error of its
// argument on by its greatest slope: 1 for relu and tanh, 1/4 for sigmoid, the row of absolute values of the Jacobian for softmax.
// What is computed from numbers of the library itself (a state that it returned) starts from 0 again.

const UNIT = 2 ** -24;
/** What is allowed to a float32 sum. */
const roundings = (terms: number, sizes: number): number => (terms + 4) * UNIT * sizes;

export interface Bounded {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

export const zeros = (length: number): Bounded => ({ value: new Float64Array(length), error: new Float64Array(length) });
export const exact = (x: ArrayLike<number>): Bounded => ({ value: Float64Array.from(x), error: new Float64Array(x.length) });

/** Numbers from one place to the next: along what is summed, and along what is not. */
interface Walk {
  readonly inner: number;
  readonly outer: number;
  readonly from?: number;
}

/** y[r, c] = first[c] + Σ a[r, k] · b[k, c], each wherever its walk leads. `first`, where there is one, is a term more. */
export const contract = (
  [rows, inner, cols]: readonly [number, number, number],
  a: Bounded,
  walkA: Walk,
  b: Bounded,
  walkB: Walk,
  first?: Float32Array,
): Bounded => {
  const y = zeros(rows * cols);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < cols; c++) {
      let sum = first ? (first[c] as number) : 0;
      let sizes = Math.abs(sum);
      let carried = 0;
      let at = (walkA.from ?? 0) + r * walkA.outer;
      let bt = (walkB.from ?? 0) + c * walkB.outer;
      for (let k = 0; k < inner; k++, at += walkA.inner, bt += walkB.inner) {
        const [p, q] = [a.value[at] as number, b.value[bt] as number];
        const term = p * q;
        sum += term;
        sizes += Math.abs(term);
        carried += Math.abs(p) * (b.error[bt] as number) + Math.abs(q) * (a.error[at] as number);
      }
      y.value[r * cols + c] = sum;
      y.error[r * cols + c] = roundings(inner + (first ? 1 : 0), sizes) + carried;
    }
  return y;
};

/** x [rows, from] · wᵀ [from, to] + bias */
export const dense = (x: Bounded, weight: Float32Array, bias: Float32Array, rows: number): Bounded => {
  const to = bias.length;
  const from = weight.length / to;
  return contract([rows, from, to], x, { outer: from, inner: 1 }, exact(weight), { outer: from, inner: 1 }, bias);
};

export const relu = ({ value, error }: Bounded): Bounded => ({ value: value.map((v) => (v > 0 ? v : 0)), error });

export const softmax = (z: Bounded, cols: number): Bounded => {
  const y = zeros(z.value.length);
  for (let from = 0; from < z.value.length; from += cols) {
    const row = z.value.subarray(from, from + cols);
    const errors = z.error.subarray(from, from + cols);
    const most = Math.max(...row);
    const powers = row.map((v) => Math.exp(v - most));
    const sum = powers.reduce((a, b) => a + b);
    const p = powers.map((e) => e / sum);
    p.forEach((pi, i) => {
      let carried = 0;
      p.forEach((pj, j) => {
        carried += Math.abs(pi * ((i === j ? 1 : 0) - pj)) * (errors[j] as number);
      });
      y.value[from + i] = pi;
      y.error[from + i] = roundings(cols, pi) + carried;
    });
  }
  return y;
};

/** k3, padding 1: of each group the products of its weights with the windows of its channels. */
export const convolve = (x: Float32Array, weight: Float32Array, bias: Float32Array, size: number, groups: number): Bounded => {
  const pixels = size * size;
  const from = x.length / pixels / groups;
  const to = bias.length / groups;
  const inner = 9 * from;
  const y = zeros(bias.length * pixels);
  const windows = zeros(pixels * inner);
  for (let g = 0; g < groups; g++) {
    for (let c = 0; c < from; c++)
      for (let tap = 0; tap < 9; tap++)
        for (let p = 0; p < pixels; p++) {
          const [row, col] = [Math.floor(p / size) + Math.floor(tap / 3) - 1, (p % size) + (tap % 3) - 1];
          const isInside = row >= 0 && row < size && col >= 0 && col < size;
          windows.value[p * inner + 9 * c + tap] = isInside ? (x[((g * from + c) * size + row) * size + col] as number) : 0;
        }
    const walk = { outer: inner, inner: 1 };
    const part = exact(weight.subarray(g * to * inner, (g + 1) * to * inner));
    const sums = contract([pixels, inner, to], windows, walk, part, walk, bias.subarray(g * to, (g + 1) * to));
    for (let p = 0; p < pixels; p++)
      for (let o = 0; o < to; o++) {
        y.value[(g * to + o) * pixels + p] = sums.value[p * to + o] as number;
        y.error[(g * to + o) * pixels + p] = sums.error[p * to + o] as number;
      }
  }
  return y;
};

/** 2 by 2. Nothing is computed, so nothing may be lost. */
export const pool = (x: Float32Array, size: number): Bounded => {
  const half = size / 2;
  const y = zeros(x.length / 4);
  y.value.forEach((_, i) => {
    const at = 2 * (Math.floor(i / half) * size + (i % half));
    y.value[i] = Math.max(...[at, at + 1, at + size, at + size + 1].map((k) => x[k] as number));
  });
  return y;
};

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

/**
 * Every step of a recurrent layer from the h that the library itself gave for the step before. Bounds carried from step to step would
 * grow fourfold each time, with Σ|weights|, and after ten steps allow anything. c is not given, and carried on: f, less than 1, shrinks
 * its error. y [rows, steps, hidden].
 */
export const recur = (
  x: Float32Array,
  y: Float32Array,
  [wIh, wHh, bIh, bHh]: readonly Float32Array[],
  [rows, steps, inputs, hidden]: readonly [number, number, number, number],
): Bounded => {
  if (!wIh || !wHh || !bIh || !bHh) throw new Error("four arrays of weights are needed");
  const gates = bIh.length / hidden;
  const result = zeros(rows * steps * hidden);
  const all = gates * hidden;
  const z = zeros(all);
  const activated = (k: number, isTanh: boolean): [number, number] => {
    const [v, e] = [z.value[k] as number, z.error[k] as number];
    const s = isTanh ? Math.tanh(v) : sigmoid(v);
    return [s, roundings(1, Math.abs(s)) + e * (isTanh ? 1 : 1 / 4)];
  };
  for (let r = 0; r < rows; r++) {
    const c = zeros(hidden);
    for (let t = 0; t < steps; t++) {
      const now = r * steps + t;
      for (let k = 0; k < all; k++) {
        let sum = (bIh[k] as number) + (bHh[k] as number);
        let sizes = Math.abs(bIh[k] as number) + Math.abs(bHh[k] as number);
        for (let j = 0; j < inputs; j++) {
          const term = (wIh[k * inputs + j] as number) * (x[now * inputs + j] as number);
          sum += term;
          sizes += Math.abs(term);
        }
        for (let j = 0; t && j < hidden; j++) {
          const term = (wHh[k * hidden + j] as number) * (y[(now - 1) * hidden + j] as number);
          sum += term;
          sizes += Math.abs(term);
        }
        z.value[k] = sum;
        z.error[k] = roundings(inputs + hidden + 2, sizes);
      }
      for (let k = 0; k < hidden; k++) {
        const at = now * hidden + k;
        if (gates === 1) {
          [result.value[at], result.error[at]] = activated(k, true);
          continue;
        }
        const [i, ei] = activated(k, false);
        const [f, ef] = activated(hidden + k, false);
        const [g, eg] = activated(2 * hidden + k, true);
        const [o, eo] = activated(3 * hidden + k, false);
        const [before, eBefore] = [c.value[k] as number, c.error[k] as number];
        const cell = f * before + i * g;
        const eCell =
          roundings(2, Math.abs(f * before) + Math.abs(i * g)) + Math.abs(before) * ef + f * eBefore + Math.abs(g) * ei + i * eg;
        c.value[k] = cell;
        c.error[k] = eCell;
        const squashed = Math.tanh(cell);
        const eSquashed = roundings(1, Math.abs(squashed)) + eCell;
        result.value[at] = o * squashed;
        result.error[at] = roundings(1, Math.abs(o * squashed)) + Math.abs(squashed) * eo + o * eSquashed;
      }
    }
  }
  return result;
};

/** The parameters of the perceptron, one behind the other, after a step of gradient descent on the mean cross entropy. */
export const train = (
  x: Float32Array,
  parameters: readonly Float32Array[],
  targets: readonly number[],
  learningRate: number,
): readonly Bounded[] => {
  const [w1, b1, w2, b2] = parameters;
  if (!w1 || !b1 || !w2 || !b2) throw new Error("four arrays of weights are needed");
  const [rows, hidden, classes] = [targets.length, b1.length, b2.length];
  const inputs = w1.length / hidden;
  const input = exact(x);
  const z = dense(input, w1, b1, rows);
  const h = relu(z);
  const dz2 = softmax(dense(h, w2, b2, rows), classes);
  dz2.value.forEach((p, i) => {
    const isTarget = targets[Math.floor(i / classes)] === i % classes;
    const difference = p - (isTarget ? 1 : 0);
    dz2.value[i] = difference / rows;
    dz2.error[i] = ((dz2.error[i] as number) + roundings(isTarget ? 2 : 1, p + (isTarget ? 1 : 0))) / rows;
  });
  const dh = contract([rows, classes, hidden], dz2, { outer: classes, inner: 1 }, exact(w2), { outer: 1, inner: hidden });
  dh.value.forEach((slope, i) => {
    const [v, e] = [z.value[i] as number, z.error[i] as number];
    // So near to 0 that either side of relu may have been taken.
    if (Math.abs(v) <= e) dh.error[i] = (dh.error[i] as number) + Math.abs(slope);
    else if (v < 0) dh.error[i] = 0;
    if (v <= 0) dh.value[i] = 0;
  });
  const ones = exact(new Float32Array(rows).fill(1));
  const gradients = [
    contract([hidden, rows, inputs], dh, { outer: 1, inner: hidden }, input, { outer: 1, inner: inputs }),
    contract([hidden, rows, 1], dh, { outer: 1, inner: hidden }, ones, { outer: 0, inner: 1 }),
    contract([classes, rows, hidden], dz2, { outer: 1, inner: classes }, h, { outer: 1, inner: hidden }),
    contract([classes, rows, 1], dz2, { outer: 1, inner: classes }, ones, { outer: 0, inner: 1 }),
  ];
  return gradients.map(({ value, error }, i) => {
    const before = parameters[i] as Float32Array;
    return {
      value: value.map((slope, k) => (before[k] as number) - learningRate * slope),
      error: error.map((e, k) => {
        const change = Math.abs(learningRate * (value[k] as number));
        return learningRate * e + roundings(2, Math.abs(before[k] as number) + change);
      }),
    };
  });
};

/** The greatest |y − exact| as a share of its bound; NaN counts as infinitely far. */
export const shareOf = (y: ArrayLike<number>, { value, error }: Bounded): number => {
  if (y.length !== value.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < value.length; i++) {
    const distance = Math.abs((y[i] as number) - (value[i] as number));
    const share = distance === 0 ? 0 : distance / (error[i] as number);
    if (!(share <= most)) most = Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
  }
  return most;
};
