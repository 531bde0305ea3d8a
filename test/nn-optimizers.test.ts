// If this fails, an optimizer does not go where its formula goes, its state is not what is saved, clipping is not PyTorch's, or bad input
// gets through.
import { describe, expect, test } from "vitest";
import { clipGradNorm, clipGradValue } from "../src/nn/clip.js";
import { Linear } from "../src/nn/linear.js";
import { Adam, type AdamOptions, AdamW, type OptimizerState, SGD, type SGDOptions } from "../src/nn/optimizers.js";
import { Parameter } from "../src/nn/parameter.js";

const parameter = (data: readonly number[], shape: readonly number[] = [data.length], grad: readonly number[] = []): Parameter =>
  new Parameter(shape, Float32Array.from(data), Float32Array.from(grad.length ? grad : data.map(() => 0)));
const bad = (value: unknown): never => value as never;

const start = [1, -2, 0.5, 0, 3, -0.25];
/** A gradient that changes from step to step and depends on where one is. */
const gradient = (w: number, i: number, step: number): number => w * (i + 1) * 0.5 + Math.sin(i + 3 * step);

/** The formulas element by element, all in float64, options by their PyTorch defaults. */
const naiveSGD = (w: number, i: number, steps: number, options: SGDOptions): number => {
  const { lr, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
  let [at, b] = [w, Number.NaN];
  for (let step = 1; step <= steps; step++) {
    const g = gradient(at, i, step) + weightDecay * at;
    b = step === 1 ? g : momentum * b + (1 - dampening) * g;
    at -= lr * (momentum === 0 ? g : nesterov ? g + momentum * b : b);
  }
  return at;
};
const naiveAdam = (w: number, i: number, steps: number, options: AdamOptions, decoupled: boolean): number => {
  const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = decoupled ? 0.01 : 0 } = options;
  let [at, m, v] = [w, 0, 0];
  for (let t = 1; t <= steps; t++) {
    let g = gradient(at, i, t);
    if (decoupled) at *= 1 - lr * weightDecay;
    else g += weightDecay * at;
    m = betas[0] * m + (1 - betas[0]) * g;
    v = betas[1] * v + (1 - betas[1]) * g ** 2;
    at -= (lr * (m / (1 - betas[0] ** t))) / (Math.sqrt(v / (1 - betas[1] ** t)) + eps);
  }
  return at;
};

type Any = SGD | Adam | AdamW;
type Case = readonly [title: string, make: (list: Parameter[]) => Any, naive: (w: number, i: number, steps: number) => number];
const sgd = (options: SGDOptions): Case => [
  `SGD ${JSON.stringify(options)}`,
  (list) => new SGD(list, options),
  (w, i, steps) => naiveSGD(w, i, steps, options),
];
const adam = (options?: AdamOptions): Case => [
  `Adam ${JSON.stringify(options)}`,
  (list) => new Adam(list, options),
  (w, i, steps) => naiveAdam(w, i, steps, options ?? {}, false),
];
const adamW = (options?: AdamOptions): Case => [
  `AdamW ${JSON.stringify(options)}`,
  (list) => new AdamW(list, options),
  (w, i, steps) => naiveAdam(w, i, steps, options ?? {}, true),
];
const cases: readonly Case[] = [
  sgd({ lr: 0.1 }),
  sgd({ lr: 0 }),
  sgd({ lr: 0.1, weightDecay: 0.2 }),
  sgd({ lr: 0.1, momentum: 0.9 }),
  sgd({ lr: 0.1, momentum: 0.9, weightDecay: 0.2 }),
  sgd({ lr: 0.1, momentum: 0.9, dampening: 0.3 }),
  sgd({ lr: 0.1, momentum: 0.9, dampening: -1, weightDecay: 0.01 }),
  sgd({ lr: 0.1, momentum: 0.9, nesterov: true }),
  sgd({ lr: 0.1, momentum: 0.5, nesterov: true, weightDecay: 0.2 }),
  sgd({ lr: 0.1, dampening: 0.5 }),
  adam(),
  adam({ lr: 0.1 }),
  adam({ lr: 0.1, betas: [0.5, 0.75], eps: 0.01 }),
  adam({ lr: 0.1, betas: [0, 0], eps: 1e-3 }),
  adam({ lr: 0.1, weightDecay: 0.3 }),
  adamW(),
  adamW({ lr: 0.1 }),
  adamW({ lr: 0.1, weightDecay: 0.3, betas: [0.8, 0.9], eps: 1e-4 }),
  adamW({ lr: 0.1, weightDecay: 0 }),
];

