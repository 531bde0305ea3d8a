// If this fails, RNN, LSTM or GRU does not compute what its documentation says, forward or back through time.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import kernel from "../src/kernels/recurrent.js";
import { plain } from "../src/nn/recurrentKernel.js";
import { fill as filled, GRU, Linear, LSTM, RNN, Sequential, type Tensor } from "./support/nn.js";
import { gatesOf, type Kind, type Problem, reference } from "./support/recurrent.js";

interface Setting {
  readonly kind: Kind;
  readonly isRelu?: boolean;
  readonly bias?: boolean;
  readonly returnSequences?: boolean;
}
type State = { h: Tensor; c?: Tensor };
/** What the three have in common, with states that may have a c. */
type Recurrent = Omit<GRU, "forward" | "backward" | "state" | "dState"> & {
  forward(x: Tensor, options?: { state?: State | undefined; out?: Tensor }): Tensor;
  backward(dy: Tensor, options?: { dState?: Partial<State> | undefined }): Tensor;
  state: State;
  dState: State;
};

const layers = { RNN, LSTM, GRU };
const kinds = Object.keys(layers) as Kind[];
const all: Setting[] = [{ kind: "RNN" }, { kind: "RNN", isRelu: true }, { kind: "LSTM" }, { kind: "LSTM", isRelu: true }, { kind: "GRU" }];

const make = ({ kind, isRelu = false, bias = true, returnSequences = true }: Setting, k: number, h: number): Recurrent => {
  const options = { bias, returnSequences };
  const activation = isRelu ? "relu" : "tanh";
  const layer =
    kind === "RNN"
      ? new RNN(k, h, { ...options, nonlinearity: activation })
      : kind === "LSTM"
        ? new LSTM(k, h, { ...options, activation, recurrentActivation: "sigmoid" })
        : new GRU(k, h, options);
  return layer as unknown as Recurrent;
};

const numbers = (length: number, seed: number): Float32Array => filled([length], seed).data;
/** Rows from … to of a tensor. */
const rowsOf = ({ data, shape }: Tensor, from: number, to: number): Tensor => {
  const size = data.length / (shape[0] as number);
  return { data: data.slice(from * size, to * size), shape: [to - from, ...shape.slice(1)] };
};
const stateOf = (kind: Kind, n: number, h: number, seed: number): State =>
  kind === "LSTM" ? { h: filled([n, h], seed), c: filled([n, h], seed + 1) } : { h: filled([n, h], seed) };
const bits = ({ data }: { data: Float32Array }): Uint32Array => new Uint32Array(data.slice().buffer);

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

describe("state", () => {
  test("is not carried over, and what is given is left as it is", () => {
    for (const kind of kinds) {
      const layer = make({ kind }, 3, 5);
      const x = filled([2, 4, 3], 1);
      const y = layer.forward(x);
      expect(bits(layer.forward(x))).toEqual(bits(y));
      const state = stateOf(kind, 2, 5, 3);
      const copy = structuredClone(state);
      layer.forward(x, { state });
      expect(state).toEqual(copy);
      expect(bits(layer.forward(x))).toEqual(bits(y));
    }
  });

  test("may share memory with the result", () => {
    const layer = make({ kind: "GRU", returnSequences: false }, 3, 5);
    const [x, state] = [filled([300, 2, 3], 1), stateOf("GRU", 300, 5, 2)];
    const y = layer.forward(x, { state });
    expect(bits(layer.forward(x, { state, out: state.h }))).toEqual(bits(y));
  });

  test("a part of dState that is not there is zero", () => {
    const layer = make({ kind: "LSTM" }, 3, 5).train() as Recurrent;
    const [x, dy] = [filled([2, 4, 3], 1), filled([2, 4, 5], 2)];
    const dState = { h: filled([2, 5], 3), c: { data: new Float32Array(10), shape: [2, 5] } };
    layer.forward(x);
    const dx = layer.backward(dy, { dState });
    expect(bits(layer.backward(dy, { dState: { h: dState.h } }))).toEqual(bits(dx));
  });

  test("NaN stays in its row", () => {
    for (const kind of kinds) {
      const layer = make({ kind }, 3, 5);
      const x = filled([4, 3, 3], 1);
      const y = layer.forward(x);
      x.data[13] = Number.NaN;
      const got = layer.forward(x);
      expect(got.data.subarray(15, 20).every((value) => !Number.isNaN(value))).toBe(true);
      expect(got.data.subarray(20, 30).every(Number.isNaN)).toBe(true);
      expect(bits(rowsOf(got, 2, 4))).toEqual(bits(rowsOf(y, 2, 4)));
    }
  });
});

