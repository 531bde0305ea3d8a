// If this fails, RNN, LSTM or GRU does not treat its state or its parameters as documented, or bad input gets through.
import { describe, expect, test } from "vitest";
import { fill as filled, GRU, Linear, LSTM, RNN, Sequential, type Tensor } from "./support/nn.js";
import { gatesOf } from "./support/recurrent.js";
import { bits, kinds, make, type Recurrent, rowsOf, stateOf } from "./support/recurrentLayers.js";

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