/** The start in two parameters, which must not matter. */
const two = (): [Parameter, Parameter] => [parameter(start.slice(0, 4), [2, 2]), parameter(start.slice(4))];
const take = (list: Parameter[], optimizer: Any, from: number, to: number): void => {
  for (let step = from; step <= to; step++) {
    optimizer.zeroGrad();
    let i = 0;
    for (const { data, grad } of list) for (let k = 0; k < data.length; k++) grad[k] = gradient(data[k] as number, i++, step);
    optimizer.step();
  }
};
const values = (list: readonly Parameter[]): number[] => list.flatMap(({ data }) => Array.from(data));

describe.each(cases)("%s", (_, make, naive) => {
  test.each([1, 2, 10])("goes where the formula goes in %d steps", (steps) => {
    const list = two();
    take(list, make(list), 1, steps);
    values(list).forEach((value, i) => {
      // Ten steps: 2⁻¹⁸ relative, as the design has it; and an Adam step of a gradient near 0 is lr however small that gradient is.
      expect(Math.abs(value - naive(start[i] as number, i, steps)), `element ${i}`).toBeLessThanOrEqual(
        2 ** -18 * Math.max(1, Math.abs(value)),
      );
    });
  });

  test("stops, is saved, loaded into another, and goes on to the same bits", () => {
    const whole = two();
    take(whole, make(whole), 1, 7);
    const list = two();
    const first = make(list);
    take(list, first, 1, 3);
    const saved = first.stateDict();
    const copy = structuredClone(saved);
    const other = list.map(({ shape, data }) => parameter(Array.from(data), shape));
    // Another of its kind with other options: the state brings its own.
    const Kind = first.constructor as new (list: Parameter[], options: object) => Any;
    const second = new Kind(other, { lr: 123, weightDecay: 7 });
    second.loadStateDict(saved);
    expect(second.lr).toBe(first.lr);
    take(other, second, 4, 7);
    expect(values(other)).toEqual(values(whole));
    expect(saved).toEqual(copy);
    // And what was saved is no longer tied to the one that goes on.
    take(list, first, 4, 7);
    expect(saved).toEqual(copy);
    expect(values(list)).toEqual(values(whole));
  });

  test("the same arrays all along; gradients are read only", () => {
    const list = two();
    const arrays = list.map(({ data, grad }) => [data, grad]);
    const optimizer = make(list);
    take(list, optimizer, 1, 2);
    const grads = list.map(({ grad }) => Array.from(grad));
    optimizer.step();
    expect(list.map(({ data, grad }) => [data, grad])).toEqual(arrays);
    list.forEach(({ data, grad }, i) => {
      expect(data).toBe(arrays[i]?.[0]);
      expect(grad).toBe(arrays[i]?.[1]);
      expect(Array.from(grad)).toEqual(grads[i]);
    });
    optimizer.zeroGrad();
    for (const { grad } of list) expect(Array.from(grad)).toEqual(Array.from(grad, () => 0));
  });
});