describe("in a Sequential", () => {
  test.each(kinds)("%s computes as alone, in pieces too, and sets its state", (kind) => {
    const [first, second] = [make({ kind }, 4, 9), make({ kind, returnSequences: false }, 9, 6)];
    const dense = new Linear(6, 3);
    const model = new Sequential(first as unknown as RNN, second as unknown as RNN, dense);
    const x = filled([200, 11, 4], 1);
    const y = model.forward(x);
    const states = [first.state, second.state];
    expect(bits(y)).toEqual(bits(dense.forward(second.forward(first.forward(x)))));
    expect(states).toEqual([first.state, second.state]);

    model.train();
    const dy = filled([200, 3], 2);
    expect(bits(model.forward(x))).toEqual(bits(y));
    const dx = model.backward(dy);
    const grads = model.parameters().map(({ grad }) => grad.slice());
    model.zeroGrad();
    dense.forward(second.forward(first.forward(x)));
    expect(bits(first.backward(second.backward(dense.backward(dy))))).toEqual(bits(dx));
    expect(model.parameters().map(({ grad }) => grad.slice())).toEqual(grads);
  });
});

describe("parameters", () => {
  test.each(kinds)("of %s have PyTorch's names and shapes, and begin within ±1/√hiddenSize", (kind) => {
    const layer = make({ kind }, 3, 16);
    const lines = 16 * gatesOf[kind];
    expect(layer.namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
      ["weight_ih_l0", [lines, 3]],
      ["weight_hh_l0", [lines, 16]],
      ["bias_ih_l0", [lines]],
      ["bias_hh_l0", [lines]],
    ]);
    for (const { data } of layer.parameters()) {
      expect(data.every((value) => Math.abs(value) <= 0.25)).toBe(true);
      expect(data.some((value) => Math.abs(value) > 0.125)).toBe(true);
    }
    const without = make({ kind, bias: false }, 3, 16);
    expect(Object.keys(without.stateDict())).toEqual(["weight_ih_l0", "weight_hh_l0"]);
    expect(without.biasIhL0).toBeUndefined();
  });
});

describe("errors", () => {
  const zeros = (...shape: number[]): Tensor => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape });
  const lstm = (): LSTM => new LSTM(3, 5);
  const any = (value: unknown): never => value as never;
  const table: [call: () => unknown, Kind: typeof TypeError | typeof RangeError, message: string][] = [
    [() => new RNN(0, 5), RangeError, "RNN: inputSize is 0, expected a whole number, 1 or more"],
    [() => new GRU(3, 1.5), RangeError, "GRU: hiddenSize is 1.5, expected a whole number, 1 or more"],
    [() => new LSTM(any("3"), 5), TypeError, "LSTM: inputSize is [object String], expected a whole number, 1 or more"],
    [() => new RNN(3, 5, any({ nonlinearity: "sigmoid" })), RangeError, 'RNN: nonlinearity is "sigmoid", expected "tanh" or "relu"'],
    [() => new RNN(3, 5, any({ nonlinearity: 1 })), TypeError, 'RNN: nonlinearity is 1, expected "tanh" or "relu"'],
    [
      () => new RNN(3, 5, any({ activation: "relu" })),
      TypeError,
      "RNN: options has activation, expected nonlinearity or bias or returnSequences",
    ],
    [() => new LSTM(3, 5, any({ activation: "elu" })), RangeError, 'LSTM: activation is "elu", expected "tanh" or "relu"'],
    [() => new LSTM(3, 5, any({ recurrentActivation: "tanh" })), RangeError, 'LSTM: recurrentActivation is "tanh", expected "sigmoid"'],
    [() => new GRU(3, 5, any({ bias: 1 })), TypeError, "GRU: bias is 1, expected true or false"],
    [() => new GRU(3, 5, any({ returnSequences: null })), TypeError, "GRU: returnSequences is [object Null], expected true or false"],
    [
      () => lstm().forward(zeros(4, 3)),
      RangeError,
      "LSTM.forward: x has shape [4, 3], expected [N, T, 3] (T of 1 or more, 3 being inputSize)",
    ],
    [
      () => lstm().forward(zeros(2, 4, 5)),
      RangeError,
      "LSTM.forward: x has shape [2, 4, 5], expected [N, T, 3] (T of 1 or more, 3 being inputSize)",
    ],
    [
      () => new GRU(3, 5).forward(zeros(2, 0, 3)),
      RangeError,
      "GRU.forward: x has shape [2, 0, 3], expected [N, T, 3] (T of 1 or more, 3 being inputSize)",
    ],
    [() => lstm().forward(zeros(1, 2, 4, 3)), RangeError, "LSTM.forward: x has shape [1, 2, 4, 3]"],
    [() => lstm().forward(any([1])), TypeError, "LSTM.forward: x is [object Array], expected a tensor, { data, shape }"],
    [() => lstm().forward(zeros(2, 4, 3), any({ hidden: 1 })), TypeError, "LSTM.forward: options has hidden, expected state or out"],
    [() => lstm().forward(zeros(2, 4, 3), any({ state: 3 })), TypeError, "LSTM.forward: state is 3, expected { h, c }"],
    [() => lstm().forward(zeros(2, 4, 3), any({ state: { h: zeros(2, 5) } })), TypeError, "LSTM.forward: state.c is missing"],
    [
      () => lstm().forward(zeros(2, 4, 3), { state: { h: zeros(2, 5), c: zeros(1, 5) } }),
      RangeError,
      "LSTM.forward: state.c has shape [1, 5], expected [2, 5] ([N, hiddenSize])",
    ],
    [
      () => new RNN(3, 5).forward(zeros(2, 4, 3), any({ state: { h: zeros(2, 5), c: zeros(2, 5) } })),
      TypeError,
      "RNN.forward: state has c, expected { h }",
    ],
    [() => lstm().forward(zeros(4, 3), { state: { h: zeros(4, 5), c: zeros(4, 5) } }), RangeError, "LSTM.forward: x has shape [4, 3]"],
    [() => lstm().forward(zeros(2, 4, 3), { out: zeros(2, 5) }), RangeError, "LSTM.forward: out has shape [2, 5], expected [2, 4, 5]"],
    [() => lstm().backward(zeros(2, 4, 5)), TypeError, "LSTM.backward: LSTM is not in training"],
    [
      () =>
        lstm()
          .train()
          .backward(zeros(2, 4, 5)),
      TypeError,
      "LSTM.backward: this call has no forward before it",
    ],
    [
      () =>
        lstm()
          .train()
          .backward(zeros(2, 4, 5), { dState: { h: zeros(2, 5) } }),
      TypeError,
      "LSTM.backward: this call has no forward before it",
    ],
  ];
  test.each(table)("%s", (call, Kind, message) => {
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
  });

  test("of backward leave everything as it is", () => {
    const layer = new LSTM(3, 5).train() as LSTM;
    layer.forward(filled([2, 4, 3], 1));
    const dy = filled([2, 4, 5], 2);
    for (const [call, message] of [
      [() => layer.backward(zeros(2, 5)), "LSTM.backward: dy has shape [2, 5], expected [2, 4, 5] (the shape of y)"],
      [
        () => layer.backward(dy, { dState: { h: zeros(3, 5) } }),
        "LSTM.backward: dState.h has shape [3, 5], expected [2, 5] ([N, hiddenSize])",
      ],
      [() => layer.backward(dy, any({ dState: { x: 1 } })), "LSTM.backward: dState has x, expected { h, c }"],
      [() => layer.backward(dy, any({ state: {} })), "LSTM.backward: options has state, expected dState"],
    ] as const)
      expect(call).toThrow(message);
    expect(layer.parameters().every(({ grad }) => grad.every((value) => value === 0))).toBe(true);
    expect(layer.dState).toBeUndefined();
    layer.backward(dy);
    layer.dispose();
    expect(() => layer.forward(zeros(2, 4, 3))).toThrow("LSTM.forward: the module is disposed");
    expect(() => layer.backward(dy)).toThrow("LSTM.backward: the module is disposed");
  });
});

