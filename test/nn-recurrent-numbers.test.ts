// If this fails, RNN, LSTM or GRU does not compute what its documentation says, forward or back through time, or not with the same bits.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fill as filled, type Tensor } from "./support/nn.js";
import { gatesOf, type Problem, reference } from "./support/recurrent.js";
import { all, bits, kinds, make, numbers, type Recurrent, rowsOf, type Setting, type State, stateOf } from "./support/recurrentLayers.js";

const problemOf = (layer: Recurrent, { kind, isRelu = false }: Setting, x: Tensor, state?: State): Problem => {
  const [n, t, k] = x.shape as [number, number, number];
  const h = layer.hiddenSize;
  const f64 = (data: Float32Array | undefined, length: number): Float64Array => (data ? Float64Array.from(data) : new Float64Array(length));
  const lines = gatesOf[kind] * h;
  return {
    kind,
    isRelu,
    sizes: { n, t, k, h },
    weights: {
      wih: f64(layer.weightIhL0.data, 0),
      whh: f64(layer.weightHhL0.data, 0),
      bih: f64(layer.biasIhL0?.data, lines),
      bhh: f64(layer.biasHhL0?.data, lines),
    },
    x: f64(x.data, 0),
    h0: f64(state?.h.data, n * h),
    c0: f64(state?.c?.data, n * h),
  };
};

/** Far above what rounding does to sums of these sizes, far below what a wrong term would. */
const expectNear = (got: ArrayLike<number>, expected: ArrayLike<number>, name: string): void => {
  expect(got.length, name).toBe(expected.length);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs((got[i] as number) - (expected[i] as number)) <= 2 ** -17 * scale))
      expect.fail(`${name}[${i}] is ${got[i]}, expected ${expected[i]}`);
};

describe("the reference", () => {
  test.each(all)("has the gradients of $kind (relu: $isRelu)", (setting) => {
    const layer = make(setting, 3, 4);
    const [n, t, h] = [2, 3, 4];
    const problem = problemOf(layer, setting, filled([n, t, 3], 1), stateOf("LSTM", n, h, 2));
    const [dy, dh, dc] = [n * t * h, n * h, n * h].map((length, i) => Float64Array.from(numbers(length, 9 + i)));
    const lossOf = (): number => {
      const { y, h: last, c } = reference(problem);
      const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
      return dot(y, dy as Float64Array) + dot(last, dh as Float64Array) + (setting.kind === "LSTM" ? dot(c, dc as Float64Array) : 0);
    };
    const zeros = new Float64Array(n * h);
    const back = reference(problem).backward(
      dy as Float64Array,
      dh as Float64Array,
      setting.kind === "LSTM" ? (dc as Float64Array) : zeros,
    );
    const { wih, whh, bih, bhh } = problem.weights;
    const pairs: [Float64Array, Float64Array][] = [
      [wih, back.grads.wih],
      [whh, back.grads.whh],
      [bih, back.grads.bih],
      [bhh, back.grads.bhh],
      [problem.x, back.dx],
      [problem.h0, back.dh0],
      ...(setting.kind === "LSTM" ? [[problem.c0, back.dc0] as [Float64Array, Float64Array]] : []),
    ];
    for (const [values, gradient] of pairs)
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        values[i] = value + 1e-6;
        const above = lossOf();
        values[i] = value - 1e-6;
        const below = lossOf();
        values[i] = value;
        expect((above - below) / 2e-6).toBeCloseTo(gradient[i] as number, 6);
      }
  });
});

const settings: fc.Arbitrary<Setting> = fc.record({
  kind: fc.constantFrom(...kinds),
  isRelu: fc.boolean(),
  bias: fc.boolean(),
  returnSequences: fc.boolean(),
});
const shapes = fc.record({
  n: fc.constantFrom(0, 1, 2, 3, 5, 17, 19),
  t: fc.constantFrom(1, 2, 3, 7, 13, 29),
  k: fc.constantFrom(1, 2, 3, 5, 8, 13),
  h: fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 11, 16),
});