describe("by hand", () => {
  test("SGD: momentum 0.5, dampening 0.5, the first buffer undamped", () => {
    const p = parameter([1], [1], [2]);
    const optimizer = new SGD([p], { lr: 0.25, momentum: 0.5, dampening: 0.5 });
    optimizer.step();
    expect(p.data[0]).toBe(0.5);
    optimizer.step();
    expect(p.data[0]).toBe(0);
    p.grad[0] = 8;
    optimizer.step();
    expect(p.data[0]).toBe(-1.25);
  });

  test("SGD: Nesterov's momentum", () => {
    const p = parameter([1], [1], [2]);
    const optimizer = new SGD([p], { lr: 0.25, momentum: 0.5, nesterov: true });
    optimizer.step();
    expect(p.data[0]).toBe(0.25);
    optimizer.step();
    expect(p.data[0]).toBe(-0.625);
  });

  test("Adam: the first step is lr by the sign", () => {
    const p = parameter([1, 1, 1], [3], [1e-3, -1e3, 0]);
    new Adam([p], { lr: 0.125, eps: 0 }).step();
    expect(Array.from(p.data)).toEqual([0.875, 1.125, Number.NaN]);
    const q = parameter([1], [1], [0]);
    new Adam([q], { lr: 0.125 }).step();
    expect(q.data[0]).toBe(1);
  });

  test("AdamW: without a gradient weights decay alone", () => {
    const p = parameter([1, -4]);
    new AdamW([p], { lr: 0.5, weightDecay: 0.5 }).step();
    expect(Array.from(p.data)).toEqual([0.75, -3]);
  });

  test("1 − β is formed in float64", () => {
    const p = parameter([0], [1], [1]);
    const optimizer = new Adam([p], { betas: [0.9, 1 - 2 ** -40] });
    optimizer.step();
    const state = optimizer.stateDict().state["0"] as unknown as { exp_avg_sq: { data: Float32Array } };
    expect(state.exp_avg_sq.data[0]).toBe(2 ** -40);
  });

  test("a learning rate set between steps counts from then on", () => {
    const p = parameter([1], [1], [1]);
    const optimizer = new SGD([p], { lr: 0.5 });
    optimizer.step();
    optimizer.lr = 0.25;
    expect(optimizer.lr).toBe(0.25);
    optimizer.step();
    expect(p.data[0]).toBe(0.25);
  });

  test("infinite parameters stay so where nothing pulls at them, NaN gradients make NaN", () => {
    for (const Kind of [SGD, Adam, AdamW]) {
      for (const momentum of [0, 0.9]) {
        const p = parameter([Number.POSITIVE_INFINITY, 1], [2], [1, Number.NaN]);
        new Kind([p], (Kind === SGD ? { lr: 0.1, momentum } : { weightDecay: 0 }) as never).step();
        expect(Array.from(p.data)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
      }
    }
  });

  test("takes any iterable, and an object like a Parameter", () => {
    const p = { shape: [1], data: Float32Array.of(1), grad: Float32Array.of(1) };
    new SGD(new Set([p as Parameter]), { lr: 0.5 }).step();
    expect(p.data[0]).toBe(0.5);
  });
});

describe("state", () => {
  test("laid out and named as PyTorch's", () => {
    const list = two();
    const optimizer = new SGD(list, { lr: 0.1, momentum: 0.9 });
    const group = { lr: 0.1, momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false, params: [0, 1] };
    expect(optimizer.stateDict()).toEqual({ state: {}, param_groups: [group] });
    list[0].grad.fill(2);
    optimizer.step();
    expect(optimizer.stateDict()).toEqual({
      state: {
        0: { momentum_buffer: { data: Float32Array.of(2, 2, 2, 2), shape: [2, 2] } },
        1: { momentum_buffer: { data: Float32Array.of(0, 0), shape: [2] } },
      },
      param_groups: [group],
    });
    const other = new Adam([parameter([1], [1], [4])], { lr: 0.5, betas: [0.5, 0.75] });
    other.step();
    expect(other.stateDict()).toEqual({
      state: { 0: { step: 1, exp_avg: { data: Float32Array.of(2), shape: [1] }, exp_avg_sq: { data: Float32Array.of(4), shape: [1] } } },
      param_groups: [{ lr: 0.5, betas: [0.5, 0.75], eps: 1e-8, weight_decay: 0, params: [0] }],
    });
  });

  test("loading one of before the first step forgets what was learnt", () => {
    const p = parameter([0], [1], [1]);
    const optimizer = new SGD([p], { lr: 1, momentum: 0.5 });
    const fresh = optimizer.stateDict();
    optimizer.step();
    optimizer.loadStateDict(fresh);
    optimizer.step();
    expect(p.data[0]).toBe(-2);
  });
});

describe("clipping", () => {
  const list = (): Parameter[] => [parameter([0, 0], [2], [3, 0]), parameter([0], [1], [-4])];
  const grads = (of: readonly Parameter[]): number[] => of.flatMap(({ grad }) => Array.from(grad));

  test.each([
    [1, 1 / (5 + 1e-6)],
    [4.999, 4.999 / (5 + 1e-6)],
    [5.1, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])("the norm to %d", (maxNorm, scale) => {
    const of = list();
    expect(clipGradNorm(of, maxNorm)).toBe(5);
    expect(grads(of)).toEqual([3 * scale, 0, -4 * scale].map(Math.fround));
  });

  test.each([
    ["NaN", Number.NaN, Number.NaN, [Number.NaN, Number.NaN]],
    ["infinite", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, [Number.NaN, 0]],
  ])("a norm that is %s", (_, g, norm, after) => {
    const p = parameter([0, 0], [2], [g, 1]);
    expect(clipGradNorm([p], 1)).toBe(norm);
    expect(Array.from(p.grad)).toEqual(after);
  });

  test("a norm beyond float32 is one", () => {
    const p = parameter([0, 0], [2], [3e38, 3e38]);
    expect(clipGradNorm([p], 1)).toBeCloseTo(Math.fround(3e38) * Math.SQRT2, -30);
    expect(p.grad[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test("nothing to clip", () => {
    expect(clipGradNorm([], 1)).toBe(0);
    const of = [parameter([1], [1], [0])];
    expect(clipGradNorm(of, 1e-9)).toBe(0);
    expect(grads(of)).toEqual([0]);
  });

  test("values", () => {
    const p = parameter([0, 0, 0, 0, 0], [5], [3, -4, -0.5, Number.NaN, Number.NEGATIVE_INFINITY]);
    expect(clipGradValue([p], 2)).toBeUndefined();
    expect(Array.from(p.grad)).toEqual([2, -2, -0.5, Number.NaN, -2]);
  });
});

type Thrown = readonly [title: string, call: () => unknown, Kind: typeof TypeError | typeof RangeError, message: string];
const one = [parameter([1])];
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const notNegative = "expected a finite number, 0 or more";
const kinds = [
  ["SGD", SGD, { lr: 0.1 }],
  ["Adam", Adam, {}],
  ["AdamW", AdamW, {}],
] as unknown as [string, new (list: unknown, options?: object) => Any, object][];

const refused: readonly Thrown[] = [
  ...kinds.flatMap(([name, Kind, good]): Thrown[] => [
    [`${name} of nothing`, () => new Kind(undefined, good), TypeError, `${name}: parameters is missing, expected a list of Parameters`],
    [`${name} of one`, () => new Kind(one[0], good), TypeError, `${name}: parameters is [object Object], expected a list of Parameters`],
    [`${name} of none`, () => new Kind([], good), RangeError, `${name}: parameters is empty, expected a Parameter or more`],
    [
      `${name} of an array`,
      () => new Kind([one[0], Float32Array.of(1)], good),
      TypeError,
      `${name}: parameters[1] is [object Float32Array], expected a Parameter`,
    ],
    [`${name} of numbers`, () => new Kind(Float32Array.of(1), good), TypeError, `${name}: parameters[0] is 1, expected a Parameter`],
    [
      `${name} of a tensor`,
      () => new Kind([{ data: Float32Array.of(1), shape: [1] }], good),
      TypeError,
      `${name}: parameters[0] is [object Object], expected a Parameter`,
    ],
    [
      `${name} of what does not fit its shape`,
      () => new Kind([parameter([1], [2])], good),
      TypeError,
      `${name}: parameters[0] is [object Object], expected a Parameter`,
    ],
    [
      `${name} of pairs`,
      () => new Kind([["weight", one[0]]], good),
      TypeError,
      `${name}: parameters[0] is [object Array], expected a Parameter`,
    ],
    [
      `${name} of one twice`,
      () => new Kind([one[0], parameter([1]), one[0]], good),
      RangeError,
      `${name}: parameters[2] is parameters[0] again, expected each Parameter once`,
    ],
    [
      `${name}, an unknown option`,
      () => new Kind(one, { ...good, amsgrad: true }),
      TypeError,
      `${name}: options has amsgrad, expected lr or`,
    ],
    [`${name}, a number for options`, () => new Kind(one, bad(0.1)), TypeError, `${name}: options is 0.1, expected an object`],
    [`${name}, lr −1`, () => new Kind(one, { lr: -1 }), RangeError, `${name}: lr is -1, ${notNegative}`],
    [`${name}, lr infinite`, () => new Kind(one, { lr: inf }), RangeError, `${name}: lr is Infinity, ${notNegative}`],
    [`${name}, lr a string`, () => new Kind(one, { lr: "1" }), TypeError, `${name}: lr is [object String], ${notNegative}`],
    [
      `${name}, weightDecay −1`,
      () => new Kind(one, { ...good, weightDecay: -1 }),
      RangeError,
      `${name}: weightDecay is -1, ${notNegative}`,
    ],
    [`${name}, lr set to NaN`, () => Object.assign(new Kind(one, good), { lr: nan }), RangeError, `${name}: lr is NaN, ${notNegative}`],
    [
      `${name}, lr set to nothing`,
      () => Object.assign(new Kind(one, good), { lr: bad(undefined) }),
      TypeError,
      `${name}: lr is missing, ${notNegative}`,
    ],
  ]),
  ["SGD without lr", () => new SGD(one, bad({})), TypeError, `SGD: lr is missing, ${notNegative}`],
  ["SGD without options", () => new SGD(one, bad(undefined)), TypeError, `SGD: lr is missing, ${notNegative}`],
  ["momentum −0.1", () => new SGD(one, { lr: 1, momentum: -0.1 }), RangeError, `SGD: momentum is -0.1, ${notNegative}`],
  ["dampening NaN", () => new SGD(one, { lr: 1, dampening: nan }), RangeError, "SGD: dampening is NaN, expected a finite number"],
  ["nesterov 1", () => new SGD(one, { lr: 1, nesterov: bad(1) }), TypeError, "SGD: nesterov is 1, expected true or false"],
  [
    "nesterov alone",
    () => new SGD(one, { lr: 1, nesterov: true }),
    RangeError,
    "SGD: nesterov is true, expected false, unless momentum is above 0 and dampening is 0",
  ],
  [
    "nesterov with dampening",
    () => new SGD(one, { lr: 1, nesterov: true, momentum: 0.9, dampening: 0.1 }),
    RangeError,
    "SGD: nesterov is true, expected false",
  ],
  ["β₁ = 1", () => new Adam(one, { betas: [1, 0.9] }), RangeError, "Adam: betas[0] is 1, expected a number from 0 to below 1"],
  ["β₂ = −0.1", () => new AdamW(one, { betas: [0.9, -0.1] }), RangeError, "AdamW: betas[1] is -0.1, expected a number from 0 to below 1"],
  ["one beta", () => new Adam(one, { betas: bad([0.9]) }), RangeError, "Adam: betas has length 1, expected 2"],
  ["a number for betas", () => new Adam(one, { betas: bad(0.9) }), TypeError, "Adam: betas is 0.9, expected two numbers"],
  ["eps −1", () => new Adam(one, { eps: -1 }), RangeError, `Adam: eps is -1, ${notNegative}`],
  [
    "momentum for Adam",
    () => new Adam(one, bad({ momentum: 0.9 })),
    TypeError,
    "Adam: options has momentum, expected lr or betas or eps or weightDecay",
  ],
  ["maxNorm 0", () => clipGradNorm(one, 0), RangeError, "clipGradNorm: maxNorm is 0, expected a number above 0"],
  ["maxNorm NaN", () => clipGradNorm(one, nan), RangeError, "clipGradNorm: maxNorm is NaN, expected a number above 0"],
  ["maxNorm missing", () => clipGradNorm(one, bad(undefined)), TypeError, "clipGradNorm: maxNorm is missing, expected a number above 0"],
  [
    "a tensor to clip",
    () => clipGradNorm([bad({ data: Float32Array.of(1), shape: [1] })], 1),
    TypeError,
    "clipGradNorm: parameters[0] is [object Object], expected a Parameter",
  ],
  ["clipValue −1", () => clipGradValue(one, -1), RangeError, "clipGradValue: clipValue is -1, expected a number above 0"],
  [
    "nothing to clip",
    () => clipGradValue(bad(null), 1),
    TypeError,
    "clipGradValue: parameters is [object Null], expected a list of Parameters",
  ],
];

const caught = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each(refused)("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});

/** A good state of Adam or SGD, changed at one place. */
type Change = readonly [
  title: string,
  name: "SGD" | "Adam",
  change: (state: Loose) => unknown,
  Kind: typeof TypeError | typeof RangeError,
  message: string,
];
interface Loose {
  state: Record<string, Record<string, unknown>>;
  param_groups: Record<string, unknown>[];
}
const slot = (state: Loose, i = "1"): Record<string, unknown> => state.state[i] as Record<string, unknown>;
const group = (state: Loose): Record<string, unknown> => state.param_groups[0] as Record<string, unknown>;
const put = (object: Record<string, unknown>, key: string, value: unknown): void => {
  object[key] = value;
};
const wrong: readonly Change[] = [
  ["nothing", "SGD", () => undefined, TypeError, "state is missing, expected an object"],
  ["an array", "SGD", () => [], TypeError, "state is [object Array], expected an object"],
  ["a key too many", "SGD", (s) => ({ ...s, extra: 1 }), TypeError, "state has extra, expected state, param_groups"],
  ["no state", "SGD", ({ param_groups }) => ({ param_groups }), TypeError, "state.state is missing, expected an object"],
  ["no groups", "SGD", ({ state }) => ({ state }), TypeError, "param_groups is missing, expected a list of one group"],
  ["two groups", "SGD", (s) => ({ ...s, param_groups: [group(s), group(s)] }), RangeError, "param_groups has length 2, expected 1"],
  ["a parameter too many", "SGD", (s) => put(s.state, "2", slot(s)), TypeError, "state.state has 2, expected 0, 1"],
  ["other places", "SGD", (s) => put(group(s), "params", [1, 0]), RangeError, "param_groups[0].params[0] is 1, expected 0"],
  [
    "fewer places",
    "SGD",
    (s) => put(group(s), "params", [0]),
    RangeError,
    "param_groups[0].params has length 1, expected 2, the number of parameters",
  ],
  ["no places", "SGD", (s) => delete group(s)["params"] && undefined, TypeError, "param_groups[0].params is missing"],
  ["lr −1", "SGD", (s) => put(group(s), "lr", -1), RangeError, `param_groups[0].lr is -1, ${notNegative}`],
  ["no lr", "SGD", (s) => delete group(s)["lr"] && undefined, TypeError, `param_groups[0].lr is missing, ${notNegative}`],
  [
    "no momentum",
    "SGD",
    (s) => delete group(s)["momentum"] && undefined,
    TypeError,
    "param_groups[0].momentum is missing, expected what stateDict gave",
  ],
  ["weight_decay −1", "SGD", (s) => put(group(s), "weight_decay", -1), RangeError, `param_groups[0].weight_decay is -1, ${notNegative}`],
  [
    "an option of another",
    "SGD",
    (s) => put(group(s), "betas", [0, 0]),
    TypeError,
    "param_groups[0] has betas, expected lr, momentum, dampening, weight_decay, nesterov, params",
  ],
  [
    "nesterov with dampening",
    "SGD",
    (s) => void Object.assign(group(s), { nesterov: true, dampening: 1 }),
    RangeError,
    "param_groups[0].nesterov is true, expected false",
  ],
  [
    "a buffer of another shape",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", { data: new Float32Array(3), shape: [3] }),
    RangeError,
    "state[1].momentum_buffer has shape [3], expected [2], the parameter's",
  ],
  [
    "a buffer that is no tensor",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", [1, 2]),
    TypeError,
    "state[1].momentum_buffer is [object Array], expected a tensor",
  ],
  [
    "a buffer that does not fit",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", { data: new Float32Array(3), shape: [2] }),
    RangeError,
    "state[1].momentum_buffer.data has length 3, expected 2 (the length of a tensor of shape [2])",
  ],
  [
    "a buffer of another name",
    "SGD",
    (s) => put(s.state, "1", { buffer: slot(s) }),
    TypeError,
    "state[1] has buffer, expected momentum_buffer",
  ],
  [
    "no step",
    "Adam",
    (s) => delete slot(s)["step"] && undefined,
    TypeError,
    "state[1].step is missing, expected a whole number, 1 or more",
  ],
  ["step 0", "Adam", (s) => put(slot(s), "step", 0), RangeError, "state[1].step is 0, expected a whole number, 1 or more"],
  ["step 1.5", "Adam", (s) => put(slot(s, "0"), "step", 1.5), RangeError, "state[0].step is 1.5, expected a whole number, 1 or more"],
  [
    "no second mean",
    "Adam",
    (s) => delete slot(s)["exp_avg_sq"] && undefined,
    TypeError,
    "state[1].exp_avg_sq is missing, expected a tensor",
  ],
  [
    "β₂ = 1",
    "Adam",
    (s) => put(group(s), "betas", [0.9, 1]),
    RangeError,
    "param_groups[0].betas[1] is 1, expected a number from 0 to below 1",
  ],
  [
    "an Adam's own option missing",
    "Adam",
    (s) => delete group(s)["eps"] && undefined,
    TypeError,
    "param_groups[0].eps is missing, expected what stateDict gave",
  ],
];

test.each(wrong)("a state with %s is refused by %s, and nothing is loaded", (_, name, change, Kind, message) => {
  const make = (list: Parameter[]): Any => (name === "SGD" ? new SGD(list, { lr: 0.5, momentum: 0.5 }) : new Adam(list, { lr: 0.5 }));
  const source = two();
  const from = make(source);
  take(source, from, 1, 2);
  const good = from.stateDict() as unknown as Loose;
  const state = change(good) ?? (message.startsWith("state is missing") ? undefined : good);
  const list = two();
  const optimizer = make(list);
  take(list, optimizer, 3, 3);
  optimizer.lr = 0.25;
  const before = optimizer.stateDict();
  const error = caught(() => optimizer.loadStateDict(state as OptimizerState));
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(`${name}.loadStateDict: ${message}`);
  expect(optimizer.stateDict()).toEqual(before);
});

describe("where parameters are in the layers' memory", () => {
  const optimizers: readonly [string, (parameters: Parameter[]) => { step(): void; stateDict(): unknown }][] = [
    ["SGD", (list) => new SGD(list, { lr: 0.1 })],
    ["SGD, decay", (list) => new SGD(list, { lr: 0.1, weightDecay: 0.01 })],
    ["SGD, momentum", (list) => new SGD(list, { lr: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.01 })],
    ["SGD, Nesterov", (list) => new SGD(list, { lr: 0.1, momentum: 0.9, nesterov: true })],
    ["Adam", (list) => new Adam(list, { weightDecay: 0.1 })],
    ["AdamW", (list) => new AdamW(list, { betas: [0, 0.5], eps: 0 })],
  ];
  test.each(optimizers)("%s takes the steps that it takes elsewhere, bit by bit", (_, make) => {
    const layer = new Linear(13, 7);
    const inside = layer.parameters();
    for (const { grad } of inside) for (let i = 0; i < grad.length; i++) grad[i] = Math.sin(i + 1);
    if (inside[1]) inside[1].data[3] = Number.POSITIVE_INFINITY;
    const outside = inside.map(({ shape, data, grad }) => ({ shape, data: data.slice(), grad: grad.slice() }));
    const [one, other] = [make(inside), make(outside as Parameter[])];
    for (let i = 0; i < 5; i++) {
      one.step();
      other.step();
    }
    expect(inside.map(({ data }) => data.slice())).toEqual(outside.map(({ data }) => data));
    expect(one.stateDict()).toEqual(other.stateDict());
  });
});