describe("the kernel", () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernel)), { env: { memory } });
  const got = new Float32Array(memory.buffer);
  /** What each function takes, in order: arrays [rows, cols] with a stride, blocks of gates, sizes. */
  const signatures: Record<string, string> = {
    copy: "array stride array stride rows cols",
    multiply: "array array array stride rows cols",
    lstm_cell: "gates array array n",
    gru_candidate: "gates n",
    gru_cell: "gates array stride array stride rows cols",
    rnn_gradient: "array stride array array stride rows cols flag",
    lstm_gradient: "gates array array array stride array gates4 stride4 rows cols flag",
    gru_gradient: "gates array stride array stride gates4 gates4 stride4 array stride flag rows cols",
  };

  test("exports what the plain functions are", () => {
    expect(Object.keys(exports).sort()).toEqual(
      Object.keys(plain(got))
        .map((name) => `${name}_f32`)
        .sort(),
    );
    expect(Object.keys(signatures).sort()).toEqual(Object.keys(plain(got)).sort());
  });

  test.each(Object.entries(signatures))("%s computes as in JavaScript, up to the memory's last byte and no further", (name, signature) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 21 }),
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        (rows, cols, gap, flag, shift) => {
          const stride = cols + gap;
          // From the memory's end downwards, one array behind the other, at any multiple of four bytes.
          let end = got.length - shift;
          if (shift === 3) end = got.length;
          const take = (length: number): number => {
            end -= length;
            return 4 * end;
          };
          const strided = (width: number, pitch: number): number => take(rows ? (rows - 1) * pitch + width : 0);
          const args = signature.split(" ").map((word): number => {
            if (word === "array") return strided(cols, stride);
            if (word === "stride") return stride;
            if (word === "gates") return take(4 * rows * cols);
            if (word === "gates4") return strided(4 * cols, 4 * cols + gap);
            if (word === "stride4") return 4 * cols + gap;
            if (word === "n") return rows * cols;
            if (word === "flag") return Number(flag);
            return word === "rows" ? rows : cols;
          });
          got.set(numbers(got.length, rows + 7 * cols));
          const expected = got.slice();
          (exports[`${name}_f32`] as (...args: number[]) => void)(...args);
          plain(expected)[name]?.(...args);
          for (let i = 0; i < got.length; i++) {
            const [value, exact] = [got[i] as number, expected[i] as number];
            if (!(Math.abs(value - exact) <= 2 ** -21)) expect.fail(`${name}(${args}): ${value} at ${4 * i}, expected ${exact}`);
          }
        },
      ),
    );
  });
});