describe("against the reference", () => {
  test("forward, with and without a state", () => {
    fc.assert(
      fc.property(settings, shapes, fc.boolean(), fc.nat(1000), (setting, { n, t, k, h }, hasState, seed) => {
        const layer = make(setting, k, h);
        const x = filled([n, t, k], seed, 2);
        const state = hasState ? stateOf(setting.kind, n, h, seed) : undefined;
        const exact = reference(problemOf(layer, setting, x, state));
        const y = layer.forward(x, state && { state });
        if (setting.returnSequences) {
          expect(y.shape).toEqual([n, t, h]);
          expectNear(y.data, exact.y, "y");
        } else {
          expect(y.shape).toEqual([n, h]);
          expectNear(y.data, exact.h, "y");
        }
        expect(Object.keys(layer.state)).toEqual(setting.kind === "LSTM" ? ["h", "c"] : ["h"]);
        expect(layer.state.h.shape).toEqual([n, h]);
        expectNear(layer.state.h.data, exact.h, "state.h");
        if (layer.state.c) expectNear(layer.state.c.data, exact.c, "state.c");
        layer.dispose();
      }),
    );
  });

  test("backward; gradients sum up over calls", () => {
    fc.assert(
      fc.property(settings, shapes, fc.boolean(), fc.nat(1000), (setting, { n, t, k, h }, hasState, seed) => {
        const layer = make(setting, k, h);
        layer.train();
        const x = filled([n, t, k], seed, 2);
        const state = hasState ? stateOf(setting.kind, n, h, seed) : undefined;
        const dState = hasState ? stateOf(setting.kind, n, h, seed + 5) : undefined;
        const dy = filled(setting.returnSequences ? [n, t, h] : [n, h], seed + 8);
        const full = new Float64Array(n * t * h);
        if (setting.returnSequences) full.set(dy.data);
        else for (let row = 0; row < n; row++) full.set(dy.data.subarray(row * h, (row + 1) * h), (row * t + t - 1) * h);
        const zeros = new Float32Array(n * h);
        const exact = reference(problemOf(layer, setting, x, state)).backward(
          full,
          Float64Array.from(dState?.h.data ?? zeros),
          Float64Array.from(dState?.c?.data ?? zeros),
        );
        for (const times of [1, 2]) {
          layer.forward(x, { state });
          const dx = layer.backward(dy, { dState });
          expect(dx.shape).toEqual(x.shape);
          expectNear(dx.data, exact.dx, "dx");
          expectNear(layer.dState.h.data, exact.dh0, "dState.h");
          if (setting.kind === "LSTM") expectNear(layer.dState.c?.data ?? [], exact.dc0, "dState.c");
          for (const [name, grad] of Object.entries(exact.grads)) {
            const { weightIhL0, weightHhL0, biasIhL0, biasHhL0 } = layer;
            const parameter = { wih: weightIhL0, whh: weightHhL0, bih: biasIhL0, bhh: biasHhL0 }[name];
            if (parameter)
              expectNear(
                parameter.grad,
                grad.map((value) => times * value),
                name,
              );
          }
        }
        layer.dispose();
      }),
    );
  });

  test("sums within (K + 4) · 2⁻²⁴ · Σ|terms|", () => {
    const [n, k, h] = [33, 300, 70];
    const layer = make({ kind: "RNN", isRelu: true }, k, h);
    const [x, state] = [filled([n, 1, k], 1), stateOf("RNN", n, h, 2)];
    const y = layer.forward(x, { state });
    const { weights } = problemOf(layer, { kind: "RNN" }, x, state);
    for (let row = 0; row < n; row++)
      for (let j = 0; j < h; j++) {
        const terms = [weights.bih[j] as number, weights.bhh[j] as number];
        for (let i = 0; i < k; i++) terms.push((x.data[row * k + i] as number) * (weights.wih[j * k + i] as number));
        for (let i = 0; i < h; i++) terms.push((state.h.data[row * h + i] as number) * (weights.whh[j * h + i] as number));
        const [sum, size] = [terms.reduce((a, b) => a + b), terms.reduce((a, b) => a + Math.abs(b), 0)];
        expect(Math.abs((y.data[row * h + j] as number) - Math.max(sum, 0))).toBeLessThanOrEqual((terms.length + 4) * 2 ** -24 * size);
      }
  });
});

describe("bits", () => {
  // 257 rows go through in several pieces.
  const [n, t, k, h] = [257, 17, 5, 13];
  const x = filled([n, t, k], 3, 2);

  test.each(all)("of a row are the same alone, in a batch, twice, in training: $kind (relu: $isRelu)", (setting) => {
    const layer = make(setting, k, h);
    const state = stateOf(setting.kind, n, h, 4);
    const y = layer.forward(x, { state });
    const last = layer.state;
    expect(bits(layer.forward(x, { state }))).toEqual(bits(y));
    expect(layer.state).not.toBe(last);
    expect(layer.state).toEqual(last);
    const part = (from: number, to: number): { y: Tensor; state: State } => {
      const own: State = { h: rowsOf(state.h, from, to) };
      if (state.c) own.c = rowsOf(state.c, from, to);
      return { y: layer.forward(rowsOf(x, from, to), { state: own }), state: layer.state };
    };
    for (const [from, to] of [
      [0, 1],
      [100, 101],
      [256, 257],
      [7, 9],
      [30, 53],
      [1, 200],
    ] as const) {
      const got = part(from, to);
      expect(bits(got.y)).toEqual(bits(rowsOf(y, from, to)));
      expect(bits(got.state.h)).toEqual(bits(rowsOf(last.h, from, to)));
      if (got.state.c && last.c) expect(bits(got.state.c)).toEqual(bits(rowsOf(last.c, from, to)));
    }
    layer.train();
    expect(bits(layer.forward(x, { state }))).toEqual(bits(y));
    expect(layer.state).toEqual(last);
    const out = { data: new Float32Array(n * t * h).fill(Number.NaN), shape: [n, t, h] };
    expect(layer.eval().forward(x, { out, state })).toBe(out);
    expect(bits(out)).toEqual(bits(y));
  });

  test.each(all)("of dx are the same alone and in a batch: $kind (relu: $isRelu)", (setting) => {
    const layer = make(setting, k, h).train() as Recurrent;
    const dy = filled([n, t, h], 6);
    layer.forward(x);
    const dx = layer.backward(dy);
    const { dState } = layer;
    for (const row of [0, 99, 256]) {
      layer.forward(rowsOf(x, row, row + 1));
      expect(bits(layer.backward(rowsOf(dy, row, row + 1)))).toEqual(bits(rowsOf(dx, row, row + 1)));
      expect(bits(layer.dState.h)).toEqual(bits(rowsOf(dState.h, row, row + 1)));
    }
  });

  test.each(all)("are the same with the steps in two calls, and of the last step alone: $kind (relu: $isRelu)", (setting) => {
    const layer = make(setting, k, h);
    const few = rowsOf(x, 0, 19);
    const y = layer.forward(few);
    const whole = layer.state;
    const cut = (from: number, to: number): Tensor => ({
      data: Float32Array.from(
        Array.from({ length: 19 }, (_, row) => [...few.data.subarray((row * t + from) * k, (row * t + to) * k)]).flat(),
      ),
      shape: [19, to - from, k],
    });
    layer.forward(cut(0, 6));
    layer.forward(cut(6, t), { state: layer.state });
    expect(layer.state).toEqual(whole);

    const short = make({ ...setting, returnSequences: false }, k, h);
    short.loadStateDict(layer.stateDict());
    const last = short.forward(few);
    expect(bits(last)).toEqual(bits(whole.h));
    expect(short.state).toEqual(whole);
    expect(bits((short.train() as Recurrent).forward(few))).toEqual(bits(last));
    expect(y.data.slice(-h)).toEqual(last.data.slice(-h));
  });

  test("are the same after other shapes, and of two training steps from the same start", () => {
    for (const kind of kinds) {
      const layer = make({ kind }, k, h).train() as Recurrent;
      const step = (): Uint32Array[] => {
        layer.zeroGrad();
        const y = layer.forward(rowsOf(x, 0, 40));
        return [bits(layer.backward(y)), ...layer.parameters().map(({ grad }) => bits({ data: grad }))];
      };
      const first = step();
      layer.forward(filled([3, 40, k], 1));
      layer.eval();
      layer.forward(filled([1, 2, k], 1));
      layer.train();
      expect(step()).toEqual(first);
    }
  });
});
